"""The schools of one county, or of many: kind, place, owner, when they open and close, and their parts by level."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sources.example.draw import Bools, Floats, Ints, bell, split, stream
from sources.example.plan import Kind, plan

NEVER_CLOSES = 9999
OWNERS = ["公办", "普惠性民办", "民办"]


@dataclass(frozen=True)
class Roster:
    """Schools as arrays (one entry a school), and their parts (one entry for each level of each school)."""

    seed: int
    first: int
    last: int
    groups: int
    group: Ints
    kind: Ints
    area: Ints
    owner: Ints
    opened: Ints
    closed: Ints
    part_school: Ints
    part_level: Ints
    size: Floats

    @property
    def schools(self) -> int:
        return self.group.size

    @cached_property
    def part_group(self) -> Ints:
        return self.group[self.part_school]

    @cached_property
    def part_area(self) -> Ints:
        return self.area[self.part_school]

    @cached_property
    def pool(self) -> Ints:
        """Which pupils a part draws on: those of its county and level."""
        pooled: Ints = self.part_group * len(plan().levels) + self.part_level
        return pooled

    @cached_property
    def anchor(self) -> Ints:
        """For each part the largest lasting one of its county and level: gives to new ones, takes from closing ones."""
        lasting = (self.closed == NEVER_CLOSES) & (self.opened < self.first)
        order = np.lexsort((self.size * lasting[self.part_school], self.pool))
        last = np.searchsorted(self.pool[order], self.pool, side="right") - 1
        return order[last]

    def open_in(self, year: int) -> Bools:
        """Parts that hold classes in the autumn of a year."""
        return (self.opened <= year)[self.part_school] & (self.closed > year)[self.part_school]

    def reports_in(self, year: int) -> Bools:
        """Parts that send a return: a school that closed in the summer reports once more, with no pupils left."""
        return (self.opened <= year)[self.part_school] & (self.closed >= year)[self.part_school]

    def trait(self, name: str) -> np.random.Generator:
        """Chance for what stays the same over the years."""
        return stream(self.seed, name)


def make_roster(schools: int, first: int, last: int, seed: int, groups: int = 1) -> Roster:
    """`schools` schools in `groups` counties of equal size, reporting from `first` to `last`."""
    group = np.arange(schools) * groups // schools
    kind = np.concatenate([_kinds(int(n)) for n in np.bincount(group, minlength=groups)])
    chance = stream(seed, "roster")
    area = _by_share(chance.random(schools), np.array([k.areas for k in _all_kinds()])[kind])
    opened, closed = _life(chance, kind, first, last)
    part_school, part_level, size = _parts(kind, area)
    owners = np.array([[1 - k.private, k.private * 0.75, k.private * 0.25] for k in _all_kinds()])
    return Roster(
        seed=seed,
        first=first,
        last=last,
        groups=groups,
        group=group,
        kind=kind,
        area=area,
        owner=_owners(_by_share(chance.random(schools), owners[kind]), kind),
        opened=opened,
        closed=closed,
        part_school=part_school,
        part_level=part_level,
        size=size * bell(chance, size.size, 0.5),
    )


def _all_kinds() -> list[Kind]:
    return list(plan().kinds.values())


def _kinds(schools: int) -> Ints:
    """Kinds of the schools of one county: by share, at least one of each."""
    shares = np.array([[kind.share for kind in _all_kinds()]])
    counts = 1 + split(np.array([schools - shares.size]), shares)[0]
    return np.repeat(np.arange(counts.size), counts)


def _by_share(drawn: Floats, shares: Floats) -> Ints:
    """Which of the shares (columns) a draw between 0 and 1 falls into."""
    limits = shares.cumsum(axis=1)
    share: Ints = (drawn[:, None] * limits[:, -1:] >= limits).sum(axis=1)
    return share


def _owners(owner: Ints, kind: Ints) -> Ints:
    """普惠性民办 is a word for kindergartens only; other schools that are not public are 民办."""
    kindergarten = np.array([one.id == "幼儿园" for one in _all_kinds()])[kind]
    return np.where((owner == 1) & ~kindergarten, 2, owner)


def _life(chance: np.random.Generator, kind: Ints, first: int, last: int) -> tuple[Ints, Ints]:
    """Year of opening and of closing; the first school of each kind stays for ever."""
    opens = np.array([one.opens for one in _all_kinds()])[kind]
    closes = np.array([one.closes for one in _all_kinds()])[kind]
    drawn = chance.random(kind.size)
    years = first + 1 + np.floor(chance.random(kind.size) * (last - first)).astype(np.int64)
    changes = (np.diff(kind, prepend=-1) == 0) & (last > first)
    opened = np.where(changes & (drawn < opens), years, first - 30)
    closed = np.where(changes & (drawn > 1 - closes), years, NEVER_CLOSES)
    return opened, closed


def _parts(kind: Ints, area: Ints) -> tuple[Ints, Ints, Floats]:
    """School, level and usual size of every part, ordered by school and level."""
    names = list(plan().levels)
    found = [
        (np.flatnonzero(kind == k), names.index(level), np.array(sizes))
        for k, one in enumerate(_all_kinds())
        for level, sizes in one.levels.items()
    ]
    school = np.concatenate([members for members, _, _ in found])
    level = np.concatenate([np.full(members.size, at) for members, at, _ in found])
    size = np.concatenate([sizes[area[members]] for members, _, sizes in found])
    order = np.lexsort((level, school))
    return school[order], level[order], size[order].astype(np.float64)
