from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from sources import StopDelivery, read
from tests.sources.files import ANNEX, write_book, write_csv
from tests.warehouse.returns import reading, school_return
from warehouse.conform import conform
from warehouse.gathered import Facts
from warehouse.identity import Context

HEAD = "年度,地区,学段,指标,数值,单位,上年数,增长率,口径,版次,出处"


def tidy(tmp_path: Path, *rows: str) -> Facts:
    return conform(read(write_csv(tmp_path / "t.csv", HEAD, *rows)))


def refused(tmp_path: Path, *rows: str) -> str:
    with pytest.raises(StopDelivery) as stopped:
        tidy(tmp_path, *rows)
    return str(stopped.value)


def test_units_convert_exactly(tmp_path: Path) -> None:
    facts = tidy(
        tmp_path, "2019,武汉市,,一般公共预算教育经费,290.89412,亿元,,12.39,,,", "2019,全国,小学,在校生数,1.07,亿人,,,,,"
    )
    figure = facts.figures[0].row(0, named=True)
    assert (figure["value"], figure["value_decimals"], figure["unit_factor"]) == (Decimal("2908941.2"), 5, 10000)
    assert facts.subjects["enrolment"][0]["pupils"].to_list() == [Decimal(107_000_000)]


def test_measures_of_a_tidy_table_stand_side_by_side_and_remember_their_cells(tmp_path: Path) -> None:
    facts = tidy(tmp_path, "2019,全国,小学,在校生数,100,人,,,,,", "2019,全国,小学,招生数,20,人,,,,,")
    (enrolment,) = facts.subjects["enrolment"]
    assert enrolment.select("unit", "year", "level", "release", "pupils", "entrants", "row").rows() == [
        ("000000", 2019, "primary", "bulletin", Decimal(100), Decimal(20), 2)
    ]
    assert facts.layouts[0].select("field", "row", "cell").rows() == [("pupils", 2, "E2"), ("entrants", 2, "E3")]


def test_a_growth_beside_a_measure_belongs_to_its_indicator(tmp_path: Path) -> None:
    facts = tidy(tmp_path, "2019,全国,小学,在校生数,110,人,100,10.0,,,")
    told = [frame.select("field", "growth", "growth_cell").rows() for frame in facts.figures if frame.height]
    assert told == [[("pupils_total", Decimal(10), "H2")]]


def test_scope_release_and_citation_of_a_row(tmp_path: Path) -> None:
    facts = tidy(
        tmp_path,
        "2011,全国,合计,预算内教育拨款(不含教育费附加),1,亿元,,,,快报,甲文",
        "2015,全国,合计,公共财政教育支出,2,亿元,,9.41,同口径,公告,乙文",
    )
    told = facts.figures[0].select("field", "scope", "comparable", "release", "citation").rows()
    assert told == [
        ("budget_education_total", "预算内教育拨款（不含教育费附加）", False, "flash", "甲文"),
        ("budget_education_total", "", True, "bulletin", "乙文"),
    ]


RELEASES = {"经费快报": "flash", "年报": "return", "公告（快报数）": "bulletin", "年鉴": "yearbook", "": "bulletin"}


@pytest.mark.parametrize(("title", "release"), RELEASES.items())
def test_a_title_may_name_the_release(tmp_path: Path, title: str, release: str) -> None:
    lines = ["地区,一般公共预算教育经费（亿元）,一般公共预算教育经费占一般公共预算支出比例（%）,"
             "一般公共预算教育经费本年比上年增长（%）", "武汉市,290,13,8"]  # fmt: skip
    facts = conform(read(write_csv(tmp_path / f"2019年{title}.csv", *lines)))
    assert {each for frame in facts.figures for each in frame["release"]} == {release}


def test_what_a_row_says_of_its_scope_keeps_it_apart(tmp_path: Path) -> None:
    facts = tidy(
        tmp_path,
        "2021,全国,合计,一般公共预算教育经费,1,亿元,,,,,",
        "2021,全国,合计,一般公共预算教育经费,2,亿元,,,中央本级,,",
    )
    assert facts.figures[0]["scope"].to_list() == ["", "中央本级"]


def test_a_growth_in_money_is_refused(tmp_path: Path) -> None:
    lines = ["地区,一般公共预算教育经费（亿元）,一般公共预算教育经费占一般公共预算支出比例（%）,"
             "一般公共预算教育经费本年比上年增长（亿元）", "武汉市,290,13,8"]  # fmt: skip
    file = write_csv(tmp_path / "2019年增长情况.csv", *lines)
    with pytest.raises(StopDelivery, match="增长率的单位“亿元”"):
        conform(read(file))


def test_everything_unresolved_is_named_at_once(tmp_path: Path) -> None:
    said = refused(
        tmp_path,
        "2019,武昌镇,普通中学,神奇率,1,筐,,,,草稿,",
        "2019,武昌区,小学,在校生数,1,只,,,,,",
        "2019,武昌区,中学堂,x,1,个,,,,,",
    )
    for word in ("“武昌镇”不在地区表中（最接近：武昌区 420106", "学段 “普通中学”", "指标 “神奇率”", "版次 “草稿”"):
        assert word in said
    assert "不认识的单位 只" in said and "“中学堂”" in said


def test_an_unknown_unit_and_a_unit_of_another_kind(tmp_path: Path) -> None:
    said = refused(tmp_path, "2019,全国,小学,在校生数,1,筐,,,,,", "2019,全国,小学,专任教师数,1,万元,,,,,")
    assert "不认识的单位 筐" in said and "“万元”不能用于专任教师数" in said


def test_percent_is_not_points(tmp_path: Path) -> None:
    assert "“%”不能用于教育经费与财政经常性收入增长幅度比较" in refused(
        tmp_path, "2019,全国,合计,教育经费与财政经常性收入增长幅度比较,1,%,,,,,"
    )


def test_the_same_figure_twice_is_refused(tmp_path: Path) -> None:
    row = "2019,全国,小学,在校生数,1,人,,,,,"
    assert "第 2、3 行" in refused(tmp_path, row, row)


def test_a_code_that_contradicts_the_name_waits(tmp_path: Path) -> None:
    file = write_csv(
        tmp_path / "y.csv", "省份编码,地区,年份,初中学校数（所）", "110000,天津市,2019,1", "130000,河北省,2019,2"
    )
    facts = conform(read(file))
    (said,) = facts.waiting
    assert "第 2 行“天津市”与代码 110000 不一致（最接近：北京市 110000、天津市 120000" in str(said)
    assert [frame["unit"].to_list() for frame in facts.subjects["enrolment"]] == [["130000"]]


def test_an_annex_becomes_figures_with_three_cells_each(tmp_path: Path) -> None:
    facts = conform(read(write_book(tmp_path / "a.xlsx", 表四=ANNEX)))
    primary = facts.figures[0].select("unit", "level", "value", "previous", "growth", "value_cell", "growth_cell")
    assert primary.row(0) == (
        "420102", "primary", Decimal("4289.75"), Decimal("4011.51"), Decimal("6.94"), "C5", "D5",
    )  # fmt: skip
    assert facts.notes[0].select("cell", "status").rows() == [("E6", "dash"), ("F6", "blank"), ("G6", "masked")]


def test_a_sign_without_a_number_and_a_masked_number_stay_with_their_indicator(tmp_path: Path) -> None:
    facts = tidy(
        tmp_path,
        "2014,全国,合计,财政经常性收入,,万元,,负增长,,,",
        "2014,全国,小学,生均一般公共预算公用经费,××,元,,,,,",
        "2014,全国,初中,生均一般公共预算公用经费,,元,,,,,",
    )
    told = facts.figures[0].select("field", "value", "value_note", "value_cell", "growth_note")
    assert told.rows() == [
        ("recurrent_revenue_total", None, "blank", None, "negative"),
        ("per_pupil_public", None, "masked", "E3", "blank"),
    ]


def test_mu_become_square_metres_without_rounding_the_factor(tmp_path: Path) -> None:
    facts = tidy(tmp_path, "2019,全国,小学,占地面积,15.5,亩,,,,,", "2019,全国,初中,占地面积,3,亩,,,,,")
    told = {frame["level"][0]: frame["land_area"][0] for frame in facts.subjects["facilities"][0].partition_by("level")}
    assert told == {"primary": Decimal("10333.333333"), "junior": Decimal(2000)}


def test_a_column_declared_by_a_name_follows_the_scope_of_that_name(tmp_path: Path) -> None:
    reading = read(write_book(tmp_path / "a.xlsx", 表四=ANNEX))
    one = reading.returns[0]
    old = tuple(replace(column, field="生均预算内公用经费支出") for column in one.columns)
    facts = conform(replace(reading, returns=(replace(one, columns=old),)))
    told = [frame.select("field", "scope").unique().rows() for frame in facts.figures]
    assert told == [[("per_pupil_public", "生均预算内公用经费")]] * 2


def test_a_measure_told_beside_its_previous_value_is_also_a_figure_of_its_indicator(tmp_path: Path) -> None:
    reading = read(write_book(tmp_path / "a.xlsx", 表四=ANNEX))
    one = reading.returns[0]
    pupils = tuple(replace(c, field="pupils", unit="人" if c.part != "growth" else "%") for c in one.columns)
    facts = conform(replace(reading, returns=(replace(one, columns=pupils),)))
    assert [frame.select("level", "pupils").row(0) for frame in facts.subjects["enrolment"]] == [
        ("primary", Decimal("4289.75")),
        ("junior", Decimal("6465.75")),
    ]
    figure = facts.figures[0].select("field", "level", "value", "previous", "growth").row(0)
    assert figure == ("pupils_total", "primary", Decimal("4289.75"), Decimal("4011.51"), Decimal("6.94"))


RECEIVED = Context(received=datetime(2026, 3, 1))


def test_a_year_that_cannot_be_stops_with_its_rows_and_everything_else(tmp_path: Path) -> None:
    lines = ["2031,全国,小学,在校生数,1,人,,,,,", "1066,全国,小学,招生数,1,人,,,,,", "2026,全国,小学,神奇率,1,人,,,,,"]
    with pytest.raises(StopDelivery) as stopped:
        conform(read(write_csv(tmp_path / "t.csv", HEAD, *lines)), RECEIVED)
    said = str(stopped.value)
    assert "年度应在 1949 至 2026（收件的年份）：第 2 行“2031”、第 3 行“1066”" in said and "神奇率" in said


def test_a_title_with_a_year_to_come_stops_without_naming_all_rows() -> None:
    with pytest.raises(StopDelivery, match="至 2026（收件的年份）：“2032”。"):
        conform(reading(school_return({"school": "示例县第一小学"}, year=2032)), RECEIVED)


def test_numbers_too_large_to_keep_are_named_with_their_cells(tmp_path: Path) -> None:
    said = refused(
        tmp_path,
        "2019,全国,小学,在校生数,1000000000000,人,,,,,",
        "2019,全国,小学,招生数,999999999999,人,,,,,",
        "2019,全国,合计,一般公共预算教育经费,100000000,亿元,99,1e15,,,",
        "2019,全国,小学,专任教师数,10000,亿人,,,,,",
    )
    told = "E2“1,000,000,000,000”、E4“100,000,000”、E5“10,000”、H4“1,000,000,000,000,000”"
    assert f"数字太大，折合规定单位后应小于 1,000,000,000,000：{told}。请核对数字和计量单位" in said
