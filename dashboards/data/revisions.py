"""`revisions`: releases beside each other; `revisions/<publication>`: what is said differently since that one.

What changed or is no longer said comes in blocks, verdicts first by place, values by their effect on verdicts and
then by size; what is new is counted. Every revision stands in the downloads.
"""

from collections.abc import Iterator
from typing import Any

import duckdb
import polars as pl

from dashboards.data.desk import BLOCK, columns, in_blocks
from dashboards.readiness import INVENTED
from warehouse import COMPARED

Con = duckdb.DuckDBPyConnection
RELEASES_SHOWN = 200  # the largest revisions between two releases; all values stand in the downloads
VERSIONS = "SELECT publication, version, added, removed, changed FROM versions ORDER BY position DESC"
PLACE = "region, year, level, item, release"
TOLD = f"region IN {INVENTED} AS example, {PLACE}, change, before, after, before_word, after_word"
CHANGED = """FROM revisions
    WHERE since = $since AND kind = 'verdict' AND change <> 'added' AND before_word IS DISTINCT FROM after_word"""
VERDICTS = f"""SELECT {TOLD} {CHANGED}
    ORDER BY example, {PLACE}"""
# By how much a figure moved: in % or, where it is a percentage itself, in percentage points.
MOVED = "CASE WHEN unit = '%' THEN {after} - before WHEN before <> 0 THEN 100 * ({after} - before) / abs(before) END"
VALUES = f"""SELECT {TOLD}, coalesce(touched, false) AS touched, {MOVED.format(after="after")} AS moved
    FROM revisions LEFT JOIN (SELECT id AS item, unit FROM indicators) USING (item)
    LEFT JOIN (SELECT DISTINCT region, year, true AS touched {CHANGED}) USING (region, year)
    WHERE since = $since AND kind = 'value' AND change <> 'added'
    ORDER BY example, touched DESC, abs(moved) DESC NULLS LAST, {PLACE}"""
ADDED = f"""SELECT region IN {INVENTED} AS example, kind, year, count(*) AS figures, count(DISTINCT region) AS regions
    FROM revisions WHERE since = $since AND change = 'added' AND kind <> 'growth' GROUP BY ALL
    ORDER BY example, year DESC, kind"""
# The same figure in two releases, the later beside the one before it. Another scope is another figure. Most regions
# have one release of a year.
BETWEEN = f"""CREATE OR REPLACE TEMP TABLE between_releases AS
    WITH several AS (SELECT region, year FROM indicator_values GROUP BY ALL HAVING min(release) <> max(release)),
    told AS (
        SELECT v.region, v.indicator, v.level, v.year, v.release, r.rank, v.value, v.unit,
            lag(v.value) OVER same AS before, lag(v.release) OVER same AS before_release
        FROM indicator_values v JOIN several USING (region, year) JOIN releases r ON r.id = v.release
        WHERE v.value IS NOT NULL AND v.basis <> 'rolled_up'
        WINDOW same AS (PARTITION BY v.region, v.indicator, v.level, v.year, v.scope ORDER BY r.rank))
    SELECT *, {MOVED.format(after="value")} AS moved FROM told WHERE before IS NOT NULL"""
TRIANGLE = f"""SELECT region IN {INVENTED} AS example, indicator, before_release, release, count(*) AS pairs,
        count(*) FILTER (value <> before) AS revised, round(avg(abs(moved)), 6) AS mean, max(abs(moved)) AS largest
    FROM between_releases GROUP BY ALL ORDER BY example, mean DESC NULLS LAST, indicator, release"""
# Of each pair of releases.
LARGEST = f"""SELECT region IN {INVENTED} AS example, region, indicator, level, year, before_release, release,
        before, value, moved
    FROM between_releases WHERE value <> before
    QUALIFY row_number() OVER (PARTITION BY example, before_release, release
        ORDER BY abs(moved) DESC NULLS LAST, region, indicator, level, year) <= {RELEASES_SHOWN}
    ORDER BY example, abs(moved) DESC NULLS LAST, region, indicator, level, year, release"""
TURNED = f"""SELECT region IN {INVENTED} AS example, region, year, level, test, [h.release FOR h IN history] AS release,
        [h.verdict FOR h IN history] AS verdict
    FROM verdict_history WHERE turned ORDER BY ALL"""


def revisions_scripts(con: Con) -> Iterator[tuple[str, Any]]:
    """Key and content of every script of revisions."""
    con.execute(BETWEEN)
    versions = con.sql(VERSIONS).pl()
    sinces = _sinces(versions)
    yield (
        "revisions",
        {
            "versions": columns(versions),
            "sinces": sinces,
            "triangle": columns(con.sql(TRIANGLE).pl()),
            "largest": columns(con.sql(LARGEST).pl()),
            "turned": columns(con.sql(TURNED).pl()),
        },
    )
    for since in sinces:
        yield from _since(con, since)


def _sinces(versions: pl.DataFrame) -> list[str]:
    """Publications with which this one is compared, newest first."""
    return versions["publication"].to_list()[1 : COMPARED + 1]


def _since(con: Con, since: str) -> Iterator[tuple[str, Any]]:
    asked = {"since": since}
    told = {"verdicts": con.sql(VERDICTS, params=asked).pl(), "values": con.sql(VALUES, params=asked).pl()}
    for name, frame in told.items():
        yield from in_blocks(f"revisions/{since}/{name}", frame)
    yield (
        f"revisions/{since}",
        {name: _parts(frame) for name, frame in told.items()} | {"added": columns(con.sql(ADDED, params=asked).pl())},
    )


def _parts(frame: pl.DataFrame) -> dict[str, Any]:
    """How many rows of real places come first and how many of invented ones follow; how many a block holds."""
    example = int(frame["example"].sum())
    return {"real": frame.height - example, "example": example, "rows": frame.height, "block": BLOCK}
