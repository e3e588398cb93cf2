"""Which form, table and layout a sheet follows, judged by its headers only (never by the file's name)."""

from collections.abc import Container
from dataclasses import replace
from functools import cache

from sources.context import context_of
from sources.forms import ABSENT, Declared, Form, Table, load_forms
from sources.grid import Sheet
from sources.header import Header, Lines, begins_header, is_figure
from sources.heads import Head
from sources.match import Cell, Match
from sources.paths import COUNTED, year_of
from sources.stub import Stub, rows_of, stubs_of
from sources.text import plain, years_in

COORDINATES = COUNTED | {"编号", "代码", "乙"}  # columns that number the rows


def recognise(sheet: Sheet, header: Header, book_years: list[int]) -> Match | None:
    """The declared table that fits a header best, complete or not; None when none fits even half."""
    context = context_of(header.above)
    printed = [year for head in header.heads.values() for year in years_in(head.printed)]
    years = (*context.years, *printed) or tuple(years_in(sheet.name)) or tuple(book_years)
    starts = (
        Match(form, table, header, context, years)
        for form in load_forms().values()
        for table in form.tables.values()
        if _meant(form, table, plain(sheet.name), context.title, *context.labels.values())
    )
    matches = (MATCHERS[start.table.layout](sheet, start) for start in starts)
    return max((match for match in matches if match), key=lambda match: match.score, default=None)


def _meant(form: Form, table: Table, *said: str) -> bool:
    """Of tables that look alike, whether the sheet's name, else its title, else a label speaks of this one only."""
    if not table.about:
        return True
    for text in said:
        named = {each.id for each in form.tables.values() if any(plain(word) in text for word in each.about)}
        if named:
            return named == {table.id}
    return False


def _listed(sheet: Sheet, start: Match) -> Match | None:
    """A row per unit: each column has a meaning of its own."""
    year = _layout_year(start)
    columns = _columns(start.header, _spellings(start.form, start.table.id, year))
    used = [(column, None) for column in columns.values()]
    return replace(start, columns=columns).judged(_needed(start.form, start.table.id, year), used, year)


def _crossed(sheet: Sheet, start: Match) -> Match | None:
    """Fields where rows and columns meet."""
    year = _layout_year(start)
    known = _by_header(start.form, start.table.id, year)
    heads = {name: known[text] for name, head in start.header.heads.items() if (text := _first(head, known))}
    if not heads or len({columns[0] for columns in heads.values()}) < len({id(c) for c in known.values()}) / 2:
        return None
    stubs = _stubs(sheet, start.header, next(iter(heads)))
    rows = {column: rows_of(stubs, column.rows) for columns in heads.values() for column in columns}
    cells = {(row, name): column for name, columns in heads.items() for column in columns for row in rows[column]}
    used = [(column, None) for column in cells.values()]
    needed = _needed(start.form, start.table.id, year)
    found = replace(start, columns=_roles(start, year, heads), cells=cells, stubs=stubs, ignored=_ignored(start, stubs))
    return found.judged(needed, used, year)


def _yearly(sheet: Sheet, start: Match) -> Match | None:
    """Years as columns: beside the rows stand fields, or regions when the title names the one field."""
    dated = {name: year for name, head in start.header.heads.items() if (year := year_of(head.path)) is not None}
    if not dated:
        return None
    declared = start.form.columns_of(start.table.id)
    fields = [column for column in declared if not column.is_role]
    columns = _roles(start, None, dated)
    stubs: dict[int, Stub] = {}
    cells: dict[Cell, Declared] = {}
    if any(column.rows for column in fields):
        stubs = _stubs(sheet, start.header, next(iter(dated)))
        cells = {(row, name): each for each in fields for row in rows_of(stubs, each.rows) for name in dated}
    else:
        columns |= dict.fromkeys(dated, fields[0])
    used = [(column, dated.get(name)) for name, column in columns.items()]
    used += [(column, dated[name]) for (_, name), column in cells.items()]
    years = tuple(dated.values())
    found = replace(start, columns=columns, cells=cells, stubs=stubs, ignored=_ignored(start, stubs), years=years)
    return found.judged([column for column in declared if column.need == "required"], used, None)


MATCHERS = {"list": _listed, "matrix": _crossed, "years": _yearly}


def _layout_year(match: Match) -> int | None:
    """The year whose layout holds; None (the newest) for tables with a column of years."""
    dated = any(column.field == "@year" for column in match.form.columns_of(match.table.id))
    return None if dated else max(match.years, default=None)


@cache
def _spellings(form: Form, table: str, year: int | None) -> dict[str, Declared]:
    """Every spelling of a header in the layout of a year → what it means."""
    return {text: column for column in form.columns_of(table) for text in column.spellings(year) if text != ABSENT}


@cache
def _by_header(form: Form, table: str, year: int | None) -> dict[str, list[Declared]]:
    """Every spelling of a header → the fields that stand under it, each in rows of its own."""
    under: dict[str, list[Declared]] = {}
    for column in (each for each in form.columns_of(table) if not each.is_role and each.header(year) != ABSENT):
        first = under.setdefault(column.header(year), [])
        first.append(column)
        under |= dict.fromkeys(column.spellings(year), first)
    return under


@cache
def _needed(form: Form, table: str, year: int | None) -> tuple[Declared, ...]:
    """The columns that the layout of a year can't do without."""
    return tuple(
        column for column in form.columns_of(table) if column.need == "required" and column.header(year) != ABSENT
    )


def _columns(header: Header, known: dict[str, Declared]) -> dict[str, Declared]:
    return {name: known[text] for name, head in header.heads.items() if (text := _first(head, known))}


def _roles(start: Match, year: int | None, told: Container[str]) -> dict[str, Declared]:
    """Columns beside those told that say who, when or in which unit, or nothing."""
    found = _columns(start.header, _spellings(start.form, start.table.id, year))
    return {name: column for name, column in found.items() if column.is_role and name not in told and not column.rows}


def _ignored(start: Match, stubs: dict[int, Stub]) -> frozenset[int]:
    """Rows that the form declares to mean nothing."""
    declared = [column for column in start.form.columns_of(start.table.id) if column.field == "@ignore"]
    return frozenset(row for column in declared for row in rows_of(stubs, column.rows))


def _first(head: Head, known: Container[str]) -> str | None:
    """The first spelling of a head that is declared."""
    return next((text for text in head.spellings if text in known), None)


def _stubs(sheet: Sheet, header: Header, first: str) -> dict[int, Stub]:
    """What stands beside the rows, in the columns left of `first` that hold words and do not just number the rows."""
    lines, letters = Lines(sheet), sheet.cells.columns
    end = next((row for row in range(header.body, sheet.height + 1) if _next_table(lines[row])), sheet.height + 1)
    rows = range(header.body, end)
    left = range(letters.index(first))
    worded = [
        i for i in left if not any(is_figure(lines[row][i]) for row in rows) and not _numbers_rows(header, letters[i])
    ]
    return stubs_of(sheet, rows, [letters[i] for i in worded])


def _numbers_rows(header: Header, name: str) -> bool:
    return name in header.heads and header.heads[name].path in COORDINATES


def _next_table(line: list[str]) -> bool:
    return begins_header(line) and sum(map(bool, line)) > 2
