"""All data scripts of a site, written into its folder."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from dashboards.addresses import Grids
from dashboards.data.declared import english_content, site_content, words_content
from dashboards.data.delivered import blocks, deliveries, deliveries_content, readable, sizes
from dashboards.data.evidence import evidence_query
from dashboards.data.groups import MEMBERS, groups_query
from dashboards.data.indicators import indicators_query
from dashboards.data.judged import JUDGED
from dashboards.data.places import home, places_text
from dashboards.data.regions import regions_query
from dashboards.data.scripts import write_script
from dashboards.data.sql import MACROS

Con = duckdb.DuckDBPyConnection
TABLES = Path(__file__).with_name("tables.sql")
QUERIES: tuple[Callable[[], str], ...] = (groups_query, regions_query, evidence_query, indicators_query)
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
    for query in QUERIES:
        for key, text in _fetched(con, query()):
            write_script(site, key, text)
    _write_deliveries(con, site, grid)


def prepare(con: Con) -> None:
    """Make what several scripts look at, in tables that vanish with the connection."""
    for macro in MACROS:
        con.execute(macro)
    con.execute(TABLES.read_text(encoding="utf-8"))
    con.execute(JUDGED)
    con.execute(MEMBERS)


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
