"""What each rule compares: temporary table `rule_inputs`, a row per repetition and measure that stands in it."""

from collections.abc import Iterable

import duckdb
import polars as pl

from expectations.compile import columns_used
from expectations.declared import Rule, declared_rules
from warehouse import declarations

COLUMNS = ("rule", "measure", "input", "balanced", "over_children")
CHILDREN = "facts_and_children"


def open_inputs(con: duckdb.DuckDBPyConnection) -> None:
    """Make `rule_inputs`: rule, measure (at whose cell the failure stands), input, whether both sides must be equal,
    whether one side is the sum of the region's children."""
    con.register("known_inputs", inputs(declared_rules()))
    con.sql("CREATE OR REPLACE TEMP TABLE rule_inputs AS FROM known_inputs")
    con.unregister("known_inputs")


def inputs(rules: Iterable[Rule]) -> pl.DataFrame:
    """The rows of `rule_inputs`."""
    return pl.DataFrame([row for rule in rules for row in _rows(rule)], schema=COLUMNS, orient="row").unique()


def _rows(rule: Rule) -> Iterable[tuple[str, str, str, bool, bool]]:
    known = declarations().measures.keys()
    for each in rule.repetitions:
        owner, over_children = each.cell.split("__")[0], each.view == CHILDREN
        balanced = over_children or "beyond(" in each.fails_when
        for name in sorted({column.split("__")[0] for column in columns_used(each)} & known):
            yield rule.id, owner, name, balanced, over_children
