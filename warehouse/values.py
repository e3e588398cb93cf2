"""Indicator values before growth: a unit's own figure, the figure a document prints, or the sum of the children.

Everything is set-wise DuckDB SQL generated from the declarations, in temporary tables: `sums` (of rows) → `told`
(own, else rolled up) and `rolled_values`, beside `used_figures`; together `candidates`, of which some are
`chosen_values` and the others `passed_over`.
"""

from warehouse.bars import build_bars
from warehouse.crossing import build_crossing
from warehouse.figures import build_figures
from warehouse.keys import KEY, KEYED
from warehouse.quotients import QUOTIENTS
from warehouse.records import Declarations
from warehouse.scope import Scope
from warehouse.store import Connection, forget
from warehouse.sums import build_sums
from warehouse.tree import build_tree


def build_values(con: Connection, known: Declarations, scope: Scope, *, carried: bool = False) -> None:
    """Fill the temporary tables for the scope and the year before, reading as far back as formulas look.

    The year before is not computed where its values are `carried` on: they stand in `last_values`.
    """
    if carried:
        con.sql(f"CREATE OR REPLACE TEMP TABLE last_values AS FROM chosen_values WHERE {scope.span(1)}")
    forget(con, "candidates")
    before = 0 if carried else 1
    years, back = scope.rows(before), scope.rows(before + known.farthest)
    deepest = build_tree(con, scope.span(before + known.farthest))
    build_sums(con, known, build_bars(con, known, years), years)
    build_crossing(con, known, years, back)
    _roll_up(con, f"{scope.span(before)} AND {scope.beside}", deepest)
    build_figures(con, scope)
    con.sql(CANDIDATES.format(years=years))
    con.sql(COMPOSITES)
    forget(con, "sums", "rolled_values", "measure_sums", "final_sums")
    con.sql(PASSED_OVER)
    con.sql(_chosen(con, carried))


# What stands beside the regions computed now counts in the sums above them as it was last computed.
BESIDE = f"""
CREATE OR REPLACE TEMP TABLE beside AS
SELECT * REPLACE ({KEYED}) FROM (
    SELECT {KEY}, numerator, denominator, squares, coverage
    FROM (SELECT {KEY}, basis, numerator, denominator, squares, coverage FROM indicator_values
        UNION ALL SELECT {KEY}, basis, numerator, denominator, squares, coverage FROM indicator_alternatives)
    WHERE basis IN ('reported', 'rolled_up') AND numerator IS NOT NULL AND {{where}}
        AND indicator IN (SELECT id FROM indicators)
    QUALIFY row_number() OVER (PARTITION BY {KEY} ORDER BY basis) = 1)
"""
TOLD = f"""
CREATE OR REPLACE TEMP VIEW told AS
SELECT {KEY}, numerator, denominator, squares, 1.0 AS coverage FROM sums WHERE own
UNION ALL
SELECT rolled.* FROM rolled_values AS rolled ANTI JOIN (FROM sums WHERE own) AS sent USING ({KEY})
UNION ALL
FROM beside
"""
# Where no regions lie below, the schools' sums are all there is to add up.
LEAVES = f"""
CREATE OR REPLACE TEMP TABLE rolled_values AS
SELECT {KEY}, numerator, denominator, squares, sums.children / greatest(expected.children, sums.children) AS coverage
FROM sums JOIN tree ON tree.code = region AND leaf LEFT JOIN expected USING (region, year, level) WHERE NOT own
"""
ROLL_UP = """
INSERT INTO rolled_values
SELECT children.region, children.year, children.level, indicator, release, sum(numerator), sum(denominator),
    sum(squares), sum(covered) / greatest(any_value(expected.children), sum(covered))
FROM (
    SELECT region, year, level, indicator, release, numerator, denominator, squares, children AS covered
    FROM sums JOIN tree ON tree.code = region AND depth = {depth} AND NOT leaf WHERE NOT own
    UNION ALL
    SELECT parent, year, level, indicator, release, numerator, denominator, squares, coverage
    FROM told JOIN tree ON tree.code = told.region AND depth = {depth} + 1) AS children
LEFT JOIN expected USING (region, year, level)
GROUP BY ALL
"""


def _roll_up(con: Connection, beside: str, deepest: int) -> None:
    """Sums from the leaves to the root, own figures before sums of children; a missing child lowers the coverage."""
    con.sql(BESIDE.format(where=beside))
    con.sql(LEAVES)
    con.sql(TOLD)
    for depth in range(deepest - 1, -1, -1):
        con.sql(ROLL_UP.format(depth=depth))


VALUE = """CASE WHEN kind = 'dispersion' AND numerator = 0 THEN NULL
    WHEN kind = 'dispersion'
        THEN sqrt(greatest(denominator::DOUBLE * squares::DOUBLE / pow(numerator::DOUBLE, 2) - 1, 0))
    WHEN kind = 'schools_share' THEN numerator::DOUBLE * 100 / nullif(denominator, 0)::DOUBLE
    WHEN formula_under = '' THEN numerator
    ELSE numerator::DOUBLE * scale / nullif(denominator, 0)::DOUBLE END::DOUBLE"""

CANDIDATES = f"""
CREATE OR REPLACE TEMP TABLE candidates AS
WITH computed AS (
    SELECT {KEY}, numerator, denominator, squares, 'reported' AS basis, 1.0 AS coverage, 1 AS place
    FROM sums WHERE own
    UNION ALL BY NAME
    SELECT *, 'rolled_up' AS basis, 3 AS place FROM rolled_values),
printed AS (
    SELECT {KEY}, scope, any_value(value ORDER BY comparable) AS value,
        any_value(delivery_id ORDER BY comparable) AS delivery_id
    FROM used_figures WHERE {{years}} GROUP BY {KEY}, scope),
declared AS (SELECT id::indicator_key AS indicator, kind, scale, denominator AS formula_under FROM indicators)
SELECT {KEY}, '' AS scope, basis, place, numerator, denominator, squares, {VALUE} AS value, coverage,
    NULL AS delivery_id
FROM computed JOIN declared USING (indicator)
UNION ALL
SELECT {KEY}, scope, 'published', 2, NULL, NULL, NULL, value::DOUBLE, 1.0, delivery_id FROM printed
"""

COMPOSITES = """
INSERT INTO candidates BY NAME
WITH wanted AS (
    SELECT id::indicator_key AS composite, unnest(parts)::indicator_key AS indicator, len(parts) AS parts
    FROM indicators WHERE kind = 'composite')
SELECT region, year, level, composite AS indicator, release, '' AS scope, basis, place,
    list_sum(list(value ORDER BY indicator)) / any_value(parts) AS value, min(coverage) AS coverage
FROM candidates JOIN wanted USING (indicator) WHERE scope = '' AND basis <> 'published' AND value IS NOT NULL
GROUP BY region, year, level, composite, release, basis, place HAVING count(*) = any_value(parts);
"""
COMPOSITES += QUOTIENTS

# Of several candidates for one key the best is chosen. Most keys have one, a sum of children; only the others are
# weighed up.
PASSED_OVER = f"""
CREATE OR REPLACE TEMP TABLE passed_over AS
WITH told AS (SELECT {KEY} FROM candidates WHERE place < 3),
several AS (
    SELECT {KEY} FROM told GROUP BY ALL HAVING count(*) > 1
    UNION ALL
    SELECT {KEY} FROM candidates SEMI JOIN told USING ({KEY}) WHERE place = 3)
SELECT * FROM candidates SEMI JOIN several USING ({KEY})
QUALIFY row_number() OVER (PARTITION BY {KEY} ORDER BY value IS NULL, place, scope) > 1
"""


def _chosen(con: Connection, carried: bool) -> str:
    """The view `chosen_values`; where nothing was passed over it says so, lest joins take it for small."""
    some = con.sql("SELECT count(*) FROM passed_over").fetchall() != [(0,)]
    others = f"ANTI JOIN passed_over USING ({KEY}, scope, basis)" if some else ""
    last = "UNION ALL FROM last_values" if carried else ""
    return f"CREATE OR REPLACE TEMP VIEW chosen_values AS SELECT * EXCLUDE (place) FROM candidates {others} {last}"
