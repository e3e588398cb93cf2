"""Indicator formulas: arithmetic over measures, written once, parsed by sqlglot, compiled to DuckDB SQL here only.

`pupils` is the measure of the row's own level, `junior.entrants` the same unit's measure at another level, and
`ago(primary.entrants, 8)` what it was eight years earlier.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import sqlglot
from sqlglot import exp

from sources import DeclarationError

ARITHMETIC = (exp.Column, exp.Identifier, exp.Literal, exp.Add, exp.Sub, exp.Mul, exp.Paren, exp.Neg, exp.Anonymous)


class Input(NamedTuple):
    """One measure that a formula takes: at the row's own level (empty) or another, so many years ago."""

    level: str
    measure: str
    ago: int = 0

    @property
    def is_own(self) -> bool:
        """Whether it stands in the row itself: own level, own year."""
        return not self.level and not self.ago


Place = Callable[[Input], str]


@dataclass(frozen=True)
class Formula:
    """A parsed formula; its inputs in the order of appearance."""

    text: str
    inputs: tuple[Input, ...]

    @property
    def is_plain(self) -> bool:
        """Whether one row of one unit is enough to compute it."""
        return all(each.is_own for each in self.inputs)

    @property
    def terms(self) -> dict[Input, int]:
        """How many times each input is added; empty where products make it more than a sum."""
        found: dict[Input, int] = {}
        return found if _add_terms(_tree(self.text), 1, found) else {}

    def sql(self, place: Place) -> str:
        """DuckDB SQL in which each input is what `place` makes of it."""
        return _placed(_tree(self.text), place).sql(dialect="duckdb")


@cache
def parse(text: str) -> Formula:
    """Parse one formula; anything but sums and products of measures is a mistake (a ratio has a denominator)."""
    tree = _tree(text)
    foreign = sorted({_kind(node) for node in tree.walk() if not _allowed(node)})
    if foreign:
        raise DeclarationError([f"公式 “{text}” 含有不允许的成分：{'、'.join(foreign)}"])
    return Formula(text, tuple(_inputs(tree)))


@cache
def _tree(text: str) -> exp.Expr:
    try:
        return sqlglot.parse_one(text, read="duckdb")
    except sqlglot.ParseError as error:
        raise DeclarationError([f"公式 “{text}” 读不懂"]) from error


def _allowed(node: exp.Expr) -> bool:
    if isinstance(node, exp.Anonymous):
        return _lag(node) is not None
    return isinstance(node, ARITHMETIC)


def _kind(node: exp.Expr) -> str:
    """What a component is called when it is refused."""
    if isinstance(node, exp.Anonymous):
        return f"{node.sql(dialect='duckdb')}（只认 ago(统计量, 年数)）"
    return type(node).__name__


def _lag(node: exp.Expr) -> Input | None:
    """The input that `ago(measure, n)` stands for; None for any other call."""
    match node:
        case exp.Anonymous(this="ago", expressions=[exp.Column() as column, exp.Literal(is_string=False) as years]):
            return Input(column.table, column.name, int(years.name)) if years.name.isdigit() else None
    return None


def _inputs(tree: exp.Expr) -> list[Input]:
    nodes = tree.dfs(prune=lambda node: isinstance(node, exp.Anonymous))
    return [found for node in nodes if (found := _input(node))]


def _input(node: exp.Expr) -> Input | None:
    return Input(node.table, node.name) if isinstance(node, exp.Column) else _lag(node)


def _add_terms(node: exp.Expr, sign: int, found: dict[Input, int]) -> bool:
    """Collect the terms of a sum; False where it is none."""
    if each := _input(node):
        found[each] = found.get(each, 0) + sign
        return True
    match node:
        case exp.Paren():
            return _add_terms(node.this, sign, found)
        case exp.Neg():
            return _add_terms(node.this, -sign, found)
        case exp.Add() | exp.Sub():
            right = -sign if isinstance(node, exp.Sub) else sign
            return _add_terms(node.left, sign, found) and _add_terms(node.right, right, found)
    return False


def _placed(tree: exp.Expr, place: Place) -> exp.Expr:
    def put(node: exp.Expr) -> exp.Expr:
        found = _input(node)
        return _tree(place(found)).copy() if found else node

    return tree.copy().transform(put)
