"""Official thresholds as far as a `schools_share` needs them: per region, year and level, a column for each bar.

They are rows of the table `norms` of the store (another room declares them); a store without it has no such shares.
"""

from dataclasses import dataclass

from warehouse.records import Declarations
from warehouse.schema import SIDE
from warehouse.store import Connection

LOWER = (">", ">=")


@dataclass(frozen=True)
class Bar:
    """One kind of threshold on one indicator, and the column of `bars` that holds it."""

    indicator: str
    operator: str
    column: str

    def times(self, floor: float) -> str:
        """SQL of the bar lowered to `floor` of it; an upper bound is raised instead."""
        moved = self.column if floor == 1 else f"{self.column} {'*' if self.operator in LOWER else '/'} {floor}"
        return f"CAST({moved} AS {SIDE})"  # wide: norm × pupils would overflow eighteen digits


def build_bars(con: Connection, known: Declarations, years: str) -> dict[str, list[Bar]]:
    """Make the table `bars` (region, year, level, a column per bar); returns the bars of each schools_share.

    Where several norms of one kind hold (the country's and a stricter local one), the strictest does. Needs `tree`.
    """
    shares = {one.id: one.parts for one in known.indicators.values() if one.kind == "schools_share"}
    found = _found(con, sorted({part for parts in shares.values() for part in parts}))
    if not found:
        con.sql("CREATE OR REPLACE TEMP TABLE bars (region VARCHAR, year SMALLINT, level VARCHAR)")
        return {}
    area = "norms.area" if "area" in con.table("norms").columns else "''"
    listed = ", ".join(f"'{name}'" for name in sorted({bar.indicator for bar in found}))
    con.sql(AREAS)
    con.sql(f"CREATE OR REPLACE TEMP TABLE bar_years AS SELECT DISTINCT year FROM work.summed_facts WHERE {years}")
    con.sql(NORMS.format(area=area, listed=listed))
    columns = "".join(f", {_strictest(bar)} AS {bar.column}" for bar in found)
    con.sql(f"CREATE OR REPLACE TEMP TABLE bars AS SELECT region, year, level{columns} FROM norms_at GROUP BY ALL")
    return {share: [bar for bar in found if bar.indicator in parts] for share, parts in shares.items()}


def _found(con: Connection, indicators: list[str]) -> list[Bar]:
    if not con.sql("SELECT 1 FROM duckdb_tables() WHERE table_name = 'norms' AND NOT temporary").fetchall():
        return []
    listed = ", ".join(f"'{name}'" for name in indicators) or "NULL"
    kinds = f"SELECT DISTINCT indicator, operator FROM norms WHERE indicator IN ({listed}) ORDER BY ALL"
    return [Bar(name, how, f"bar_{place}") for place, (name, how) in enumerate(con.sql(kinds).fetchall())]


def _strictest(bar: Bar) -> str:
    pick = "max" if bar.operator in LOWER else "min"
    return f"{pick}(value) FILTER (indicator = '{bar.indicator}' AND operator = '{bar.operator}')"


# Made one after the other: as one statement, the joins lose track of their dictionaries (DuckDB 2.0.0).
AREAS = """
CREATE OR REPLACE TEMP TABLE areas AS
WITH RECURSIVE within AS (
    SELECT code, code AS area, parent FROM tree
    UNION ALL
    SELECT within.code, tree.code, tree.parent FROM within JOIN tree ON tree.code = within.parent)
SELECT code, area FROM within UNION ALL SELECT code, '' FROM tree
"""
NORMS = """
CREATE OR REPLACE TEMP TABLE norms_at AS
SELECT areas.code AS region, bar_years.year, norms.level, norms.indicator, norms.operator, norms.value
FROM norms JOIN areas ON areas.area = coalesce({area}, '')
JOIN bar_years ON bar_years.year BETWEEN coalesce(valid_from, bar_years.year) AND coalesce(valid_to, bar_years.year)
WHERE norms.indicator IN ({listed})
"""
