"""Workbooks that look like the official forms, laid out from the declarations: merged headers, 甲乙 and column
numbers, a unit cell, a totals row, notes. Whoever is named in them is invented (示例)."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import xlsxwriter

from sources import load_forms
from sources.forms import ABSENT, Declared

Key = tuple[str, str, str]  # field, level, part
Cells = dict[tuple[int, int], object]
INDEX = "甲乙丙丁戊"


def key(column: Declared) -> Key:
    return column.field, column.level, column.part


def columns(form: str, table: str, year: int, *only: str) -> list[Declared]:
    """Columns the layout of a year prints, in the order of the declaration; `only` these fields (none: all)."""
    declared = load_forms()[form].columns_of(table)
    return [each for each in declared if printed(each, year) != ABSENT and (not only or each.field in only)]


def printed(column: Declared, year: int) -> str:
    """The usual header of a column in the layout of a year, as a form prints it."""
    starts = [start for start in sorted(column.headers) if start <= year] or [min(column.headers)]
    return column.headers[starts[-1]].split("|")[0].format(year=year, previous=year - 1)


def write_list(
    path: Path,
    form: str,
    table: str,
    year: int,
    rows: Sequence[Mapping[object, object]],
    *,
    shown: Sequence[Declared] = (),
    title: str = "",
    unit: str = "",
    extra: Mapping[str, Sequence[object]] | None = None,
    totals: Sequence[object] = (),
) -> Path:
    """A list: `rows` map a role (`@region`) or a key (field, level, part) to what the cell holds.

    `shown`: the columns to print (default: those that some row fills, in declared order); `extra`: headers that no
    declaration knows and their cells; `totals`: a last row as it stands.
    """
    filled = {each for row in rows for each in row}
    mine = list(shown) or [c for c in columns(form, table, year) if (c.field if c.is_role else key(c)) in filled]
    heads = [printed(column, year).split("/") for column in mine] + [name.split("/") for name in extra or {}]
    depth = max(map(len, heads))
    body = [[row.get(c.field if c.is_role else key(c)) for c in mine] for row in rows]
    for cells in (extra or {}).values():
        for line, cell in zip(body, cells, strict=True):
            line.append(cell)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        sheet.write(0, 0, title or f"{year}年{load_forms()[form].tables[table].title}（示例）")
        if unit:
            sheet.write(1, len(heads) - 1, f"单位：{unit}")
        _heads(book, sheet, 2, heads, depth)
        for r, line in enumerate([*body, *([totals] if totals else [])], 2 + depth):
            _row(sheet, r, line)
        sheet.write(4 + depth + len(body), 0, "注：示例数据")
    return path


def write_matrix(
    path: Path,
    form: str,
    table: str,
    values: Mapping[Key, object],
    *,
    title: str,
    above: Iterable[str] = (),
    unit: str = "人",
    year: int,
    name: str = "表",
) -> Path:
    """One unit a sheet: rows and columns of the fields of `values`; where nothing is asked for stands —."""
    with xlsxwriter.Workbook(path) as book:
        add_matrix(book, name, form, table, values, title=title, above=above, unit=unit, year=year)
    return path


def add_matrix(
    book: xlsxwriter.Workbook,
    name: str,
    form: str,
    table: str,
    values: Mapping[Key, object],
    *,
    title: str,
    above: Iterable[str] = (),
    unit: str,
    year: int,
) -> None:
    """The same as one more sheet of a workbook."""
    mine = [each for each in columns(form, table, year) if not each.is_role and key(each) in values]
    stubs = list(dict.fromkeys(tuple(each.row.split("|")[0].split("/")) for each in mine))
    heads = list(dict.fromkeys(printed(each, year) for each in mine))
    wide, depth = max(map(len, stubs)), max(len(head.split("/")) for head in heads)
    sheet = book.add_worksheet(name)
    sheet.write(0, 0, title)
    lines = [*above, f"计量单位：{unit}"]
    for r, text in enumerate(lines, 1):
        sheet.write(r, 0, text)
    top = 1 + len(lines)
    stub = [["项目"], *([""] for _ in range(wide - 1))]
    _heads(book, sheet, top, [*stub, *(head.split("/") for head in heads)], depth)
    _row(sheet, top + depth, [*INDEX[:wide], *range(1, len(heads) + 1)])
    cells = {(tuple(c.row.split("|")[0].split("/")), printed(c, year)): values[key(c)] for c in mine}
    first = top + depth + 1
    _stubs(book, sheet, first, stubs, wide)
    for r, stub in enumerate(stubs):
        for c, head in enumerate(heads):
            sheet.write(first + r, wide + c, cells.get((stub, head), "—"))


def _heads(book, sheet, top: int, heads: Sequence[Sequence[str]], depth: int) -> None:
    """Headings merged over the columns they share, and down to the last line where nothing is under them."""
    style = book.add_format({"align": "center", "valign": "vcenter", "text_wrap": True})
    for line in range(depth):
        start = 0
        while start < len(heads):
            end = start
            while _same_heading(heads, start, end + 1, line):
                end += 1
            _heading(sheet, style, heads[start], (top + line, top + depth - 1), line=line, across=(start, end))
            start = end + 1


def _same_heading(heads: Sequence[Sequence[str]], start: int, other: int, line: int) -> bool:
    if other >= len(heads) or line + 1 >= len(heads[start]):
        return False
    return list(heads[other][: line + 1]) == list(heads[start][: line + 1]) and len(heads[other]) > line + 1


def _heading(sheet, style, head: Sequence[str], rows: tuple[int, int], *, line: int, across: tuple[int, int]) -> None:
    """One word in row `rows[0]`; a column's last word reaches down to row `rows[1]`."""
    if line >= len(head):
        return
    (top, deepest), (first, last) = rows, across
    bottom = deepest if line + 1 == len(head) else top
    if (bottom, last) == (top, first):
        sheet.write(top, first, head[line], style)
    else:
        sheet.merge_range(top, first, bottom, last, head[line], style)


def _stubs(book, sheet, first: int, stubs: Sequence[Sequence[str]], wide: int) -> None:
    """Words beside the rows: a group's word merged down over its rows, a single word across the stub."""
    style = book.add_format({"valign": "vcenter"})
    start = 0
    while start < len(stubs):
        end = start
        while len(stubs[start]) > 1 and end + 1 < len(stubs) and stubs[end + 1][0] == stubs[start][0]:
            end += 1
        if len(stubs[start]) == 1 and wide > 1:
            sheet.merge_range(first + start, 0, first + start, wide - 1, stubs[start][0], style)
        elif end > start:
            sheet.merge_range(first + start, 0, first + end, 0, stubs[start][0], style)
        else:
            sheet.write(first + start, 0, stubs[start][0], style)
        for r in range(start, end + 1):
            for c, word in enumerate(stubs[r][1:], 1):
                sheet.write(first + r, c, word, style)
        start = end + 1


def _row(sheet, number: int, cells: Iterable[object]) -> None:
    for c, cell in enumerate(cells):
        if cell is not None:
            sheet.write(number, c, cell)
