"""A region's booklet as a PDF: the published page `booklet.html`, printed by Chromium on this machine.

Nothing is asked of a network: the browser gets a profile of its own, which is thrown away, and may fetch nothing.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlencode

PAGE = "booklet.html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")
LONGEST = 120  # seconds for one booklet
DRAWN = 30_000  # milliseconds of the browser's own clock within which a page is drawn
QUIET = [
    *("headless", "disable-gpu", "no-first-run", "disable-background-networking", "disable-component-update"),
    *("disable-sync", "disable-extensions", "disable-quic", "host-resolver-rules=MAP * ~NOTFOUND"),
]


class NotPrinted(Exception):
    """The browser did not print a booklet; the text tells what it said."""


def browser() -> str | None:
    """The first browser of this machine that can print, or nothing."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def print_booklet(site: Path, region: str, year: int | None, file: Path, *, lang: str = "zh") -> Path:
    """Print the booklet of a region (its newest judged years when no year is given) into `file`; returns it.

    Raises NotPrinted when no browser is there, or when it fails or takes too long; `file` is then left as it was.
    """
    program = browser()
    if program is None:
        raise NotPrinted("no browser")
    state = {"region": region, "year": year or "", "lang": lang}
    page = f"{(site / PAGE).resolve().as_uri()}#{urlencode(state)}"
    with tempfile.TemporaryDirectory(prefix="edustat-") as folder:
        made = Path(folder) / "booklet.pdf"
        _run([program, *_switches(Path(folder), made), page])
        if not made.exists() or not made.read_bytes().startswith(b"%PDF"):
            raise NotPrinted("no pdf")
        shutil.move(made, file)
    return file


def _switches(folder: Path, made: Path) -> list[str]:
    told = [*QUIET, f"user-data-dir={folder / 'profile'}", f"virtual-time-budget={DRAWN}"]
    told += [f"print-to-pdf={made}", "no-pdf-header-footer"]
    if os.geteuid() == 0:  # Chromium has no sandbox for the superuser
        told.append("no-sandbox")
    return [f"--{switch}" for switch in told]


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, timeout=LONGEST, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotPrinted(str(error)) from error
    if done.returncode:
        raise NotPrinted(done.stderr.decode(errors="replace")[-400:])
