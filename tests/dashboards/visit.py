"""A visit of one page in a real Chromium, opened from the disk as by a double click."""

import shutil
from pathlib import Path
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = ["headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run"]
QUIET += ["disable-background-networking", "disable-component-update", "disable-sync"]


class Visit:
    """One open page and everything it complained of or asked for outside its folder."""

    def __init__(self, browser: Any, url: str, width: int = 1366) -> None:
        self.trouble: list[str] = []
        self.page = _tab(browser)
        self.page.set_viewport_size({"width": width, "height": 768})
        self.page.on("console", lambda message: self.trouble.append(message.text))
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.goto(url)
        self.page.wait_for_load_state("load")

    def drawn(self) -> Any:
        """The page, once its screen has been drawn."""
        self.page.wait_for_selector("body[data-ready]")
        return self.page

    def _asked(self, url: str) -> None:
        if not url.startswith(("file:", "data:")):
            self.trouble.append(f"asked for {url}")


def _tab(browser: Any) -> Any:
    """A blank page in the process of the others, where the library of charts is compiled already."""
    if not browser.contexts:
        browser.new_page().goto(Path(__file__).as_uri())
    first = browser.contexts[0].pages[0]
    with first.expect_popup() as opened:
        first.evaluate("void window.open('about:blank')")
    return opened.value


def text(browser: Any, site: Path, screen: str, state: str = "", part: str = "main") -> str:
    """What a part of a screen of a site says; nothing may go wrong on it."""
    visit = Visit(browser, f"{(site / screen).as_uri()}.html#{state}")
    told: str = visit.drawn().inner_text(part)
    assert visit.trouble == []
    visit.page.close()
    return told
