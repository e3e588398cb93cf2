"""From failures to findings: what has one cause is one finding, and the cause is named where arithmetic supports it.

First what ails a file, a sheet, a column or some rows as a whole (shapes.sql, from the sheets laid out beside last
year's in cells.py), then single cells (votes.sql): of all cells that failing rules speak of, the one that most of them
have in common. causes.yaml tells each cause, limits.yaml how clear a pattern must be.
"""

import duckdb
import polars as pl

from expectations.causes.cells import lay_out
from expectations.causes.declared import HERE, PLACEHOLDERS, Cause, constants, declared_causes
from expectations.causes.inputs import open_inputs
from expectations.compile import Years
from expectations.text import stale
from warehouse import LARGEST_AMOUNT, any_row

__all__ = ["Cause", "declared_causes", "group"]

UNSETTLED = "CREATE OR REPLACE TEMP TABLE cause_unsettled AS FROM failures WHERE {stale}"
# The failure that leads: the one that is the cause itself, else the hardest, at the wrong cell, with an equation. Most
# failures stand alone, and lead without being weighed.
LEADING = """
CREATE OR REPLACE TEMP TABLE cause_heads AS
WITH sized AS (SELECT grp, count(*) AS together, any_value(failure_id) AS failure_id FROM cause_members GROUP BY grp),
alone AS (
  SELECT grp, together, [rule] AS told_rules, held AS any_held, severity = 'hard' AS any_hard, [{covered}] AS covering,
    failure_id
  FROM sized JOIN cause_unsettled f USING (failure_id) WHERE together = 1),
several AS (
  SELECT grp, any_value(together) AS together, list(rule) AS told_rules, bool_or(held) AS any_held,
    bool_or(severity = 'hard') AS any_hard, list({covered}) AS covering,
    arg_min(f.failure_id, (list_contains(known_causes.rules, rule) IS NOT true, severity = 'soft',
      (f.delivery_id, coalesce(f.sheet, ''), f.cell) IS DISTINCT FROM (g.delivery_id, g.sheet, g.cell),
      f.delivery_id IS DISTINCT FROM g.delivery_id, rule, coalesce(year, 0), coalesce(region, ''),
      coalesce(f.level, ''), coalesce(f.cell, ''), f.failure_id)) AS failure_id
  FROM (FROM sized WHERE together > 1) s JOIN (SELECT grp, failure_id AS member FROM cause_members) USING (grp)
  JOIN cause_unsettled f ON f.failure_id = member LEFT JOIN cause_groups g USING (grp)
  LEFT JOIN known_causes ON known_causes.id = g.cause GROUP BY grp)
FROM (FROM alone UNION ALL BY NAME FROM several) JOIN cause_unsettled USING (failure_id)
"""
COVERED = "covered(rule, region, year, level, release, measure, f.file_name, f.sheet, f.cell, found, expected)"
# Where a cause is named, a finding stands at what is wrong, else at the cell where its failure shows. What an equation
# or the cause asks for in the place of the number there is `proposed`; what is blank, or arrives ready-made, gets none,
# and neither does an equation that asks for less than nothing, or for more than a cell can hold: it is wrong elsewhere.
FINDINGS = f"""
INSERT INTO findings BY NAME
SELECT * REPLACE (if(proposed >= 0 AND proposed < {LARGEST_AMOUNT}, proposed, NULL) AS proposed) FROM (
SELECT failure_id AS finding_id, rule, if(any_hard, 'hard', 'soft') AS severity, region, year, level, release, measure,
  if(named, g.delivery_id, l.delivery_id) AS delivery_id, if(named, g.file_name, l.file_name) AS file_name,
  coalesce(if(named, g.sheet, NULL), l.sheet) AS sheet, coalesce(if(named, g.cell, NULL), l.cell) AS cell,
  row_label, coalesce(if(named, g.header, NULL), column_label) AS column_label,
  round(CASE WHEN named AND g.found_value IS NOT NULL THEN g.expected_value
    WHEN named IS NOT true AND l.found_value IS NOT NULL AND measure IN (SELECT id FROM measures)
    THEN l.exact_value END, 6) AS proposed,
  l.found, l.expected, l.difference, l.rate, message, coalesce(told.hint, l.hint) AS hint, any_held AS held,
  together AS failures, list_sort(list_distinct(told_rules)) AS rules, cause,
  format(told.template, {{texts}}) AS cause_text, 'open' AS state, covers(covering) AS covers
FROM cause_heads l LEFT JOIN (SELECT *, cause IS NOT NULL AS named FROM cause_groups) g USING (grp)
LEFT JOIN known_causes told ON told.id = cause)
"""
BELONGING = """
UPDATE failures SET finding_id = cause_heads.failure_id FROM cause_members JOIN cause_heads USING (grp)
WHERE failures.failure_id = cause_members.failure_id AND failures.finding_id <> cause_heads.failure_id
"""


def group(con: duckdb.DuckDBPyConnection, years: Years) -> None:
    """Fill `findings` of these years, which hold none yet, from `failures`; every failure names its finding.

    Runs inside the transaction of `check`, which has made the macros `covered` (one failure's place and both values)
    and `covers` (the hash over a list of them).
    """
    con.sql(UNSETTLED.format(stale=stale(years)))
    if not any_row(con, "cause_unsettled"):
        return
    _open_causes(con)
    open_inputs(con)
    lay_out(con)
    con.execute(constants())
    for name in ("shapes.sql", "votes.sql", "findings.sql"):
        con.execute((HERE / name).read_text(encoding="utf-8"))
    con.sql(LEADING.format(covered=COVERED))
    texts = ", ".join(f"coalesce({text}, '')" for text in PLACEHOLDERS.values())
    con.sql(FINDINGS.format(texts=texts))
    con.sql(BELONGING)


def _open_causes(con: duckdb.DuckDBPyConnection) -> None:
    """`known_causes`: the declared causes as a table."""
    rows = [
        {"id": one.id, "template": one.template, "hint": one.hint, "says": list(one.says), "rules": list(one.rules)}
        for one in declared_causes()
    ]
    con.register(
        "told_causes", pl.DataFrame(rows, schema_overrides=dict.fromkeys(("says", "rules"), pl.List(pl.String)))
    )
    con.sql("CREATE OR REPLACE TEMP TABLE known_causes AS FROM told_causes")
    con.unregister("told_causes")
