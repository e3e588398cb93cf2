"""What a reader waits for: weight of the front page, first paint, a switch of year and of region, in headless Chromium.

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

ROUNDS = 5
# Change the state as given and tell after how many milliseconds the page had been drawn anew.
CHANGE = """changes => new Promise(done => {
    const start = performance.now(), was = document.body.dataset.ready;
    const drawn = () => requestAnimationFrame(() => done(performance.now() - start));
    const look = () => document.body.dataset.ready !== was ? drawn() : setTimeout(look, 1);
    EduStat.state.set(changes); look(); })"""
YEARS = "[...document.querySelectorAll('#pick-year option')].map(one => one.value)"
REGIONS = "EduStat.withPages(true).filter(code => code !== EduStat.known.site.home)"


def main(site: Path) -> None:
    """Print the figures, each the median of ROUNDS visits of one run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[f"--{switch}" for switch in QUIET])
        visits = [_visit(browser, site) for _ in range(ROUNDS)]
        browser.close()
    files, weight = visits[0]["files"], visits[0]["weight"]
    print(f"首页 front page: {files} files, {weight / 1e6:.2f} MB gzipped")
    for name in ("first paint", "shown", "switch of year", "switch of region"):
        print(
            f"{name}: {median(visit[name] for visit in visits):.0f} ms"
            f" (worst of {ROUNDS}: {max(visit[name] for visit in visits):.0f})"
        )


def _visit(browser: Any, site: Path) -> dict[str, float]:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    asked: list[Path] = []
    page.on("request", lambda request: asked.append(Path(request.url.removeprefix("file://").split("#")[0])))
    page.goto((site / "index.html").as_uri())
    page.wait_for_selector("body[data-ready]")
    shown = page.evaluate("performance.now()")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? performance.now()")
    read = [path for path in asked if path.is_file()]
    moves = [page.evaluate(CHANGE, {"region": code, "year": None}) for code in page.evaluate(REGIONS)[:8]]
    page.evaluate(CHANGE, {"region": page.evaluate("EduStat.path(EduStat.known.site.home)[0]")})
    turns = [page.evaluate(CHANGE, {"year": year}) for year in page.evaluate(YEARS)[1:4]]
    told = {
        "files": len(read),
        "weight": sum(len(gzip.compress(path.read_bytes())) for path in read),
        "first paint": paint,
        "shown": shown,
        "switch of year": max(turns, default=0),
        "switch of region": max(moves, default=0),
    }
    page.close()
    return told


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SITE)
