"""The annex tables as declared in annexes.yaml, with their columns as the form heads them in a year."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sources import Form, load_forms
from sources.declared import read_yaml, records
from sources.forms import ABSENT, Declared
from sources.text import plain
from warehouse import declarations


@dataclass(frozen=True)
class Column:
    """One column: its head (`top`, and `under` it a second line), and which part of which figure stands there."""

    top: str
    under: str
    unit: str
    indicator: str
    level: str
    part: str


@dataclass(frozen=True)
class Table:
    """One annex table; `id` names its sheet, `about` has the words of its title by their first year."""

    id: str
    table: str
    title: str
    about: dict[int, str]
    field: str = ""

    def titled(self, year: int, region: str) -> str:
        """Its title for one region and year."""
        about = self.about[max(start for start in self.about if start <= year)]
        return self.title.format(year=year, region=region, about=about)

    def columns(self, year: int) -> list[Column]:
        """Its columns in the layout of a year, the levels in their own order."""
        levels = list(declarations().levels)
        declared = [each for each in annexes().form.columns_of(self.table) if not each.is_role]
        told = [each for each in declared if each.spellings(year)[0] != ABSENT]
        return [self._column(each, year) for each in sorted(told, key=lambda each: levels.index(each.level))]

    def _column(self, declared: Declared, year: int) -> Column:
        top, _, under = declared.spellings(year)[0].partition("/")
        field = self.field or declarations().names[plain(declared.field)].id
        return Column(top, under, declared.unit, field, declared.level, declared.part)


@dataclass(frozen=True)
class Annexes:
    """What annexes.yaml says."""

    form: Form
    file: str
    tables: dict[str, Table]
    decimals: int
    may_be_left_out: list[str]
    run_by: dict[str, list[str]]
    signs: dict[str, str]
    legend: dict[str, str]
    fonts: dict[str, str]

    def indicators(self) -> list[str]:
        """Every indicator of every table."""
        fields = [declarations().names[plain(each.field)].id for each in self._named()]
        return sorted({*fields, *(table.field for table in self.tables.values() if table.field)})

    def _named(self) -> list[Declared]:
        used = {table.table for table in self.tables.values() if not table.field}
        return [each for name in used for each in self.form.columns_of(name) if not each.is_role]


@cache
def annexes() -> Annexes:
    """The declared annex tables."""
    declared: dict[str, Any] = read_yaml(Path(__file__).parents[1] / "annexes.yaml")
    tables = records(Table, declared.pop("tables"), "annexes.yaml")
    return Annexes(form=load_forms()[declared.pop("form")], tables=tables, **declared)
