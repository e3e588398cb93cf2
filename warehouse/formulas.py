"""Indicator formulas: arithmetic over measures, written once, parsed by sqlglot, compiled to DuckDB SQL here only.

`pupils` is the measure of the row's own level, `junior.entrants` the same unit's measure at another level.
"""

from dataclasses import dataclass
from functools import cache

import sqlglot
from sqlglot import exp

from sources import DeclarationError

ARITHMETIC = (exp.Column, exp.Identifier, exp.Literal, exp.Add, exp.Sub, exp.Mul, exp.Paren, exp.Neg)


@dataclass(frozen=True)
class Formula:
    """A parsed formula; `inputs` are (level or empty, measure) in the order of appearance."""

    text: str
    inputs: tuple[tuple[str, str], ...]

    def sql(self, own: str) -> str:
        """DuckDB SQL in which measures of the row's own level come from the alias `own`."""
        tree = sqlglot.parse_one(self.text, read="duckdb")
        for column in tree.find_all(exp.Column):
            column.set("table", exp.to_identifier(column.table or own, quoted=True))
        return tree.sql(dialect="duckdb")


@cache
def parse(text: str) -> Formula:
    """Parse one formula; anything but sums and products of measures is a mistake (a ratio has a denominator)."""
    try:
        tree = sqlglot.parse_one(text, read="duckdb")
    except sqlglot.ParseError as error:
        raise DeclarationError([f"公式 “{text}” 读不懂"]) from error
    foreign = sorted({type(node).__name__ for node in tree.walk() if not isinstance(node, ARITHMETIC)})
    if foreign:
        raise DeclarationError([f"公式 “{text}” 含有不允许的成分：{'、'.join(foreign)}"])
    return Formula(text, tuple((column.table, column.name) for column in tree.find_all(exp.Column)))
