"""The profile of a region: what it tells, and which regions are like it; read once from pages.yaml."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from dashboards.views import PAGES, pages
from sources import DeclarationError
from warehouse import declarations

KEYS = ["sentences", "trends", "like", "nearest", "compare", "most"]
Measure = dict[str, Any]


@cache
def profile(path: Path = PAGES) -> dict[str, Any]:
    """The declared profile, its measures taken apart; raises one DeclarationError that lists every mistake."""
    told = pages(path)["profile"]
    mistakes = [f"{path.name} › profile：须有且只有 {'、'.join(KEYS)}"] if sorted(told) != sorted(KEYS) else []
    if not mistakes:
        mistakes = [f"{path.name} › profile：{what}" for what in _unknown(told)]
    if mistakes:
        raise DeclarationError(mistakes)
    grouped = {
        key: [{"title": title, "measures": list(map(measure, told[key][title]))} for title in told[key]]
        for key in ("sentences", "like")
    }
    return {
        **grouped,
        "trends": list(map(measure, told["trends"])),
        "compare": list(map(measure, told["compare"])),
        "nearest": told["nearest"],
        "most": told["most"],
    }


def measure(text: str) -> Measure:
    """`indicator/level`, or two of them with a colon between: the one over the other."""
    first, _, second = text.partition(" : ")
    indicator, _, level = first.partition("/")
    return {"indicator": indicator, "level": level or "all", "over": measure(second) if second else None}


def _unknown(told: dict[str, Any]) -> Iterator[str]:
    lists = [*told["sentences"].values(), *told["like"].values(), told["trends"], told["compare"]]
    for text in dict.fromkeys(text for texts in lists for text in texts):
        yield from _mistakes(text, measure(text))


def _mistakes(text: str, one: Measure) -> Iterator[str]:
    known = declarations().indicators.get(one["indicator"])
    if known is None or one["level"] not in known.levels:
        yield f"{text} 不是已声明的指标和学段"
    if one["over"]:
        yield from _mistakes(text, one["over"])
