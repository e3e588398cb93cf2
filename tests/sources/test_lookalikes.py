"""Each form that ships, laid out as its declaration says and read back value for value; and one that can't be read."""

from decimal import Decimal
from pathlib import Path

import pytest

from sources import Return, StopDelivery, load_forms, read
from sources.forms import Declared
from tests.sources.files import write_book, write_csv
from tests.sources.lookalike import Key, columns, key, write_list, write_matrix

TABLES = [
    (form.id, table.id, table.layout)
    for form in load_forms().values()
    for table in form.tables.values()
    if form.id not in ("tidy", "yearbook", "district_funding") and table.layout != "years"
]
YEARS = (2013, 2023)
WHO = {
    "@region": ["示例一区", "示例二区"],
    "@code": ["990101", "990102"],
    "@school": ["示例第一小学", "示例实验学校"],
    "@school_code": ["2199000001", "2199000002"],
    "@school_kind": ["小学", "九年一贯制学校"],
    "@ownership": ["教育部门", "民办"],
    "@urban_rural": ["城区", "镇区"],
    "@personal": ["示例甲", "示例乙"],
    "@ignore": [1, 2],
}


def told(one: Return) -> dict[Key, list[Decimal | None]]:
    return {(c.field, c.level, c.part): one.frame[c.key].to_list() for c in one.columns}


def only(path: Path, form: str, table: str) -> Return:
    (one,) = read(path).returns
    assert (one.form, one.table) == (form, table)
    assert one.unmapped == () and {column.letter for column in one.columns}
    return one


def number(i: int, row: int) -> int:
    """A different whole number for each column and row."""
    return 1000 + 7 * i + 500_000 * row


def title_of(form: str, table: str, year: int) -> str:
    declared = load_forms()[form].tables[table]
    named = next(iter(declared.fields), declared.title)
    return f"{year}年{named}（示例）"


def resolved(column: Declared, form: str) -> Key:
    """What a column comes to mean under the title the look-alike has."""
    fields = load_forms()[form].tables[column.table].fields
    return next(iter(fields.values())) if column.field == "@title" else column.field, column.level, column.part


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(("form", "table"), [(f, t) for f, t, layout in TABLES if layout == "list"])
def test_a_list_is_read_value_for_value(form: str, table: str, year: int, tmp_path: Path) -> None:
    printed = columns(form, table, year)
    data = [each for each in printed if not each.is_role]
    rows: list[dict[object, object]] = [
        {key(each): number(i, r) for i, each in enumerate(data)} | {role: texts[r] for role, texts in WHO.items()}
        for r in range(2)
    ]
    path = write_list(tmp_path / "表.xlsx", form, table, year, rows, shown=printed, title=title_of(form, table, year))
    one = only(path, form, table)
    assert told(one) == {resolved(c, form): [Decimal(number(i, 0)), Decimal(number(i, 1))] for i, c in enumerate(data)}
    assert one.frame["year"].to_list() == [year, year]
    who = {role[1:] for each in printed if (role := each.field) in WHO} - {"ignore", "personal"}
    for word in who:
        assert one.frame[word].to_list() == WHO[f"@{word}"]
    assert "示例甲" not in str(one.frame.rows())


@pytest.mark.parametrize(("form", "table"), [(f, t) for f, t, layout in TABLES if layout == "matrix"])
def test_a_matrix_is_read_value_for_value(form: str, table: str, tmp_path: Path) -> None:
    data = [each for each in columns(form, table, 2023) if not each.is_role]
    values: dict[Key, object] = {key(each): number(i, 0) for i, each in enumerate(data)}
    above = ["填报单位：示例县", "表号：示例"]
    title = title_of(form, table, 2023)
    path = write_matrix(tmp_path / "表.xlsx", form, table, values, title=title, above=above, year=2023)
    one = only(path, form, table)
    assert told(one) == {each: [Decimal(value)] for each, value in values.items()}
    assert one.frame.select("region", "year").rows() == [("示例县", 2023)]


REGIONS = [(f, t) for f, t, layout in TABLES if layout == "list" and t != "schools"]


@pytest.mark.parametrize(("form", "table"), REGIONS)
def test_without_a_column_that_must_be_there_a_list_stops(form: str, table: str, tmp_path: Path) -> None:
    printed = columns(form, table, 2023)
    gone = next(each for each in reversed(printed) if each.need == "required" and not each.is_role)
    kept = [each for each in printed if each is not gone]
    row: dict[object, object] = {key(each): 1 for each in kept if not each.is_role}
    row |= {role: texts[0] for role, texts in WHO.items()}
    path = write_list(tmp_path / "表.xlsx", form, table, 2023, [row], shown=kept, title=title_of(form, table, 2023))
    with pytest.raises(StopDelivery) as stopped:
        read(path)
    assert "缺少列" in str(stopped.value)


@pytest.mark.parametrize("gone", ["@school_code", "@school"])
def test_a_list_of_schools_says_which_schools(gone: str, tmp_path: Path) -> None:
    printed = [each for each in columns("school_list", "schools", 2023) if each.field != gone]
    row: dict[object, object] = {key(each): 1 for each in printed if not each.is_role}
    row |= {role: texts[0] for role, texts in WHO.items()}
    path = write_list(tmp_path / "表.xlsx", "school_list", "schools", 2023, [row], shown=printed)
    with pytest.raises(StopDelivery) as stopped:
        read(path)
    assert "按“学校一览表·学校一览”读取时，缺少列" in str(stopped.value)


def test_pupils_by_grade_are_of_the_level_that_the_sheet_names(tmp_path: Path) -> None:
    data = [each for each in columns("grades", "junior", 2023) if not each.is_role and each.field != "grade_4"]
    values: dict[Key, object] = {key(each): number(i, 0) for i, each in enumerate(data)}
    about = {"above": ["填报单位：示例县"], "year": 2023}
    senior = write_matrix(tmp_path / "高中.xlsx", "grades", "junior", values, title="2023年普通高中学生数", **about)
    assert {c.level for c in read(senior).returns[0].columns} == {"senior"}
    silent = write_matrix(tmp_path / "无.xlsx", "grades", "junior", values, title="2023年学生数", **about)
    both = write_matrix(tmp_path / "两.xlsx", "grades", "junior", values, title="2023年初中、高中学生数", **about)
    for path in (silent, both):
        with pytest.raises(StopDelivery):
            read(path)


def test_the_class_size_table_as_it_is_printed(tmp_path: Path) -> None:
    """Blank stub heads, a column of row codes, an undeclared total, 其中 rows and grades beside the totals."""
    bands = [
        "25人及以下",
        "26—30人",
        "31—35人",
        "36—40人",
        "41—45人",
        "46—50人",
        "51—55人",
        "56—60人",
        "61—65人",
        "66人及以上",
    ]
    rows: list[list[object]] = [
        ["2019年示例县中学教学班数"],
        [*[None] * 9, "单位：个"],
        [None, None, "编号", "合计", "初中", None, None, None, None, "高中", None, None, None],
        [None, None, None, None, "计", "一年级", "二年级", "三年级", "四年级", "计", "一年级", "二年级", "三年级"],
        ["甲", None, "乙", *range(1, 11)],
        ["总计", None, "01", 30, 18, 6, 6, 6, "—", 12, 4, 4, 4],
        ["其中：四年制初中", None, "02", 0, 0, 0, 0, 0, 0, "—", "—", "—", "—"],
        *(
            [None if i else "班额", band, f"{i + 3:02d}", i + 3, i + 1, 1, 1, 0, None, 2, 1, 1, 0]
            for i, band in enumerate(bands)
        ),
    ]
    one = only(write_book(tmp_path / "表.xlsx", 教基2107=rows), "class_size", "secondary")
    junior = [cells[0] for (field, level, _), cells in told(one).items() if level == "junior"]
    assert junior == [Decimal(18), *map(Decimal, range(1, 11))]
    assert told(one)[("classes_66", "senior", "value")] == [Decimal(2)]
    assert one.frame.select("region", "year").rows() == [("示例县", 2019)]


EXPORT = [  # as the national data site exports it: rows that tell a stage, and rows that look like one
    "数据库：年度数据 ",
    "时间：2023年-2024年 ",
    "指标\t,2024年\t,2023年\t,",
    "普通高中在校学生数 (万人) \t,102.5\t,101\t,",
    "中等职业教育在校学生数 (万人) \t,40.25\t,\t,",
    "初中阶段教育在校学生数 (万人) \t,300\t,299\t,",
    "普通初中在校学生数 (万人) \t,\t,298\t,",
    "普通小学在校学生数 (万人) \t,500.5\t,510\t,",
    "小学在校学生数 (万人) \t,450\t,460\t,",
    "注：示例",
    "数据来源：国家统计局",
]


def test_a_yearbook_table_with_years_as_columns_tells_whole_stages_only(tmp_path: Path) -> None:
    later, earlier = read(write_csv(tmp_path / "年度数据-在校生数（万人）.csv", *EXPORT)).returns
    assert (later.form, later.table, later.frame["region"][0]) == ("yearbook", "national", "全国")
    assert [one.frame["year"][0] for one in (later, earlier)] == [2024, 2023]
    assert [(c.level, c.unit, c.row, later.frame[c.key][0]) for c in later.columns] == [
        ("senior", "万人", 4, Decimal("102.5")),
        ("vocational", "万人", 5, Decimal("40.25")),
        ("junior", "万人", 6, Decimal(300)),
        ("primary", "万人", 8, Decimal("500.5")),
    ]
    assert [held.place for held in later.unmapped] == ["7", "9"]


def test_a_place_is_told_or_asked_for_where_years_are_columns(tmp_path: Path) -> None:
    table = [
        "指标组,指标,2022年,2023年",
        "学校数（所）,小学,9,8",
        ",普通高中,3,3",
        "在校学生数（人）,普通高中,3100,3200",
    ]
    _, later = read(write_csv(tmp_path / "a.csv", "示例市主要年份教育事业基本情况", *table)).returns
    assert (later.table, later.frame["region"][0]) == ("regional", "示例市")
    assert {(c.field, c.level): later.frame[c.key][0] for c in later.columns} == {
        ("schools", "senior"): Decimal(3),
        ("pupils", "senior"): Decimal(3200),
    }
    with pytest.raises(StopDelivery, match="没有写明是哪个地区"):
        read(write_csv(tmp_path / "b.csv", "主要年份教育事业基本情况", *table))
