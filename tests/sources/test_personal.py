import random
from collections.abc import Iterator

import polars as pl
import pytest

from sources import Merge, Sheet, load_forms
from sources.personal import CHECK_DIGITS, HIDDEN, WEIGHTS, in_text, is_identity, kind_of_label, without_people
from sources.text import letter


def identity(seed: int) -> str:
    """A made-up ID number with a right check digit (示例)."""
    numbers = random.Random(seed)
    born = f"{numbers.randint(1960, 2015)}{numbers.randint(1, 12):02}{numbers.randint(1, 28):02}"
    head = f"110116{born}{numbers.randint(0, 999):03}"
    return head + CHECK_DIGITS[sum(int(d) * w for d, w in zip(head, WEIGHTS, strict=True)) % 11]


def sheet(*rows: list[str | None], merges: tuple[Merge, ...] = ()) -> Sheet:
    width = max(map(len, rows))
    padded = [[*row, *[None] * (width - len(row))] for row in rows]
    schema = dict.fromkeys(map(letter, range(width)), pl.String)
    return Sheet("表", pl.DataFrame(padded, schema=schema, orient="row"), merges)


def shown(given: Sheet) -> list[list[str]]:
    hidden, _ = without_people(given)
    return [hidden.row(number) for number in range(1, hidden.height + 1)]


def test_check_digit_and_date_of_birth() -> None:
    assert all(is_identity(identity(seed)) for seed in range(50))
    good = identity(1)
    assert not is_identity(good[:-1] + ("1" if good[-1] == "0" else "0"))
    assert not is_identity(good[:10] + "1399" + good[14:])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("联系人 张三 13812345678", f"联系人 张三 {HIDDEN}"),
        (
            "填表人：李四  联系电话：010-69642468 报出日期：2023.9.10",
            f"填表人：{HIDDEN}  联系电话：{HIDDEN} 报出日期：2023.9.10",
        ),
        ("校 长： 王五", f"校 长： {HIDDEN}"),
        ("zhang.san@example.com", HIDDEN),
        (f"身份证{identity(3)}", f"身份证{HIDDEN}"),
        ("一般公共预算教育经费13812345678.25元", "一般公共预算教育经费13812345678.25元"),
        ("2023年9月1日", "2023年9月1日"),
        ("110116199913991234", "110116199913991234"),
    ],
)
def test_inside_a_text(text: str, left: str) -> None:
    assert in_text(text) == left


def test_a_list_of_schools() -> None:
    rows = [
        ["学校名称", "校长姓名", "联系电话", "在校生数", "校长数"],
        ["示例一小", "张三", "69642468", "812", "1"],
        ["示例二小", "欧阳小明", "13812345678", "1,046", "1"],
        ["示例三小", "阿依古丽·买买提", None, "96", "0"],
        ["合计", None, None, "1954", "2"],
    ]
    assert shown(sheet(*rows)) == [
        rows[0],
        ["示例一小", HIDDEN, HIDDEN, "812", "1"],
        ["示例二小", HIDDEN, HIDDEN, "1,046", "1"],
        ["示例三小", HIDDEN, "", "96", "0"],
        ["合计", "", "", "1954", "2"],
    ]


def test_names_without_a_known_family_name() -> None:
    rows = [["学校名称", "校长", "学生数"], ["甲校", "阿依古丽", "1"], ["乙校", "热依汗", "2"]]
    assert [row[1] for row in shown(sheet(*rows))] == ["校长", HIDDEN, HIDDEN]


def test_a_card_of_one_school() -> None:
    rows = [
        ["学校（机构）名称", "示例小学", "办学类型", "小学"],
        ["校长（签章）", "张三", "手机号码", "13812345678"],
        ["统计负责人", None, "李四", "固定电话：010-69642468"],
        ["填表人", "王五", "电子邮箱", "w@example.com"],
        ["举办者", "县级教育部门", "通电", "是"],
    ]
    left = shown(sheet(*rows))
    assert left[0] == rows[0] and left[4] == rows[4]
    assert left[1] == ["校长（签章）", HIDDEN, "手机号码", HIDDEN]
    assert left[2] == ["统计负责人", "", HIDDEN, f"固定电话：{HIDDEN}"]
    assert left[3] == ["填表人", HIDDEN, "电子邮箱", HIDDEN]


def test_a_head_over_two_columns() -> None:
    rows = [["学校", "负责人", None, "学生数"], [None, "姓名", "电话", None], ["甲校", "张三", "69642468", "5"]]
    merged = (Merge(1, 1, 2, 1), Merge(1, 2, 1, 3), Merge(1, 4, 2, 4))
    assert shown(sheet(*rows, merges=merged))[2] == ["甲校", HIDDEN, HIDDEN, "5"]


def statistics() -> Iterator[Sheet]:
    """Tables whose words and figures look a little like people, and are none."""
    yield sheet(["类别", "校长", None], [None, "合计", "其中：女"], ["小学", "12", "5"], merges=(Merge(1, 2, 1, 3),))
    yield sheet(["学段", "校长", "专任教师"], [None, "高中", "初中"], ["计", "12", "55"])
    yield sheet(
        ["年度", "地区生产总值（元）"], ["2021", "13812345678"], ["2022", "14512345678"], ["2023", "15012345678"]
    )
    yield sheet(["名称", "电话（部）", "计算机（台）"], ["示例小学", "12", "118"], ["示例中学", "30", "210"])
    yield sheet(["地区", "负责人数"], ["江岸区", "18"], ["武昌区", "13812345678"])
    yield sheet(["联系电话", "学生数"], ["—", "12"])


@pytest.mark.parametrize("given", list(statistics()))
def test_figures_and_words_stay(given: Sheet) -> None:
    assert without_people(given)[1] == 0


def test_bare_mobile_numbers_without_a_label() -> None:
    assert [row[1] for row in shown(sheet(["甲", "x"], ["乙", "13812345678"], ["丙", "15912345678"]))] == [
        "x",
        HIDDEN,
        HIDDEN,
    ]


def test_every_column_declared_personal_is_known_by_its_header() -> None:
    """A form may add `@personal` columns; where a sheet is shown whole they are hidden by their headers."""
    columns = [column for form in load_forms().values() for column in form.columns if column.field == "@personal"]
    headers = {name for column in columns for header in column.headers.values() for name in header.split("|")}
    assert {name for name in headers if kind_of_label(name.rpartition("/")[2]) is None} <= {"-"}
