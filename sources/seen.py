"""A table as it is seen before any form is known: words over each column × words beside each row → numbers.

This is what a sheet of no declared form can still be shown as; nothing of it enters the store.
"""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sources.columns import printed_unit
from sources.context import Context, context_of
from sources.header import Header, Lines, headers, is_figure
from sources.heads import Head
from sources.opening import opened
from sources.page import Page
from sources.problems import StopDelivery
from sources.recognise import COORDINATES
from sources.returns import Understood
from sources.sections import sections
from sources.spelled import SIGNS, Kind, Meaning, spelled
from sources.stub import Stub, stubs_of
from sources.text import NOTE, split_cell

NEAR = 40  # rows under a header among which figures begin
NAMES = re.compile(r"编码|代码|标识码|^年份$|^年度$|更新年度|^year$")


@dataclass(frozen=True)
class SeenCell:
    """One filled cell: where it stands, its text, the words beside and over it, the unit they print, what it says."""

    cell: str
    text: str
    row: str
    column: str
    unit: str
    meaning: Meaning


@dataclass(frozen=True)
class Seen:
    """One table of a sheet as seen: its header, the words beside its rows, its filled cells."""

    header: Header
    context: Context
    stubs: dict[int, Stub]
    cells: tuple[SeenCell, ...]

    @property
    def columns(self) -> tuple[Understood, ...]:
        """The columns for showing, none of them with a declared meaning."""
        told = Counter(split_cell(each.cell)[0] for each in self.cells if each.meaning.number is not None)
        filled = {split_cell(each.cell)[0] for each in self.cells}
        return tuple(
            Understood(name, head.printed, "", "", "", printed_unit(head, None, self.context.units) or "", told[name])
            for name, head in self.header.heads.items()
            if name in filled
        )


def unknown_tables(path: Path, file_name: str) -> dict[str, Seen]:
    """The tables of the sheets that follow no declared form, by sheet; none when the file can't be opened."""
    try:
        sheets = [sheet for sheet in opened(path, file_name).sheets if sheet.height and not sections(sheet, [])]
    except StopDelivery:
        return {}
    found = {sheet.name: seen(Page(sheet, file_name, [])) for sheet in sheets if not sheet.hidden}
    return {name: table for name, table in found.items() if table}


def seen(page: Page) -> Seen | None:
    """The first table of a sheet that has figures under a header; None when there is none."""
    lines = Lines(page.sheet)
    header = next((each for each in headers(page.sheet) if _has_figures(lines, each)), None)
    if header is None:
        return None
    context = context_of(header.above)
    rows = range(header.body, page.sheet.height + 1)
    letters = page.sheet.cells.columns
    beside = [name for i, name in enumerate(letters) if _beside(lines, rows, header, i, name)]
    stubs = stubs_of(page.sheet, rows, beside)
    stubs = {row: stub for row, stub in stubs.items() if not NOTE.match(stub.printed)}
    data = [name for name in header.heads if name not in beside and header.heads[name].path not in COORDINATES]
    cells = [
        _cell(page, (name, row), header.heads[name], stub, context.units)
        for row, stub in stubs.items()
        for name in data
    ]
    return Seen(header, context, stubs, tuple(each for each in cells if each.meaning.status != "blank"))


def _has_figures(lines: Lines, header: Header) -> bool:
    """Whether figures or signs for "no number" stand right under the header."""
    under = range(header.body, min(lines.sheet.height, header.body + NEAR) + 1)
    headed = [i for i, name in enumerate(lines.sheet.cells.columns) if name in header.heads]
    return any(lines[row][i] and (is_figure(lines[row][i]) or lines[row][i] in SIGNS) for row in under for i in headed)


def _beside(lines: Lines, rows: range, header: Header, position: int, name: str) -> bool:
    """Columns of names: no figure in them, or only figures that name (codes, years)."""
    head = header.heads.get(name)
    if head is not None and NAMES.search(head.path):
        return True
    texts = [lines[row][position] for row in rows]
    return any(texts) and not any(is_figure(text) for text in texts) and not all(text in SIGNS for text in texts)


def _cell(page: Page, place: tuple[str, int], head: Head, stub: Stub, units: tuple[str, ...]) -> SeenCell:
    name, row = place
    unit = printed_unit(head, stub, units) or ""
    percent = page.percent.get(name, frozenset())
    kind = Kind(unit, "增" in head.path or "减" in head.path, page.binary, percent is None or row in percent)
    text = page.sheet.cells[name][row - 1] or ""
    return SeenCell(f"{name}{row}", text, stub.path, head.path, unit, spelled(text, kind))
