"""Names and codes of regions as printed → codes of `regions.csv`; what can't be resolved waits, nothing is guessed."""

import difflib
from collections.abc import Iterable

from sources import Problem
from sources.text import plain
from warehouse.records import Declarations, Region

CANDIDATES = 3


def resolve(
    printed: Iterable[tuple[str, str]], known: Declarations, where: str
) -> tuple[dict[str, str], list[Problem]]:
    """(code, name) pairs as printed → {code + name: region code} and one problem naming all unresolved ones."""
    found: dict[str, str] = {}
    unresolved: list[str] = []
    for code, name in printed:
        region = _by_code(code, known) or _by_name(name, known)
        if region is None or _contradicts(code, name, region):
            unresolved.append(f"“{code or name}”（{_candidates(name, known)}）")
        else:
            found[code + name] = region.code
    if not unresolved:
        return found, []
    fix = "请核对地区名称；确有新设或更名的地区，请在 warehouse/regions.csv 增加一行"
    return found, [Problem(where, f"不认识的地区 {'、'.join(unresolved)}", fix)]


def _by_code(code: str, known: Declarations) -> Region | None:
    return known.regions.get(plain(code))


def _by_name(name: str, known: Declarations) -> Region | None:
    """The region now in force with exactly this name; none when the name is shared or unknown."""
    wanted = plain(name)
    same = [region for region in known.regions.values() if plain(region.name) == wanted and not region.successor]
    return same[0] if len(same) == 1 else known.regions.get(wanted)


def _contradicts(code: str, name: str, region: Region) -> bool:
    return bool(code and name) and plain(region.name) != plain(name)


def _candidates(name: str, known: Declarations) -> str:
    names = [region.name for region in known.regions.values()]
    near = difflib.get_close_matches(plain(name), names, n=CANDIDATES, cutoff=0.3)
    return "最接近：" + "、".join(near) if near else "没有相近的地区"
