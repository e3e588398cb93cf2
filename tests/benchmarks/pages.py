"""What a reader waits for, in headless Chromium: weight and first paint of the front page, switches on every screen.

python -m tests.benchmarks.pages [site]      default: the demo's site
"""

import gzip
import sys
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

from tests.dashboards.visit import CHROMIUM, QUIET
from tests.screenshots import SITE

ROUNDS, SOME = 5, 4
# Change the state as given and tell after how many milliseconds the page had been drawn anew.
CHANGE = """changes => new Promise(done => {
    const start = performance.now(), was = document.body.dataset.ready;
    const drawn = () => requestAnimationFrame(() => done(performance.now() - start));
    const look = () => document.body.dataset.ready !== was ? drawn() : setTimeout(look, 1);
    EduStat.state.set(changes); look(); })"""
YEARS = "[...document.querySelectorAll('#pick-year option')].map(one => one.value)"
REGIONS = "EduStat.withPages(true).filter(code => code !== EduStat.known.site.home)"


def main(site: Path) -> None:
    """Print the figures of one run; of the front page the median of ROUNDS visits."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[f"--{switch}" for switch in QUIET])
        visits = [_first_visit(browser, site) for _ in range(ROUNDS)]
        print(f"首页 front page: {visits[0]['files']:.0f} files, {visits[0]['weight'] / 1e6:.2f} MB gzipped")
        for name in ("first paint", "shown"):
            told = [visit[name] for visit in visits]
            print(f"{name}: {median(told):.0f} ms (worst of {ROUNDS}: {max(told):.0f})")
        print("switches, in ms: median and worst")
        for screen in sorted(site.glob("*.html")):
            print(f"{screen.stem:12} {_switches(browser, screen)}")
        browser.close()


def _first_visit(browser: Any, site: Path) -> dict[str, float]:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    asked: list[Path] = []
    page.on("request", lambda request: asked.append(Path(request.url.removeprefix("file://").split("#")[0])))
    page.goto((site / "index.html").as_uri())
    page.wait_for_selector("body[data-ready]")
    shown = page.evaluate("performance.now()")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? performance.now()")
    page.close()
    read = [path for path in asked if path.is_file()]
    weight = sum(len(gzip.compress(path.read_bytes())) for path in read)
    return {"files": len(read), "weight": weight, "first paint": paint, "shown": shown}


def _switches(browser: Any, screen: Path) -> str:
    """From region to region (some of the first, some from the middle), then from year to year."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(screen.as_uri())
    page.wait_for_selector("body[data-ready]")
    codes = page.evaluate(REGIONS)
    half = len(codes) // 2
    moves = [page.evaluate(CHANGE, {"region": code}) for code in [*codes[:SOME], *codes[half : half + SOME]]]
    turns = [page.evaluate(CHANGE, {"year": year}) for year in page.evaluate(YEARS)[1 : SOME + 1]]
    page.close()
    kinds = (("region", moves), ("year", turns))
    return "   ".join(f"{name} {median(took):4.0f} {max(took):4.0f}" for name, took in kinds if took)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SITE)
