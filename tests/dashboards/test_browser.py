"""The pages in a real Chromium, opened from the disk as by a double click."""

from pathlib import Path
from typing import Any

import pytest

from tests.dashboards.rows import BEIJING
from tests.dashboards.visit import Visit

pytestmark = pytest.mark.browser
PAGES = [
    "quality.html",
    "ledgers.html",
    "regions/000000.html",
    "regions/110113.html",
    f"deliveries/{BEIJING}.html",
]


def narrow(name: str) -> Any:
    """A page as a phone shows it; in the slow tier."""
    return pytest.param(name, 390, marks=pytest.mark.slow)


@pytest.mark.parametrize(("name", "width"), [*((name, 1366) for name in PAGES), *map(narrow, PAGES)])
def test_pages_are_quiet_stay_home_and_fit(browser: Any, site: Path, name: str, width: int) -> None:
    visit = Visit(browser, (site / name).as_uri(), width)
    assert visit.trouble == []
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    visit.page.close()


def test_charts_are_drawn_without_share_button(browser: Any, site: Path) -> None:
    page = Visit(browser, (site / "regions/000000.html").as_uri()).page
    assert page.locator(".js-plotly-plot .main-svg").count() > 0
    assert page.locator(".js-plotly-plot").count() == page.locator("script[data-for]").count()
    assert page.locator(".modebar-btn").count() == 0
    page.close()


def test_number_in_a_card_leads_to_its_highlighted_cell(browser: Any, site: Path) -> None:
    page = Visit(browser, (site / "regions/110116.html").as_uri()).page
    page.locator("#v-T1-all-2023 td.n a").first.click()
    cell = page.locator("td:target")
    assert cell.get_attribute("id") == "1-C4"
    assert cell.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(255, 224, 138)"
    assert cell.evaluate(
        "node => { const box = node.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight }"
    )
    page.close()


def test_link_into_a_folded_year_opens_it(browser: Any, site: Path) -> None:
    page = Visit(browser, (site / "regions/000000.html").as_uri() + "#v-T2-junior-2021").page
    assert page.locator("#v-T2-junior-2021").is_visible()
    page.close()


@pytest.mark.parametrize("name", ["regions/110113.html"])
def test_pages_print(browser: Any, site: Path, name: str) -> None:
    page = Visit(browser, (site / name).as_uri()).page
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.close()
