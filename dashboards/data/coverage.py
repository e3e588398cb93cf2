"""`coverage/<code>`: of the regions directly below a region, how many have which indicator in which year."""

from collections.abc import Iterator

import duckdb

Con = duckdb.DuckDBPyConnection
COVERAGE = """
WITH below AS (SELECT p.parent AS head, p.code AS region FROM places p JOIN shown ON shown.region = p.code
    WHERE p.parent IS NOT NULL),
heads AS (SELECT head, count(*) AS children FROM below GROUP BY head),
counted AS (
    SELECT head, indicator, year, count(*) AS have
    FROM (SELECT DISTINCT region, indicator, year FROM indicator_values WHERE value IS NOT NULL)
    JOIN below USING (region) GROUP BY ALL),
rows_ AS (
    SELECT head, indicator, min(year) AS first, max(year) AS last, map_from_entries(list((year, have))) AS by_year
    FROM counted GROUP BY ALL),
told AS (
    SELECT head, list(struct_pack(indicator := indicator, "first" := first,
        have := [coalesce(by_year[y::SMALLINT], 0) FOR y IN range(first, last + 1)]) ORDER BY indicator) AS told
    FROM rows_ GROUP BY head)
SELECT 'coverage/' || head, json_object('region', head, 'children', children, 'indicators', told)::VARCHAR
FROM heads JOIN told USING (head) ORDER BY head"""


def coverage_scripts(con: Con) -> Iterator[tuple[str, str]]:
    """Key and JSON text of every region with shown ones below: of each indicator a count a year, from its first on."""
    found = con.execute(COVERAGE)
    while row := found.fetchone():
        yield row[0], row[1]
