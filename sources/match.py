"""A header understood as one table of a declared form: which column or cell means what, and what does not fit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from sources.context import Context
from sources.forms import Declared, Form, Table
from sources.header import Header
from sources.problems import Problem
from sources.stub import Stub

ENOUGH = 0.5  # share of a table's required columns that must be there before we call it that table
SEVERAL = {"@ignore", "@personal"}  # roles that several columns may have
Cell = tuple[int, str]
Use = tuple[Declared, int | None]  # a declared column, and the year it is used for where years stand side by side


@dataclass(frozen=True)
class Match:
    """One table of a form under one header.

    `columns` are the columns with a meaning of their own: letter → declared; `cells` those that mean something only
    where they meet a row: (row, letter) → declared; `stubs` what stands beside the rows then, of which `ignored`
    are declared to mean nothing.
    """

    form: Form
    table: Table
    header: Header
    context: Context
    years: tuple[int, ...]
    columns: dict[str, Declared] = field(default_factory=dict)
    cells: dict[Cell, Declared] = field(default_factory=dict)
    stubs: dict[int, Stub] = field(default_factory=dict)
    ignored: frozenset[int] = frozenset()
    missing: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()

    @property
    def score(self) -> tuple[bool, int, int]:
        told = len(self.columns) + len(set(self.cells.values()))
        return (not self.missing and not self.twice, told, -len(self.missing))

    @property
    def unmapped(self) -> list[str]:
        """Letters of the columns with words over them that no declaration knows."""
        used = {*self.columns, *(name for _, name in self.cells)}
        return [name for name in self.header.heads if name not in used]

    def judged(self, needed: Collection[Declared], used: Sequence[Use], year: int | None) -> "Match | None":
        """The same match with what is missing and what is there twice; None when it is too little to speak of."""
        there = {column for column, _ in used}
        missing = [column for column in needed if column not in there]
        tells = any(not column.is_role for column in (*there, *needed))
        if not there or not tells or len(needed) - len(missing) < ENOUGH * len(needed):
            return None
        many = {use[0] for use in used if used.count(use) > 1 and use[0].field not in SEVERAL}
        return replace(
            self,
            missing=tuple(sorted(_named(column, year) for column in missing)),
            twice=tuple(sorted(_named(column, year) for column in many)),
        )

    def problems(self, where: str) -> list[Problem]:
        """One sentence for all missing and repeated headers, with what is there instead."""
        said = []
        if self.missing:
            said.append("缺少列 " + "、".join(f"“{text}”" for text in self.missing))
        if self.twice:
            said.append("重复的列 " + "、".join(f"“{text}”" for text in self.twice))
        if not said:
            return []
        if self.unmapped:
            listed = (f"{name}{self.header.last}“{self.header.heads[name].printed}”" for name in self.unmapped)
            said.append("不认识的列 " + "、".join(listed))
        fix = f"版式确有变化的，请在 sources/forms/{self.form.id}/columns.csv 增加该年度的列名；否则请改回原表头"
        return [Problem(where, f"按“{self.form.title}·{self.table.title}”读取时，" + "；".join(said), fix)]


def _named(column: Declared, year: int | None) -> str:
    """A column as the messages call it: the words beside its row, if any, and its header."""
    return " × ".join(text for text in (*column.rows[:1], column.header(year)) if text)
