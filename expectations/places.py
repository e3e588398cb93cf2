"""Where the facts of failing rows stand: file, sheet and cell, looked up for those rows alone."""

import duckdb

from expectations.text import listed, told_in
from warehouse import SUBJECTS, any_row, declarations, latest

Con = duckdb.DuckDBPyConnection
KEY = "unit, year, level, release"

PLACED = """
CREATE OR REPLACE TEMP TABLE placed
  (unit VARCHAR, year SMALLINT, level VARCHAR, release VARCHAR, measure VARCHAR, place STRUCT(delivery_id VARCHAR,
   sheet VARCHAR, cell VARCHAR))
"""
# The row that tells the measure now, else one in which it is blank; of several the latest, as the value is.
ROWS = """
CREATE OR REPLACE TEMP TABLE telling AS
SELECT * EXCLUDE (latest), latest.delivery_id, latest.sheet, latest."row" FROM (
  SELECT unit, year, level, release, measure, arg_max(struct_pack(delivery_id, sheet, "row"),
    ({told})::BIGINT * 10 ** 15 + arrival * 10000000 + coalesce("row", 0)) AS latest
  FROM mine JOIN ({rows}) AS facts USING (unit, year, level, release) JOIN accepted USING (delivery_id) GROUP BY ALL)
"""
# A layout names the cell of one row, or the column of all; one without level holds for every level.
CELLS = """
INSERT INTO placed
SELECT t.unit, t.year, t.level, t.release, t.measure, struct_pack(delivery_id := t.delivery_id, sheet := t.sheet,
  cell := coalesce(min(coalesce(own.cell, own."column" || own."row")),
    min(coalesce(whole.cell, whole."column" || t."row"))))
FROM telling t LEFT JOIN places own ON (own.delivery_id, own.sheet, own.field, own."row")
  = (t.delivery_id, coalesce(t.sheet, ''), measure, t."row") AND own.level IN ('', t.level)
LEFT JOIN places whole ON (whole.delivery_id, whole.sheet, whole.field)
  = (t.delivery_id, coalesce(t.sheet, ''), measure) AND whole."row" IS NULL AND whole.level IN ('', t.level)
GROUP BY t.unit, t.year, t.level, t.release, t.measure, t.delivery_id, t.sheet
"""
PLACES = """
CREATE OR REPLACE TEMP TABLE places AS
SELECT delivery_id, coalesce(sheet, '') AS sheet, field, coalesce(level, '') AS level, "row", "column", cell
FROM layouts WHERE coalesce(part, 'value') = 'value' AND field IN (SELECT measure FROM wanted)
"""


def locate(con: Con, wanted: str) -> None:
    """Make `placed` with the places of what a query asks for: unit, year, level, release, measure.

    Runs after `open_facts`, which notes in `again_<subject>` what is told more than once.
    """
    con.sql(f"CREATE OR REPLACE TEMP TABLE wanted AS SELECT DISTINCT * FROM ({wanted}) WHERE measure IS NOT NULL")
    for text in (PLACED, PLACES):
        con.sql(text)
    asked = {name for (name,) in con.sql("SELECT DISTINCT measure FROM wanted").fetchall()}
    for subject in SUBJECTS:
        if mine := [each for each in declarations().measures_of(subject) if each in asked]:
            _locate(con, subject, mine)


def _locate(con: Con, subject: str, measures: list[str]) -> None:
    con.sql(f"CREATE OR REPLACE TEMP TABLE mine AS FROM wanted WHERE measure IN ({listed(measures)})")
    rows = f"SELECT * FROM {subject} SEMI JOIN mine USING ({KEY})"
    if any_row(con, f"again_{subject}"):  # else nothing is told twice, and there is nothing to weigh up
        rows = latest(f"({rows})", measures)
    con.sql(ROWS.format(told=told_in("facts", "measure", measures), rows=rows))
    con.sql(CELLS)
