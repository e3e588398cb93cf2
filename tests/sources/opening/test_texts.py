from pathlib import Path

import pytest

from sources import Merge, StopDelivery
from sources.opening import opened
from tests.sources.opening import making

ROWS = [["地区", "在校生（人）"], ["怀柔区", "1,234"]]


def rows(path: Path) -> list[list[str]]:
    (sheet,) = opened(path).sheets
    return [sheet.row(number) for number in range(1, sheet.height + 1)]


class TestTextFiles:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
    @pytest.mark.parametrize("sign", [",", "\t", ";"])
    def test_every_encoding_and_separator(self, tmp_path: Path, encoding: str, sign: str) -> None:
        path = tmp_path / "表.txt"
        path.write_bytes("\r\n".join(sign.join(f'"{text}"' for text in row) for row in ROWS).encode(encoding))
        assert rows(path) == ROWS

    def test_titles_above_a_table_do_not_hide_the_separator(self, tmp_path: Path) -> None:
        path = tmp_path / "表.csv"
        path.write_text("附表一\n单位：万元，保留两位\n地区\t数\n甲\t1\n乙\t2\n丙\t3", encoding="utf-8")
        assert rows(path)[3] == ["甲", "1"]

    def test_a_quoted_line_break_stays_in_its_cell(self, tmp_path: Path) -> None:
        path = tmp_path / "表.csv"
        path.write_text('地区,"班\n额"\n甲,1\n', encoding="utf-8")
        assert rows(path) == [["地区", "班\n额"], ["甲", "1"]]

    def test_large_files_read_the_same(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "表.csv"
        path.write_text('附表\n地区,"数\n目",空\n甲,"1,234",\n乙,007,—\n', encoding="utf-8")
        slow = rows(path)
        monkeypatch.setattr("sources.opening.texts.LARGE", 0)
        assert rows(path) == slow

    def test_letters_of_no_known_encoding(self, tmp_path: Path) -> None:
        path = tmp_path / "表.csv"
        path.write_bytes(b"\xff\xff,1\n")
        with pytest.raises(StopDelivery, match="编码"):
            opened(path)

    def test_a_file_too_large_to_be_read_whole(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sources.opening.kinds.MOST_FILE", 5)
        path = tmp_path / "表.csv"
        path.write_text("地区,数\n", encoding="utf-8")
        with pytest.raises(StopDelivery, match="请拆成几个文件"):
            opened(path)

    def test_a_cell_of_a_megabyte(self, tmp_path: Path) -> None:
        path = tmp_path / "表.csv"
        path.write_text(f"地区,备注\n甲,{'长' * 40_000}\n", encoding="utf-8")
        with pytest.raises(StopDelivery, match=r"B2（40,000 字）"):
            opened(path)


class TestWebPages:
    PAGE = """<html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><style>td{{}}</style></head>
    <body><script>alert(1)</script><table border=1>
    <tr><td rowspan=2>地区<td colspan=2>普通 小学</tr>
    <tr><td>2018年</td><td>2019年</td></tr>
    <tr><td>怀柔区<td>1&nbsp;<td>&lt;2&gt;<br>注</tr></table></body></html>"""

    @pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
    def test_a_table_named_xls(self, tmp_path: Path, encoding: str) -> None:
        path = tmp_path / "导出.xls"
        path.write_bytes(self.PAGE.encode(encoding))
        (sheet,) = opened(path).sheets
        assert [sheet.row(n) for n in (1, 2, 3)] == [
            ["地区", "普通 小学", ""],
            ["", "2018年", "2019年"],
            ["怀柔区", "1", "<2> 注"],
        ]
        assert sheet.merges == (Merge(1, 1, 2, 1), Merge(1, 2, 1, 3))
        assert "内容其实是网页" in opened(path).notes[0]

    def test_a_page_without_a_table(self, tmp_path: Path) -> None:
        path = tmp_path / "导出.xls"
        path.write_text("<html><body>请登录</body></html>", encoding="utf-8")
        with pytest.raises(StopDelivery, match="没有表格"):
            opened(path)

    def test_spans_without_end(self, tmp_path: Path) -> None:
        path = tmp_path / "导出.xls"
        path.write_text("<table><tr>" + "<td colspan=999999999 rowspan=999999999>x" * 3, encoding="utf-8")
        with pytest.raises(StopDelivery, match="大得不合常理"):
            opened(path)


class TestDocuments:
    def test_titles_merges_and_notes(self, tmp_path: Path) -> None:
        rows = [
            [making.cell("地区", vertical="restart"), making.cell("普通小学", span=2)],
            [making.cell(vertical="continue"), making.cell("2018年"), making.cell("2019年")],
            [making.cell("怀柔区"), making.cell("1"), making.cell("2")],
        ]
        prose = making.paragraph("2024年，全市教育经费执行情况良好。" * 9)
        lines = "".join(map(making.paragraph, ("表一 2019年生均公用经费", "单位：元")))
        after = making.paragraph("注：数据来源于年报") + making.paragraph("此致")
        (sheet,) = opened(making.docx(tmp_path / "通报.docx", prose + lines + making.table(*rows) + after)).sheets
        assert [sheet.row(n)[0] for n in range(1, 7)] == [
            "表一 2019年生均公用经费",
            "单位：元",
            "地区",
            "",
            "怀柔区",
            "注：数据来源于年报",
        ]
        assert set(sheet.merges) == {Merge(3, 1, 4, 1), Merge(3, 2, 3, 3)}
        assert sheet.row(4) == ["", "2018年", "2019年"]

    def test_every_table_is_a_sheet(self, tmp_path: Path) -> None:
        inner = making.table([making.cell("内")])
        outer = making.table([making.cell("外").replace("</w:tc>", inner + "</w:tc>")])
        body = outer + making.paragraph("表二") + making.table([making.cell("二")])
        sheets = opened(making.docx(tmp_path / "a.docx", body)).sheets
        assert [(sheet.name, sheet.row(1)[0]) for sheet in sheets] == [
            ("表格1", "内"),
            ("表格2", "外"),
            ("表格3", "表二"),
        ]

    def test_a_letter_without_tables(self, tmp_path: Path) -> None:
        with pytest.raises(StopDelivery, match="没有表格"):
            opened(making.docx(tmp_path / "a.docx", making.paragraph("你好")))

    def test_entities(self, tmp_path: Path) -> None:
        doctype = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        with pytest.raises(StopDelivery, match="实体"):
            opened(making.docx(tmp_path / "a.docx", making.table([making.cell("&b;")]), doctype))

    @pytest.mark.parametrize(("limit", "most"), [("MOST_TABLE", 3), ("MOST_PAGE", 100)])
    def test_too_large(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int) -> None:
        monkeypatch.setattr(f"sources.opening.documents.{limit}", most)
        with pytest.raises(StopDelivery, match="大得不合常理"):
            opened(making.docx(tmp_path / "a.docx", making.table([making.cell("1")] * 4)))

    def test_damaged(self, tmp_path: Path) -> None:
        with pytest.raises(StopDelivery, match="损坏"):
            opened(making.docx(tmp_path / "a.docx", "<w:p>"))
