"""The copies of the sender's own sheets in a return workbook: which delivery they show, and what was changed there."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from sources.grid import Sheet
from sources.returned.headings import table_with
from sources.returned.printed import CONTENTS, COPIED, UNCOMPUTED, WHOLE
from sources.text import letter, split_cell


@dataclass(frozen=True)
class Copy:
    """One sheet of a delivery as it came back; only a `whole` one can be read as a correction of its original.

    `shown` is its name in the workbook, `number` the place of the original among the sheets of its file, from 1.
    """

    delivery_id: str
    number: int
    shown: str
    whole: bool
    sheet: Sheet


def copies(sheets: list[Sheet]) -> tuple[list[Copy], list[str]]:
    """The copies that the workbook's table of contents names, and the names of those that are not there."""
    by_name = {sheet.name: sheet for sheet in sheets}
    listed = list(_contents(sheets))
    found = [_copy(entry, by_name[entry["shown"]]) for entry in listed if entry["shown"] in by_name]
    return found, [entry["shown"] for entry in listed if entry["shown"] not in by_name]


def _contents(sheets: list[Sheet]) -> Iterator[dict[str, str]]:
    for sheet in sheets:
        table = table_with(sheet, COPIED, {}) if CONTENTS in sheet.name else None
        yield from (row.texts for row in table.rows() if row.texts["number"].isdecimal()) if table else ()


def _copy(entry: dict[str, str], sheet: Sheet) -> Copy:
    return Copy(entry["delivery_id"], int(entry["number"]), entry["shown"], entry["extent"] == WHOLE, sheet)


def as_shown(sheet: Sheet) -> Sheet:
    """A sheet as a copy shows it: with a word where a formula has no value, which must not be taken for a blank."""
    texts: dict[str, dict[int, str]] = {}
    for cell in sheet.uncomputed:
        name, row = split_cell(cell)
        if name in sheet.cells.columns and 0 < row <= sheet.height:
            texts.setdefault(name, {})[row - 1] = UNCOMPUTED
    marked = [sheet.cells[name].scatter(list(at), pl.Series(list(at.values()))) for name, at in texts.items()]
    return replace(sheet, cells=sheet.cells.with_columns(marked)) if marked else sheet


def corrected(returned: list[Copy], original: list[Sheet]) -> list[Sheet] | None:
    """The sheets of a delivery with the whole copies in the place of theirs; None when nothing was changed in one."""
    changed = {
        copy.number: copy.sheet
        for copy in returned
        if copy.whole and 0 < copy.number <= len(original) and changes(as_shown(original[copy.number - 1]), copy.sheet)
    }
    if not changed:
        return None
    return [_in_place(sheet, changed.get(number)) for number, sheet in enumerate(original, 1)]


def in_excerpt(copy: Copy, original: list[Sheet]) -> bool:
    """Whether a row that an excerpt shows differs from the original; what an excerpt leaves out is no change."""
    if copy.whole or not 0 < copy.number <= len(original):
        return False
    was = as_shown(original[copy.number - 1])
    height = min(was.height, copy.sheet.height)
    filled = copy.sheet.cells.head(height).select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    told = replace(copy.sheet, cells=copy.sheet.cells.head(height).filter(filled))
    return bool(changes(replace(was, cells=was.cells.head(height).filter(filled)), told))


def _in_place(original: Sheet, copy: Sheet | None) -> Sheet:
    """The copy under the name of its original, each unchanged number spelled as it was."""
    if copy is None:
        return as_shown(original)
    width, height = max(original.cells.width, copy.cells.width), max(original.height, copy.height)
    was, now = _grid(as_shown(original), width, height), _grid(copy, width, height)
    names = [letter(at) for at in range(width)]
    columns = {
        name: [old if same(old, new) else new for old, new in zip(was[name], now[name], strict=True)] for name in names
    }
    return replace(copy, name=original.name, cells=pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String)))


def changes(original: Sheet, copy: Sheet) -> list[str]:
    """Addresses of the cells that differ."""
    width, height = max(original.cells.width, copy.cells.width), max(original.height, copy.height)
    was, now = _grid(original, width, height), _grid(copy, width, height)
    found = []
    for name in was.columns:
        suspects = was[name].ne_missing(now[name]).arg_true()
        found += [f"{name}{at + 1}" for at in suspects if not same(was[name][at], now[name][at])]
    return found


def _grid(sheet: Sheet, width: int, height: int) -> pl.DataFrame:
    """The texts of a sheet within an outline at least as large as it is."""
    missing = [pl.lit(None, pl.String).alias(letter(at)) for at in range(sheet.cells.width, width)]
    cells = sheet.cells.with_columns(missing)
    below = pl.DataFrame({name: [None] * (height - sheet.height) for name in cells.columns}, schema=cells.schema)
    return pl.concat([cells, below])


def same(one: str | None, other: str | None) -> bool:
    """Whether two cells say the same: equal texts but for blanks around them, or equal numbers however spelled."""
    first, second = (one or "").strip(), (other or "").strip()
    if first.split() == second.split():
        return True
    try:
        return math.isclose(float(first), float(second), rel_tol=1e-14)
    except ValueError:
        return False
