"""Small look-alikes of published tables, seen before any form is known (figures are made up)."""

from pathlib import Path

import xlsxwriter

from sources.opening import opened
from sources.page import Page
from sources.seen import Seen, seen, unknown_tables
from tests.sources.files import write_book, write_csv


def table(path: Path) -> Seen:
    (sheet, *_) = opened(path, path.name).sheets
    found = seen(Page(sheet, path.name, []))
    assert found is not None
    return found


def told(found: Seen) -> dict[str, tuple[str, str, str, str]]:
    """Cell → words beside, words over, unit, number or state."""
    return {c.cell: (c.row, c.column, c.unit, str(c.meaning.number or c.meaning.status)) for c in found.cells}


def test_a_yearbook_table_with_parts_and_units_under_the_words(tmp_path: Path) -> None:
    rows = [
        ["表20.15 各区普通小学基本情况（示例）"],
        [],
        ["地  区", "学  校", "教职员工", "其  中", "占地面积", "其  中"],
        [None, "（所）", "（人）", "# 专任教师", "（平方米）", "# 运动场"],
        ["总  计", 12, 340, 300, 5678.5, "…"],
        ["  # 甲新区", 5, 120, 110, 57.941399999999994, 7],
        ["    乙区", 7, 220, 190, "…", "—"],
        ["注：本表数据为示例。"],
    ]
    cells = told(table(write_book(tmp_path / "a.xlsx", Sheet1=rows)))
    assert cells["B5"] == ("计", "学校", "所", "12")
    assert cells["D6"] == ("计/甲新区", "教职员工/专任教师", "人", "110")
    assert cells["E6"][3].startswith("57.9414") and cells["E7"][3] == "ellipsis" and cells["F7"][3] == "dash"
    assert cells["F6"] == ("计/甲新区", "占地面积/运动场", "平方米", "7")


def test_three_header_lines_merged_over_and_down(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        sheet.merge_range("A1:F1", "各区房屋分布情况（示例）")
        sheet.write("A2", "单位：万平方米")
        sheet.merge_range("A3:A5", "地  区")
        sheet.merge_range("B3:B5", "居住房屋")
        sheet.merge_range("C3:D3", "其  中")
        sheet.merge_range("C4:C5", "公  寓")
        sheet.merge_range("D4:D5", "简\n屋")
        sheet.merge_range("E3:F3", "学校房屋")
        sheet.write_row("E4", ["小学", "中学"])
        sheet.write_row("E5", ["幢", "幢"])
        sheet.write_row("A6", ["甲区", 10, 8, 2, 3, 4])
    found = table(path)
    assert [head.path for head in found.header.heads.values()] == [
        "地区", "居住房屋", "居住房屋/公寓", "居住房屋/简屋", "学校房屋/小学", "学校房屋/中学",
    ]  # fmt: skip
    assert found.header.heads["E"].unit == "幢"  # a line of nothing but units
    assert found.header.body == 6 and told(found)["D6"] == ("甲区", "居住房屋/简屋", "万平方米", "2")


def test_an_export_with_years_as_columns_tabs_and_footnotes(tmp_path: Path) -> None:
    lines = ["数据库：年度数据 ", "时间：2022年-2023年 ", "指标\t,2023年\t,2022年\t,", "各类招生数 (万人) \t,\t,\t,",
             "普通小学招生数 (万人) \t,1877.8800\t,1701.3900\t,", "注：1. 示例。", "数据来源：示例"]  # fmt: skip
    cells = told(table(write_csv(tmp_path / "a.csv", *lines)))
    assert cells == {
        "B5": ("普通小学招生数", "2023年", "万人", "1877.8800"),
        "C5": ("普通小学招生数", "2022年", "万人", "1701.3900"),
    }


def test_provinces_by_years_with_irregular_blanks(tmp_path: Path) -> None:
    lines = ["省份编码,省份,年份,小学生师比(教师人数=1),中等职业学校(机构)教职工数(万人)", "110000,北京市,2019,,",
             "110000,北京市,2018,13.5823,1.02"]  # fmt: skip
    cells = told(table(write_csv(tmp_path / "a.csv", *lines)))
    assert cells == {
        "D3": ("110000/北京市/2018", "小学生师比", ":1", "13.5823"),
        "E3": ("110000/北京市/2018", "中等职业学校(机构)教职工数", "万人", "1.02"),
    }


def test_numbering_and_parts_beside_the_rows(tmp_path: Path) -> None:
    lines = ["项目,合计（平方米）,城区", "总计,9,5", "其中:危房,1,0", "一、教学及辅助用房,6,3", "教室,4,2",
             "体育馆,2,1", "二、行政办公用房,3,2", "其中:教师办公室,1,1"]  # fmt: skip
    assert [stub.path for stub in table(write_csv(tmp_path / "a.csv", *lines)).stubs.values()] == [
        "计", "计/危房", "教学及辅助用房", "教学及辅助用房/教室", "教学及辅助用房/体育馆", "行政办公用房",
        "行政办公用房/教师办公室",
    ]  # fmt: skip


def test_groups_printed_once_and_a_list_of_schools(tmp_path: Path) -> None:
    grouped = write_csv(tmp_path / "a.csv", "分组,办别,学校数（所）", "总计,,9", ",民办,1", "城区,,5", ",民办,1")
    assert [stub.path for stub in table(grouped).stubs.values()] == ["计", "计/民办", "城区", "城区/民办"]
    schools = write_csv(tmp_path / "b.csv", "学校代码,学校,办学类型,学生人数", "3499000033,示例中学,高级中学,1162")
    assert told(table(schools)) == {"D2": ("3499000033/示例中学/高级中学", "学生人数", "", "1162")}


def test_only_sheets_of_no_declared_form_are_unknown(tmp_path: Path) -> None:
    loans = [["区", "借出图书（册）"], ["示例一区", 12], ["示例二区", "—"]]
    known = [["年度", "地区", "学段", "指标", "数值", "单位"], [2023, "示例一区", "小学", "在校生数", 9, "人"]]
    path = write_book(tmp_path / "a.xlsx", 借阅=loans, 学生=known, 空=[])
    (found,) = unknown_tables(path, "a.xlsx").items()
    assert found[0] == "借阅" and [(c.place, c.unit, c.numbers) for c in found[1].columns] == [("B", "册", 1)]
    path.write_bytes(b"PK")
    assert unknown_tables(path, "a.xlsx") == {}
