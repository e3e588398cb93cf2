"""What is told of regions, groups and indicators: portion by portion, two portions side by side.

One query hardly keeps two processors busy, and a nation in one query would not fit into memory. Where there is much to
tell, a helper looks at the tables through a connection of its own.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import duckdb

from dashboards.charts import declared as charts
from dashboards.data.asked import ask, name, portions
from dashboards.data.evidence import NUMBERS, evidence_query
from dashboards.data.groups import ALONE, MEMBERS, SOME, TOGETHER, alone_query, groups_query
from dashboards.data.indicators import indicators_query
from dashboards.data.judged import JUDGED, UNEXPLAINED, judged_alone
from dashboards.data.regions import regions_query
from dashboards.data.scripts import write_script
from dashboards.data.sql import MACROS
from dashboards.data.unchanged import Unchanged

Con = duckdb.DuckDBPyConnection
Told = Iterator[tuple[str, str]]  # key and JSON text of a script
Portion = tuple[Callable[[Con, list[str]], Told], list[str]]
TABLES = Path(__file__).with_name("tables.sql")
REGIONS = """SELECT region, coalesce(n, 0) + 1 FROM shown
    LEFT JOIN (SELECT region, count(*) AS n FROM evidence GROUP BY ALL) USING (region) ORDER BY region"""
INDICATORS = "SELECT indicator, count(*) FROM indicator_values GROUP BY ALL ORDER BY ALL"
# What is kept back from an audience (`suppressed`, only in its bundle): values that are told as withheld.
BUNDLE = "SELECT 1 FROM duckdb_tables() WHERE table_name = 'suppressed' AND NOT temporary"
WITHHELD = "CREATE OR REPLACE TEMP VIEW withheld AS SELECT *, true AS withheld FROM {source}"
NOBODY = "(SELECT '' AS region, 0 AS year, '' AS level, '' AS indicator) WHERE false"
FEW = 3  # portions that are told without a helper
AT_ONCE = 50  # scripts a worker holds in memory


def prepare(con: Con) -> None:
    """Make what several scripts look at, in tables that vanish with the connection."""
    con.execute("SET enable_progress_bar = false")  # whoever publishes shows how far it has come
    for macro in MACROS:
        con.execute(macro)
    con.execute(TABLES.read_text(encoding="utf-8"))
    con.execute(WITHHELD.format(source="suppressed" if con.execute(BUNDLE).fetchall() else NOBODY))
    ask(con, [])
    name(
        con,
        "parted",
        "indicator",
        [one for chart in charts().values() if chart.kind == "split" for one in chart.indicators],
    )
    for statement in (UNEXPLAINED, JUDGED, MEMBERS):
        con.execute(statement)


def write_portions(con: Con, site: Path, unchanged: Unchanged) -> None:
    """Write the scripts of regions, groups and indicators, as far as they changed; `con` is prepared."""
    waiting: SimpleQueue[Portion] = SimpleQueue()
    for portion in _portions(con, unchanged):
        waiting.put(portion)
    with ThreadPoolExecutor(1) as beside:
        helper = beside.submit(_help, con.cursor(), site, unchanged, waiting) if waiting.qsize() > FEW else None
        _work(con, site, unchanged, waiting)
        if helper:
            helper.result()


def _portions(con: Con, unchanged: Unchanged) -> Iterator[Portion]:
    counted = ((query, con.execute(query).fetchall()) for query in (REGIONS, TOGETHER, INDICATORS))
    told = {query: dict(rows) for query, rows in counted}
    kinds = (
        (of_regions, REGIONS, ("regions", "evidence", "groups")),
        (of_groups, TOGETHER, ("groups",)),
        (of_indicators, INDICATORS, ("indicators",)),
    )
    for tell, query, folders in kinds:
        for keys in portions(unchanged.left(told[query].items(), *folders)):
            yield tell, keys


def _help(con: Con, site: Path, unchanged: Unchanged, waiting: "SimpleQueue[Portion]") -> None:
    with con:
        prepare(con)
        _work(con, site, unchanged, waiting)


def _work(con: Con, site: Path, unchanged: Unchanged, waiting: "SimpleQueue[Portion]") -> None:
    """Tell one portion after the other until none is left."""
    while True:
        try:
            tell, keys = waiting.get_nowait()
        except Empty:
            return
        for key, text in tell(con, keys):
            if key not in unchanged.keys:
                write_script(site, key, text)


def of_regions(con: Con, regions: list[str]) -> Told:
    """Scripts of regions, of their evidence, and of the groups that are one region."""
    ask(con, regions)
    for statement in (*NUMBERS, ALONE, judged_alone()):
        con.execute(statement)
    for query in (regions_query, evidence_query, alone_query):
        yield from _fetched(con, query())


def of_groups(con: Con, heads: list[str]) -> Told:
    """Scripts of regions with others below them."""
    name(con, "asked_heads", "head", heads)
    con.execute(SOME)
    ask(con, [region for (region,) in con.execute("SELECT DISTINCT region FROM some_members").fetchall()])
    yield from _fetched(con, groups_query())


def of_indicators(con: Con, indicators: list[str]) -> Told:
    """Scripts of indicators in all regions."""
    name(con, "asked_indicators", "indicator", indicators)
    yield from _fetched(con, indicators_query())


def _fetched(con: Con, query: str) -> Iterator[tuple[Any, ...]]:
    found = con.execute(query)
    while batch := found.fetchmany(AT_ONCE):
        yield from batch
