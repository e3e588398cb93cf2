"""Tables in which fields stand beside the rows → returns: one for a matrix, one a year where years are columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from sources.body import Body, sort_out
from sources.columns import field_of, kinds, unit_of
from sources.forms import WORDS, Declared
from sources.held import held_columns
from sources.listed import listed
from sources.match import Match
from sources.numbers import NUMBER
from sources.page import Page
from sources.paths import year_of
from sources.problems import Problem
from sources.refusals import refused, uncomputed
from sources.returns import Column, Return, Understood, Unmapped
from sources.sections import Section
from sources.spelled import Kind, Meaning, spelled
from sources.text import column_number, plain
from sources.understood import not_understood, roles_understood, rows_ignored
from sources.whose import reporting
from sources.years import year_of_page

NOTE = {"row": pl.Int64, "key": pl.String, "status": pl.String, "text": pl.String}


@dataclass(frozen=True)
class Spot:
    """One cell with a meaning: its column of the return, its text and what that says."""

    column: Column
    text: str
    meaning: Meaning

    @property
    def cell(self) -> str:
        return f"{self.column.letter}{self.column.row}"


@dataclass(frozen=True)
class When:
    """The year a return of one row speaks of, the number that row goes by, and whether it is the table's first."""

    year: int | None
    row: int
    first: bool = True


def crossed(page: Page, section: Section) -> list[Return]:
    """Read one table with fields beside its rows, or years over its columns."""
    match = section.match
    years = {name: year for name, head in match.header.heads.items() if (year := year_of(head.path)) is not None}
    if match.table.layout == "matrix":
        spots = _spots(page, match, match.cells)
        year, wrong = year_of_page(match, page)
        return [_return(page, section, spots, When(year, min(match.cells)[0]), wrong)]
    if match.cells:
        return [_of_year(page, section, name, year, first=i == 0) for i, (name, year) in enumerate(years.items())]
    return [_listed_year(page, section, name, years) for name in years]


def _of_year(page: Page, section: Section, name: str, year: int, first: bool) -> Return:
    cells = {cell: column for cell, column in section.match.cells.items() if cell[1] == name}
    return _return(page, section, _spots(page, section.match, cells), When(year, column_number(name), first))


def _listed_year(page: Page, section: Section, name: str, years: dict[str, int]) -> Return:
    """One year of a table with regions beside the rows: its column read as a list of its own."""
    match = section.match
    columns = {letter: column for letter, column in match.columns.items() if letter == name or letter not in years}
    one = listed(page, replace(section, match=replace(match, columns=columns, years=(years[name],))))
    return replace(one, unmapped=tuple(held for held in one.unmapped if held.place not in years))


def _spots(page: Page, match: Match, cells: dict[tuple[int, str], Declared]) -> list[Spot]:
    """Every cell with a meaning, read in its own unit."""
    title = match.context.title or page.stem
    units = next((name for name, column in match.columns.items() if column.field == "@unit"), None)
    spots = []
    for i, ((row, name), declared) in enumerate(sorted(cells.items(), key=lambda cell: cell[0][0])):
        head, stub = match.header.heads[name], match.stubs[row]
        printed = plain(_text(page, row, units)) if units else ""
        unit = printed or unit_of(declared, head, stub, match.context.units)
        field, header = field_of(declared, match, title, page.where), f"{stub.printed} × {head.printed}"
        column = Column(f"c{i}", field, declared.level, declared.part, unit, name, header, row=row)
        kind = kinds(declared, unit, page, page.percent.get(name, frozenset()), {})(row)
        text = _text(page, row, name)
        spots.append(Spot(column, text, spelled(text, kind)))
    return spots


def _text(page: Page, row: int, name: str) -> str:
    return page.sheet.cells[name][row - 1] or ""


def _return(page: Page, section: Section, spots: list[Spot], when: When, wrong: Sequence[Problem] = ()) -> Return:
    """A return of one row; what is held back and set aside is told with the first return of a table."""
    match, first = section.match, when.first
    body = _around(page, section)
    unmapped = (*_held_rows(page, section), *held_columns(_rows(page, section), match)) if first else ()
    words = dict.fromkeys(WORDS, "") | reporting(page, match)
    frame = pl.DataFrame({"row": [when.row], **{word: [text] for word, text in words.items()}})
    numbers = [pl.Series(spot.column.key, [spot.meaning.number], dtype=NUMBER) for spot in spots]
    digits = [pl.Series(spot.column.key, [spot.meaning.digits], dtype=pl.Int8) for spot in spots]
    missing = [spot for spot in spots if spot.meaning.number is None]
    return Return(
        form=match.form.id,
        table=match.table.id,
        sheet=page.sheet.name,
        title=match.context.title or page.stem,
        release=match.form.release,
        citation=body.citation,
        columns=tuple(spot.column for spot in spots),
        frame=frame.with_columns(pl.lit(when.year, pl.Int16).alias("year"), *numbers),
        shown=pl.DataFrame(digits),
        notes=pl.DataFrame(
            [(spot.column.row, spot.column.key, spot.meaning.status, spot.text) for spot in missing], NOTE, orient="row"
        ),
        unmapped=unmapped,
        aside=body.aside if first else (),
        understood=(*(_aside(page, match) if first else ()), *map(_understood, spots), *map(not_understood, unmapped)),
        problems=(*wrong, *_bad_cells(page, spots)),
    )


def _bad_cells(page: Page, spots: list[Spot]) -> list[Problem]:
    bad = [(spot.meaning.refused, spot.text, spot.cell) for spot in spots if spot.meaning.refused]
    cells = pl.DataFrame(bad, dict.fromkeys(("refused", "text", "cell"), pl.String), orient="row")
    lost = [spot.cell for spot in spots if spot.cell in page.sheet.uncomputed]
    return refused(cells, page.where) + uncomputed(lost, page.where)


def _rows(page: Page, section: Section) -> pl.DataFrame:
    """The rows of the table with their numbers in `row`, without the columns that stand beside them."""
    ((first, last), *_) = section.stretches
    rows = page.sheet.cells.with_row_index("row", offset=1).slice(first - 1, last - first + 1)
    beside = set(rows.columns[1 : 1 + rows.columns[1:].index(_first_letter(section.match))])
    return rows.select(name for name in rows.columns if name not in beside)


def _first_letter(match: Match) -> str:
    return min((name for _, name in match.cells), key=column_number)


def _around(page: Page, section: Section) -> Body:
    """Notes and signatures between and under the rows with figures."""
    rows = _rows(page, section)
    told = rows.select(pl.any_horizontal(pl.exclude("row").fill_null("").str.strip_chars() != "")).to_series()
    ((first, last), *_) = section.stretches
    whole = page.sheet.cells.with_row_index("row", offset=1).slice(first - 1, last - first + 1)
    return sort_out(whole, ~told, section.match.header.above, frozenset())


def _held_rows(page: Page, section: Section) -> list[Unmapped]:
    """Rows with figures under known columns where nothing declared says what they mean."""
    match = section.match
    known = sorted({name for _, name in match.cells}, key=column_number)
    held = []
    for row, stub in match.stubs.items():
        filled = {f"{name}{row}": _text(page, row, name) for name in known if (row, name) not in match.cells}
        told = {cell: text for cell, text in filled.items() if spelled(text, Kind()).status is None}
        if told and row not in match.ignored:
            cells = pl.DataFrame({"cell": list(told), "text": list(told.values())})
            held.append(Unmapped(str(row), stub.printed, cells))
    return held


def _aside(page: Page, match: Match) -> list[Understood]:
    """Columns and rows that tell no number, to be shown all the same."""
    return [*roles_understood(match, page.sheet.cells.slice(match.header.body - 1)), *rows_ignored(match)]


def _understood(spot: Spot) -> Understood:
    column, counted = spot.column, int(spot.meaning.number is not None)
    return Understood(spot.cell, column.header, column.field, column.level, column.part, column.unit, counted)
