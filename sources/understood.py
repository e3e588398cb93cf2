"""The table as understood, to be shown beside the sheet: a row per column, what its words are and what they mean."""

from collections.abc import Sequence

import polars as pl

from sources.forms import NAMED
from sources.match import Match
from sources.returns import Column, Understood, Unmapped


def understood(
    match: Match, rows: pl.DataFrame, columns: Sequence[Column], numbers: pl.DataFrame, unmapped: Sequence[Unmapped]
) -> tuple[Understood, ...]:
    """Every column of a table in the order of the sheet, held-back ones with an empty field."""
    data = {column.letter: _told(column, numbers) for column in columns}
    roles = {each.place: each for each in roles_understood(match, rows)}
    held = {each.place: not_understood(each) for each in unmapped}
    found = roles | data | held
    return tuple(found[name] for name in rows.columns if name in found)


def roles_understood(match: Match, rows: pl.DataFrame) -> list[Understood]:
    """Columns that say who, when or in which unit, and those declared to mean nothing."""
    return [
        Understood(name, match.header.heads[name].printed, column.field, "", "", "", _filled(rows, name))
        for name, column in match.columns.items()
        if column.is_role
    ]


def rows_ignored(match: Match) -> list[Understood]:
    """Rows declared to mean nothing, with the words beside them."""
    return [Understood(str(row), match.stubs[row].printed, "@ignore", "", "", "", 0) for row in sorted(match.ignored)]


def not_understood(held: Unmapped) -> Understood:
    """A column or row held back, with the number of its filled cells."""
    return Understood(held.place, held.header, "", "", "", "", held.cells.height)


def _told(column: Column, numbers: pl.DataFrame) -> Understood:
    place = column.letter if column.row is None else f"{column.letter}{column.row}"
    counted = numbers.height - numbers[column.key].null_count()
    return Understood(place, column.header, column.field or NAMED, column.level, column.part, column.unit, counted)


def _filled(rows: pl.DataFrame, name: str) -> int:
    return int(rows.select((pl.col(name).fill_null("") != "").sum()).item())
