"""Every screen of the demo in English: nothing is left in Chinese but what was delivered so."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from jinja2 import Environment, FileSystemLoader

from dashboards.data import write_data
from dashboards.english import CITED
from dashboards.screens import STATIC, screens, write_screens
from sources import Home
from tests.dashboards.spoken import chinese
from tests.dashboards.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PLACES = ["", "region=991001&year=2024"]
SAID = """() => {
  const said = [document.title], nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) {
    const node = nodes.currentNode;
    if (!node.parentElement.closest("script, style, .printed")) said.push(node.textContent);
  }
  for (const name of ["title", "aria-label", "placeholder", "alt"])
    for (const node of document.querySelectorAll(`[${name}]`)) said.push(node.getAttribute(name));
  return said;
}"""
NAMED = """SELECT file_name FROM deliveries UNION SELECT title FROM deliveries UNION SELECT name FROM schools
    UNION SELECT citation FROM published_figures UNION SELECT header FROM layouts UNION SELECT sheet FROM layouts
    UNION SELECT printed FROM evidence"""


@pytest.fixture(scope="module")
def shown(demo_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[str]]]:
    """The screens of the demo, and the names that others gave, the longest first."""
    folder = tmp_path_factory.mktemp("english")
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{demo_home.current / 'warehouse.duckdb'}' AS demo (READ_ONLY)")
        con.execute("COPY FROM DATABASE demo TO memory")
        write_data(con, folder, publication="20261122T094500-abcdef01", grid=lambda delivery: [], lang="en")
        names = [name for (name,) in con.sql(NAMED).fetchall() if name]
    templates = FileSystemLoader(STATIC.parent / "templates")
    write_screens(Environment(loader=templates, autoescape=True, trim_blocks=True), folder)
    shutil.copyfile(STATIC / "start.js", folder / "assets" / "start.js")
    yield folder, sorted(names, key=len, reverse=True)


@pytest.mark.parametrize("screen", screens())
def test_a_screen_has_no_chinese_of_its_own(browser: Any, shown: tuple[Path, list[str]], screen: str) -> None:
    folder, names = shown
    left = {text for place in PLACES for text in _said(browser, folder / f"{screen}.html", place) if _own(text, names)}
    assert left - {"中文"} == set()


def _said(browser: Any, page: Path, place: str) -> list[str]:
    drawn = Visit(browser, f"{page.as_uri()}#{place}").drawn()
    said: list[str] = drawn.evaluate(SAID)
    drawn.close()
    return [text.strip() for text in said if chinese(text)]


def _own(text: str, names: list[str]) -> bool:
    for name in names:
        text = text.replace(name, "")
    return chinese(CITED.sub("", text))
