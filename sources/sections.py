"""The tables of one sheet, from the top: each with its rows, over repeated headers and continuation titles."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from sources.forms import load_forms
from sources.grid import Sheet
from sources.header import SEARCHED_ROWS, Header, Lines, begins_header, header_at
from sources.match import Match
from sources.recognise import recognise
from sources.text import half_width

ABOVE = 6  # rows over a later table that may speak of it
PROBED = 3  # data columns in which a later header is looked for
SMALL = 1_000  # rows that are cheap to look at one by one


@dataclass(frozen=True)
class Section:
    """One table with the stretches of rows it covers: (first, last), both inside; every stretch but the last ends
    where another header begins, and `last` tells whether the sheet ends with it."""

    match: Match
    stretches: tuple[tuple[int, int], ...]
    last: bool


def sections(sheet: Sheet, book_years: list[int]) -> list[Section]:
    """The tables of a sheet in the order they stand; a header printed again continues its table."""
    matches = _matches(sheet, book_years)
    ends = [*(match.header.first - 1 for match in matches[1:]), sheet.height][: len(matches)]
    found: list[Section] = []
    for match, end in zip(matches, ends, strict=True):
        stretch = (match.header.body, end)
        if found and _same(found[-1].match, match):
            found[-1] = Section(found[-1].match, (*found[-1].stretches, stretch), end == sheet.height)
        else:
            found.append(Section(match, (stretch,), end == sheet.height))
    return found


def _same(first: Match, again: Match) -> bool:
    """Whether a header is the first one printed again."""
    return (first.form, first.table, first.columns) == (again.form, again.table, again.columns) and (
        not again.cells and max(first.years, default=0) == max(again.years, default=0)
    )


def _matches(sheet: Sheet, book_years: list[int]) -> list[Match]:
    """The best fitting table at each place where a header stands."""
    found: list[Match] = []
    for header in _candidates(sheet, book_years, found):
        match = recognise(sheet, header, book_years)
        if match is None:
            continue
        if found and header.first <= found[-1].header.last:
            found[-1] = max(found[-1], match, key=lambda each: each.score)
        else:
            found.append(match)
    return found


def _candidates(sheet: Sheet, book_years: list[int], found: list[Match]) -> Iterator[Header]:
    """Headers in the head of the sheet, then those further down that begin like a declared one."""
    lines = Lines(sheet)
    for number in range(1, min(sheet.height, SEARCHED_ROWS) + 1):
        if begins_header(lines[number]):
            yield header_at(lines, number, found[-1].header.body if found else 1)
    for number in _further(sheet, found):
        if begins_header(lines[number]):
            yield header_at(lines, number, max(found[-1].header.body if found else 1, number - ABOVE))


def _further(sheet: Sheet, found: list[Match]) -> list[int]:
    """Rows under the head of the sheet that hold a word of a declared header where numbers should stand."""
    below = sheet.cells.slice(SEARCHED_ROWS)
    if below.is_empty():
        return []
    if sheet.height <= SMALL:
        return list(range(SEARCHED_ROWS + 1, sheet.height + 1))
    if not found:
        return []
    data = [name for name, column in found[-1].columns.items() if not column.is_role][:PROBED]
    worded = pl.any_horizontal(pl.col(name).str.contains(r"\p{Han}") for name in data).fill_null(False)
    rows = below.with_row_index("row", offset=SEARCHED_ROWS + 1).filter(worded) if data else below.clear()
    if rows.is_empty():
        return []
    vocabulary = list(_vocabulary())
    words = (half_width(pl.col(name)).str.replace(r"\([^()]*\)$", "") for name in data)
    return rows.filter(pl.any_horizontal(word.is_in(vocabulary) for word in words))["row"].to_list()


def _vocabulary() -> frozenset[str]:
    """Every word that stands in a declared header, years left out."""
    texts = (
        word
        for form in load_forms().values()
        for column in form.columns
        for template in column.headers.values()
        for text in template.split("|")
        for word in text.split("/")
    )
    return frozenset(word for word in texts if "{" not in word)
