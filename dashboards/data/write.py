"""All data scripts of a site, written into its folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from dashboards.addresses import Grids
from dashboards.data.asked import ask, name, portions
from dashboards.data.declared import english_content, site_content, words_content
from dashboards.data.delivered import blocks, deliveries, deliveries_content, readable, sizes
from dashboards.data.dictionary import lineage_content, present_content, rules_content
from dashboards.data.evidence import KINDS, SHEETS, evidence_query
from dashboards.data.groups import ALONE, MEMBERS, SOME, TOGETHER, groups_query
from dashboards.data.indicators import indicators_query
from dashboards.data.judged import JUDGED, UNEXPLAINED
from dashboards.data.places import home, places_text
from dashboards.data.regions import regions_query
from dashboards.data.scripts import write_script
from dashboards.data.sql import MACROS

Con = duckdb.DuckDBPyConnection
TABLES = Path(__file__).with_name("tables.sql")
REGIONS = """SELECT region, coalesce(n, 0) + 1 FROM shown
    LEFT JOIN (SELECT region, count(*) AS n FROM evidence GROUP BY ALL) USING (region) ORDER BY region"""
INDICATORS = "SELECT indicator, count(*) FROM indicator_values GROUP BY ALL ORDER BY ALL"
AT_ONCE = 50  # scripts held in memory


def write_data(
    con: Con, site: Path, *, publication: str, grid: Grids, lang: str = "zh", audience: str = "internal"
) -> None:
    """Write every data script for the tables of `con`; `grid` yields the sheets of a delivery."""
    prepare(con)
    given = {"lang": lang, "audience": audience}
    write_script(site, "site", site_content(con, publication, home(con), given))
    write_script(site, "words", words_content(con))
    write_script(site, "english", english_content())
    write_script(site, "places", places_text(con))
    write_script(site, "rules", rules_content(con))
    write_script(site, "lineage", lineage_content(con))
    write_script(site, "indicators", present_content(con))
    for key, text in _texts(con):
        write_script(site, key, text)
    _write_deliveries(con, site, grid)


def prepare(con: Con) -> None:
    """Make what several scripts look at, in tables that vanish with the connection."""
    for macro in MACROS:
        con.execute(macro)
    con.execute(TABLES.read_text(encoding="utf-8"))
    ask(con, [])
    for statement in (UNEXPLAINED, JUDGED, MEMBERS):
        con.execute(statement)


def _texts(con: Con) -> Iterator[tuple[str, str]]:
    """Key and JSON text of everything that is told of regions, groups and indicators."""
    for regions in portions(con.execute(REGIONS).fetchall()):
        ask(con, regions)
        for statement in (KINDS, SHEETS, ALONE):
            con.execute(statement)
        for query in (regions_query, evidence_query, groups_query):
            yield from _fetched(con, query())
    for heads in portions(con.execute(TOGETHER).fetchall()):
        name(con, "asked_heads", "head", heads)
        con.execute(SOME)
        ask(con, [region for (region,) in con.execute("SELECT DISTINCT region FROM some_members").fetchall()])
        yield from _fetched(con, groups_query())
    for indicators in portions(con.execute(INDICATORS).fetchall()):
        name(con, "asked_indicators", "indicator", indicators)
        yield from _fetched(con, indicators_query())


def _fetched(con: Con, query: str) -> Iterator[tuple[Any, ...]]:
    found = con.execute(query)
    while batch := found.fetchmany(AT_ONCE):
        yield from batch


def _write_deliveries(con: Con, site: Path, grid: Grids) -> None:
    found, shown = deliveries(con), {}
    for row in found:
        sheets = grid(row["delivery_id"]) if readable(row) else []
        shown[row["delivery_id"]] = sizes(sheets)
        for key, content in blocks(row["delivery_id"], sheets):
            write_script(site, key, content)
    write_script(site, "deliveries", deliveries_content(found, shown))
