"""Numbers nobody delivered: what would follow from them can be computed, and nothing of it stays."""

import polars as pl

from warehouse.declarations import declarations
from warehouse.records import SUBJECTS
from warehouse.schema import FACTS_AT, same_row
from warehouse.store import Connection

# Told last of all, each by the form that told the number before it.
DELIVERIES = """
INSERT INTO deliveries BY NAME
SELECT 'supposed ' || delivery_id AS delivery_id, form, 'accepted' AS state,
    (SELECT max(received_at) FROM deliveries) + INTERVAL 1 SECOND AS received_at
FROM deliveries SEMI JOIN supposed_facts USING (delivery_id)
"""
ORIGINALS = "SELECT DISTINCT delivery_id FROM supposed_facts ORDER BY ALL"
ROWS = """
INSERT INTO {subject} BY NAME
SELECT facts.unit, facts.year, facts.level, facts.release, 'supposed ' || facts.delivery_id AS delivery_id,
    facts.sheet, facts."row", {values}
FROM {subject} AS facts JOIN supposed_facts AS supposed ON {same_row}
WHERE field IN ({measures}) GROUP BY ALL
"""


def suppose(con: Connection, numbers: pl.DataFrame) -> list[str]:
    """Let cells of deliveries tell other numbers, as if each had come in a later delivery; returns the ids of these.

    `con` is one of `supposing`. Columns of `numbers`: delivery_id, sheet, cell, value (in the unit of the measure).
    Figures that arrive ready-made stay as they are.
    """
    con.register("supposed_numbers", numbers)
    con.sql("CREATE OR REPLACE TEMP TABLE supposed_cells AS FROM supposed_numbers")
    con.unregister("supposed_numbers")
    con.sql(f"CREATE OR REPLACE TEMP TABLE supposed_facts AS {FACTS_AT.format(cells='supposed_cells')}")
    con.sql(DELIVERIES)
    told = {field for (field,) in con.sql("SELECT DISTINCT field FROM supposed_facts").fetchall()}
    for subject in SUBJECTS:
        if mine := sorted(told.intersection(declarations().measures_of(subject))):
            con.sql(_rows(subject, mine))
    return [f"supposed {original}" for (original,) in con.sql(ORIGINALS).fetchall()]


def _rows(subject: str, measures: list[str]) -> str:
    values = ", ".join(f"any_value(value) FILTER (field = '{name}') AS {name}" for name in measures)
    fields = ", ".join(f"'{name}'" for name in measures)
    return ROWS.format(subject=subject, values=values, measures=fields, same_row=same_row("supposed", "facts"))
