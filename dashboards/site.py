"""The whole static site, written into one folder that opens by double click and asks nobody for anything."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dashboards.data import write_data
from dashboards.delivered import Grids
from dashboards.digests import Told
from dashboards.screens import write_screens

HERE = Path(__file__).parent


def build_site(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    *,
    publication: str,
    grid: Grids,
    lang: str = "zh",
    audience: str = "internal",
    earlier: Path | None = None,
    tables: Mapping[str, Told] | None = None,
) -> Path:
    """Write the site for the tables of `con` into `folder`; returns its front page.

    `grid` yields delivered sheets; `lang` is the language in which pages open; from the `earlier` site is taken over
    what would be the same; `tables`: what the tables say, as far as it is known already.
    """
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    _write_assets(folder / "assets")
    write_screens(environment(), folder)
    write_data(
        con,
        folder,
        publication=publication,
        grid=grid,
        lang=lang,
        audience=audience,
        earlier=earlier,
        tables=tables,
    )
    return folder / "index.html"


def environment() -> Environment:
    """Templates in which every value is escaped and an undefined name is an error."""
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _write_assets(folder: Path) -> None:
    from plotly.offline import get_plotlyjs  # type: ignore[import-untyped]

    (folder / "plotly.min.js").write_text(get_plotlyjs(), encoding="utf-8")
    for path in sorted((HERE / "static").glob("*.*")):
        shutil.copyfile(path, folder / path.name)
