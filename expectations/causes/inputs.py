"""What each rule compares: temporary table `rule_inputs`, a row per repetition and measure that stands in it."""

from collections.abc import Iterable

import duckdb
import polars as pl

from expectations.compile import columns_used
from expectations.declared import Rule, declared_rules
from warehouse import declarations

COLUMNS = ("rule", "measure", "input", "balanced", "over")
TWICE = "told_twice"  # its rules speak of one measure after the other, and of no other
OVER = {"sum": "children", "told": "children", "levels": "levels"}


def open_inputs(con: duckdb.DuckDBPyConnection) -> None:
    """Make `rule_inputs`: rule, measure (at whose cell the failure stands), input, whether both sides must be equal,
    and whether the input is the row's own figure, or those of its children or levels."""
    con.register("known_inputs", inputs(declared_rules()))
    con.sql("CREATE OR REPLACE TEMP TABLE rule_inputs AS FROM known_inputs")
    con.unregister("known_inputs")


def inputs(rules: Iterable[Rule]) -> pl.DataFrame:
    """The rows of `rule_inputs`."""
    return pl.DataFrame([row for rule in rules for row in _rows(rule)], schema=COLUMNS, orient="row").unique()


def _rows(rule: Rule) -> Iterable[tuple[str, str, str, bool, str]]:
    known = declarations().measures.keys()
    if rule.view == TWICE:
        yield from ((rule.id, measure, measure, True, "own") for measure in known)
        return
    for each in rule.repetitions:
        owner = each.cell.split("__")[0]
        named = {(base, OVER.get(part.split("_")[0], "own")) for base, _, part in map(_parted, columns_used(each))}
        balanced = "beyond(" in each.fails_when or any(over == "children" for _, over in named)
        yield from ((rule.id, owner, base, balanced, over) for base, over in named if base in known)


def _parted(column: str) -> tuple[str, str, str]:
    return column.partition("__")
