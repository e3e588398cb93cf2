"""`places`, and which group of regions is opened first."""

from collections.abc import Iterable

import duckdb
import polars as pl

from dashboards.data.sql import finality, in_columns, listed
from dashboards.english import place_names
from dashboards.views import front

Con = duckdb.DuckDBPyConnection
COLUMNS = ("code", "name", "name_en", "kind", "parent", "example", "page", "judged", "failed", "newest")
# Regions and those above them; `failed` counts the failed duties of the front page in the newest year with one.
PLACES = """
WITH RECURSIVE above AS (
  SELECT region AS code FROM shown
  UNION SELECT p.parent FROM above JOIN places p USING (code) WHERE p.parent IS NOT NULL),
final AS (
  SELECT region, year, verdict FROM verdicts JOIN statutory_tests t ON t.id = test
  WHERE t.family IN ({families})
  QUALIFY row_number() OVER (PARTITION BY region, year, level, test ORDER BY {finality} DESC) = 1),
duties AS (
  SELECT region, year, count(*) FILTER (verdict = 'fail') AS failed FROM final GROUP BY region, year
  QUALIFY row_number() OVER (PARTITION BY region ORDER BY year DESC) = 1),
years AS (SELECT region, max(year) AS newest FROM (
  SELECT region, year FROM verdicts UNION SELECT region, year FROM indicator_values) GROUP BY ALL)
SELECT p.code, p.name, e.name_en, p.kind, p.parent, only_true(p.example) AS example,
  only_true(s.region IS NOT NULL) AS page, only_true(m.head IS NOT NULL) AS judged, nullif(failed, 0) AS failed,
  coalesce(duties.year, years.newest) AS newest
FROM above JOIN places p USING (code) LEFT JOIN shown s ON s.region = code LEFT JOIN duties ON duties.region = code
LEFT JOIN years ON years.region = code LEFT JOIN english_places e ON e.name = p.name
LEFT JOIN (SELECT DISTINCT head FROM members) AS m ON m.head = code
"""
HOME = """WITH duties AS (FROM verdicts WHERE test IN (SELECT id FROM statutory_tests WHERE family IN ({}))),
    heads AS (SELECT coalesce(p.parent, p.code) AS head, v.region, v.year, v.verdict
        FROM duties v JOIN places p ON p.code = v.region)
    SELECT h.head FROM heads h JOIN places p ON p.code = h.head GROUP BY h.head, p.example
    ORDER BY p.example, count(DISTINCT region) FILTER (region <> h.head) <= 1,
        max(year) FILTER (verdict <> 'insufficient') DESC NULLS LAST, h.head LIMIT 1"""


def places_text(con: Con) -> str:
    """JSON of the shown regions and those above them, in columns."""
    con.register("english_places", pl.DataFrame(list(place_names().items()), schema=["name", "name_en"], orient="row"))
    query = PLACES.format(families=_quoted(front()), finality=finality())
    columns = {name: name for name in COLUMNS}
    told = f"SELECT {listed(columns, ['code'])} FROM ({query})"
    found = con.execute(f"SELECT substr(text, 2) FROM ({in_columns(told, columns)})").fetchall()
    return f"{{{found[0][0] or ''}}}"


def home(con: Con) -> str | None:
    """The group opened first: a real one of several regions before single ones, then the one judged last."""
    found = con.sql(HOME.format(_quoted(front()))).fetchall()
    return str(found[0][0]) if found else None


def _quoted(ids: Iterable[str]) -> str:
    return ", ".join(f"'{each}'" for each in ids)
