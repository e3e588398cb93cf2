"""The site as files: at home without a network, and every screen with all the scripts it asks for."""

import re
from pathlib import Path

from dashboards.screens import kit, screens

OUTSIDE = re.compile(
    r"""(?:src|href)\s*=\s*["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import|\bfetch\(|innerHTML"""
)


def test_every_screen_has_the_scripts_it_asks_for(site: Path) -> None:
    for name in screens():
        shell = (site / f"{name}.html").read_text(encoding="utf-8")
        asked = re.findall(r'<(?:script src|link rel="stylesheet" href)="([^"]+)"', shell)
        assert "assets/kit.js" in asked
        assert [script for script in asked if not (site / script).exists()] == []


def test_nothing_leaves_the_folder_and_nothing_is_read_as_markup(site: Path) -> None:
    ours = {
        path.name: path.read_text(encoding="utf-8")
        for path in (site / "assets").glob("*.*")
        if "plotly" not in path.name
    }
    shells = {path.name: path.read_text(encoding="utf-8") for path in site.glob("*.html")}
    assert [name for name, text in (ours | shells).items() if OUTSIDE.search(text)] == []
    assert ours["kit.js"] == kit()
