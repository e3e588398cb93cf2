"""Forms as declared: `forms/<form>/form.yaml` says what a form is, `columns.csv` how its columns are headed, by year.

In `columns.csv` a row is one thing a table tells and a year column holds the header under which that year's layout
prints it: `-` means absent, `/` joins the lines of a header tree, `{year}` and `{previous}` stand for the year
reported and the one before. A layout holds until the next year column. Fields starting with `@` say who, when and
which (region, code, year, level, name, unit, scope, release, citation, ignore); the others name a measure or an
indicator, `@title` one that the table's title names, `@named` one that the row's `@name` cell names.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sources.declared import read_csv, read_yaml, records
from sources.problems import DeclarationError
from sources.text import plain

FOLDER = Path(__file__).parent / "forms"
ROLES = {
    "@region",
    "@code",
    "@year",
    "@level",
    "@name",
    "@unit",
    "@scope",
    "@release",
    "@citation",
    "@ignore",
}
NAMED_ELSEWHERE = {"@title", "@named"}
PARTS = {"value", "previous", "growth"}
ABSENT = "-"


@dataclass(frozen=True)
class Declared:
    """One row of columns.csv: what is told (`field`, `level`, `part`) and its header per first year of a layout."""

    table: str
    field: str
    level: str
    part: str
    unit: str
    need: str
    headers: dict[int, str]

    @property
    def is_role(self) -> bool:
        return self.field in ROLES

    def header(self, year: int | None) -> str:
        """The header this column has in the layout of a year (None: the newest layout); may be `-`."""
        starts = sorted(start for start in self.headers if year is None or start <= year)
        template = self.headers[starts[-1] if starts else min(self.headers)]
        return template if year is None else template.format(year=year, previous=year - 1)


@dataclass(frozen=True)
class Table:
    """One table of a form; `fields` tells which field a phrase in the title stands for (for `@title`)."""

    id: str
    title: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
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
    return unknown + unused + parts + roles + needs + empty
