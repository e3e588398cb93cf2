"""Forms as declared: `forms/<form>/form.yaml` says what a form is, `columns.csv` how its columns are headed, by year.

In `columns.csv` a row is one thing a table tells and a year column holds the header under which that year's layout
prints it: `-` means absent, `|` stands between headers that mean the same, `/` joins the lines of a header tree,
`{year}` and `{previous}` stand for the year reported and the one before. A layout holds until the next year column.
Fields starting with `@` say who, when and which; the others name a measure or an indicator, `@title` one that the
table's title names, `@named` one that the row's `@name` cell names. A column marked `@personal` never leaves the file.

A table's `layout` is `list` (a row per unit, or unit and year), `matrix` (one unit a sheet: a field stands where the
path of words beside the rows, column `row`, meets the header) or `years` (years as columns; `row` names the rows,
or the rows are regions). `region` names the region of a table that is about one region only and never prints it.
"""

from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from sources.declared import read_csv, read_yaml, records
from sources.paths import canonical, stub_path
from sources.problems import DeclarationError
from sources.text import plain

FOLDER = Path(__file__).parent / "forms"
WORDS = (
    *("region", "code", "level", "name", "unit", "scope", "release", "citation"),
    *("school", "school_code", "school_kind", "ownership", "urban_rural"),
)
ROLES = {*(f"@{word}" for word in WORDS), "@year", "@ignore", "@personal"}
WHO = {"@region", "@code", "@school", "@school_code"}
NAMED_ELSEWHERE = {"@title", "@named"}
PARTS = {"value", "previous", "growth"}
LAYOUTS = {"list", "matrix", "years"}
ABSENT = "-"


@dataclass(frozen=True, eq=False)
class Declared:
    """One row of columns.csv: what is told (`field`, `level`, `part`) and its header per first year of a layout."""

    table: str
    field: str
    level: str
    part: str
    unit: str
    need: str
    row: str
    headers: dict[int, str]

    @property
    def is_role(self) -> bool:
        return self.field in ROLES

    def header(self, year: int | None) -> str:
        """The header this column has in the layout of a year (None: the newest layout); may be `-`."""
        return self.spellings(year)[0]

    def spellings(self, year: int | None) -> tuple[str, ...]:
        """All headers that mean this column in the layout of a year, the usual one first."""
        starts = sorted(start for start in self.headers if year is None or start <= year)
        template = self.headers[starts[-1] if starts else min(self.headers)]
        dated = template if year is None else template.format(year=year, previous=year - 1)
        return tuple(canonical(text) for text in dated.split("|"))

    @cached_property
    def rows(self) -> tuple[str, ...]:
        """The paths beside the rows that mean this field (`matrix` and `years`)."""
        return tuple(stub_path(text) for text in self.row.split("|") if text)


@dataclass(frozen=True)
class Table:
    """One table of a form; `fields` tells which field a phrase in the title stands for (for `@title`)."""

    id: str
    title: str
    layout: str = "list"
    region: str = ""
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Form:
    """One declared form with its tables and columns."""

    id: str
    title: str
    title_en: str
    release: str
    document: str
    tables: dict[str, Table]
    columns: tuple[Declared, ...]

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


@cache
def load_forms() -> dict[str, Form]:
    """Every declared form by id; raises one DeclarationError with all mistakes."""
    written = {path.parent.name: read_yaml(path) for path in sorted(FOLDER.glob("*/form.yaml"))}
    forms = {name: _form(read) for name, read in records(FormFile, written, "form.yaml").items()}
    mistakes = [mistake for form in forms.values() for mistake in _mistakes(form)]
    if mistakes:
        raise DeclarationError(mistakes)
    return forms


def _form(written: FormFile) -> Form:
    rows = read_csv(FOLDER / written.id / "columns.csv")
    return Form(
        id=written.id,
        title=written.title,
        title_en=written.title_en,
        release=written.release,
        document=written.document,
        tables=records(Table, written.tables, f"{written.id}/form.yaml"),
        columns=tuple(_declared(row) for row in rows),
    )


def _declared(row: dict[str, str]) -> Declared:
    years = {int(name): plain(text) for name, text in row.items() if name.isdigit() and text}
    return Declared(
        table=row["table"],
        field=row["field"],
        level=row["level"],
        part=row["part"],
        unit=row["unit"],
        need=row["need"] or "required",
        row=plain(row.get("row", "")),
        headers=years,
    )


def _mistakes(form: Form) -> list[str]:
    where = f"{form.id}/columns.csv"
    unknown = [f"{where}：表 {c.table} 未在 form.yaml 声明" for c in form.columns if c.table not in form.tables]
    unused = [f"{where}：表 {t} 没有任何列" for t in form.tables if not form.columns_of(t)]
    parts = [
        f"{where}：{c.field} 的 part “{c.part}” 不认识" for c in form.columns if not c.is_role and c.part not in PARTS
    ]
    roles = [
        f"{where}：角色 {c.field} 不认识"
        for c in form.columns
        if c.field.startswith("@") and c.field not in ROLES | NAMED_ELSEWHERE
    ]
    needs = [f"{where}：need “{c.need}” 不认识" for c in form.columns if c.need not in ("required", "optional")]
    empty = [f"{where}：{c.field} 没有任何年份的表头" for c in form.columns if not c.headers]
    layouts = [
        f"{form.id}/form.yaml：表 {t.id} 的 layout “{t.layout}” 不认识（只能是 {'、'.join(sorted(LAYOUTS))}）"
        for t in form.tables.values()
        if t.layout not in LAYOUTS
    ]
    return unknown + unused + parts + roles + needs + empty + layouts + _ambiguous(form)


def _ambiguous(form: Form) -> list[str]:
    """Two columns of one table that the newest layout prints under the same words."""
    claimed: dict[tuple[str, str, str], Declared] = {}
    mistakes = []
    for column in (each for each in form.columns if each.headers):
        for text in column.spellings(None):
            for row in column.rows or ("",):
                first = claimed.setdefault((column.table, text, row), column)
                if text != ABSENT and first is not column:
                    said = f"表 {column.table} 的 {first.field} 和 {column.field} 同用表头“{text}”"
                    mistakes.append(f"{form.id}/columns.csv：{said}")
    return mistakes
