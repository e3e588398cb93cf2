"""All data scripts of a site, written into its folder."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb

from dashboards.data.coverage import coverage_scripts
from dashboards.data.declared import english_content, site_content, words_content
from dashboards.data.delivered import blocks, deliveries, deliveries_content, readable, sizes
from dashboards.data.desk import desk_scripts
from dashboards.data.dictionary import lineage_content, present_content, rules_content
from dashboards.data.equity import equity_scripts
from dashboards.data.layouts import layouts_scripts
from dashboards.data.places import home, places_text
from dashboards.data.portions import prepare, write_portions
from dashboards.data.revisions import revisions_scripts
from dashboards.data.rows import Row
from dashboards.data.scripts import write_script
from dashboards.data.unchanged import Unchanged, made_of
from dashboards.delivered import Grid, Grids
from dashboards.digests import Told

Con = duckdb.DuckDBPyConnection


def write_data(
    con: Con,
    site: Path,
    *,
    publication: str,
    grid: Grids,
    lang: str = "zh",
    audience: str = "internal",
    earlier: Path | None = None,
    tables: Mapping[str, Told] | None = None,
) -> None:
    """Write every data script for the tables of `con`; `grid` yields the sheets of a delivery.

    Scripts that would be the same as in the `earlier` site are taken over from there; `tables`: what the tables say, as
    far as it is known already.
    """
    prepare(con)
    received = deliveries(con)
    now = made_of(con, {row["delivery_id"]: f"{row['sha256']} {row['state']}" for row in received}, tables or {})
    unchanged = Unchanged(site, now, earlier)
    about = site_content(con, publication, home(con), {"lang": lang, "audience": audience})
    for key, content in _small(con, about):
        write_script(site, key, content, earlier)
    write_portions(con, site, unchanged)
    sheets = _write_sheets(site, received, grid, unchanged)
    write_script(site, "deliveries", deliveries_content(received, sheets), earlier)
    replace(now, sizes=sheets).write(site)


def _small(con: Con, about: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What pages need before they show anything, what speaks of declarations, desks and schools."""
    yield "site", about
    yield "words", words_content(con)
    yield "english", english_content()
    yield "places", places_text(con)
    yield "rules", rules_content(con)
    yield "lineage", lineage_content(con)
    yield "indicators", present_content(con)
    told = (equity_scripts, coverage_scripts, desk_scripts, revisions_scripts, layouts_scripts)
    yield from chain.from_iterable(scripts(con) for scripts in told)


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
