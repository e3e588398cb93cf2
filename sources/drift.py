"""How a delivery's layout differs from another one: columns that are new, gone, renamed, moved, or in another unit;
and, for what no declaration knows, the nearest declared field and the one edit of columns.csv that would accept it."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches

from sources.forms import ABSENT, Declared, Form
from sources.paths import canonical
from sources.spread import generalised
from sources.text import split_unit

NEAR = 0.5  # less alike than this is no candidate
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Place:
    """Where one thing stands in a sheet: field, level and part (empty: not known), column or row, words, unit."""

    key: Key
    place: str
    header: str
    unit: str
    position: int


@dataclass(frozen=True)
class Change:
    """One difference: `kind` is new, gone, renamed, moved or unit; the `was_` side is the earlier layout's."""

    kind: str
    key: Key
    place: str = ""
    header: str = ""
    unit: str = ""
    was_place: str = ""
    was_header: str = ""
    was_unit: str = ""
    similarity: float | None = None


@dataclass(frozen=True)
class Edit:
    """The edit that accepts a held-back column: write `text` in `column` of line `line` (None: in a new line)."""

    file: str
    line: int | None
    column: int
    text: str


@dataclass(frozen=True)
class Near:
    """The declared column whose header is most like an unknown one."""

    declared: Declared
    header: str
    similarity: float


def drift(now: Sequence[Place], before: Sequence[Place]) -> list[Change]:
    """Everything that changed between two layouts of one table, in the order of the sheet; unknown columns of `now`
    are renamed ones where a column that has gone was called much the same, else new."""
    known, past = _by_key(now), _by_key(before)
    gone = [each for each in before if each.key[0] and each.key not in known]
    changes: list[tuple[int, Change]] = []
    for each in (one for one in now if not one.key[0]):
        was = _most_alike(each.header, gone)
        gone = [one for one in gone if one is not was]
        changes.append((each.position, _renamed(each, was) if was else _added(each)))
    changes += [(each.position, _added(each)) for key, each in known.items() if key not in past]
    both = [(each, past[key]) for key, each in known.items() if key in past]
    changes += [(each.position, _renamed(each, was)) for each, was in both if not _same(each.header, was.header)]
    changes += [(each.position, _unit(each, was)) for each, was in both if each.unit != was.unit]
    changes += [(each.position, _moved(each, was)) for each, was in _out_of_order(both)]
    ordered = [change for _, change in sorted(changes, key=lambda pair: pair[0])]
    return ordered + [
        Change("gone", one.key, was_place=one.place, was_header=one.header, was_unit=one.unit) for one in gone
    ]


def nearest(form: Form, table: str, header: str, year: int | None, told: Iterable[Key]) -> Near | None:
    """The column of a table, not told by the sheet, whose header is most like `header`; None if none is near."""
    taken = set(told)
    words: dict[str, Declared] = {}
    for column in form.columns_of(table):
        if not column.is_role and (column.field, column.level, column.part) not in taken:
            for text in column.spellings(year):
                words.setdefault(text, column)
    words.pop(ABSENT, None)
    wanted = _bare(header)
    found = get_close_matches(wanted, list(words), n=1, cutoff=NEAR)
    return Near(words[found[0]], found[0], alike(wanted, found[0])) if found else None


def acceptance(form: Form, header: str, near: Near | None, year: int | None) -> Edit:
    """The edit of columns.csv after which the next run takes the column for the nearest field (or for a new one)."""
    file = f"sources/forms/{form.id}/columns.csv"
    text = _bare(header)
    newest = max(start for column in form.columns for start in column.headers)
    if near is None:
        return Edit(file, None, newest, text)
    column = near.declared
    general = generalised(text, column.level, form.levels) if column.spoken else None
    if column.shared and general is None:
        return Edit(file, None, column.start(year), text)
    text = general or text
    return Edit(file, column.line, column.start(year), f"|{text}")


def alike(one: str, other: str) -> float:
    """How much two headers have in common, from 0 to 1."""
    return round(SequenceMatcher(None, one, other).ratio(), 3)


def _by_key(places: Iterable[Place]) -> dict[Key, Place]:
    found: dict[Key, Place] = {}
    for each in places:
        if each.key[0]:
            found.setdefault(each.key, each)
    return found


def _bare(header: str) -> str:
    """The words of a header without the unit at its end, in their one spelling."""
    return canonical(split_unit(header)[0])


def _same(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


def _most_alike(header: str, gone: Sequence[Place]) -> Place | None:
    ranked = sorted(gone, key=lambda one: -alike(_bare(header), _bare(one.header)))
    return ranked[0] if ranked and alike(_bare(header), _bare(ranked[0].header)) >= NEAR else None


def _out_of_order(both: Sequence[tuple[Place, Place]]) -> list[tuple[Place, Place]]:
    """Pairs outside the longest run that keeps its order: those that moved, not those pushed aside."""
    ordered = sorted(both, key=lambda pair: pair[0].position)
    tails: list[int] = []
    lengths = []
    for _, was in ordered:
        place = bisect_left(tails, was.position)
        tails[place : place + 1] = [was.position]
        lengths.append(place + 1)
    kept, wanted = set(), len(tails)
    for index in range(len(ordered) - 1, -1, -1):
        if lengths[index] == wanted:
            kept.add(index)
            wanted -= 1
    return [pair for index, pair in enumerate(ordered) if index not in kept]


def _added(now: Place) -> Change:
    return Change("new", now.key, now.place, now.header, now.unit)


def _renamed(now: Place, was: Place) -> Change:
    similarity = alike(_bare(now.header), _bare(was.header))
    key = now.key if now.key[0] else was.key
    return Change("renamed", key, now.place, now.header, now.unit, was.place, was.header, was.unit, similarity)


def _unit(now: Place, was: Place) -> Change:
    return Change("unit", now.key, now.place, now.header, now.unit, was.place, was.header, was.unit)


def _moved(now: Place, was: Place) -> Change:
    return Change("moved", now.key, now.place, now.header, now.unit, was.place, was.header, was.unit)
