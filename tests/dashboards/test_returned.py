"""The return workbook as its reader meets it: everything listed, every cell marked, the sheets as they were."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import openpyxl  # type: ignore[import-untyped]
import polars as pl
import pytest

from dashboards import return_workbooks, write_outbox
from dashboards.delivered import archive_sheets
from dashboards.returned import outbox, plan
from dashboards.returned.asked import asked_of_senders
from dashboards.returned.book import write_book as write_book_of
from dashboards.returned.layout import HEIGHT, layout
from dashboards.returned.naming import file_names, link_to, sheet_name
from sources import Home, Line, Merge, Sheet, archived, grids, read
from tests.dashboards.returning import SHEET, Con, found, sent, store, workbook
from tests.sources.files import write_book, write_csv

HEADINGS = """问题编号 规则号 严重度 文件 工作表 单元格 行标签 列标签 规则 填报值 应为 差额与差率 可能原因 影响 怎么改
上年说明 处理 说明 填报人 审核人 地区代码 年度 学段代码 版次代码 统计量代码 所涉数值"""


@pytest.fixture
def con() -> Iterator[Con]:
    connection = store()
    yield connection
    connection.close()


def lines(page: Any) -> list[dict[str, Any]]:
    """Rows under the headings of the findings sheet, by heading."""
    rows = list(page.iter_rows(min_row=5, values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_a_finding_is_told_completely_and_leads_to_its_cell(con: Con, home: Home, tmp_path: Path) -> None:
    found(con, sent(con, home, write_book(tmp_path / "甲.xlsx", 表四=SHEET)), "B7")
    book = workbook(con, home)
    page = book["问题清单"]
    [line] = lines(page)
    assert list(line) == HEADINGS.split()
    assert line["规则"] == "合计等于分项之和\n合计与分项不等" and line["上年说明"] == "上年因撤并"
    assert page["A1"].value == "退回表：甲县报送件的问题清单" and "2026年09月02日" in page["A2"].value
    assert page["A2"].value.endswith("签发：未签发。")
    assert page["F6"].hyperlink.location == "'1 表四'!B7" and page.column_dimensions["U"].hidden
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.print_title_rows == "$5:$5"
    assert book["1 表四"]["B7"].comment.text.splitlines() == [
        "【逻辑校验（须更正） F-031】合计等于分项之和",
        "表四 B7（行：普通初中｜列：公用经费）",
        "合计与分项不等",
        "填报 1,438.40，应为 1,483.40，相差 45（−3.0%）",
        "可能原因：两位数字颠倒",
        "影响：达标变为不达标",
        "怎么改：核对台账后改合计",
        "上年说明：上年因撤并",
        "问题编号：a1b2",
    ]


def test_what_must_be_corrected_cannot_be_confirmed(con: Con, home: Home, tmp_path: Path) -> None:
    id = sent(con, home, write_book(tmp_path / "甲.xlsx", 表四=SHEET))
    found(con, id, "B7")
    found(con, id, "C7", id="c3", rule="E-005", severity="soft")
    choices = workbook(con, home)["问题清单"].data_validations.dataValidation
    assert {str(each.sqref): each.formula1 for each in choices} == {"Q6": '"更正"', "Q7": '"更正,确认无误"'}


def test_every_cell_of_a_cause_is_marked_and_listed(con: Con, home: Home, tmp_path: Path) -> None:
    cells = [f"B{row}" for row in range(3, 43)]
    id = sent(con, home, write_book(tmp_path / "甲.xlsx", 表四=SHEET))
    found(con, id, *cells)
    found(con, id, "B3", "C3", id="c3", rule="E-005", severity="soft")
    book = workbook(con, home)
    page, listed = book["1 表四"], book["逐格清单"]
    hard = {page[cell].fill.fgColor.rgb for cell in cells}
    assert hard == {page["B3"].fill.fgColor.rgb} and page["C3"].fill.fgColor.rgb not in hard
    assert {page["B3"].border.left.style, page["C3"].border.left.style} == {"thick", "mediumDashed"}
    assert [row[4] for row in listed.iter_rows(min_row=2, values_only=True)] == [*cells, "B3", "C3"]
    assert page["B3"].comment.text.count("问题编号") == 2 and page["B42"].comment is not None


def test_the_senders_sheets_stay_as_they_were_and_nothing_in_them_runs(con: Con, home: Home, tmp_path: Path) -> None:
    rows = [[*SHEET[0][:3], "@SUM(A1)"], *SHEET[1:], ["007", "1438.40", -3, "http://x"]]
    original = write_csv(tmp_path / "甲.csv", *(",".join(map(str, row)) for row in rows))
    id = sent(con, home, original)
    found(con, id, "B7", file_name="甲.csv", sheet="")
    write_outbox(con, home)
    [path] = return_workbooks(home)
    [was] = grids(archived(home, id, ".csv"), "甲.csv")
    shown = next(sheet for sheet in grids(path) if sheet.name == "1 甲")
    assert shown.computed == 0 and shown.cells["A"].to_list() == was.cells["A"].to_list()
    assert (shown.cells["D"][0], shown.cells["D"][-1], shown.cells["D"][5]) == ("@SUM(A1)", "http://x", "=1+1")
    page = openpyxl.load_workbook(path)["1 甲"]
    assert (page["B43"].value, page["B43"].number_format, page["D43"].hyperlink) == (1438.4, "0.00", None)
    assert (page.freeze_panes, page.print_title_rows) == ("A3", "$1:$2")


def test_a_file_that_could_not_be_used_is_listed_with_every_sentence_and_its_cells(
    con: Con, home: Home, tmp_path: Path
) -> None:
    problem = "甲.xlsx › 表四：应为数字的单元格读不成数字：D5“甲”、D6“乙”。请改为数字。\n甲.xlsx：另一件事。请核对。"
    stopped = sent(con, home, write_book(tmp_path / "甲.xlsx", 表四=SHEET), state="stopped", problem=problem)
    torn = write_csv(tmp_path / "乙.xlsx", "")
    torn.write_bytes(b"PK\x03\x04")
    sent(con, home, torn, state="unreadable", problem="乙.xlsx：文件不完整，打不开。请重新复制。")
    found(con, stopped, None, sheet=None, rule="D-001", message=f"报送件没有入库：{problem}")
    found(con, "d1", None, id="c3", sheet=None, file_name="乙.xlsx", rule="D-001")
    book = workbook(con, home)
    page = book["1 表四 甲"]
    assert page["D5"].comment and page["D6"].comment and not page["D7"].comment
    assert lines(book["问题清单"])[1]["规则"] == f"D-001\n报送件没有入库：{problem}"
    assert book["问题清单"]["D7"].hyperlink.location == "'1 表四 甲'!A1"
    assert len(lines(book["问题清单"])) == 2 and book.sheetnames[-1] == "目录"


def test_what_the_list_cuts_stands_whole_beside_it(con: Con, home: Home, tmp_path: Path) -> None:
    found(con, sent(con, home, write_book(tmp_path / "甲.xlsx", 表四=SHEET)), "B7")
    effect = "、".join(f"第{at}项检验（现为达标）" for at in range(200))
    con.execute("UPDATE findings SET effect = ?", [effect])
    book = workbook(con, home)
    page = book["问题清单"]
    assert lines(page)[0]["影响"].endswith("……（其余见“逐格清单”）") and page.row_dimensions[6].height < 409
    whole = "".join(row[-1] for row in book["逐格清单"].iter_rows(min_row=2, values_only=True))
    assert whole == f"影响：{effect}"


def test_a_filled_workbook_is_read_back_with_what_it_answers(con: Con, home: Home, tmp_path: Path) -> None:
    found(con, sent(con, home, write_book(tmp_path / "甲.xlsx", 表四=SHEET)), "B7")
    book = workbook(con, home)
    page = book["问题清单"]
    for cell, text in {"Q6": "更正", "S6": "王一", "T6": "李二"}.items():
        page[cell] = text
    book["1 表四"]["B7"] = 999
    book.move_sheet("问题清单", 3)
    book.save(tmp_path / "改好了.xlsx")
    returned = read(tmp_path / "改好了.xlsx").returned
    assert returned is not None and returned.problems == ()
    asked = {"rule": "F-031", "region": "110116", "year": "2023", "covers": "9f"}
    assert returned.lines == (Line("问题清单", 6, "Q6", "a1b2", "correct", "", "王一", "李二", asked),)
    [copy] = returned.copies
    assert (copy.delivery_id, copy.number, copy.whole, copy.sheet.cells["B"][6]) == ("d0", 1, True, "999")


def test_a_sheet_too_large_is_repeated_in_excerpts(
    con: Con, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "MOST_CELLS", 100)
    found(con, sent(con, home, write_book(tmp_path / "甲.xlsx", 表四=SHEET)), "B7", "B40")
    book = workbook(con, home)
    page = book["1 表四"]
    assert (page["A2"].value, page["B40"].value, page["A40"].value, page["A30"].value) == ("地区", 137, "第37校", None)
    assert book["目录"]["E4"].value == "节选"


def test_the_outbox_holds_who_has_something_to_answer_and_never_writes_over_work(
    con: Con, home: Home, tmp_path: Path
) -> None:
    for sender in ("甲县", "乙县", ""):
        id = sent(con, home, write_book(tmp_path / f"{sender}.xlsx", 表四=SHEET), sender)
        found(con, id, "B7", id=f"f{id}")
    assert [path.name for path in return_workbooks(home)] == []
    write_outbox(con, home)
    first = {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in return_workbooks(home)}
    assert set(first) == {"退回表-甲县.xlsx", "退回表-乙县.xlsx", "退回表-未注明报送单位.xlsx"}
    (home.outbox / "退回表-乙县.xlsx").write_bytes(b"filled in right here")
    con.execute("UPDATE findings SET state = 'explained' WHERE finding_id = 'fd0'")
    written = write_outbox(con, home)
    second = {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in return_workbooks(home)}
    assert (written.withdrawn, len(written.aside)) == (("退回表-甲县.xlsx",), 1)
    assert second["退回表-未注明报送单位.xlsx"] == first["退回表-未注明报送单位.xlsx"]
    assert second["退回表-乙县.xlsx"][1] == first["退回表-乙县.xlsx"][1]
    assert (home.outbox / written.aside[0]).read_bytes() == b"filled in right here"
    assert json.loads((home.outbox / ".written.json").read_text("utf-8")).keys() == second.keys()


@pytest.mark.slow
def test_a_run_killed_at_any_moment_leaves_whole_workbooks_and_knows_its_own(
    con: Con, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(con, sent(con, home, write_book(tmp_path / "甲.xlsx", 表四=SHEET)), "B7")
    write_outbox(con, home)
    [path] = return_workbooks(home)
    before = path.read_bytes()
    con.execute("UPDATE findings SET effect = '变了'")
    for step in ("write_book", "_remember", "make_durable"):
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr(outbox, step, stop)
            write_outbox(con, home)
        assert path.read_bytes() == before
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Path, "replace", stop_at(path.name, Path.replace))
        write_outbox(con, home)
    assert (write_outbox(con, home).aside, path.read_bytes() != before) == ((), True)
    assert [each.name for each in home.outbox.iterdir() if each.name.startswith(".building")] == []


def stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def stop_at(name: str, go_on: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
    """A move that stops before the file of this name is put in its place."""

    def move(path: Path, target: Path) -> Path:
        return stop() if Path(target).name == name else go_on(path, target)

    return move


def test_a_column_in_which_nothing_stands_has_a_width_too() -> None:
    merged = Sheet(
        "表",
        pl.DataFrame({"A": ["题"], "B": [None]}, schema={"A": pl.String, "B": pl.String}),
        merges=(Merge(1, 1, 1, 2),),
    )
    assert layout(merged).widths == [7.5, 7.5]


def test_a_long_text_is_broken_into_lines_that_are_all_seen(con: Con, home: Home, tmp_path: Path) -> None:
    rows = [
        *SHEET,
        ["第41校", 1, 2.5, "因校舍改造，全校学生寄读于邻近两所学校，人数计入寄读学校，经费仍列本校，已与财政核对"],
    ]
    found(con, sent(con, home, write_book(tmp_path / "甲.xlsx", 表四=rows)), "B7")
    page = workbook(con, home)["1 表四"]
    assert page["D43"].alignment.wrap_text and page.row_dimensions[43].height > 2 * HEIGHT
    assert not page["D42"].alignment.wrap_text and page.row_dimensions[42].height is None


def test_the_same_content_gives_the_same_bytes(con: Con, home: Home, tmp_path: Path) -> None:
    found(con, sent(con, home, write_book(tmp_path / "甲.xlsx", 表四=SHEET)), "B7", "C9")
    for name in ("one.xlsx", "two.xlsx"):
        [asked] = asked_of_senders(con)
        write_book_of(tmp_path / name, asked, archive_sheets(con, home))
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_names_are_ones_that_programs_accept() -> None:
    senders = ["../../甲", "甲/乙", "甲:乙", "县" * 300, "CON", "", "a", "A"]
    names = list(file_names(senders).values())
    assert len({name.casefold() for name in names}) == len(senders)
    assert all("/" not in name and len(name.encode()) < 250 for name in names)
    assert sheet_name(12, "[表]:*?/\\'一'") == "12 _表______'一" and len(sheet_name(1, "很长" * 40)) == 31
    assert link_to("1 'a", "B2") == "internal:'1 ''a'!B2"
