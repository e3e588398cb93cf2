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
