"""Cells that hard failures hold back, and go on holding back once a later delivery tells the same number.

Rules look at what is told last. A number that was never accepted must not come back as the last accepted one when the
one that followed it fails too.
"""

import duckdb

from expectations.compile import Years
from expectations.text import stale, told_in
from warehouse import SUBJECTS, declarations, same_row

Con = duckdb.DuckDBPyConnection

LATER_FACTS = """
SELECT DISTINCT finding_id, h.year, h.delivery_id, h.sheet, h.cell
FROM held_facts h JOIN {subject} f ON {same_row}
JOIN accepted a ON a.delivery_id = h.delivery_id
JOIN {subject} n ON (n.unit, n.year, n.level, n.release) = (f.unit, f.year, f.level, f.release)
JOIN accepted b ON b.delivery_id = n.delivery_id AND b.form = a.form AND b.arrival > a.arrival
WHERE {told}
"""
LATER_FIGURES = """
SELECT DISTINCT finding_id, h.year, h.delivery_id, h.sheet, h.cell
FROM held_cells h JOIN published_figures f
  ON (f.delivery_id, coalesce(f.sheet, '')) = (h.delivery_id, coalesce(h.sheet, ''))
  AND h.cell IN (f.cell, f.previous_cell, f.growth_cell)
JOIN accepted a ON a.delivery_id = h.delivery_id
JOIN published_figures n ON (n.region, n.year, n.level, n.indicator, n.scope, n.release, n.comparable)
  = (f.region, f.year, f.level, f.indicator, f.scope, f.release, f.comparable)
JOIN accepted b ON b.delivery_id = n.delivery_id AND b.form = a.form AND b.arrival > a.arrival
"""
HELD = """
INSERT INTO held_cells BY NAME
SELECT DISTINCT finding_id, holding.year, holding.delivery_id, holding.sheet, holding.cell
FROM holding JOIN failures USING (failure_id)
UNION SELECT * FROM held_before ORDER BY ALL
"""


def hold(con: Con, years: Years) -> None:
    """Renew the held cells of these years from `holding`, whose failures are written; superseded ones stay held."""
    queries = [_later(subject) for subject in SUBJECTS] + [LATER_FIGURES]
    con.sql(f"""CREATE OR REPLACE TEMP TABLE held_before AS
        SELECT * FROM ({" UNION ".join(queries)}) WHERE {stale(years)}""")
    con.sql(f"DELETE FROM held_cells WHERE {stale(years)}")
    con.sql(HELD)


def _later(subject: str) -> str:
    measures = declarations().measures_of(subject)
    return LATER_FACTS.format(subject=subject, same_row=same_row("f", "h"), told=told_in("n", "h.field", measures))
