"""Names as printed find their region by code, by name, and by the company they are in; what stays open waits."""

from collections.abc import Sequence

import pytest

from warehouse.decisions import Decision, Decisions
from warehouse.declarations import declarations
from warehouse.places import Open, Surroundings, resolve

KNOWN = declarations().gazetteer


def found(
    *names: str, year: int = 2023, title: str = "", sender: str = "", code: str = "", decided: Sequence[Decision] = ()
) -> list[str | Open]:
    """What each name is resolved to, side by side."""
    around = Surroundings([title, "", sender], "school_list", Decisions(tuple(decided)))
    printed = [(code, name, year) for name in names]
    told = resolve(printed, KNOWN, around)
    return [told.found.get(each) or told.open.get(each) or "left out" for each in printed]


def decision(printed: str, means: str, context: str = "") -> Decision:
    return Decision("region", printed, context, means, "张三", "2026-01-05", "")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("武汉市", "420100"),
        ("武汉", "420100"),
        ("　武 昌 区 ", "420106"),
        ("＃ 浦东新区", "310115"),
        ("内蒙古", "150000"),
        ("延边州", "222400"),
        ("大厂县", "131028"),
        ("北京市朝阳区", "110105"),
        ("吉林省长春市朝阳区", "220104"),
        ("河北/石家庄/长安区", "130102"),
        ("北京市市辖区东城区", "110101"),
        ("全国", "000000"),
    ],
)
def test_a_name_that_can_mean_only_one_region(name: str, code: str) -> None:
    assert found(name) == [code]


@pytest.mark.parametrize(("code", "region"), [("110105", "110105"), ("11", "110000"), ("4201", "420100"),
                                              ("420106001", "420106"), ("420106001002", "420106")])  # fmt: skip
def test_codes_of_every_length(code: str, region: str) -> None:
    assert found("", code=code) == [region]


def test_a_shared_name_is_settled_by_the_rows_beside_it() -> None:
    assert found("东城区", "朝阳区", "通州区") == ["110101", "110105", "110112"]
    assert found("南关区", "朝阳区") == ["220102", "220104"]
    assert found("内蒙古", "海南", "吉林", "辽宁") == ["150000", "460000", "220000", "210000"]


def test_or_by_the_region_that_title_file_or_sender_names() -> None:
    assert found("朝阳区", title="长春市2023年教育经费") == ["220104"]
    assert found("朝阳区", sender="北京市教委") == ["110105"]
    assert found("鼓楼区", title="2023年南京市各区教育经费") == ["320106"]
    assert found("朝阳区", title="北京市各区情况", sender="长春市") == ["110105"]


def test_what_nothing_settles_waits_with_its_candidates() -> None:
    (alone,) = found("朝阳区")
    assert isinstance(alone, Open) and alone.reason == "是几个地区共有的名称"
    assert alone.candidates[:2] == ("朝阳区 110105", "朝阳区 220104")
    (both, _, _) = found("朝阳区", "东城区", "南关区")
    assert isinstance(both, Open)
    (strange,) = found("武昌县镇", title="武汉市")
    assert isinstance(strange, Open) and strange.candidates[0] == "武昌区 420106" and len(strange.candidates) <= 3


def test_a_code_that_contradicts_its_name_waits() -> None:
    (said,) = found("天津市", code="110000")
    assert isinstance(said, Open) and "不一致" in said.reason
    assert found("朝阳", code="110105") == ["110105"]


def test_a_region_is_called_by_the_name_it_had_in_the_year() -> None:
    assert found("密云县", year=2014) == ["110228"] and found("密云区", year=2016) == ["110118"]
    assert found("平果县", year=2018) == ["451023"] and found("平果市", year=2020) == ["451082"]
    assert found("莱芜区", year=2018) == ["371202"] and found("莱芜区", year=2019) == ["370116"]


def test_where_one_region_became_one_other_the_name_of_another_year_will_do_around_the_change() -> None:
    assert found("密云县", year=2015) == ["110118"]
    assert found("密云区", year=2010) == ["110228"]
    assert found("海门市", year=2020) == found("海门区", year=2020) == ["320614"]


def test_a_region_long_gone_or_not_yet_there_waits_and_names_its_successor() -> None:
    (gone,) = found("密云县", year=2020)
    assert isinstance(gone, Open) and "2020 年不存在" in gone.reason and gone.candidates[0] == "密云区 110118"
    (merged,) = found("崇文区", year=2012)
    assert isinstance(merged, Open) and merged.candidates[0] == "东城区 110101"
    (early,) = found("临平区", year=2018)
    assert isinstance(early, Open) and "不存在" in early.reason


def test_a_total_is_the_region_the_title_names_or_whose_children_are_all_there() -> None:
    assert found("全市", title="武汉市2019年教育经费执行情况") == ["420100"]
    assert found("合计", title="北京市各区") == ["110000"]
    assert found("", title="2023年示例县学校一览表") == ["991001"]
    districts = [one.name for one in KNOWN.children["420100"]]
    assert found("合计", *districts)[0] == "420100"
    (part,) = found("合计", *districts[1:])[:1]
    assert isinstance(part, Open) and "合计" in part.reason


def test_the_government_itself_is_not_the_whole_region() -> None:
    for name in ("市本级", "武汉市本级", "市直"):
        (own,) = found(name, title="武汉市2019年教育经费")
        assert isinstance(own, Open) and "不是同一主体" in own.reason and own.candidates == ("武汉市 420100",)


def test_a_decision_holds_where_its_context_fits() -> None:
    remembered = [decision("经开区", "420113", "武汉"), decision("经开区", "320100"), decision("其他", "-")]
    assert found("经开区", "其他", title="武汉市", decided=remembered) == ["420113", "left out"]
    assert found("经 开 区", decided=remembered) == ["320100"]
    (lost,) = found("高新区", decided=[decision("高新区", "999999")])
    assert isinstance(lost, Open) and "999999" in lost.reason


def test_the_table_of_regions_is_whole() -> None:
    regions = declarations().regions.values()
    now = [one for one in regions if one.held_in(2023) and one.kind in ("county", "district")]
    assert len(now) > 2800 and len({one.code for one in regions}) == len(list(regions))
    assert all(one.code.startswith(one.parent[:2]) for one in now if one.kind != "example")
    assert not [one.name for one in KNOWN.children["000000"] if one.kind != "province"]
    for one in regions:
        if one.successor and not declarations().regions[one.successor].held_in(int(one.valid_to)):
            raise AssertionError(one)
