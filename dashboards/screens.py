"""The screens: one empty shell each, drawn in the browser by the kit and the screen's script from data scripts.

Pages opened from the disk may neither fetch nor import modules; so the kit is one classic script, and every piece of
data is a script of its own that hands itself over.
"""

import json
import shutil
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment

from dashboards.charts import declared
from dashboards.profile import profile
from dashboards.views import PAGES, pages
from sources import DeclarationError
from sources.declared import records

STATIC = Path(__file__).with_name("static")
# What others build on, in this order; the rest of the kit follows by name, the frame and the start come last.
FIRST = ("data", "state", "words", "numbers", "dom", "known", "workbook", "tables", "charts", "axes", "figures")
LAST = ("frame",)
ALWAYS = ("site", "words", "places", "pages")  # data that every screen needs before it can show anything


@dataclass(frozen=True)
class Screen:
    """One page of the site; `charts` loads the drawing library, `hidden` leaves it out of the menu."""

    id: str
    title: str
    title_en: str
    menu: str
    charts: bool = False
    hidden: bool = False


@cache
def screens(path: Path = PAGES) -> dict[str, Screen]:
    """The screens of pages.yaml in the order of the menu; raises one DeclarationError that lists every mistake."""
    found = records(Screen, pages(path)["screens"], path.name)
    scripts = {script.stem for script in (STATIC / "screens").glob("*.js")}
    mistakes = [f"{path.name} › screens：{name} 未声明" for name in sorted(scripts - found.keys())]
    mistakes += [
        f"{path.name} › charts › {chart.id}：screen {chart.screen} 未声明"
        for chart in declared().values()
        if chart.screen not in found
    ]
    if mistakes:
        raise DeclarationError(mistakes)
    return {name: screen for name, screen in found.items() if name in scripts}


def write_screens(environment: Environment, site: Path) -> None:
    """Write the shell of every screen, the scripts they share and `data/pages.js` into the folder of the site."""
    assets, data = site / "assets", site / "data"
    assets.mkdir(parents=True, exist_ok=True)
    data.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(STATIC / "site.css", assets / "site.css")
    (assets / "kit.js").write_text(kit(), encoding="utf-8")
    (data / "pages.js").write_text(f'EduStat.take("pages", {_json(_pages())});\n', encoding="utf-8")
    for screen in screens().values():
        shutil.copyfile(STATIC / "screens" / f"{screen.id}.js", assets / f"{screen.id}.js")
        shell = environment.get_template("screen.html").render(screen=screen, scripts=_scripts(screen))
        (site / f"{screen.id}.html").write_text(shell, encoding="utf-8")


def kit() -> str:
    """The whole kit as one script."""
    found = {path.stem: path for path in sorted((STATIC / "kit").glob("*.js"))}
    others = [name for name in found if name not in FIRST + LAST]
    return "\n".join(found[name].read_text(encoding="utf-8") for name in (*FIRST, *others, *LAST))


def _scripts(screen: Screen) -> list[str]:
    """Addresses in the order in which they run; the drawing library last, so that nothing waits for it."""
    data = [f"data/{key}.js" for key in ALWAYS]
    library = ["assets/plotly.min.js"] if screen.charts else []
    return ["assets/kit.js", *data, f"assets/{screen.id}.js", "assets/start.js", *library]


def _pages() -> dict[str, Any]:
    return {
        "screens": [asdict(screen) for screen in screens().values()],
        "charts": [asdict(chart) for chart in declared().values()],
        "profile": profile(),
    }


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
