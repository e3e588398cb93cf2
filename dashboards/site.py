"""The whole static site, written into one folder that opens by double click and asks nobody for anything."""

import shutil
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dashboards import numbers
from dashboards.data import write_data
from dashboards.delivered import Grids
from dashboards.dictionary import dictionary
from dashboards.facts import Facts, load
from dashboards.screens import write_screens
from dashboards.signing import local
from dashboards.views import views
from dashboards.words import words
from warehouse import states

HERE = Path(__file__).parent


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
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    _write_assets(folder / "assets")
    write_screens(environment(), folder)
    write_data(con, folder, publication=publication, grid=grid, lang=lang, earlier=earlier)
    write_pages(con, folder, publication=publication)
    return folder / "index.html"


def write_pages(con: duckdb.DuckDBPyConnection, folder: Path, *, publication: str) -> None:
    """Write the page that is no screen yet, with all it shows in it."""
    facts = load(con, publication)
    _write(environment(facts), "dictionary.html", folder / "dictionary.html", d=dictionary(con, facts))


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
