"""Forms as declared: `forms/<form>/form.yaml` says what a form is, `columns.csv` how its columns are headed, by year.

In `columns.csv` a row is one thing a table tells and a year column holds the header under which that year's layout
prints it: `-` means absent, `|` stands between headers that mean the same, `/` joins the lines of a header tree,
`{year}` and `{previous}` stand for the year reported and the one before. A layout holds until the next year column.
Fields starting with `@` say who, when and which; the others name a measure or an indicator, `@title` one that the
table's title names, `@named` one that the row's `@name` cell names. A column marked `@personal` never leaves the file.

A table's `layout` is `list` (a row per unit, or unit and year), `matrix` (one unit a sheet: a field stands where the
path of words beside the rows, column `row`, meets the header) or `years` (years as columns; `row` names the rows,
or the rows are regions). A line that names several levels stands for as many columns (`sources.spread`). `region`
names the region of a table that is about one region only and never prints it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from sources.declared import read_csv, read_yaml, records
from sources.paths import canonical, stub_path
from sources.problems import DeclarationError
from sources.spread import speaks, spread
from sources.text import plain

FOLDER = Path(__file__).parent / "forms"
WORDS = (
    *("region", "code", "level", "name", "unit", "scope", "release", "citation"),
    *("school", "school_code", "school_kind", "ownership", "urban_rural"),
)
ROLES = {*(f"@{word}" for word in WORDS), "@year", "@ignore", "@personal"}
WHO = {"@region", "@code", "@school", "@school_code"}
NAMED = "@named"  # numbers of which each row says what they are
NAMED_ELSEWHERE = {"@title", NAMED}
PARTS = {"value", "previous", "growth"}
LAYOUTS = {"list", "matrix", "years"}
ABSENT = "-"


@dataclass(frozen=True, eq=False)
class Declared:
    """One row of columns.csv: what is told (`field`, `level`, `part`) and its header per first year of a layout.

    `line` is where it stands in the file; `shared` tells whether the line stands for several levels, `spoken` whether
    it uses `{level}` (see `sources.spread`).
    """

    table: str
    field: str
    level: str
    part: str
    unit: str
    need: str
    row: str
    headers: dict[int, str]
    line: int = 0
    shared: bool = False
    spoken: bool = False

    @property
    def is_role(self) -> bool:
        return self.field in ROLES

    def header(self, year: int | None) -> str:
        """The header this column has in the layout of a year (None: the newest layout); may be `-`."""
        return self.spellings(year)[0]

    def spellings(self, year: int | None) -> tuple[str, ...]:
        """All headers that mean this column in the layout of a year, the usual one first."""
        template = self.headers[self.start(year)]
        dated = template if year is None else template.format(year=year, previous=year - 1)
        return tuple(canonical(text) for text in dated.split("|"))

    def start(self, year: int | None) -> int:
        """The first year of the layout that holds in a year (None: the newest)."""
        starts = sorted(start for start in self.headers if year is None or start <= year)
        return starts[-1] if starts else min(self.headers)

    @cached_property
    def rows(self) -> tuple[str, ...]:
        """The paths beside the rows that mean this field (`matrix` and `years`)."""
        return tuple(stub_path(text) for text in self.row.split("|") if text)


@dataclass(frozen=True)
class Table:
    """One table of a form; `fields` tells which field a phrase in the title stands for (for `@title`), `about` the
    words by which the sheet's name or title tells it from tables that look alike."""

    id: str
    title: str
    layout: str = "list"
    region: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    about: list[str] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Form:
    """One declared form with its tables and columns; `levels` has the words by which it calls each level."""

    id: str
    title: str
    title_en: str
    release: str
    document: str
    tables: dict[str, Table]
    columns: tuple[Declared, ...]
    levels: dict[str, str] = field(default_factory=dict)

    def columns_of(self, table: str) -> list[Declared]:
        return [column for column in self.columns if column.table == table]


@dataclass(frozen=True)
class FormFile:
    """form.yaml as written."""

    id: str
    title: str
    title_en: str
    release: str
    document: str
    tables: dict[str, dict[str, object]]
    levels: dict[str, str] = field(default_factory=dict)


@cache
def load_forms() -> dict[str, Form]:
    """Every declared form by id; raises one DeclarationError with all mistakes."""
    from sources.strict import lines, mistakes  # it needs the words of this module

    written = {path.parent.name: read_yaml(path) for path in sorted(FOLDER.glob("*/form.yaml"))}
    files = records(FormFile, written, "form.yaml")
    if wrong := [each for name in files for each in lines(name, FOLDER / name / "columns.csv")]:
        raise DeclarationError(wrong)
    forms = {name: _form(read) for name, read in files.items()}
    if wrong := [each for form in forms.values() for each in mistakes(form)]:
        raise DeclarationError(wrong)
    return forms


def _form(written: FormFile) -> Form:
    called = {level: plain(words) for level, words in written.levels.items()}
    rows = read_csv(FOLDER / written.id / "columns.csv")
    return Form(
        id=written.id,
        title=written.title,
        title_en=written.title_en,
        release=written.release,
        document=written.document,
        tables=records(Table, written.tables, f"{written.id}/form.yaml"),
        columns=tuple(each for line, row in enumerate(rows, 2) for each in _declared(row, line, called)),
        levels=called,
    )


def _declared(row: dict[str, str], line: int, called: dict[str, str]) -> Iterator[Declared]:
    """The columns one line stands for: one, or one per level it names."""
    for each in spread(row, called):
        yield Declared(
            table=each["table"],
            field=each["field"],
            level=each["level"],
            part=each["part"],
            unit=each["unit"],
            need=each["need"] or "required",
            row=plain(each.get("row", "")),
            headers={int(name): plain(text) for name, text in each.items() if name.isdigit() and text},
            line=line,
            shared=len(row["level"].split()) > 1,
            spoken=speaks(row),
        )
