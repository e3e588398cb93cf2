"""What it means: units, regions, levels, releases, measures and indicators; facts in DuckDB, values computed there.

Belongs here: the declarations of what is counted and derived, turning returns into facts, the store, indicator
values with their growth and source cells. Does not belong here: how files look (`sources`), what must hold
(`expectations`), how it is shown (`dashboards`).

The door: `open_store`, `receive`, `compute_indicators`, `declarations`.
"""

from warehouse.as_of import as_of
from warehouse.compute import compute_indicators
from warehouse.declarations import declarations
from warehouse.due import Due, find_due, remember_computed
from warehouse.equity import least_addition, school_influence, school_values
from warehouse.intake import read_again, receive
from warehouse.journal import Entry, enter
from warehouse.keeping import keep
from warehouse.records import SUBJECTS, Declarations, Indicator, Measure
from warehouse.revisions import COMPARED, write_revisions
from warehouse.schema import LARGEST_AMOUNT, latest, same_row
from warehouse.scope import Scope, depends_on
from warehouse.states import states
from warehouse.store import (
    Connection,
    Record,
    StoreBusy,
    add_columns,
    any_row,
    connect,
    forget,
    open_store,
    prepare,
    reading_store,
    replace,
    supposing,
    transaction,
)
from warehouse.supposed import suppose
from warehouse.understanding import understand

__all__ = [
    "COMPARED",
    "LARGEST_AMOUNT",
    "SUBJECTS",
    "Connection",
    "Declarations",
    "Due",
    "Entry",
    "Indicator",
    "Measure",
    "Record",
    "Scope",
    "StoreBusy",
    "add_columns",
    "any_row",
    "as_of",
    "compute_indicators",
    "connect",
    "declarations",
    "depends_on",
    "enter",
    "find_due",
    "forget",
    "keep",
    "latest",
    "least_addition",
    "open_store",
    "prepare",
    "read_again",
    "reading_store",
    "receive",
    "remember_computed",
    "replace",
    "same_row",
    "school_influence",
    "school_values",
    "states",
    "suppose",
    "supposing",
    "transaction",
    "understand",
    "write_revisions",
]
