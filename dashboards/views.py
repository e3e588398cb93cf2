"""Which families of duties stand together on one page, read once from pages.yaml."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from expectations import declared_families
from sources import DeclarationError
from sources.declared import read_yaml, records

PAGES = Path(__file__).with_name("pages.yaml")
KEYS = {"views", "front", "screens", "charts", "profile"}
BROWSER_KIND = re.compile(r'EduStat\.(?:kind|toldBy)\("([\w-]+)"')  # as scripts of the kit declare it


@dataclass(frozen=True)
class View:
    """Families that stand together in the matrix."""

    id: str
    title: str
    families: list[str]


@cache
def pages(path: Path = PAGES) -> dict[str, Any]:
    """The content of pages.yaml."""
    content: dict[str, Any] = read_yaml(path)
    return content


@cache
def views(path: Path = PAGES) -> dict[str, View]:
    """The views in the order in which they are shown; raises DeclarationError naming every mistake."""
    found = records(View, pages(path)["views"], path.name)
    places = Counter(family for view in found.values() for family in view.families)
    declared = {family.id for family in declared_families()}
    mistakes = [f"{path.name} › views：{family} 未声明" for family in places.keys() - declared]
    mistakes += [f"{path.name} › views：{family} 没有页面" for family in declared - places.keys()]
    mistakes += [f"{path.name} › views：{family} 写了两次" for family, times in places.items() if times > 1]
    mistakes += [f"{path.name} › front：{family} 未声明" for family in pages(path)["front"] if family not in declared]
    if mistakes:
        raise DeclarationError(sorted(mistakes))
    return found


@cache
def front() -> tuple[str, ...]:
    """The families that the front page tells in full."""
    return tuple(pages()["front"])


@cache
def browser_kinds() -> frozenset[str]:
    """Kinds of chart that the kit of the pages draws."""
    scripts = (PAGES.parent / "static" / "kit").glob("*.js")
    return frozenset(kind for script in scripts for kind in BROWSER_KIND.findall(script.read_text(encoding="utf-8")))
