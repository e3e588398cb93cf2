"""Pictures of every screen of the demo, in three sizes: office screen, phone, printed A4. `make screenshots`.

python -m tests.screenshots [folder]      default: edustat-demo/screenshots
"""

import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from dashboards.screens import screens
from tests.dashboards.visit import CHROMIUM, QUIET

ROOT = Path(__file__).parents[1]
SITE = ROOT / "edustat-demo" / "published" / "current" / "site"
SIZES = {"office": (1366, 768), "phone": (390, 844)}
# What a screen shows in its picture, where the home region has nothing of it.
STATES = {
    "card": "region=110116&year=2023&card=T1|all",
    "funding": "region=000000",
    "per-pupil": "region=000000",
    "access": "region=000000",
    "teachers": "region=000000",
    "facilities": "region=991001",
    "classes": "region=991001",
    "equity": "region=991001",
    "region": "region=110116",
    "indicator": "indicator=per_pupil_public&region=000000",
    "booklet": "region=110116",
}


def main(folder: Path) -> None:
    """Write the pictures; a console message of any page is an error."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[f"--{switch}" for switch in QUIET])
        trouble = [
            said for name in screens() for lang in ("zh", "en") for said in _pictures(browser, folder, name, lang)
        ]
        browser.close()
    print(*trouble, sep="\n")
    print(f"{len(list(folder.glob('*')))} 张 pictures: {folder}")
    sys.exit(bool(trouble))


def _state(name: str) -> str:
    """What the address of a screen's picture says; of a delivery, the first that has sheets."""
    if name != "delivery":
        return STATES.get(name, "")
    return f"delivery={min((SITE / 'data' / 'sheets').iterdir()).name}"


def _pictures(browser: Any, folder: Path, name: str, lang: str) -> list[str]:
    trouble: list[str] = []
    url = f"{(SITE / f'{name}.html').as_uri()}#{_state(name)}&lang={lang}"
    for size, (width, height) in SIZES.items():
        page = browser.new_page(viewport={"width": width, "height": height})
        page.on("console", lambda message: trouble.append(f"{name}: {message.text}"))
        page.on("pageerror", lambda error: trouble.append(f"{name}: {error}"))
        page.goto(url)
        page.wait_for_selector("body[data-ready]")
        page.wait_for_timeout(600)  # charts are drawn when they come into view
        page.screenshot(path=folder / f"{name}-{lang}-{size}.png", full_page=size == "phone")
        if size == "office":
            (folder / f"{name}-{lang}-paper.pdf").write_bytes(page.pdf(prefer_css_page_size=True))
        page.close()
    return trouble


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "edustat-demo" / "screenshots")
