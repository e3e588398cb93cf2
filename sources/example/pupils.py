"""Pupils flow: born, into kindergarten, six years of primary, three of junior, on to senior or vocational schools.

One step is one school year. Every pupil counted in autumn was there a year before or came in a way that is counted
too, so that the movements of each school add up (在校生变动) and a county is the sum of its schools.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sources.example.draw import Bools, Floats, Ints, added, apportion, bell, portion, stream, thin, total
from sources.example.plan import SPAN, plan
from sources.example.roster import Roster

GIVEN_TO_NEW = 0.2  # share of each grade that a school gives to the new ones beside it
LOSSES = ("pupils_out", "pupils_suspended", "pupils_dropped_out", "pupils_died", "pupils_other_losses")
GAINS = ("pupils_in", "pupils_other_gains")


@dataclass(frozen=True)
class Autumn:
    """1 September of a year: pupils by part and grade, what became of cohorts, and the flows since last autumn."""

    year: int
    grades: Ints
    away: Ints
    came: Ints
    went: Ints
    died: Ints
    flows: dict[str, Ints]

    @property
    def pupils(self) -> Ints:
        pupils: Ints = self.grades.sum(axis=1)
        return pupils


def autumns(roster: Roster, warm_up: int) -> Iterator[Autumn]:
    """The autumns from the first year to the last, after `warm_up` years nobody sees (cohorts need a past)."""
    now = _beginning(roster, roster.first - warm_up - 1)
    for year in range(roster.first - warm_up, roster.last + 1):
        now = _advance(roster, now, year)
        if year >= roster.first:
            yield now


def births(roster: Roster, year: int) -> Ints:
    """Children born in each county in a year."""
    usual = plan().births_per_school * np.bincount(roster.group, minlength=roster.groups)
    trend = 1 + plan().births_trend * (year - roster.first)
    noise = bell(stream(roster.seed, "births", year), roster.groups, plan().births_noise)
    return portion(usual * trend * noise, 1.0)


def share_coming(roster: Roster, year: int, level: str) -> float:
    """Share of the children concerned who enter a level: moves evenly from its first to its last value."""
    start, end = plan().levels[level].share
    done = (year - roster.first) / max(roster.last - roster.first, 1)
    return start + (end - start) * min(max(done, 0.0), 1.0)


def last_grade(roster: Roster) -> Bools:
    """Marks the last grade of each part in an array of parts × grades."""
    last: Bools = np.arange(SPAN) == (plan().grades - 1)[roster.part_level][:, None]
    return last


def _beginning(roster: Roster, year: int) -> Autumn:
    """A first autumn: each grade as large as the births of its year let expect."""
    grades = np.zeros((roster.part_school.size, SPAN), np.int64)
    for grade in range(SPAN):
        grades[:, grade] = _entrants(roster, year, births_pools(roster, year, grade))
    grades *= np.arange(SPAN) < plan().grades[roster.part_level][:, None]
    nobody = np.zeros_like(grades)
    return Autumn(year, grades, nobody, nobody, nobody, nobody, {})


def births_pools(roster: Roster, year: int, grade: int = 0) -> Ints:
    """Children by county and level who would now be in a grade, had all been born here and stayed."""
    pools = np.zeros((roster.groups, len(plan().levels)), np.int64)
    ages = {"junior": 12, "senior": 15, "vocational": 15}
    for at, level in enumerate(plan().levels.values()):
        age = level.source if isinstance(level.source, int) else ages[level.id]
        pools[:, at] = portion(births(roster, year - age - grade), share_coming(roster, year, level.id))
    return pools


def _entrants(roster: Roster, year: int, pools: Ints) -> Ints:
    return apportion(pools.ravel(), roster.pool, roster.size * roster.open_in(year))


def _advance(roster: Roster, before: Autumn, year: int) -> Autumn:
    """One school year later."""
    chance = stream(roster.seed, "pupils", year)
    last = last_grade(roster)
    moves = _losses(chance, roster, before.grades)
    stayed = before.grades - added(moves.values())
    lasting = ~last & roster.open_in(year)[:, None]
    moves |= _gains(chance, roster, before.grades * lasting) | {"pupils_resumed": before.away * lasting}
    moved = _reorganised(roster, year, stayed * ~last)
    moves["pupils_out"] += np.maximum(-moved, 0)
    moves["pupils_in"] += np.maximum(moved, 0)
    gained = moves["pupils_in"] + moves["pupils_other_gains"] + moves["pupils_resumed"]
    onwards = (before.grades - added(moves[loss] for loss in LOSSES) + gained) * ~last
    moves["pupils_completing"] = thin(chance, stayed * last, _rate(roster, "pupils_completing"))
    moves["graduates"] = stayed * last - moves["pupils_completing"]
    return _next(roster, before, onwards, moves)


def _closing(roster: Roster, year: int) -> Bools:
    closing: Bools = (roster.closed == year)[roster.part_school]
    return closing


def _rate(roster: Roster, move: str) -> Floats:
    return plan().rate(move)[roster.part_level][:, None]


def _losses(chance: np.random.Generator, roster: Roster, grades: Ints) -> dict[str, Ints]:
    """Who leaves during the year, by kind of loss; nobody leaves twice."""
    left, lost = grades, {}
    for move in LOSSES:
        lost[move] = thin(chance, left, _rate(roster, move))
        left = left - lost[move]
    return lost


def _gains(chance: np.random.Generator, roster: Roster, grades: Ints) -> dict[str, Ints]:
    return {move: thin(chance, grades, _rate(roster, move)) for move in GAINS}


def _reorganised(roster: Roster, year: int, grades: Ints) -> Ints:
    """Pupils by part and grade who change school because one closes or opens: more (+) or fewer (-) than before."""
    closing = np.flatnonzero(_closing(roster, year))
    opening = np.flatnonzero((roster.opened == year)[roster.part_school])
    moved = np.zeros_like(grades)
    moved[closing] -= grades[closing]
    np.add.at(moved, roster.anchor[closing], grades[closing])
    givers = roster.anchor[opening]
    given = portion(grades[givers], GIVEN_TO_NEW / np.bincount(givers, minlength=grades.shape[0])[givers][:, None])
    moved[opening] += given
    np.add.at(moved, givers, -given)
    return moved


def _next(roster: Roster, before: Autumn, onwards: Ints, moves: dict[str, Ints]) -> Autumn:
    """The next autumn: every grade a year on, the first one filled anew."""
    year, last = before.year + 1, last_grade(roster)
    flows = {move: moved.sum(axis=1) for move, moved in moves.items()}
    grades = _a_year_on(onwards)
    grades[:, 0] = _entrants(roster, year, _pools(roster, year, flows["graduates"]))
    flows |= {"entrants": grades[:, 0], "pupils_last_autumn": before.pupils}
    cohorts = {"cohort_in": before.came + moves["pupils_in"] + moves["pupils_other_gains"]}
    cohorts["cohort_out"] = before.went + moves["pupils_out"] + moves["pupils_other_losses"]
    cohorts["cohort_died"] = before.died + moves["pupils_died"]
    flows |= {name: (cohort * last).sum(axis=1) for name, cohort in cohorts.items()}
    onward = {name: _a_year_on(cohort * ~last) for name, cohort in cohorts.items()}
    away = _a_year_on(moves["pupils_suspended"] * ~last)
    return Autumn(year, grades, away, onward["cohort_in"], onward["cohort_out"], onward["cohort_died"], flows)


def _a_year_on(grades: Ints) -> Ints:
    moved = np.zeros_like(grades)
    moved[:, 1:] = grades[:, :-1]
    return moved


def _pools(roster: Roster, year: int, graduates: Ints) -> Ints:
    """Children who enter each level of each county this autumn."""
    pools = births_pools(roster, year)
    leaving = total(roster.pool, graduates, pools.size).reshape(pools.shape)
    names = list(plan().levels)
    for at, level in enumerate(plan().levels.values()):
        if isinstance(level.source, str):
            share = share_coming(roster, year, level.id)
            pools[:, at] = portion(leaving[:, names.index(level.source)], share)
    return pools
