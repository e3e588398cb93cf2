"""The words beside each row as a path: groups printed once, 其中 and #, numbering, indentation."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from sources.grid import Sheet
from sources.paths import PART_OF, canonical, stub_path
from sources.text import UNIT_WORD, plain, split_unit

RANKS = (r"^[一二三四五六七八九十]+、", r"^\([一二三四五六七八九十]+\)", r"^\d{1,2}[.、]", r"^\(\d{1,2}\)")
UNRANKED = len(RANKS)
HANGING = 4  # how far, in characters, a row may hang under the words after 其中：


@dataclass(frozen=True)
class Stub:
    """What stands beside one row: its `path` in one spelling, the words as printed, a unit printed with them."""

    path: str
    printed: str
    unit: str | None

    @cached_property
    def spellings(self) -> tuple[str, ...]:
        return (canonical(self.printed), self.path)


@dataclass(frozen=True)
class _Step:
    """A word open above the current row: how deep it stands (indentation, rank), and whether it is marked 其中."""

    word: str
    depth: tuple[int, int]
    marked: bool


def stubs_of(sheet: Sheet, rows: Iterable[int], letters: Sequence[str]) -> dict[int, Stub]:
    """Row → what stands beside it in the columns `letters`; rows without a word are left out."""
    positions = [sheet.cells.columns.index(name) for name in letters]
    stubs: dict[int, Stub] = {}
    groups: list[str] = []
    steps: list[_Step] = []
    for number in rows:
        row = sheet.row(number)
        raw = [row[position] for position in positions]
        deepest = max((i for i, text in enumerate(raw) if plain(text)), default=None)
        if deepest is None:
            continue
        first = next(i for i, text in enumerate(raw) if plain(text))
        above = [*groups[:first], *(plain(text) for text in raw[first:deepest])]
        if above != groups[: len(above)] or first < len(groups):
            steps = []
        groups = [*above, plain(raw[deepest])] if deepest + 1 < len(positions) else above
        steps = _steps(steps, raw[deepest]) if deepest + 1 == len(positions) else _steps([], raw[deepest])
        stubs[number] = _stub([*(word for word in above if word), *(step.word for step in steps)])
    return stubs


def _steps(open_above: list[_Step], raw: str) -> list[_Step]:
    """The words from the outermost open group down to this row."""
    word, indent = plain(raw), len(raw) - len(raw.lstrip())
    marked = PART_OF.match(word) is not None
    rank = next((i for i, shape in enumerate(RANKS) if re.match(shape, word)), UNRANKED)
    steps = list(open_above)
    if marked:
        while steps and (steps[-1].marked or steps[-1].depth[0] > indent):
            steps.pop()
        return [*steps, _Step(word, (indent, UNRANKED), True)]
    if steps and steps[-1].marked and steps[-1].depth[0] < indent <= steps[-1].depth[0] + HANGING:
        return [*steps[:-1], _Step(word, steps[-1].depth, True)]
    while steps and (steps[-1].marked or steps[-1].depth >= (indent, rank)):
        steps.pop()
    return [*steps, _Step(word, (indent, rank), False)]


def _stub(words: list[str]) -> Stub:
    """The words without their units, and the unit of the row itself, else of its nearest group."""
    told = [_without_unit(word) for word in words]
    unit = next((unit for _, unit in reversed(told) if unit), None)
    return Stub(stub_path("/".join(bare for bare, _ in told)), "/".join(words), unit)


def _without_unit(word: str) -> tuple[str, str | None]:
    stem, bracketed = split_unit(word)
    return (stem, bracketed) if bracketed and UNIT_WORD.match(bracketed) else (word, None)


def rows_of(stubs: dict[int, Stub], wanted: Sequence[str]) -> list[int]:
    """The rows a declared path may mean: those spelled so, else those whose path ends so."""
    exact = [row for row, stub in stubs.items() if any(text in stub.spellings for text in wanted)]
    if exact:
        return exact
    return [row for row, stub in stubs.items() if any(stub.path.endswith(f"/{text}") for text in wanted)]
