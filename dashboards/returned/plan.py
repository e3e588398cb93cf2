"""Which sheets a workbook repeats, whole or in excerpts, so that no sender can make it too large to open."""

from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from dashboards.delivered import Sheets
from dashboards.returned.asked import Asked, Row
from dashboards.returned.marked import Marks, marks
from dashboards.returned.naming import sheet_name
from sources import Sheet, own_name
from sources.returned import as_shown

MOST_CELLS = 1_500_000  # cells of all repeated sheets; what goes beyond is repeated in excerpts
MOST_SHEETS = 500
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # of a worksheet
HEAD = 12  # first rows of an excerpt


@dataclass(frozen=True)
class Repeated:
    """One sheet of a delivery to be repeated: `number` is its place in the file, `shown` its name in the workbook."""

    delivery: Row
    number: int
    shown: str
    sheet: Sheet
    marks: Marks
    whole: bool


def repeated(asked: Asked, sheets_of: Sheets) -> list[Repeated]:
    """The sheets of the deliveries concerned, in their order, as far as they hold anything."""
    found: list[Repeated] = []
    left = MOST_CELLS
    for delivery in asked.concerned:
        sheets = [as_shown(sheet) for sheet in sheets_of(delivery["delivery_id"])]
        for number, (sheet, marked) in enumerate(zip(sheets, marks(asked, delivery, sheets), strict=True), 1):
            cells = sheet.height * sheet.cells.width
            whole = cells <= left and sheet.height <= MOST_ROWS and sheet.cells.width <= MOST_COLUMNS
            if not cells or not (whole or marked.at) or len(found) >= MOST_SHEETS:
                continue
            kept = sheet if whole else _excerpt(sheet, marked)
            left -= cells if whole else 0
            shown = sheet_name(len(found) + 1, _called(delivery, sheet, alone=len(asked.concerned) == 1))
            found.append(Repeated(delivery, number, shown, kept, marked, whole))
    return found


def _called(delivery: Row, sheet: Sheet, *, alone: bool) -> str:
    """A sheet by its own name, with that of its file where there are several files or the sheet has none."""
    stem = Path(own_name(delivery["file_name"])).stem
    return sheet.name if alone and sheet.name else f"{sheet.name} {stem}".strip()


def _excerpt(sheet: Sheet, marked: Marks) -> Sheet:
    """The first rows and the concerned ones, each at its own place; the others are empty."""
    rows = {row for row, _ in marked.at} | set(range(HEAD))
    kept = pl.Series(sorted(row for row in rows if row < sheet.height), dtype=pl.UInt32)
    shown = pl.Series([False]).new_from_index(0, sheet.height).scatter(kept, True)
    cells = sheet.cells.select(pl.when(shown).then(pl.all()))
    return replace(sheet, cells=cells, merges=tuple(merge for merge in sheet.merges if merge.last_row <= HEAD))
