"""The whole static site, written into one folder that opens by double click and asks nobody for anything."""

import shutil
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dashboards import numbers
from dashboards.addresses import Grids, Library
from dashboards.data import write_data
from dashboards.dictionary import dictionary
from dashboards.facts import Facts, load
from dashboards.ledgers import ledgers
from dashboards.quality import Part, quality
from dashboards.screens import write_screens
from dashboards.sheets import sheet
from dashboards.signatures import unanswered
from dashboards.signing import local, read
from dashboards.verdicts import rows
from dashboards.views import views
from dashboards.words import words
from warehouse import states
from warehouse.journal import latest

HERE = Path(__file__).parent
MOST_ENTRIES = 200


def build_site(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    *,
    publication: str,
    grid: Grids,
    lang: str = "zh",
    earlier: Path | None = None,
) -> Path:
    """Write the site for the tables of `con` into `folder`; returns its front page.

    `grid` yields delivered sheets; `lang` is the language in which pages open; from the `earlier` site is taken over
    what would be the same.
    """
    delivered = cache(grid)
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    _write_assets(folder / "assets")
    write_screens(environment(), folder)
    write_data(con, folder, publication=publication, grid=delivered, lang=lang, earlier=earlier)
    write_pages(con, folder, publication=publication, grid=delivered)
    return folder / "index.html"


def write_pages(con: duckdb.DuckDBPyConnection, folder: Path, *, publication: str, grid: Grids) -> None:
    """Write the pages that are no screens yet, each with all it shows in it."""
    facts = load(con, publication)
    readable = [key for key, row in facts.deliveries.items() if row["state"] != "unreadable"]
    library = Library({key: grid(key) for key in readable})
    pages = environment(facts)
    (folder / "deliveries").mkdir(parents=True, exist_ok=True)
    _write_deliveries(pages, facts, library, folder / "deliveries")
    _write_quality(pages, quality(con, facts), library, folder)
    _write(pages, "ledgers.html", folder / "ledgers.html", parts=ledgers(con, facts, library))
    _write(pages, "dictionary.html", folder / "dictionary.html", d=dictionary(con, facts))
    _write_signing(pages, con, library, folder)


def environment(facts: Facts | None = None) -> Environment:
    """Templates in which every value from data is escaped and an undefined name is an error."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(words=words(), states=states(), numbers=numbers, views=views(), local=local)
    if facts:
        env.globals.update(facts=facts, paged=set(facts.shown_regions))
    return env


def _write(pages: Environment, template: str, path: Path, **content: Any) -> None:
    path.write_text(pages.get_template(template).render(**content), encoding="utf-8")


def _write_assets(folder: Path) -> None:
    from plotly.offline import get_plotlyjs  # type: ignore[import-untyped]

    (folder / "plotly.min.js").write_text(get_plotlyjs(), encoding="utf-8")
    for path in sorted((HERE / "static").glob("*.*")):
        shutil.copyfile(path, folder / path.name)


def _write_deliveries(pages: Environment, facts: Facts, library: Library, folder: Path) -> None:
    for key, row in facts.deliveries.items():
        cited = facts.cited.get(key, set())
        sheets = [sheet(i, name, rows, cited) for i, (name, rows) in enumerate(library.sheets.get(key, []), 1)]
        _write(pages, "delivery.html", folder / f"{key}.html", delivery=row, sheets=sheets)


def _write_quality(pages: Environment, parts: list[Part], library: Library, folder: Path) -> None:
    _write(pages, "quality.html", folder / "quality.html", parts=parts, library=library)


def _write_signing(pages: Environment, con: duckdb.DuckDBPyConnection, library: Library, folder: Path) -> None:
    """Who signed, what stands against signing, what a signature leaves out, and the end of the journal."""
    withheld, against = set(read(con).withheld), Counter(one["severity"] for one in unanswered(con))
    cells = (
        "SELECT finding_id, message, delivery_id, file_name, sheet, cell FROM findings ORDER BY severity, finding_id"
    )
    left_out = [row for row in rows(con, cells) if row["finding_id"] in withheld]
    told = {"against": against, "left_out": left_out, "entries": latest(con, MOST_ENTRIES)}
    _write(pages, "signing.html", folder / "signing.html", library=library, **told)
