from decimal import Decimal
from pathlib import Path

import pytest

from sources import Return, StopDelivery, read
from tests.sources.files import ANNEX, SAMPLES, write_book, write_csv


def only(path: Path) -> Return:
    (one,) = read(path).returns
    return one


def refused(path: Path) -> str:
    with pytest.raises(StopDelivery) as stopped:
        read(path)
    return str(stopped.value)


def test_annex_sheet_with_merged_headers(tmp_path: Path) -> None:
    one = only(write_book(tmp_path / "随便什么名字.xlsx", 表四=ANNEX))
    assert (one.form, one.table, one.citation) == ("funding_annex", "per_pupil", "资料来源:示例")
    assert {column.field for column in one.columns} == {"per_pupil_public"}
    assert [(c.level, c.part, c.unit, c.letter) for c in one.columns[:3]] == [
        ("primary", "previous", "元", "B"),
        ("primary", "value", "元", "C"),
        ("primary", "growth", "%", "D"),
    ]
    assert one.frame.select("row", "year", "region", "c1").rows() == [
        (5, 2019, "江岸区", Decimal("4289.75")),
        (6, 2019, "江汉区", Decimal("10258.01")),
    ]
    assert one.notes.select("row", "key", "status").rows() == [
        (6, "c3", "dash"),
        (6, "c4", "blank"),
        (6, "c5", "masked"),
    ]


def test_cells_keep_their_address_when_the_table_stands_away_from_the_corner(tmp_path: Path) -> None:
    moved = [[], [], *[[None, None, *row] for row in ANNEX]]
    one = only(write_book(tmp_path / "a.xlsx", 表四=moved))
    assert [column.letter for column in one.columns] == ["D", "E", "F", "G", "H", "I"]
    assert one.frame["row"].to_list() == [7, 8]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_csv_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    lines = ["分省情况", "省份编码,地区,年份,普通小学在校学生数（万人）", "110000,北京市,2019,94.1614", "注：示例"]
    one = only(write_csv(tmp_path / "a.csv", *lines, encoding=encoding))
    assert (one.form, one.table, one.title) == ("yearbook", "schools", "分省情况")
    assert [(c.field, c.level, c.unit) for c in one.columns] == [("pupils", "primary", "万人")]
    assert one.frame.select("row", "code", "year", "c0").rows() == [(3, "110000", 2019, Decimal("94.1614"))]


def test_a_file_without_a_title_is_titled_by_its_name(tmp_path: Path) -> None:
    lines = ["地区,普通小学上年,普通小学本年,普通小学增长率（%）,幼儿园上年,幼儿园本年,幼儿园增长率（%）,更新年度",
             "怀柔区,1,2,100,1,2,100,2023"]  # fmt: skip
    assert only(write_csv(tmp_path / "生均公用经费.csv", *lines)).columns[0].field == "per_pupil_public"
    assert "没有说明是哪一项数据" in refused(write_csv(tmp_path / "数据.csv", *lines))


def test_unknown_columns_are_held_back_whole(tmp_path: Path) -> None:
    strange = [[*row, "新指标", "另一项"] if row[0] == "地区" else row for row in ANNEX]
    strange[4] = [*strange[4], 7, 8]
    one = only(write_book(tmp_path / "a.xlsx", 表四=strange))
    assert [(held.place, held.header, held.cells.rows()) for held in one.unmapped] == [
        ("H", "新指标", [("H5", "7")]),
        ("I", "另一项", [("I5", "8")]),
    ]
    assert len(one.columns) == 6 and {told.place: told.field for told in one.understood}["H"] == ""


def test_numbers_that_each_row_names_are_understood(tmp_path: Path) -> None:
    one = only(
        write_csv(tmp_path / "a.csv", "年度,地区,学段,指标,数值,单位,上年数", "2023,怀柔区,小学,在校生数,50,人,49")
    )
    told = {each.header: (each.field, each.part) for each in one.understood}
    assert told["数值"] == ("@named", "value") and told["上年数"] == ("@named", "previous")
    assert told["指标"] == ("@name", "")


def test_a_missing_column_is_told_with_the_strange_ones(tmp_path: Path) -> None:
    renamed = [["甲乙丙" if cell == "增长率（%）" and i == 3 else cell for i, cell in enumerate(row)] for row in ANNEX]
    said = refused(write_book(tmp_path / "a.xlsx", 表四=renamed))
    assert "a.xlsx › 表四" in said and "缺少列 “普通小学/增长率”" in said and "D4“普通小学/甲乙丙”" in said
    assert "columns.csv" in said


def test_a_missing_required_column_is_named(tmp_path: Path) -> None:
    lines = ["年度,地区,学段,指标,单位", "2023,全国,小学,在校生数,人"]
    assert "缺少列 “数值”" in refused(write_csv(tmp_path / "a.csv", *lines))


def test_numbers_without_a_header_are_held_back(tmp_path: Path) -> None:
    lines = ["年度,地区,学段,指标,数值,单位,", "2023,全国,小学,在校生数,5,人,999"]
    (held,) = only(write_csv(tmp_path / "a.csv", *lines)).unmapped
    assert (held.place, held.header, held.cells.rows()) == ("G", "（没有表头）", [("G2", "999")])


def test_figures_on_a_note_row_are_not_lost(tmp_path: Path) -> None:
    lines = ["地区,年份,省份编码,初中学校数（所）", "北京市,2019,110000,5", "注：含托管区,2019,,7"]
    assert only(write_csv(tmp_path / "a.csv", *lines)).frame["region"].to_list() == ["北京市", "注：含托管区"]


def test_a_blank_template_and_a_number_too_long_stop(tmp_path: Path) -> None:
    head = "年度,地区,学段,指标,数值,单位"
    assert "没有一行数据" in refused(write_csv(tmp_path / "a.csv", head))
    assert "没有一张工作表" in refused(write_csv(tmp_path / "b.csv", "", "", ""))
    long = f"2023,全国,小学,在校生数,{'9' * 40},人"
    assert "数字太长" in refused(write_csv(tmp_path / "c.csv", head, long))


def test_the_date_of_issue_is_not_the_year(tmp_path: Path) -> None:
    titled = [["2019年生均一般公共预算公用经费（2020年12月公布）"], *ANNEX[1:]]
    assert only(write_book(tmp_path / "a.xlsx", 表四=titled)).frame["year"].to_list() == [2019, 2019]
    doubtful = [["生均一般公共预算公用经费（2016年编）"], *ANNEX[1:]]
    assert "分不清" in refused(write_book(tmp_path / "b.xlsx", 表四=doubtful))


def test_the_unit_may_stand_in_the_title(tmp_path: Path) -> None:
    titled = [["2019年生均一般公共预算公用经费（单位：万元）"], *ANNEX[2:]]
    assert {c.unit for c in only(write_book(tmp_path / "a.xlsx", 表四=titled)).columns} == {"万元", "%"}


def test_every_kind_of_bad_cell_is_told_at_once(tmp_path: Path) -> None:
    head, name = "年度,地区,学段,指标,数值,单位", "2023,全国,小学,在校生数"
    said = refused(write_csv(tmp_path / "a.csv", head, f"{name},约5,人", f"{name},{'9' * 40},人"))
    assert "E2“约5”" in said and "数字太长" in said


def test_percentages_kept_as_fractions_are_asked_about(tmp_path: Path) -> None:
    rows = [[f"区{i}", 10, 0.2 + i / 100, 0.05] for i in range(4)]
    head = ["地区", "一般公共预算教育经费（亿元）", "一般公共预算教育经费占一般公共预算支出比例（%）",
            "一般公共预算教育经费本年比上年增长（%）"]  # fmt: skip
    said = refused(write_book(tmp_path / "2019年.xlsx", 表一=[["2019年"], head, *rows]))
    assert "C、D 列以 % 为单位" in said and "百分比" in said


def test_text_in_a_number_cell_stops_with_its_address(tmp_path: Path) -> None:
    lines = ["年度,地区,学段,指标,数值,单位", "2023,全国,小学,在校生数,2000万,万人", "2023,全国,初中,在校生数,约5,人"]
    said = refused(write_csv(tmp_path / "a.csv", *lines))
    assert "E2“2000万”" in said and "E3“约5”" in said


def test_a_year_that_is_none_stops(tmp_path: Path) -> None:
    said = refused(write_csv(tmp_path / "a.csv", "年度,地区,学段,指标,数值,单位", "去年,全国,小学,在校生数,5,人"))
    assert "A2“去年”" in said


def test_no_known_form(tmp_path: Path) -> None:
    assert "认不出是哪一种表式" in refused(write_csv(tmp_path / "a.csv", "姓名,成绩", "甲,100"))


def test_damaged_and_foreign_files_get_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"not a workbook")
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / "b.csv").write_bytes(b"\xff\xff\x81")
    (tmp_path / "c.csv").write_bytes(b"")
    assert "内容其实是文本" in refused(tmp_path / "a.xlsx")
    assert "内容是PDF 文件" in refused(tmp_path / "a.pdf")
    assert "文字编码" in refused(tmp_path / "b.csv")
    assert "文件是空的" in refused(tmp_path / "c.csv")


def test_a_cover_sheet_without_numbers_is_no_obstacle(tmp_path: Path) -> None:
    book = write_book(tmp_path / "a.xlsx", 封面=[["编制说明"]], 表四=ANNEX, 空=[])
    assert [one.sheet for one in read(book).returns] == ["表四"]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.[cx]*")), ids=lambda path: path.name)
def test_every_sample_is_understood(path: Path) -> None:
    assert read(path).rows >= 16
