"""The charts of the screens as pages.yaml declares them; they are drawn in the browser (static/kit)."""

import string
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dashboards.views import KEYS, PAGES, browser_kinds, pages
from sources import DeclarationError
from sources.declared import records
from warehouse import declarations

FIELDS = {"first_year", "first", "last_year", "last", "moved", "change", "count", "falls", "lead", "step", "cause"}
FIELDS |= {"money", "pupils"}  # of kinds that only the browser draws


@dataclass(frozen=True)
class Declared:
    """One record of pages.yaml."""

    id: str
    kind: str
    heading: str
    indicators: list[str]
    levels: list[str]
    title: str
    screen: str
    norm: str = ""
    unless: str = ""  # another chart that makes this one superfluous where it has data


@cache
def declared(path: Path = PAGES) -> dict[str, Declared]:
    """The charts of pages.yaml; raises one DeclarationError that lists every mistake."""
    content = pages(path)
    mistakes = [f"{path.name}：不认识的键 {key}" for key in content if key not in KEYS]
    charts = records(Declared, content.get("charts") or {}, path.name)
    mistakes += [f"{path.name} › {one.id}：{what}" for one in charts.values() for what in _mistakes(one, charts)]
    if mistakes:
        raise DeclarationError(mistakes)
    return charts


def _mistakes(one: Declared, charts: dict[str, Declared]) -> list[str]:
    fields = {name for _, name, _, _ in string.Formatter().parse(one.title) if name}
    found = [f"题名用到未知的占位 {{{name}}}" for name in sorted(fields - FIELDS)]
    known = declarations()
    found += [f"指标 {name} 未声明" for name in one.indicators if name not in known.indicators]
    found += [f"学段 {name} 未声明" for name in one.levels if name not in known.levels]
    if one.kind not in (kinds := browser_kinds()):
        found.append(f"图的种类 {one.kind} 不存在，可用：{'、'.join(sorted(kinds))}")
    if one.unless and one.unless not in charts:
        found.append(f"unless 指向未声明的图 {one.unless}")
    return found
