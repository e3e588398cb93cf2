"""The three layouts a form may declare, each on a sheet as it arrives."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from sources import DeclarationError, StopDelivery, forms, load_forms, read
from tests.sources.files import write_book, write_csv

FORM = "title: 示例表\ntitle_en: Example\nrelease: return\ndocument: 示例\ntables:\n"
Declare = Callable[..., None]


@pytest.fixture
def declare(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Declare]:
    """Write a form of one table and use it alone."""
    folder = tmp_path_factory.mktemp("forms")
    monkeypatch.setattr(forms, "FOLDER", folder)

    def written(table: str, *rows: str) -> None:
        (folder / "f").mkdir(exist_ok=True)
        (folder / "f" / "form.yaml").write_text(FORM + f"  t: {{title: 表, {table}}}\n", encoding="utf-8")
        head = "table,field,level,part,unit,need,row,2015"
        (folder / "f" / "columns.csv").write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
        load_forms.cache_clear()

    yield written
    load_forms.cache_clear()


CLASSES = [
    ["学校（机构）名称：示例县第一中学", None, None, "表号：教基2107", None, None, None],
    ["学校（机构）标识码：3133000001", None, None, "计量单位：个", None, None, None],
    ["2023年教学班数情况", None, None, None, None, None, None],
    [None, "编号", "合计", "初中", None, None, "高中"],
    [None, None, None, "计", "一年级", "二年级", "计"],
    ["甲", "乙", 1, 2, 3, 4, 5],
    ["总计", "01", 30, 18, 10, 8, 12],
    ["其中：四年制初中", "02", 0, 0, 0, 0, "—"],
    ["班额", None, None, None, None, None, None],
    ["  25人及以下", "03", 2, 1, 1, 0, 1],
    ["  66人及以上", "04", "1①", 1, None, 1, "—"],
    ["单位负责人：某某　填表人：某某　联系电话：13800000000"],
]


def test_a_matrix_tells_each_field_where_row_and_column_meet(tmp_path: Path, declare: Declare) -> None:
    declare(
        "layout: matrix",
        "t,classes,junior,value,个,required,总计,初中/计",
        "t,classes_66,all,value,个,required,班额/66人及以上,合计",
        "t,classes_66,junior,value,个,optional,66人及以上,初中/合计|初中/小计",
        "t,classes_66,senior,value,个,optional,66人及以上,高中/计",
        "t,@ignore,,,,optional,25人及以下,合计",
        "t,@ignore,,,,optional,,初中/二年级",
    )
    (one,) = read(write_book(tmp_path / "a.xlsx", 教基2107=CLASSES)).returns
    assert one.frame.select("row", "year", "school", "school_code", "region").rows() == [
        (7, 2023, "示例县第一中学", "3133000001", "")
    ]
    told = {(c.field, c.level): (f"{c.letter}{c.row}", one.frame[c.key][0]) for c in one.columns}
    assert told == {
        ("classes", "junior"): ("D7", Decimal(18)),
        ("classes_66", "all"): ("C11", Decimal(1)),
        ("classes_66", "junior"): ("D11", Decimal(1)),
        ("classes_66", "senior"): ("G11", None),
    }
    assert one.notes.select("row", "status").rows() == [(11, "dash")]
    held = {each.place: each.header for each in one.unmapped}
    assert held == {"7": "总计", "8": "总计/其中:四年制初中", "E": "初中/一年级"}
    shown = [(each.place, each.header) for each in one.understood if each.field == "@ignore"]
    assert shown == [("F", "初中/二年级"), ("10", "班额/25人及以下")]
    assert not any("1380" in str(each) for each in (one.title, one.citation, one.aside))


def test_years_over_the_columns_and_fields_beside_the_rows(tmp_path: Path, declare: Declare) -> None:
    declare(
        "layout: years, region: 全国",
        "t,entrants,primary,value,万人,required,普通小学招生数,{year}年",
        "t,entrants,junior,value,万人,optional,初中招生数|初中阶段招生数,{year}年",
    )
    lines = ["数据库：年度数据 ", "时间：2011年-2025年 ", "指标\t,2024年\t,2023年\t,",
             "招生数 (万人) \t,\t,\t,", "普通小学招生数 (万人) \t,1616.6\t,1877.88\t,",
             "初中阶段招生数 (万人) \t,1848.37\t,\t,",
             "幼儿园招生数 (万人) \t,1\t,2\t,", "注：1. 示例", "数据来源：国家统计局"]  # fmt: skip
    later, earlier = read(write_csv(tmp_path / "年度数据.csv", *lines)).returns
    assert [one.frame.select("year", "region").row(0) for one in (later, earlier)] == [(2024, "全国"), (2023, "全国")]
    assert [(c.field, c.level, c.unit, f"{c.letter}{c.row}") for c in later.columns] == [
        ("entrants", "primary", "万人", "B5"),
        ("entrants", "junior", "万人", "B6"),
    ]
    assert later.frame.select("c0", "c1").row(0) == (Decimal("1616.6"), Decimal("1848.37"))
    assert earlier.notes.select("row", "key", "status").rows() == [(6, "c1", "blank")]
    assert [(each.place, each.header) for each in later.unmapped] == [("7", "幼儿园招生数(万人)")]
    assert later.citation == "注:1. 示例 数据来源:国家统计局"


def test_years_over_the_columns_and_regions_beside_the_rows(tmp_path: Path, declare: Declare) -> None:
    declare(
        "layout: years, fields: {小学在校学生数: pupils}",
        "t,@region,,,,required,,地区",
        "t,@title,primary,value,人,required,,{year}年",
    )
    lines = ["各地区小学在校学生数（单位：万人）", "地区,2022年,2023年", "北京市,1,2", "天津市,3,—"]
    earlier, later = read(write_csv(tmp_path / "a.csv", *lines)).returns
    assert later.frame.select("row", "region", "year", "c0").rows() == [
        (3, "北京市", 2023, Decimal(2)),
        (4, "天津市", 2023, None),
    ]
    assert (later.columns[0].letter, later.columns[0].unit, later.columns[0].field) == ("C", "万人", "pupils")
    assert earlier.unmapped == later.unmapped == ()


SCHOOLS = [
    "t,@school_code,,,,required,,学校标识码|学校（机构）标识码",
    "t,@school,,,,required,,学校名称|学校（机构）名称",
    "t,@ownership,,,,optional,,办别",
    "t,@personal,,,,optional,,校长姓名",
    "t,pupils,primary,value,人,required,,小学在校生",
    "t,pupils,junior,value,人,optional,,初中在校生",
]


def test_a_list_of_schools_with_unknown_and_personal_columns(tmp_path: Path, declare: Declare) -> None:
    declare("layout: list", *SCHOOLS)
    rows = [
        ["2023年学校一览表"],
        [
            "学校（机构）标识码",
            "学校（机构）名称",
            "校长姓名",
            "小学在校生（人）",
            "备注",
            "初中在校生",
            None,
            "联系电话",
        ],
        ["2133000001", "示例一小", "张三", 100, None, None, None, "13800000000"],
        ["2133000002", "示例二小", "李四", 200, "新校区", "—", 7, "13900000000"],
        ["合　计", None, None, 300, None, None, None, None],
    ]
    (one,) = read(write_book(tmp_path / "a.xlsx", 一览表=rows)).returns
    assert one.frame.select("school_code", "school", "c0").rows() == [
        ("2133000001", "示例一小", Decimal(100)),
        ("2133000002", "示例二小", Decimal(200)),
    ]
    assert {each.place: (each.header, each.cells.rows()) for each in one.unmapped} == {
        "E": ("备注", [("E4", "新校区")]),
        "G": ("（没有表头）", [("G4", "7")]),
        "H": ("联系电话", [("H3", "（个人信息，不出收件档案）"), ("H4", "（个人信息，不出收件档案）")]),
    }
    assert "张三" not in str(one)
    assert [(each.row, each.reason) for each in one.aside] == [(5, "合计")]


def test_what_a_page_does_not_say_stops(tmp_path: Path, declare: Declare) -> None:
    declare("layout: matrix", "t,classes,junior,value,个,required,总计,初中/计")
    nameless = [["2023年教学班数"], *CLASSES[3:8]]
    with pytest.raises(StopDelivery, match="没有写明是哪个地区或学校"):
        read(write_book(tmp_path / "a.xlsx", Sheet1=nameless))


def test_two_columns_under_one_header_are_a_mistake(declare: Declare) -> None:
    declare("layout: list", "t,@school,,,,required,,学校", "t,a,all,value,人,,,在校生|学生", "t,b,all,value,人,,,学生")
    with pytest.raises(DeclarationError, match="同用表头“学生”"):
        load_forms()


COUNTS = [
    "t,@region,,,,required,,地区|单位名称",
    "t,pupils,primary,value,人,required,,在校生",
    "t,floor_area,all,value,平方米,required,,校舍",
]


def test_two_units_for_a_sheet_go_to_the_columns_they_fit(tmp_path: Path, declare: Declare) -> None:
    declare("layout: list", *COUNTS)
    rows = [["2023年"], ["计量单位：万人、平方米"], ["地区", "在校生", "校舍"], ["甲县", 1.5, 7]]
    (one,) = read(write_book(tmp_path / "a.xlsx", 表=rows)).returns
    assert [column.unit for column in one.columns] == ["万人", "平方米"]


def test_a_row_of_units_and_a_row_of_column_numbers_are_no_data(tmp_path: Path, declare: Declare) -> None:
    declare("layout: list", *COUNTS)
    rows = [["2023年"], ["地区", "在校生", "校舍"], ["计量单位", "人", "万平方米"], ["甲", 1, 2], ["甲县", 5, 7]]
    (one,) = read(write_book(tmp_path / "a.xlsx", 表=rows)).returns
    assert [column.unit for column in one.columns] == ["人", "万平方米"]
    assert one.frame.select("row", "region", "c0", "c1").rows() == [(5, "甲县", Decimal(5), Decimal(7))]


def test_a_name_merged_downwards_stands_for_all_its_rows(tmp_path: Path, declare: Declare) -> None:
    declare("layout: list", *COUNTS, "t,@level,,,,optional,,学段")
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("2023年")
        sheet.write_row("A1", ["地区", "学段", "在校生", "校舍"])
        sheet.merge_range("A2:A3", "甲县")
        sheet.write_row("B2", ["小学", 1, 2])
        sheet.write_row("B3", ["初中", 3, 4])
    (one,) = read(path).returns
    assert one.frame.select("region", "level", "year").rows() == [("甲县", "小学", 2023), ("甲县", "初中", 2023)]


def test_two_tables_of_one_sheet_and_a_list_printed_on_two_pages(tmp_path: Path, declare: Declare) -> None:
    declare("layout: list", *COUNTS)
    head = ["地区", "在校生（人）", "校舍（平方米）"]
    rows = [["2023年甲表"], head, ["甲县", 1, 2], ["本页小计", 1, 2], ["2023年甲表（续）"], head, ["乙县", 3, 4], [],
            ["2022年甲表"], head, ["甲县", 5, 6]]  # fmt: skip
    now, before = read(write_book(tmp_path / "a.xlsx", 表=rows)).returns
    assert now.frame.select("row", "region", "year", "c0").rows() == [(3, "甲县", 2023, 1), (7, "乙县", 2023, 3)]
    assert before.frame.select("row", "region", "year", "c0").rows() == [(11, "甲县", 2022, 5)]


def test_a_later_header_is_found_far_down_a_long_list(tmp_path: Path, declare: Declare) -> None:
    declare("layout: list", *COUNTS)
    head = "地区,在校生（人）,校舍（平方米）"
    lines = ["2023年", head, *(f"甲{i}县,{i},2" for i in range(1500)), "续表", head, "乙县,7,8"]
    (one,) = read(write_csv(tmp_path / "a.csv", *lines)).returns
    assert one.frame.height == 1501 and one.frame.select("row", "region", "c0").row(-1) == (1505, "乙县", Decimal(7))


def test_a_school_year_is_the_one_it_begins_in(tmp_path: Path, declare: Declare) -> None:
    declare("layout: list", *COUNTS)
    (one,) = read(write_csv(tmp_path / "a.csv", "2023-2024学年初统计", "地区,在校生,校舍", "甲县,1,2")).returns
    assert one.frame["year"].to_list() == [2023]


def test_an_unknown_bracket_over_a_column_is_never_left_out(tmp_path: Path, declare: Declare) -> None:
    declare("layout: list", *COUNTS)
    (one,) = read(write_csv(tmp_path / "a.csv", "2023年", "地区,在校生（百户）,校舍", "甲县,1,2")).returns
    assert one.columns[0].unit == "百户"


def test_parts_of_a_place_are_named_without_their_mark_and_counts_of_rows_mean_nothing(
    tmp_path: Path, declare: Declare
) -> None:
    declare("layout: list", *COUNTS)
    lines = ["2023年", "序号,地区,在校生,校舍", "1,甲市,9,8", "2,其中：乙县,5,4", "3,# 丙县,4,3"]
    (one,) = read(write_csv(tmp_path / "a.csv", *lines)).returns
    assert one.frame["region"].to_list() == ["甲市", "乙县", "丙县"] and one.unmapped == ()
