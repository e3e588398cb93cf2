"""Children and people of a county: school age, disability, migrants, places. One value per county, by level."""

from collections.abc import Mapping

from sources.example.draw import Ints, added, bell, portion, stream, total
from sources.example.measures import between
from sources.example.plan import plan
from sources.example.pupils import births
from sources.example.roster import Roster

ByLevel = dict[str, dict[str, Ints]]
MIGRANTS = ("migrant_in_public", "migrant_in_purchased", "migrant_eligible")


def by_county(roster: Roster, values: Ints) -> Ints:
    """Values of parts added up: counties × levels."""
    levels = len(plan().levels)
    return total(roster.pool, values, roster.groups * levels).reshape(roster.groups, levels)


def population(roster: Roster, told: Mapping[str, Ints], year: int) -> ByLevel:
    """Measures by level; `told` has the measures of all parts."""
    pupils, of_age = by_county(roster, told["pupils"]), by_county(roster, told["pupils_school_age"])
    born = [births(roster, year - age) for age in range(12)]
    found: ByLevel = {level: {} for level in (*plan().levels, "all")}
    found["kindergarten"]["school_age_population"] = born[3] + born[4] + born[5]
    for at, level in ((1, "primary"), (2, "junior")):
        elsewhere = portion(pupils[:, at], 0.004)
        enrolled = of_age[:, at] + elsewhere
        found[level]["enrolled_school_age"] = enrolled
        found[level]["school_age_population"] = enrolled + portion(enrolled, between([0.004, 0.0005], roster, year))
    upper = pupils[:, 3] + pupils[:, 4]
    found["senior"]["school_age_population"] = portion(upper, 1 / between([0.93, 0.965], roster, year))
    noise = bell(stream(roster.seed, "residents", year), roster.groups, 0.002)
    residents = portion(added(born[1:]) * 7.2 * noise, 1.0)
    found["senior"] |= {"adult_senior_pupils": portion(upper, 0.004)} | _senior_places(pupils, roster, year)
    for level in ("primary", "junior"):
        found[level] |= _migrants(roster, told, year, level) | _nearby(roster, told, year, level)
    migrants = {name: found["primary"][name] + found["junior"][name] for name in MIGRANTS}
    found["all"] = {"resident_population": residents} | _disabled(roster, told, year) | migrants
    at_home = found["all"]["home_taught"]
    found["primary"]["home_taught"] = portion(at_home, 0.6)
    found["junior"]["home_taught"] = at_home - found["primary"]["home_taught"]
    return found


def _disabled(roster: Roster, told: Mapping[str, Ints], year: int) -> dict[str, Ints]:
    ordinary = by_county(roster, told["pupils_in_regular_classes"])[:, 1:3].sum(axis=1)
    special = by_county(roster, told["pupils"])[:, 5]
    home = portion(special, 0.15)
    enrolled = ordinary + special + home
    missing = portion(enrolled, between([0.06, 0.02], roster, year))
    return {"home_taught": home, "disabled_enrolled": enrolled, "disabled_children": enrolled + missing}


def _migrants(roster: Roster, told: Mapping[str, Ints], year: int, level: str) -> dict[str, Ints]:
    """Migrant children of a level entitled to a place, and where they sit."""
    at, public = list(plan().levels).index(level), (roster.owner == 0)[roster.part_school]
    in_public = by_county(roster, told["pupils_migrant"] * public)[:, at]
    in_private = by_county(roster, told["pupils_migrant"] * ~public)[:, at]
    bought = portion(in_private, between([0.3, 0.8], roster, year))
    eligible = in_public + in_private + portion(in_public, between([0.12, 0.02], roster, year))
    return dict(zip(MIGRANTS, (in_public, bought, eligible), strict=True))


def _senior_places(pupils: Ints, roster: Roster, year: int) -> dict[str, Ints]:
    good = portion(pupils[:, 3], 0.17)
    return {"good_senior_entrants": good, "quota_places": portion(good, between([0.45, 0.62], roster, year))}


def _nearby(roster: Roster, told: Mapping[str, Ints], year: int, level: str) -> dict[str, Ints]:
    at = list(plan().levels).index(level)
    public = ((roster.owner == 0) & (roster.area < 2))[roster.part_school]
    entrants = by_county(roster, told["entrants"] * public)[:, at]
    return {"nearby_eligible": entrants, "nearby_entrants": portion(entrants, between([0.97, 0.999], roster, year))}
