"""What a published database tells of one group of regions in one year: its figures, and the cells behind them."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl

from dashboards.annex.declared import annexes
from dashboards.signing import SignOff, read

Con = duckdb.DuckDBPyConnection
Row = dict[str, Any]
Key = tuple[str, str, str]  # region, level, indicator


@dataclass(frozen=True)
class Group:
    """A region with what lies right below it, in a year for which some figure of the annex is there."""

    region: str
    name: str
    year: int


@dataclass(frozen=True)
class Figures:
    """Everything the annex of one group says: regions in their order, figures, source cells, what holds for them."""

    group: Group
    regions: list[Row]
    values: dict[Key, Row]
    cells: dict[Key, list[Row]]
    held: dict[str, int]
    suppressed: set[Key]
    breaks: list[Row]
    releases: dict[str, str]
    sign_off: SignOff
    publication: str


def groups(con: Con, regions: list[str], year: int | None = None) -> list[Group]:
    """The groups of these regions (none: of every region under which there are figures), each in its newest year."""
    found = _rows(con, GROUPS, indicators=annexes().indicators(), regions=regions, year=year)
    return [Group(**each) for each in found]


GROUPS = """
WITH told AS (
    SELECT DISTINCT region, year FROM indicator_values WHERE indicator IN (SELECT unnest($indicators))
        AND (value IS NOT NULL OR growth IS NOT NULL) AND ($year IS NULL OR year = $year)),
heads AS (
    SELECT r.parent AS region, told.year FROM told JOIN regions r ON r.code = told.region
        WHERE r.parent IS NOT NULL AND len($regions) = 0
    UNION
    SELECT asked.region, told.year FROM (SELECT unnest($regions) AS region) AS asked, told JOIN regions r
        ON r.code = told.region WHERE asked.region IN (told.region, r.parent))
SELECT heads.region, regions.name, max(heads.year) AS year FROM heads JOIN regions ON regions.code = heads.region
GROUP BY ALL ORDER BY ALL
"""


def load(con: Con, group: Group, publication: str) -> Figures:
    """Read what the annex of a group needs."""
    indicators = annexes().indicators()
    about = {"region": group.region, "year": group.year, "indicators": indicators}
    regions = _rows(con, REGIONS, **about)
    codes = {"codes": [each["code"] for each in regions], "year": group.year, "indicators": indicators}
    return Figures(
        group=group,
        regions=regions,
        values={_key(each): each for each in _rows(con, VALUES, **codes)},
        cells=_cells(_rows(con, CELLS, **codes)),
        held={each["indicator"]: each["n"] for each in _rows(con, HELD, **codes)},
        suppressed=_suppressed(con, codes),
        breaks=_rows(con, BREAKS, **about),
        releases=dict(con.sql("SELECT id, name FROM releases ORDER BY rank DESC").fetchall()),
        sign_off=read(con),
        publication=publication,
    )


def _rows(con: Con, query: str, **values: Any) -> list[Row]:
    frame: pl.DataFrame = con.sql(query, params=values).pl()
    return frame.to_dicts()


def _key(row: Row) -> Key:
    return row["region"], row["level"], row["indicator"]


def _cells(found: list[Row]) -> dict[Key, list[Row]]:
    cells: dict[Key, list[Row]] = defaultdict(list)
    for each in found:
        cells[_key(each)].append(each)
    return cells


def _suppressed(con: Con, codes: dict[str, Any]) -> set[Key]:
    """What a publication for outsiders keeps back; a whole publication has no such table."""
    if not con.sql("FROM duckdb_tables() WHERE table_name = 'suppressed'").fetchall():
        return set()
    return {_key(each) for each in _rows(con, SUPPRESSED, **codes)}


REGIONS = """
SELECT code, name, kind FROM regions
WHERE code = $region OR (parent = $region AND coalesce(TRY_CAST(left(valid_from, 4) AS INTEGER), 0) <= $year
    AND coalesce(TRY_CAST(left(valid_to, 4) AS INTEGER), 9999) > $year
    AND (kind <> 'zone' OR code IN (SELECT region FROM indicator_values
        WHERE year = $year AND indicator IN (SELECT unnest($indicators)))))
ORDER BY code <> $region, code
"""
MINE = """v.region IN (SELECT unnest($codes)) AND v.year = $year AND v.indicator IN (SELECT unnest($indicators))"""
BEST = """QUALIFY row_number() OVER (PARTITION BY v.region, v.level, v.indicator
    ORDER BY (v.value IS NULL AND v.growth IS NULL), e.rank DESC) = 1"""
VALUES = f"SELECT v.* FROM indicator_values v JOIN releases e ON e.id = v.release WHERE {MINE} {BEST}"
CELLS = f"""
SELECT c.region, c.level, c.indicator, c.part, c.label, c.printed, c.sheet, c.cell, c.year, d.file_name,
    d.delivery_id
FROM evidence c JOIN ({VALUES}) v ON (v.region, v.level, v.indicator, v.release)
    = (c.region, c.level, c.indicator, c.release) AND c.year IN (v.year, v.year - 1)
LEFT JOIN deliveries d ON d.delivery_id = c.delivery_id
ORDER BY c.year DESC, c.part, c.label, c.cell
"""
HELD = f"""
SELECT v.indicator, count(*) AS n FROM published_figures v
SEMI JOIN held_cells h ON (h.delivery_id, h.sheet) = (v.delivery_id, v.sheet)
    AND h.cell IN (v.cell, v.previous_cell, v.growth_cell)
WHERE {MINE} GROUP BY ALL
"""
SUPPRESSED = f"SELECT v.region, v.level, v.indicator FROM suppressed v WHERE {MINE}"
BREAKS = """
WITH RECURSIVE above AS (SELECT code, parent FROM regions WHERE code = $region
    UNION SELECT r.code, r.parent FROM above JOIN regions r ON r.code = above.parent)
SELECT DISTINCT indicator, reason, document FROM breaks
WHERE year = $year AND indicator IN (SELECT unnest($indicators))
    AND (coalesce(len(regions), 0) = 0 OR list_has_any(regions, (SELECT list(code) FROM above))) ORDER BY ALL
"""
