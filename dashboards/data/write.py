"""All data scripts of a site, written into its folder."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb

from dashboards.data.asked import ask, name, portions
from dashboards.data.coverage import coverage_scripts
from dashboards.data.declared import english_content, site_content, words_content
from dashboards.data.delivered import blocks, deliveries, deliveries_content, readable, sizes
from dashboards.data.desk import desk_scripts
from dashboards.data.dictionary import lineage_content, present_content, rules_content
from dashboards.data.equity import equity_scripts
from dashboards.data.evidence import NUMBERS, evidence_query
from dashboards.data.groups import ALONE, MEMBERS, SOME, TOGETHER, groups_query
from dashboards.data.indicators import indicators_query
from dashboards.data.judged import JUDGED, UNEXPLAINED
from dashboards.data.layouts import layouts_scripts
from dashboards.data.places import home, places_text
from dashboards.data.regions import regions_query
from dashboards.data.rows import Row
from dashboards.data.scripts import write_script
from dashboards.data.sql import MACROS
from dashboards.data.unchanged import Unchanged, made_of
from dashboards.delivered import Grid, Grids

Con = duckdb.DuckDBPyConnection
TABLES = Path(__file__).with_name("tables.sql")
REGIONS = """SELECT region, coalesce(n, 0) + 1 FROM shown
    LEFT JOIN (SELECT region, count(*) AS n FROM evidence GROUP BY ALL) USING (region) ORDER BY region"""
INDICATORS = "SELECT indicator, count(*) FROM indicator_values GROUP BY ALL ORDER BY ALL"
AT_ONCE = 50  # scripts held in memory


def write_data(
    con: Con,
    site: Path,
    *,
    publication: str,
    grid: Grids,
    lang: str = "zh",
    audience: str = "internal",
    earlier: Path | None = None,
) -> None:
    """Write every data script for the tables of `con`; `grid` yields the sheets of a delivery.

    Scripts that would be the same as in the `earlier` site are taken over from there.
    """
    prepare(con)
    received = deliveries(con)
    now = made_of(con, {row["delivery_id"]: f"{row['sha256']} {row['state']}" for row in received})
    unchanged = Unchanged(site, now, earlier)
    _write_small(con, site, site_content(con, publication, home(con), {"lang": lang, "audience": audience}))
    told = ((key, text) for key, text in _texts(con, unchanged) if key not in unchanged.keys)
    _write_behind(site, told)
    sheets = _write_sheets(site, received, grid, unchanged)
    write_script(site, "deliveries", deliveries_content(received, sheets))
    replace(now, sizes=sheets).write(site)


def _write_behind(site: Path, told: Iterator[tuple[str, str]]) -> None:
    """Write scripts while the database makes the next ones, which wait when the disk is slower."""
    pending: deque[Future[Path]] = deque()
    with ThreadPoolExecutor(1) as writer:
        for key, text in told:
            pending.append(writer.submit(write_script, site, key, text))
            if len(pending) > AT_ONCE:
                pending.popleft().result()
        for written in pending:
            written.result()


def _write_small(con: Con, site: Path, about: dict[str, Any]) -> None:
    """Write what pages need before they show anything, what speaks of declarations, and the schools of counties."""
    write_script(site, "site", about)
    write_script(site, "words", words_content(con))
    write_script(site, "english", english_content())
    write_script(site, "places", places_text(con))
    write_script(site, "rules", rules_content(con))
    write_script(site, "lineage", lineage_content(con))
    write_script(site, "indicators", present_content(con))
    for key, text in (*equity_scripts(con), *coverage_scripts(con)):
        write_script(site, key, text)
    for key, content in chain(desk_scripts(con), layouts_scripts(con)):
        write_script(site, key, content)


def prepare(con: Con) -> None:
    """Make what several scripts look at, in tables that vanish with the connection."""
    con.execute("SET enable_progress_bar = false")  # whoever publishes shows how far it has come
    for macro in MACROS:
        con.execute(macro)
    con.execute(TABLES.read_text(encoding="utf-8"))
    ask(con, [])
    for statement in (UNEXPLAINED, JUDGED, MEMBERS):
        con.execute(statement)


def _texts(con: Con, unchanged: Unchanged) -> Iterator[tuple[str, str]]:
    """Key and JSON text of everything that is told of regions, groups and indicators, as far as it changed."""
    for regions in portions(unchanged.left(_counted(con, REGIONS), "regions", "evidence", "groups")):
        ask(con, regions)
        for statement in (*NUMBERS, ALONE):
            con.execute(statement)
        for query in (regions_query, evidence_query, groups_query):
            yield from _fetched(con, query())
    for heads in portions(unchanged.left(_counted(con, TOGETHER), "groups")):
        name(con, "asked_heads", "head", heads)
        con.execute(SOME)
        ask(con, [region for (region,) in con.execute("SELECT DISTINCT region FROM some_members").fetchall()])
        yield from _fetched(con, groups_query())
    for indicators in portions(unchanged.left(_counted(con, INDICATORS), "indicators")):
        name(con, "asked_indicators", "indicator", indicators)
        yield from _fetched(con, indicators_query())


def _fetched(con: Con, query: str) -> Iterator[tuple[Any, ...]]:
    found = con.execute(query)
    while batch := found.fetchmany(AT_ONCE):
        yield from batch


def _counted(con: Con, query: str) -> list[tuple[str, int]]:
    return con.execute(query).fetchall()


def _write_sheets(site: Path, received: list[Row], grid: Grids, unchanged: Unchanged) -> dict[str, list[Any]]:
    """Write the sheets of every delivery; name, rows and columns of each."""
    found = {}
    for delivery in (row["delivery_id"] for row in received if readable(row)):
        taken = f"sheets/{delivery}" in unchanged.keys
        found[delivery] = unchanged.sizes[delivery] if taken else _write_blocks(site, delivery, grid(delivery))
    return found


def _write_blocks(site: Path, delivery: str, sheets: Grid) -> list[Any]:
    for key, content in blocks(delivery, sheets):
        write_script(site, key, content)
    return sizes(sheets)
