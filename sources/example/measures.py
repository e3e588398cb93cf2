"""Pupils, classes and teachers of each part of each school in one autumn, measure by measure."""

from collections.abc import Mapping

import numpy as np

from sources.example.draw import Floats, Ints, bell, portion
from sources.example.plan import SPAN, plan
from sources.example.pupils import Autumn
from sources.example.roster import Roster

BANDS = {"classes_25": 25, "classes_26_30": 30, "classes_31_35": 35, "classes_36_40": 40, "classes_41_45": 45}
BANDS |= {"classes_46_50": 50, "classes_51_55": 55, "classes_56_60": 60, "classes_61_65": 65, "classes_66": 9999}
KINDERGARTEN_NORM = np.array([25, 30, 35] + [0] * (SPAN - 3))  # 小班、中班、大班
GRADES = 6  # the levels with grade columns have at most six

# Share of pupils by level (kindergarten, primary, junior, senior, vocational, special) and how far schools differ.
PUPIL_SHARES: dict[str, tuple[list[float], float]] = {
    "pupils_female": ([0.47, 0.465, 0.465, 0.5, 0.44, 0.38], 0.08),
    "pupils_minority": ([0.03, 0.03, 0.03, 0.03, 0.04, 0.03], 0.6),
    "pupils_boarding": ([0, 0.05, 0.35, 0.6, 0.7, 0.5], 0.5),
    "pupils_migrant": ([0.06, 0.08, 0.07, 0.03, 0.02, 0.02], 0.6),
    "pupils_left_behind": ([0.06, 0.09, 0.09, 0.05, 0.03, 0.05], 0.6),
    "pupils_in_regular_classes": ([0.001, 0.004, 0.004, 0.001, 0.001, 0], 0.6),
    "pupils_local": ([0.9, 0.91, 0.92, 0.95, 0.93, 0.95], 0.06),
    "pupils_school_age": ([0.97, 0.985, 0.98, 0.97, 0.96, 0.9], 0.006),
}
Measures = dict[str, Ints]


def done(roster: Roster, year: int) -> float:
    """How much of the time from the first to the last year has passed, 0 to 1."""
    return (year - roster.first) / max(roster.last - roster.first, 1)


def between(pair: list[float], roster: Roster, year: int) -> float:
    return pair[0] + (pair[1] - pair[0]) * done(roster, year)


def by_level(roster: Roster, values: list[float]) -> Floats:
    """A number for each part, told by level."""
    return np.array(values, np.float64)[roster.part_level]


def is_level(roster: Roster, *levels: str) -> Ints:
    """1 for the parts of these levels, else 0."""
    names = list(plan().levels)
    return np.isin(roster.part_level, [names.index(level) for level in levels]).astype(np.int64)


def pupils(roster: Roster, autumn: Autumn) -> Measures:
    """Pupils with their groups, grades and movements."""
    count = autumn.pupils
    told = {"pupils": count, **autumn.flows}
    for name, (shares, width) in PUPIL_SHARES.items():
        share = by_level(roster, shares) * bell(roster.trait(name), count.size, width)
        told[name] = portion(count, np.clip(share, 0, 1))
    told["pupils_disabled"] = np.where(is_level(roster, "special"), count, told["pupils_in_regular_classes"])
    nothing = np.zeros_like(count)
    told |= {"pupils_repeating": nothing, "pupils_expelled": nothing}
    told["entrants_with_preschool"] = portion(autumn.flows["entrants"], 0.96) * is_level(roster, "primary")
    told["expected_graduates"] = _last_grade(roster, autumn)
    owner = roster.owner[roster.part_school]
    kindergarten = is_level(roster, "kindergarten")
    told["pupils_public_kindergarten"] = count * kindergarten * (owner == 0)
    told["pupils_inclusive_kindergarten"] = count * kindergarten * (owner < 2)
    return told | {f"grade_{grade + 1}": autumn.grades[:, grade] for grade in range(GRADES)}


def _last_grade(roster: Roster, autumn: Autumn) -> Ints:
    grades: Ints = np.take_along_axis(autumn.grades, (plan().grades - 1)[roster.part_level][:, None], axis=1)[:, 0]
    return grades


def class_sizes(roster: Roster, autumn: Autumn) -> tuple[Ints, Ints]:
    """Number of classes by part and grade, and of those the ones with one pupil more than the others."""
    span = np.array([level.size for level in plan().levels.values()])[roster.part_level, roster.part_area]
    target = span[:, 0] + (span[:, 1] - span[:, 0]) * done(roster, autumn.year)
    target = np.maximum(target * bell(roster.trait("class size"), target.size, 0.12), 5)
    number = -np.floor(-autumn.grades / target[:, None]).astype(np.int64)
    return number, np.where(number > 0, autumn.grades % np.maximum(number, 1), 0)


def classes(roster: Roster, autumn: Autumn) -> Measures:
    """Classes by size; the pupils of a grade are spread as evenly as they can be."""
    number, larger = class_sizes(roster, autumn)
    size = autumn.grades // np.maximum(number, 1)
    told, lower = {"classes": number.sum(axis=1)}, 0
    for name, upper in BANDS.items():
        smaller_in = (size > lower) & (size <= upper) | (size == 0) & (lower == 0)
        larger_in = (size + 1 > lower) & (size + 1 <= upper)
        told[name] = (smaller_in * (number - larger) + larger_in * larger).sum(axis=1)
        lower = upper
    within = (size <= KINDERGARTEN_NORM) * (number - larger) + (size + 1 <= KINDERGARTEN_NORM) * larger
    told["classes_within_norm"] = within.sum(axis=1) * is_level(roster, "kindergarten")
    return told


def school_counts(roster: Roster, told: Mapping[str, Ints]) -> Measures:
    """Schools and teaching points, each counted once, at its highest level; none for a school without pupils."""
    kinds = list(plan().kinds)
    kind = roster.kind[roster.part_school]
    top = np.append(np.diff(roster.part_school) != 0, True)
    open_now = top & (np.bincount(roster.part_school, told["pupils"])[roster.part_school] > 0)
    point = kind == kinds.index("小学教学点")
    owner = roster.owner[roster.part_school]
    kindergarten = open_now & (kind == kinds.index("幼儿园"))
    small = open_now & (is_level(roster, "primary") > 0) & (told["pupils"] < 100)
    counts = {"schools": open_now & ~point, "teaching_points": open_now & point, "small_schools": small}
    counts |= {
        "public_kindergartens": kindergarten & (owner == 0),
        "inclusive_kindergartens": kindergarten & (owner < 2),
    }
    return {name: counted.astype(np.int64) for name, counted in counts.items()}
