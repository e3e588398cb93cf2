"""Teachers and staff of each part: qualification, rank and age each add up to the full-time teachers."""

import numpy as np

from sources.example.draw import Floats, Ints, added, bell, portion, skewed, split
from sources.example.measures import Measures, between, by_level, done, is_level
from sources.example.plan import plan
from sources.example.roster import Roster

# Shares by level (kindergarten, primary, junior, senior, vocational, special), in the first and in the last year.
DEGREES: tuple[str, ...] = ("teachers_doctor", "teachers_master", "teachers_bachelor", "teachers_associate")
DEGREES += ("teachers_secondary", "teachers_below_secondary")
DEGREE_SHARES = [
    ([0, 0, 0.12, 0.62, 0.25, 0.01], [0, 0.005, 0.3, 0.6, 0.095, 0]),
    ([0, 0.005, 0.45, 0.48, 0.065, 0], [0, 0.03, 0.72, 0.24, 0.01, 0]),
    ([0, 0.02, 0.76, 0.215, 0.005, 0], [0, 0.06, 0.86, 0.08, 0, 0]),
    ([0.001, 0.08, 0.89, 0.029, 0, 0], [0.002, 0.16, 0.83, 0.008, 0, 0]),
    ([0.001, 0.06, 0.83, 0.1, 0.009, 0], [0.002, 0.1, 0.86, 0.036, 0.002, 0]),
    ([0, 0.01, 0.55, 0.44, 0, 0], [0, 0.04, 0.8, 0.16, 0, 0]),
]
QUALIFIED = [5, 5, 4, 3, 3, 4]  # so many of DEGREES, from the top, are the required qualification or more
ABOVE = [4, 4, 3, 2, 2, 3]
RANKS: tuple[str, ...] = ("teachers_full_senior", "teachers_vice_senior", "teachers_intermediate", "teachers_assistant")
RANKS += ("teachers_junior_rank", "teachers_unranked")
RANK_SHARES = [
    [0, 0.01, 0.12, 0.2, 0.1, 0.57],
    [0.001, 0.11, 0.43, 0.32, 0.02, 0.119],
    [0.002, 0.24, 0.4, 0.27, 0.01, 0.078],
    [0.006, 0.3, 0.38, 0.25, 0.004, 0.06],
    [0.004, 0.25, 0.4, 0.25, 0.01, 0.086],
    [0.001, 0.15, 0.45, 0.3, 0.01, 0.089],
]
AGES: tuple[str, ...] = (
    "teachers_24",
    "teachers_25_29",
    "teachers_30_34",
    "teachers_35_39",
    "teachers_40_44",
    "teachers_45_49",
)
AGES += ("teachers_50_54", "teachers_55_59", "teachers_60")
AGE_SHARES = [0.05, 0.15, 0.16, 0.16, 0.15, 0.14, 0.12, 0.065, 0.005]


def teachers(roster: Roster, told: Measures, year: int) -> Measures:
    """Teachers and staff; `told` needs pupils and classes."""
    full_time = _full_time(roster, told)
    found = {"full_time_teachers": full_time}
    found |= _divided(roster, full_time, DEGREES, _degree_shares(roster, year), "degrees")
    found |= _divided(roster, full_time, RANKS, np.array(RANK_SHARES)[roster.part_level], "ranks")
    found |= _divided(roster, full_time, AGES, np.tile(AGE_SHARES, (full_time.size, 1)), "ages")
    degrees = np.stack([found[name] for name in DEGREES]).cumsum(axis=0)
    parts = np.arange(full_time.size)
    found["teachers_qualified"] = degrees[np.array(QUALIFIED)[roster.part_level] - 1, parts]
    found["teachers_above_required"] = degrees[np.array(ABOVE)[roster.part_level] - 1, parts]
    return found | _some(roster, full_time, year) | _exchange(roster, full_time, year) | _staff(roster, full_time, year)


def _full_time(roster: Roster, told: Measures) -> Ints:
    levels = plan().levels.values()
    ratio, per_class = by_level(roster, [x.ratio for x in levels]), by_level(roster, [x.per_class for x in levels])
    needed = told["pupils"] / ratio * bell(roster.trait("teachers"), ratio.size, 0.12) + told["classes"] * per_class
    return -np.floor(-needed).astype(np.int64)


def _degree_shares(roster: Roster, year: int) -> Floats:
    first, last = (np.array(shares) for shares in zip(*DEGREE_SHARES, strict=True))
    shares: Floats = (first + (last - first) * done(roster, year))[roster.part_level]
    return shares


def _divided(roster: Roster, whole: Ints, names: tuple[str, ...], shares: Floats, trait: str) -> Measures:
    varied = shares * bell(roster.trait(trait), shares.shape, 0.3)
    return dict(zip(names, split(whole, varied).T, strict=True))


def _spread(roster: Roster, name: str, pair: list[float], year: int) -> Floats:
    """Skewed factors that keep their order while schools come closer to each other over the years."""
    width = between(pair, roster, year)
    return 1 - width + width * skewed(roster.trait(name), roster.part_school.size)


def _some(roster: Roster, full_time: Ints, year: int) -> Measures:
    """Groups among the full-time teachers."""
    backbone = by_level(roster, [0.1, 0.19, 0.17, 0.2, 0.15, 0.2]) * _spread(roster, "backbone", [1.1, 0.7], year)
    arts = by_level(roster, [0.08, 0.17, 0.13, 0.11, 0.08, 0.15]) * _spread(roster, "arts", [0.9, 0.55], year)
    female = by_level(roster, [0.97, 0.72, 0.6, 0.55, 0.52, 0.75]) * bell(roster.trait("women"), full_time.size, 0.15)
    shares = {"teachers_backbone": backbone, "teachers_arts_sports": arts, "teachers_female": female}
    shares["teachers_minority"] = 0.02 * bell(roster.trait("minority"), full_time.size, 0.6)
    shares["teachers_certified"] = 1 - between([0.03, 0], roster, year) * skewed(
        roster.trait("certified"), full_time.size
    )
    shares["teachers_trained_360"] = 1 - between([0.1, 0], roster, year) * skewed(
        roster.trait("trained"), full_time.size
    )
    shares["teachers_double_qualified"] = 0.5 * is_level(roster, "vocational") + 0.0 * backbone
    return {name: portion(full_time, np.clip(share, 0, 1)) for name, share in shares.items()}


def _exchange(roster: Roster, full_time: Ints, year: int) -> Measures:
    """Teachers who may and do move between schools, in compulsory education."""
    eligible = portion(full_time, 0.35) * is_level(roster, "primary", "junior")
    exchanged = portion(eligible, between([0.08, 0.14], roster, year))
    backbone = portion(exchanged, between([0.18, 0.26], roster, year))
    return {"exchange_eligible": eligible, "exchanged": exchanged, "exchanged_backbone": backbone}


def _staff(roster: Roster, full_time: Ints, year: int) -> Measures:
    """Everyone on the payroll, by post."""
    busy = (full_time > 0).astype(np.int64)
    staff = {"staff_admin": busy + portion(full_time, 0.02), "staff_support": portion(full_time, 0.03)}
    staff["staff_workers"] = busy + portion(full_time, np.where(is_level(roster, "kindergarten"), 0.5, 0.04))
    staff["staff_other"] = portion(full_time, 0.01)
    whole = full_time + added(staff.values())
    public = np.where(roster.owner[roster.part_school] == 0, 0.93, 0.0)
    staff |= {"staff": whole, "staff_established": portion(whole, public), "staff_posts": portion(whole, public * 1.03)}
    staff["guards"] = busy * (1 + (full_time > 40) + (full_time > 120))
    certified = busy * (done(roster, year) >= 0.3) + busy * (done(roster, year) < 0.3) * (roster.part_school % 20 > 0)
    return staff | {"principals": busy, "principals_certified": certified}
