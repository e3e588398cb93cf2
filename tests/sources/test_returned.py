"""A return workbook as people send it back: moved, re-ordered, half filled in, corrected in place."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from sources import Merge, Reading, Sheet, grids, read
from sources.returned import Copy, book, corrected, in_excerpt
from sources.returned.copies import same
from sources.returned.printed import COPIED, FILLED, FOUND, KEYS, UNCOMPUTED, WHOLE
from tests.sources.files import write_book, write_csv

HEAD: list[object] = ["问题编号", "规则号", "处理", "说明", "填报人", "审核人", "年度", "所涉数值"]
GOOD: list[object] = ["a1b2", "E-005", "确认无误", "新建学校投入使用", "王一", "李二", 2023, "9f"]


def back(tmp_path: Path, *lines: list[object], head: list[object] = HEAD, **sheets: list[list[object]]) -> Reading:
    """A workbook with some text over the findings, read again."""
    rows: list[list[object]] = [["退回表：甲县"], ["怎么填"], head, *lines]
    return read(write_book(tmp_path / "最终版(3)改.xlsx", **sheets, 答复=rows))


def said(reading: Reading) -> list[str]:
    assert reading.returned is not None
    return [str(problem) for problem in reading.returned.problems]


def test_filled_lines_are_read_with_what_they_answer(tmp_path: Path) -> None:
    reading = back(tmp_path, GOOD, ["c3", "E-001", None, None, "王一", None], ["d4", "E-001", "更正"])
    assert reading.returned is not None and said(reading) == [] and reading.rows == 2
    first, second = reading.returned.lines
    assert (first.sheet, first.row, first.place, first.finding_id) == ("答复", 4, "C4", "a1b2")
    assert (first.treatment, first.text, first.author, first.approver) == ("confirm", GOOD[3], "王一", "李二")
    assert first.asked == {"rule": "E-005", "year": "2023", "covers": "9f"}
    assert (second.finding_id, second.treatment, second.author) == ("d4", "correct", "")


def test_columns_in_another_order_and_sheets_moved_make_no_difference(tmp_path: Path) -> None:
    turned = [[None, *reversed(row)] for row in (HEAD, GOOD)]
    notes: list[list[object]] = [["我的备注"], ["数字都核过了"]]
    reading = back(tmp_path, turned[1], ["备注：以下空白"], head=turned[0], 备注=notes)
    assert reading.returned is not None
    [line] = reading.returned.lines
    assert (line.finding_id, line.place, line.author) == ("a1b2", "G4", "王一")
    assert said(reading) == [] and "“备注” 不是退回表原有的" in reading.notes[-1]


def test_the_list_alone_as_csv_is_known_by_its_headings(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "清单.csv", ",".join(map(str, HEAD)), ",".join(map(str, GOOD)))
    returned = read(path).returned
    assert returned is not None and [line.finding_id for line in returned.lines] == ["a1b2"]


@pytest.mark.parametrize(
    ("filled", "cell", "says", "usable"),
    [
        (["不改", "理由", "王一", "李二"], "C4", "“处理”填的是“不改”", 0),
        (["确认无误", None, "王一", "李二"], "D4", "没有填“说明”", 0),
        (["确认无误", "理由", None, "李二"], "E4", "没有填“填报人”", 0),
        (["确认无误", "理由", "王一", None], "F4", "没有填“审核人”，暂不生效", 1),
        (["确认无误", "理由", "王 一", "王一"], "F4", "同一人", 0),
        ([None, "理由", None, None], "C4", "没有选“处理”", 0),
    ],
)
def test_what_is_wrong_with_a_line_is_told_with_its_cell(
    tmp_path: Path, filled: list[object], cell: str, says: str, usable: int
) -> None:
    reading = back(tmp_path, ["a1", "E-005", *filled], GOOD)
    [problem] = said(reading)
    assert problem.startswith(f"最终版(3)改.xlsx › 答复 › {cell}：") and says in problem
    assert reading.rows == usable + 1


def test_a_finding_answered_twice_with_different_words_counts_for_neither(tmp_path: Path) -> None:
    other = [*GOOD[:3], "撤并", *GOOD[4:]]
    reading = back(tmp_path, GOOD, GOOD, other)
    assert reading.rows == 0 and "已在第 4 行答复" in said(reading)[0]


def test_all_faults_of_a_line_are_told_at_once_and_phones_stay_out(tmp_path: Path) -> None:
    reading = back(tmp_path, [None, "E-005", "确认无误"], [*GOOD[:3], "问张科长，电话：13912345678", *GOOD[4:]])
    assert [problem.split("：")[0][-2:] for problem in said(reading)] == ["A4", "D4", "E4", "F4"]
    assert reading.returned is not None and "139" not in reading.returned.lines[0].text


def sheet(*rows: list[str | None], **marks: object) -> Sheet:
    width = max(map(len, rows))
    filled = [[*row, *[None] * (width - len(row))] for row in rows]
    names = [chr(65 + at) for at in range(width)]
    return Sheet("表", pl.DataFrame(filled, schema=dict.fromkeys(names, pl.String), orient="row"), **marks)  # type: ignore[arg-type]


ORIGINAL = sheet(["地区", "数"], ["甲", "1438.40"], ["乙", None], ["丙", "=1+1"], uncomputed=("B3",))


def copy(*rows: list[str | None], whole: bool = True) -> Copy:
    return Copy("d1", 1, "1 表", whole, sheet(*rows))


def test_a_copy_saved_again_is_no_correction() -> None:
    saved = copy(["地区 ", "数"], ["甲", "1438.4"], ["乙", UNCOMPUTED], ["丙", "=1+1"], [None, None])
    assert corrected([saved], [ORIGINAL]) is None


def test_a_corrected_copy_takes_the_place_of_its_original_and_the_rest_stays_as_spelled() -> None:
    changed = copy(["地区", "数"], ["甲", "1438.4"], ["乙", "7"], ["丙", "=1+1"], ["丁", "8"])
    other = sheet(["另表", "1.50"])
    found = corrected([changed], [ORIGINAL, other])
    assert found is not None and found[1] == other and found[0].name == "表"
    assert found[0].cells["B"].to_list() == ["数", "1438.40", "7", "=1+1", "8"]


def test_a_formula_without_a_value_stays_one_until_a_number_is_filled_in() -> None:
    changed = copy(["地区", "数"], ["甲", "9"], ["乙", UNCOMPUTED], ["丙", "=1+1"])
    found = corrected([changed], [ORIGINAL])
    assert found is not None and found[0].cells["B"][2] == UNCOMPUTED


def test_changes_in_an_excerpt_are_told_and_what_it_leaves_out_is_none() -> None:
    kept = copy(["地区", "数"], [None, None], ["乙", UNCOMPUTED], whole=False)
    changed = copy(["地区", "数"], [None, None], ["乙", "7"], whole=False)
    assert [in_excerpt(each, [ORIGINAL]) for each in (kept, changed)] == [False, True]
    assert corrected([changed], [ORIGINAL]) is None


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        *(("1438.40", "1438.4", True), ("0.30000000000000004", "0.3", True), (" 甲\n乙", "甲 乙", True)),
        *((None, " ", True), ("007", "7", True), ("1", "1.0001", False), ("", "0", False), ("—", "-", False)),
    ],
)
def test_cells_that_say_the_same(one: str | None, other: str | None, equal: bool) -> None:
    assert same(one, other) is equal


def test_a_book_reads_back_as_the_sheets_it_was_made_of(tmp_path: Path) -> None:
    texts = sheet(["=1+1", "007", "1438.40"], ["@x", "-3", "0.05"], percent=frozenset({"C2"}))
    merged = replace(texts, merges=(Merge(1, 1, 1, 2), Merge(1, 2, 2, 2)))  # the second overlaps the first
    path = tmp_path / "甲.xlsx"
    path.write_bytes(book([merged]))
    [back] = grids(path)
    assert back.cells.equals(texts.cells) and back.percent == {"C2"} and back.merges == (Merge(1, 1, 1, 2),)
    assert book([merged]) == path.read_bytes()


def test_a_book_has_names_that_programs_accept(tmp_path: Path) -> None:
    named = [replace(ORIGINAL, name=name) for name in ("a[1]:" + "长" * 40, "'表'", "", "'表'", "表")]
    path = tmp_path / "甲.xlsx"
    path.write_bytes(book(named))
    assert [sheet.name for sheet in grids(path)] == ["a_1__" + "长" * 26, "表", "表3", "表4", "表5"]


def test_copies_are_found_through_the_table_of_contents(tmp_path: Path) -> None:
    listed: list[object] = ["1 表", "甲.xlsx", "表", 2, WHOLE, "d1"]
    gone: list[object] = ["2 别的", "甲.xlsx", "别的", 3, WHOLE, "d1"]
    contents: list[list[object]] = [["目录"], ["说明"], list(COPIED.values()), listed, gone]
    reading = back(tmp_path, GOOD, **{"1 表": [["地区"]], "目录": contents})
    assert reading.returned is not None
    [found] = reading.returned.copies
    assert (found.delivery_id, found.number, found.whole) == ("d1", 2, True)
    assert "“2 别的” 不在本册中" in reading.notes[-1]


def test_headings_are_all_different() -> None:
    headings = [*FOUND.values(), *FILLED.values(), *KEYS.values()]
    assert len(set(headings)) == len(headings)
