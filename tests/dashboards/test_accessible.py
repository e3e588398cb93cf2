"""Every screen in both languages under axe-core, by WCAG 2.2 A and AA; and the way through it by keyboard alone."""

import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dashboards.screens import screens
from tests.dashboards.rows import BEIJING
from tests.dashboards.visit import Visit

pytestmark = pytest.mark.browser
QUICK = {("index", "zh")}
STATES = {
    "card": "region=110116&year=2023&card=T1|all",
    "booklet": "region=110116",
    "funding": "region=000000",
    "per-pupil": "region=000000",
    "indicator": "indicator=fiscal_gdp_share&region=000000",
    "delivery": f"delivery={BEIJING}&sheet=1&cell=C2",
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = f"""async () => {{
    const only = {{type: "tag", values: {json.dumps(TAGS)}}};
    const {{violations}} = await axe.run(document, {{runOnly: only, resultTypes: ["violations"]}});
    return violations.map(({{id, nodes}}) => [id, nodes.length, nodes[0].html, nodes[0].failureSummary]);
}}"""


@cache
def axe() -> str:
    found = importlib.util.find_spec("axe_playwright_python")
    assert found and found.origin
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def each() -> list[Any]:
    asked = [(name, lang) for name in screens() for lang in ("zh", "en")]
    return [pytest.param(*one, marks=[] if one in QUICK else pytest.mark.slow) for one in asked]


def opened(browser: Any, site: Path, name: str, more: str = "") -> Any:
    page = Visit(browser, f"{(site / f'{name}.html').as_uri()}#{STATES.get(name, '')}{more}").drawn()
    page.evaluate("document.querySelectorAll('.plot').forEach(box => box.scrollIntoView())")
    page.wait_for_timeout(150)  # charts are drawn when they come into view
    return page


def violations(page: Any) -> Any:
    page.evaluate(axe())
    return page.evaluate(RUN)


@pytest.mark.parametrize(("name", "lang"), each())
def test_a_screen_is_accessible(browser: Any, site: Path, name: str, lang: str) -> None:
    page = opened(browser, site, name, f"&lang={lang}")
    assert violations(page) == []
    page.close()


@pytest.mark.slow
def test_evidence_is_accessible_and_opens_and_closes_by_keyboard(browser: Any, site: Path) -> None:
    page = opened(browser, site, "funding")
    page.locator(".behind summary").first.press("Enter")
    number = page.locator("a.num").first
    number.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog#evidence[open]")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog#evidence", state="detached")
    assert "evidence" not in page.url
    page.close()


REACHED = """() => { const node = document.activeElement;
    return [node.tagName, node.id, node.className, getComputedStyle(node).outlineStyle]; }"""


def test_tab_reaches_the_content_and_the_focus_can_be_seen(browser: Any, site: Path) -> None:
    page = Visit(browser, f"{(site / 'index.html').as_uri()}").drawn()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    tag, _, _, outline = page.evaluate(REACHED)
    assert tag == "A" and outline != "none"
    page.keyboard.press("Enter")
    page.wait_for_url("**/signing.html")
    page.close()


@pytest.mark.slow
@pytest.mark.parametrize("name", screens())
def test_tab_goes_through_everything_that_can_be_used(browser: Any, site: Path, name: str) -> None:
    page = opened(browser, site, name)
    wanted = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, select, input, summary, [tabindex='0']")]
            .filter(node => node.checkVisibility() && !node.disabled).length"""
    )
    seen = set()
    for _ in range(min(wanted, 60)):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
    assert len(seen) >= min(wanted, 60) - 1, "no trap, and nothing is passed over"
    page.close()
