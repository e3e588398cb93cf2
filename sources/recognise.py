"""Which form, table and layout a sheet follows, judged by its headers only (never by the file's name)."""

from dataclasses import dataclass

from sources.forms import ABSENT, Declared, Form, Table, load_forms
from sources.grid import Sheet
from sources.header import Header, find_header
from sources.numbers import SHOWN, cleaned
from sources.problems import Problem
from sources.text import split_unit, years_in

ENOUGH = 0.5  # share of a table's required columns that must be there before we call it that table


@dataclass(frozen=True)
class Match:
    """A sheet understood as one table of a form: letter → declared column, and what does not fit."""

    form: Form
    table: Table
    header: Header
    columns: dict[str, Declared]
    years: tuple[int, ...]
    missing: tuple[str, ...]
    unknown: dict[str, str]
    twice: tuple[str, ...]

    @property
    def score(self) -> tuple[bool, int]:
        return (not self.missing and not self.unknown, len(self.columns))

    def problems(self, where: str) -> list[Problem]:
        """One sentence for all unknown, missing and repeated headers."""
        said = []
        if self.unknown:
            said.append("不认识的列 " + "、".join(f"{cell}“{text}”" for cell, text in self.unknown.items()))
        if self.missing:
            said.append("缺少列 " + "、".join(f"“{text}”" for text in self.missing))
        if self.twice:
            said.append("重复的列 " + "、".join(f"“{text}”" for text in self.twice))
        if not said:
            return []
        fix = f"版式确有变化的，请在 sources/forms/{self.form.id}/columns.csv 增加该年度的列名；否则请改回原表头"
        return [Problem(where, f"按“{self.form.title}·{self.table.title}”读取时，" + "；".join(said), fix)]


def recognise(sheet: Sheet, book_years: list[int]) -> Match | None:
    """The best fitting declared table, complete or not; None when no table fits even half."""
    matches = [
        match
        for form in load_forms().values()
        for table in form.tables.values()
        if (match := _match(sheet, form, table, book_years)) is not None
    ]
    return max(matches, key=lambda match: match.score, default=None)


def _match(sheet: Sheet, form: Form, table: Table, book_years: list[int]) -> Match | None:
    declared = form.columns_of(table.id)
    anchors = {header for column in declared if column.field == "@region" for header in column.headers.values()}
    header = find_header(sheet, anchors)
    if header is None:
        return None
    years = header.years or years_in(sheet.name) or book_years
    year = None if any(c.field == "@year" for c in declared) else max(years, default=None)
    wanted = {text: column for column in declared if (text := column.header(year)) != ABSENT}
    found = {name: known for name, path in header.paths.items() if (known := _known(path, wanted))}
    required = {text for text, column in wanted.items() if column.need == "required"}
    tells = any(not wanted[text].is_role for text in {*found.values(), *required})
    if not tells or len(required & set(found.values())) < ENOUGH * len(required):
        return None
    texts = list(found.values())
    return Match(
        form=form,
        table=table,
        header=header,
        columns={name: wanted[text] for name, text in found.items()},
        years=tuple(years),
        missing=tuple(sorted(required - set(texts))),
        unknown={f"{name}{header.last}": path for name, path in header.paths.items() if name not in found}
        | {f"{name}{header.last}": "（没有表头）" for name in _headless(sheet, header)},
        twice=tuple(sorted({text for text in texts if texts.count(text) > 1})),
    )


def _headless(sheet: Sheet, header: Header) -> list[str]:
    """Columns that hold numbers under the header line, but no word in it."""
    body = sheet.cells.slice(header.last)
    bare = [name for name in sheet.cells.columns if name not in header.paths]
    return [name for name in bare if body.select(cleaned(name).str.contains(SHOWN).any()).item()]


def _known(path: str, wanted: dict[str, Declared]) -> str | None:
    """The declared header a path stands for: as it is, or without the unit in brackets at its end."""
    return next((text for text in (path, split_unit(path)[0]) if text in wanted), None)
