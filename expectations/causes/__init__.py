"""From failures to findings: what has one cause is one finding."""

import duckdb

from expectations.compile import Years
from expectations.text import stale

# A cause of its own for every failure.
ONE_EACH = """
INSERT INTO findings BY NAME
SELECT finding_id, rule, severity, region, year, level, release, measure, delivery_id, file_name, sheet, cell,
    row_label, column_label, found, expected, difference, message, hint, held, 1 AS failures, [rule] AS rules,
    'open' AS state,
    covers(list(covered(rule, region, year, level, release, measure, file_name, sheet, cell, found,
        expected))) AS covers
FROM failures WHERE {stale} GROUP BY ALL
"""


def group(con: duckdb.DuckDBPyConnection, years: Years) -> None:
    """Fill `findings` of these years, which hold none yet, from `failures`; every failure names its finding.

    A failure arrives with an id of its own as the id of its finding. Runs inside the transaction of `check`, which
    has made the macros `covered` (one failure's place and both values) and `covers` (the hash over a list of them).
    """
    con.sql(ONE_EACH.format(stale=stale(years)))
