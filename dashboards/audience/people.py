"""Sums of people that figures are made of: numerators and denominators as forms, the same wherever they stand.

A form is a sum of measures counted in 人, each at a level and so many years before the form's own year; the denominator
ago(primary.entrants, 8) of one year is the form primary.entrants of eight years earlier.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dashboards.audience.declared import limits
from warehouse import Declarations, Indicator, declarations
from warehouse.formulas import Formula

PEOPLE = "人"
WHOLE = "all"
PART_LEVELS = "_rural"  # 其中：农村 is part of a level, not one beside it


@dataclass(frozen=True)
class Term:
    """One measure of a form: at which level, how many years back, how many times."""

    level: str
    measure: str
    ago: int
    times: int


@dataclass(frozen=True)
class Form:
    """A sum of people; the latest of its terms is of the form's own year."""

    terms: tuple[Term, ...]

    @cached_property
    def id(self) -> str:
        """Its name, the same for equal sums."""
        return " ".join(f"{each.times:+d}*{each.level}.{each.measure}@{each.ago}" for each in self.terms)

    @property
    def threshold(self) -> int | None:
        """Below this it is a small count; None for differences, which count nobody."""
        if any(each.times < 0 for each in self.terms):
            return None
        subjects = (declarations().measures[each.measure].subject for each in self.terms)
        return max(limits().thresholds.get(subject, 0) for subject in subjects)

    @property
    def parts(self) -> list[tuple["Form", int, int]]:
        """Its terms as forms of their own, with their years back and times; none where it is one itself."""
        if len(self.terms) == 1 and self.terms[0].times == 1:
            return []
        return [(Form((Term(each.level, each.measure, 0, 1),)), each.ago, each.times) for each in self.terms]

    @property
    def levels(self) -> list["Form"]:
        """The same sum at each level, where this one is over all of them."""
        if {each.level for each in self.terms} != {WHOLE}:
            return []
        others = [name for name in declarations().levels if name != WHOLE and not name.endswith(PART_LEVELS)]
        return [Form(tuple(Term(name, t.measure, t.ago, t.times) for t in self.terms)) for name in others]

    @property
    def whole(self) -> "Form | None":
        """The same sum over all levels, where this one is at a single level."""
        levels = {each.level for each in self.terms}
        if len(levels) > 1 or WHOLE in levels or any(level.endswith(PART_LEVELS) for level in levels):
            return None
        return Form(tuple(Term(WHOLE, t.measure, t.ago, t.times) for t in self.terms))


@dataclass(frozen=True)
class Side:
    """One side of an indicator at a level in a school system: a form, `shift` years off the indicator's own year."""

    indicator: str
    level: str
    system: str
    side: str
    form: Form
    shift: int
    alone: bool  # an amount, whose value is its numerator


def sides() -> list[Side]:
    """Every side of every indicator that counts people."""
    known = declarations()
    return [side for one in known.indicators.values() for side in _sides(one, known)]


def _sides(one: Indicator, known: Declarations) -> Iterator[Side]:
    for system in ("", *one.systems):
        for name, formula in one.formulas_in(system).items():
            if not formula.terms or any(known.measures[each.measure].unit != PEOPLE for each in formula.terms):
                continue
            for level in one.levels:
                form, shift = _form(formula, level)
                yield Side(one.id, level, system, name, form, shift, not one.denominator)


def _form(formula: Formula, level: str) -> tuple[Form, int]:
    nearest = min(each.ago for each in formula.terms)
    terms = [Term(at.level or level, at.measure, at.ago - nearest, n) for at, n in formula.terms.items() if n]
    return Form(tuple(sorted(terms, key=lambda each: (each.level, each.measure, each.ago)))), -nearest
