"""Sheets laid out from the declarations of a form: titles, merged headings, 甲乙 and column numbers, units, notes.

A page stays a grid of values until it is written, so that faults can be planted into it and every value knows its cell.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from sources.forms import ABSENT, Declared, load_forms
from sources.text import letter

INDEX = "甲乙丙丁戊"
ABSENT_CELL = "—"
UNTOLD = ("@ignore", "@personal")
KEYS = ("@school_code", "@code", "@region")
Merge = tuple[int, int, int, int]


@dataclass(frozen=True)
class Caption:
    """What a sheet is: form, table and year, its name and title, and the lines above a matrix or below a list."""

    form: str
    table: str
    year: int
    name: str
    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Formula:
    """A cell that holds a formula; without a `value` no program has computed it yet."""

    text: str
    value: float | None = None


@dataclass
class Page:
    """One sheet: `cells` by row and column counted from 0, merged ranges, and where each figure stands.

    `places` maps (row key, `field|level`) to a cell; `head` and `body` are the first rows of header and data; `keys`
    what the columns of a list are called.
    """

    name: str
    form: str
    table: str
    cells: list[list[Any]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    places: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    head: int = 0
    body: int = 0
    last: int = 0

    def put(self, row: int, column: int, value: Any) -> None:
        """Set one cell; the grid grows as needed."""
        while len(self.cells) <= row:
            self.cells.append([])
        line = self.cells[row]
        line.extend([None] * (column + 1 - len(line)))
        line[column] = value

    def get(self, row: int, column: int) -> Any:
        line = self.cells[row] if row < len(self.cells) else []
        return line[column] if column < len(line) else None


def address(place: tuple[int, int]) -> str:
    """(0, 1) → `B1`."""
    return f"{letter(place[1])}{place[0] + 1}"


def key(column: Declared) -> str:
    """What a frame or a mapping calls the values of a column: `field|level`, its role, `@personal|header`."""
    if column.field in UNTOLD:
        return f"{column.field}|{column.headers[min(column.headers)].split('|')[0]}"
    return column.field if column.is_role else f"{column.field}|{column.level}"


def printed(column: Declared, year: int) -> str:
    """The usual header of a column in the layout of a year, as a form prints it."""
    starts = [start for start in sorted(column.headers) if start <= year] or [min(column.headers)]
    return column.headers[starts[-1]].split("|")[0].format(year=year, previous=year - 1)


def columns_of(caption: Caption) -> list[Declared]:
    """Columns that tell values and that the layout of a year prints, in the order of the declaration."""
    declared = load_forms()[caption.form].columns_of(caption.table)
    return [each for each in declared if each.part in ("", "value") and printed(each, caption.year) != ABSENT]


def list_page(caption: Caption, frame: pl.DataFrame) -> Page:
    """A row per row of `frame`, whose columns are called as `key` calls them; columns without values are left out."""
    told = {name for name in frame.columns if frame[name].null_count() < frame.height}
    shown = [each for each in columns_of(caption) if key(each) in told]
    page = Page(caption.name, caption.form, caption.table, keys=[*map(key, shown)])
    page.put(0, 0, caption.title)
    _headings(page, 2, [headed(each, caption.year) for each in shown])
    keys = frame[next(name for name in KEYS if name in told)]
    for r, row in enumerate(frame.select(page.keys).rows()):
        for c, (column, value) in enumerate(zip(shown, row, strict=True)):
            page.put(page.body + r, c, value)
            if not column.is_role and value is not None:
                page.places[keys[r], key(column)] = (page.body + r, c)
    page.last = page.body + frame.height
    for r, note in enumerate(caption.lines, page.last):
        page.put(r, 0, note)
    return page


def headed(column: Declared, year: int) -> list[str]:
    """The lines of a header, the unit in brackets in the last one."""
    *above, last = printed(column, year).split("/")
    return [*above, f"{last}（{column.unit}）" if column.unit and not column.is_role else last]


def matrix_page(caption: Caption, values: Mapping[str, Any]) -> Page:
    """One unit on a sheet: the rows and columns in which `values` has something; `—` where nothing is asked."""
    year, above = caption.year, caption.lines
    shown = [c for c in columns_of(caption) if not c.is_role and values.get(key(c)) is not None]
    stubs = list(dict.fromkeys(stub_of(each) for each in shown))
    heads = list(dict.fromkeys(tuple(printed(each, year).split("/")) for each in shown))
    wide = max(map(len, stubs))
    page = Page(caption.name, caption.form, caption.table)
    for r, text in enumerate((caption.title, *above, f"计量单位：{_units(shown)}")):
        page.put(r, 0, text)
    _headings(page, 2 + len(above), [["项目"], *[[""]] * (wide - 1), *heads])
    _index(page, wide, len(heads))
    _stubs(page, stubs, wide)
    for r in range(len(stubs)):
        for c in range(len(heads)):
            page.put(page.body + r, wide + c, ABSENT_CELL)
    for column in shown:
        head = tuple(printed(column, year).split("/"))
        place = (page.body + stubs.index(stub_of(column)), wide + heads.index(head))
        page.put(*place, values[key(column)])
        page.places["", key(column)] = place
    page.last = page.body + len(stubs)
    return page


def stub_of(column: Declared) -> tuple[str, ...]:
    return tuple(column.row.split("|")[0].split("/"))


def _units(shown: Iterable[Declared]) -> str:
    return "、".join(dict.fromkeys(each.unit for each in shown))


def _headings(page: Page, top: int, heads: Sequence[Sequence[str]]) -> None:
    """Headings merged over the columns they share, and down to the last line where nothing is under them."""
    depth = max(map(len, heads))
    page.head, page.body = top, top + depth
    for line in range(depth):
        for first, last in _runs(heads, line):
            bottom = depth - 1 if line + 1 == len(heads[first]) else line
            page.put(top + line, first, heads[first][line])
            if (bottom, last) != (line, first):
                page.merges.append((top + line, first, top + bottom, last))


def _runs(heads: Sequence[Sequence[str]], line: int) -> Iterator[tuple[int, int]]:
    """First and last column of every heading that stands in a line."""
    start = 0
    while start < len(heads):
        end = start
        while line + 1 < len(heads[start]) and _shares(heads, start, end + 1, line):
            end += 1
        if line < len(heads[start]):
            yield start, end
        start = end + 1


def _shares(heads: Sequence[Sequence[str]], start: int, other: int, line: int) -> bool:
    """Whether another column stands under the same headings down to a line, and has words below it."""
    if other >= len(heads) or len(heads[other]) <= line + 1:
        return False
    return list(heads[other][: line + 1]) == list(heads[start][: line + 1])


def _index(page: Page, wide: int, columns: int) -> None:
    """The row 甲 乙 1 2 3 under the headings."""
    for c, text in enumerate([*INDEX[:wide], *range(1, columns + 1)]):
        page.put(page.body, c, text)
    page.body += 1


def _stubs(page: Page, stubs: Sequence[tuple[str, ...]], wide: int) -> None:
    """Words beside the rows: a group's word merged down over its rows, a single word across the stub."""
    for first, last in _runs([(*stub, "") if len(stub) > 1 else stub for stub in stubs], 0):
        top = page.body + first
        page.put(top, 0, stubs[first][0])
        if len(stubs[first]) == 1 and wide > 1:
            page.merges.append((top, 0, top, wide - 1))
        elif last > first:
            page.merges.append((top, 0, page.body + last, 0))
    for r, stub in enumerate(stubs):
        for c, word in enumerate(stub[1:], 1):
            page.put(page.body + r, c, word)
