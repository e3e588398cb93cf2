import struct
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from sources import Merge, StopDelivery, read
from sources.opening import opened
from tests.sources.opening import making


def refusal(path: Path) -> str:
    """The one sentence with which a file is answered."""
    with pytest.raises(StopDelivery) as stop:
        opened(path)
    (problem,) = stop.value.problems
    assert problem.where.startswith(path.name)
    return str(problem)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "表.xlsx"


class TestMarks:
    def test_merged_ranges_end_where_the_sheet_ends(self, path: Path) -> None:
        merges = '<mergeCell ref="B2:D2"/><mergeCell ref="A2:A1048576"/><mergeCell ref="F1:G9"/>'
        making.book(path, '<row r="3"><c r="D3"><v>1</v></c></row>', f"<mergeCells>{merges}</mergeCells>")
        (sheet,) = opened(path).sheets
        assert set(sheet.merges) == {Merge(2, 2, 2, 4), Merge(2, 1, 3, 1)}

    def test_percent_is_told_by_the_number_format(self, path: Path) -> None:
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("表")
            for row, shown in enumerate(("0.00%", "0%", '0.0"%"', "0.00", "[Red]0.0%;-0.0%")):
                sheet.write(row, 2, 0.05, book.add_format({"num_format": shown}))
            sheet.write(5, 2, "5%", book.add_format({"num_format": "0%"}))
            sheet.write_blank(6, 2, None, book.add_format({"num_format": "0%"}))
        (sheet,) = opened(path).sheets
        assert sheet.percent == {"C1", "C2", "C5"}

    def test_a_column_of_nothing_but_percentages_is_named_by_its_letter(self, path: Path) -> None:
        with xlsxwriter.Workbook(path) as book:
            sheet, shown = book.add_worksheet("表"), book.add_format({"num_format": "0.0%"})
            sheet.write_row(0, 0, ["甲", "乙"])
            for row in range(1, 1201):
                sheet.write(row, 0, 0.5, shown)
                sheet.write(row, 1, 0.5, shown if row > 1 else None)
            sheet.write(1201, 1, 7)
        (sheet,) = opened(path).sheets
        assert "A" in sheet.percent and "B" not in sheet.percent and "B3" in sheet.percent

    def test_kept_results_are_used_and_counted(self, path: Path) -> None:
        making.book(path, '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c></row>')
        (sheet,) = opened(path).sheets
        assert (sheet.cells["A"][0], sheet.computed, sheet.uncomputed) == ("2", 2, ())
        assert "2 格" in "".join(opened(path).notes)

    @pytest.mark.parametrize("kept", ["", "<v></v>", "<v/>", "<v />"])
    def test_a_formula_without_its_result_is_named(self, path: Path, kept: str) -> None:
        shared = '<f t="shared" ref="B2:B9" si="0"/>'
        making.book(path, f'<row r="2"><c r="A2" s="0"><f>1+1</f>{kept}</c><c r="B2">{shared}{kept}</c></row>')
        (sheet,) = opened(path).sheets
        assert (sheet.computed, sheet.uncomputed) == (0, ("A2", "B2"))

    def test_zeros_of_a_program_that_does_not_calculate_are_no_results(self, path: Path) -> None:
        with xlsxwriter.Workbook(path) as book:
            book.add_worksheet("表").write_formula("A1", "=1+1")
        assert opened(path).sheets[0].uncomputed == ("A1",)

    def test_names_may_have_a_prefix(self, path: Path) -> None:
        making.book(path, "")
        rows = '<x:row r="1"><x:c r="A1"><x:f>1</x:f></x:c><x:c r="B1" t="e"><x:v>#N/A</x:v></x:c></x:row>'
        begin = making.MAIN.replace("xmlns", "<x:worksheet xmlns:x")
        sheet = f"{begin}><x:sheetData>{rows}</x:sheetData></x:worksheet>"
        making.replace(path, {"xl/worksheets/sheet1.xml": sheet})
        (sheet,) = opened(path).sheets
        assert sheet.uncomputed == ("A1",) and sheet.row(1) == ["", "#N/A"]

    def test_an_error_value_is_no_blank(self, path: Path) -> None:
        cells = '<c r="A1" t="e"><v>#N/A</v></c><c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D1"><v>1</v></c>'
        making.book(path, f'<row r="1">{cells}</row>')
        assert opened(path).sheets[0].row(1) == ["#N/A", "", "#DIV/0!", "1"]

    def test_hidden_sheets_are_marked_and_charts_are_no_sheets(self, path: Path) -> None:
        book = openpyxl.Workbook()
        book.active["B2"] = date(2023, 9, 1)
        book.create_sheet("旧").sheet_state = "hidden"
        book.create_chartsheet("图")
        book.save(path)
        read = opened(path)
        assert [(sheet.name, sheet.hidden) for sheet in read.sheets] == [("Sheet", False), ("旧", True)]
        assert "“旧”" in "".join(read.notes)

    def test_columns_start_at_a(self, path: Path) -> None:
        making.book(path, '<row r="3"><c r="C3"><v>1</v></c></row>')
        (sheet,) = opened(path).sheets
        assert sheet.cells.columns == ["A", "B", "C"] and sheet.row(3) == ["", "", "1"]

    def test_cells_on_both_sides_of_a_cut_are_found(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sources.opening.marks.PIECE", 64)
        rows = "".join(f'<row r="{n}"><c r="A{n}"><f>1</f></c></row>' for n in range(1, 40))
        making.book(path, rows, '<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>')
        (sheet,) = opened(path).sheets
        assert len(sheet.uncomputed) == 39


class TestOldWorkbooks:
    def test_marks_of_an_xls(self, tmp_path: Path) -> None:
        percent = making.record(0x41E, struct.pack("<HHB", 200, 4, 0) + b"0.0%")
        styles = [making.record(0xE0, struct.pack("<HH", 0, ifmt) + bytes(16)) for ifmt in (0, 200, 9)]
        fault = making.record(0x205, struct.pack("<HHHBB", 2, 0, 0, 0x07, 1))
        formula = making.record(0x06, struct.pack("<HHHdHIH", 3, 0, 0, 12.0, 0, 0, 0))
        many = making.record(0xBD, struct.pack("<HHHIHIH", 4, 0, 1, 0x3FF00000, 0, 0x3FF00000, 1))
        cells = [
            making.label(0, 0, "地区"),
            making.number(1, 0, 0.05, 1),
            making.number(1, 1, 0.05, 2),
            fault,
            formula,
            many,
        ]
        path = making.old_book(tmp_path / "旧.xls", *cells, before=percent + b"".join(styles))
        (sheet,) = opened(path).sheets
        assert sheet.percent == {"A2", "B2", "A5"} and sheet.computed == 1
        assert sheet.cells["A"].to_list()[:4] == ["地区", "0.05", "#DIV/0!", "12"]

    def test_wps_et_is_read_by_its_content(self, tmp_path: Path) -> None:
        path = making.old_book(tmp_path / "表.et", making.label(0, 0, "地区"))
        assert opened(path).sheets[0].row(1) == ["地区"] and opened(path).notes == ()

    def test_password(self, tmp_path: Path) -> None:
        path = making.old_book(tmp_path / "密.xls", before=making.record(0x2F, bytes(54)))
        assert "有密码" in refusal(path)

    def test_a_chain_in_a_circle_ends(self, tmp_path: Path) -> None:
        path = making.old_book(tmp_path / "圈.xls", making.label(0, 0, "地区"))
        content = bytearray(path.read_bytes())
        content[512 + 3 * 4 : 512 + 4 * 4] = struct.pack("<I", 2)
        path.write_bytes(content)
        assert opened(path).sheets or refusal(path)


class TestHostile:
    def test_empty(self, path: Path) -> None:
        path.write_bytes(b"")
        assert "空的" in refusal(path)

    def test_truncated(self, path: Path) -> None:
        making.book(path, '<row r="1"><c r="A1"><v>1</v></c></row>')
        path.write_bytes(path.read_bytes()[:-200])
        assert "不完整" in refusal(path)

    def test_truncated_xls(self, tmp_path: Path) -> None:
        path = making.old_book(tmp_path / "断.xls", making.label(0, 0, "地区"))
        path.write_bytes(path.read_bytes()[:700])
        assert "损坏" in refusal(path) or "不能从中读取" in refusal(path)

    def test_encrypted(self, path: Path) -> None:
        making.compound(path, "EncryptedPackage", b"x")
        assert "有密码" in refusal(path)

    def test_damaged_inside(self, path: Path) -> None:
        making.book(path, '<row r="1"><c r="A1"><v>1</v></c></row>')
        making.replace(path, {"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row"})
        assert "损坏" in refusal(path)

    def test_entities(self, path: Path) -> None:
        making.book(path, "")
        bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        sheet = f"{bomb}<worksheet {making.MAIN}><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"
        making.replace(path, {"xl/worksheets/sheet1.xml": sheet})
        assert "实体" in refusal(path)
        making.replace(path, {"xl/workbook.xml": f"{bomb}<workbook/>"})
        assert "实体" in refusal(path)

    def test_a_bomb_is_not_unpacked(self, path: Path) -> None:
        making.book(path, "")
        making.replace(path, {"xl/worksheets/sheet1.xml": " " * (33 << 20)})
        assert "炸弹" in refusal(path)

    def test_a_cell_at_the_end_of_the_world(self, path: Path) -> None:
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("表")
            sheet.write(0, 0, "地区")
            sheet.write(1_048_575, 16_383, "z")
        assert "超过了" in refusal(path)

    def test_the_next_file_is_read_after_one_that_broke_the_reader(self, path: Path) -> None:
        self.test_a_cell_at_the_end_of_the_world(path)
        making.book(path, '<row r="1"><c r="A1"><v>1</v></c></row>')
        assert opened(path).sheets[0].row(1) == ["1"]

    def test_a_workbook_that_takes_too_long(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        making.book(path, '<row r="1"><c r="A1"><v>1</v></c></row>')
        monkeypatch.setattr("sources.opening.apart.SECONDS", 0)
        assert "超过了" in refusal(path)

    def test_a_sheet_that_claims_836601_rows_and_holds_2218(self, path: Path) -> None:
        rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 2219))
        empty = "".join(f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/></row>' for n in range(2219, 12_000))
        making.book(path, f"{rows}{empty}<row r='836601'><c r='B836601' s='1'/></row>")
        claim = (
            f'<worksheet {making.MAIN}><dimension ref="A1:U836601"/><sheetData>{rows}{empty}</sheetData></worksheet>'
        )
        for extra in ({}, {"xl/worksheets/sheet1.xml": claim}):
            making.replace(path, extra)
            (sheet,) = opened(path).sheets
            assert sheet.cells.shape == (2218, 1)

    def test_forty_two_thousand_merged_ranges(self, path: Path) -> None:
        merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 42_001))
        rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n}"/></row>' for n in range(1, 42_001))
        making.book(
            path, rows + '<row r="42001"><c r="B42001"><v>1</v></c></row>', f"<mergeCells>{merges}</mergeCells>"
        )
        assert len(opened(path).sheets[0].merges) == 42_000

    def test_a_cell_of_a_megabyte(self, path: Path) -> None:
        making.book(path, f'<row r="7"><c r="B7" t="inlineStr"><is><t>{"长" * (1 << 20)}</t></is></c></row>')
        assert "B7（1,048,576 字）" in refusal(path)

    def test_macros_and_links_are_left_alone(self, path: Path) -> None:
        making.book(path, '<row r="1"><c r="A1"><f>[1]Sheet1!A1</f><v>7</v></c></row>')
        making.replace(path, {"xl/vbaProject.bin": "MZ", "xl/externalLinks/externalLink1.xml": "<externalLink/>"})
        read = opened(path)
        assert read.sheets[0].row(1) == ["7"]
        assert ["宏没有运行" in each for each in read.notes] == [True, False, False]
        assert "链接了其他文件" in read.notes[1]

    def test_a_wrong_extension_is_read_and_told(self, path: Path) -> None:
        making.book(path, '<row r="1"><c r="A1"><v>1</v></c></row>')
        renamed = path.rename(path.with_suffix(".csv"))
        read = opened(renamed)
        assert read.sheets[0].row(1) == ["1"] and "内容其实是Excel 工作簿" in read.notes[0]

    @pytest.mark.parametrize(
        ("content", "word"),
        [(b"%PDF-1.7", "PDF"), (b"Rar!\x1a\x07", "RAR"), (b"\x00\x01\x02", "二进制"), (b"\x89PNG\r\n", "图片")],
    )
    def test_what_is_no_table_is_named(self, path: Path, content: bytes, word: str) -> None:
        path.write_bytes(content)
        assert word in refusal(path)


def test_a_formula_without_result_stops_the_delivery_when_its_cell_is_needed(path: Path) -> None:
    head = ["年度", "地区", "学段", "指标", "数值", "单位"]
    book = openpyxl.Workbook()
    for row in (head, [2023, "全国", "小学", "在校生数", "=2+3", "人"]):
        book.active.append(row)
    book.save(path)
    with pytest.raises(StopDelivery) as stop:
        read(path)
    assert "公式没有保存计算结果：E2" in str(stop.value)
