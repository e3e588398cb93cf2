"""Every screen of the demo in English: nothing is left in Chinese but what was delivered so."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboards.english import CITED
from dashboards.screens import screens
from sources import Home
from tests.dashboards.spoken import chinese
from tests.dashboards.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PLACES = ["lang=en", "lang=en&region=991001&year=2024"]
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
def names(demo_home: Home) -> list[str]:
    """The names that others gave, the longest first."""
    with duckdb.connect(str(demo_home.current / "warehouse.duckdb"), read_only=True) as con:
        return sorted((name for (name,) in con.sql(NAMED).fetchall() if name), key=len, reverse=True)


@pytest.mark.parametrize("screen", screens())
def test_a_screen_has_no_chinese_of_its_own(browser: Any, demo_home: Home, names: list[str], screen: str) -> None:
    page = demo_home.current / "site" / f"{screen}.html"
    left = {text for place in PLACES for text in _said(browser, page, place) if _own(text, names)}
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
