"""The county put together: its schools, and what they and the county itself would report of each year."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from sources.example import funding as money
from sources.example.draw import Ints
from sources.example.measures import Measures, classes, pupils, school_counts
from sources.example.names import codes, names
from sources.example.plan import plan
from sources.example.population import ByLevel, by_county, population
from sources.example.pupils import Autumn, autumns
from sources.example.roster import OWNERS, Roster, make_roster
from sources.example.sites import sites
from sources.example.teachers import teachers

WARM_UP = 9  # school years before the first one, so that every cohort has a past
HUNDREDTHS = 100
MONEY_OF_SITES = ("book_value", "equipment_value", "fixed_assets")


@dataclass(frozen=True)
class Year:
    """One year of all schools and counties: measures by part, by school (facilities) and by county and level."""

    year: int
    autumn: Autumn
    parts: Measures
    sites: Measures
    people: ByLevel
    money: dict[str, ByLevel]


def years_of(roster: Roster, warm_up: int = WARM_UP) -> Iterator[Year]:
    """Every year from the first to the last; `money` holds a year's funding by release (return, flash)."""
    purse = None
    for autumn in autumns(roster, warm_up):
        told = pupils(roster, autumn) | classes(roster, autumn)
        told |= school_counts(roster, told)
        told |= teachers(roster, told, autumn.year)
        begun = purse or money.first_purse(roster, money.averages(roster, told))
        purse = money.next_purse(roster, begun, autumn.year)
        releases = {"return": money.funding(roster, purse, told, autumn.year)}
        if money.path(roster, autumn.year)["flashed"].any():
            releases["flash"] = money.funding(roster, replace(purse, education=purse.flash), told, autumn.year)
        yield Year(
            year=autumn.year,
            autumn=autumn,
            parts=told,
            sites=sites(roster, told, autumn.year),
            people=population(roster, told, autumn.year),
            money=releases,
        )


@dataclass(frozen=True)
class County:
    """One synthetic county: years of returns that fit together."""

    roster: Roster
    years: tuple[Year, ...]

    @cached_property
    def codes(self) -> list[str]:
        return codes(self.roster)

    @cached_property
    def schools(self) -> pl.DataFrame:
        """Code, name, kind, ownership and area of every school that ever was."""
        roster = self.roster
        return pl.DataFrame(
            {
                "code": self.codes,
                "name": names(roster),
                "kind": np.array(list(plan().kinds))[roster.kind],
                "ownership": np.array(OWNERS)[roster.owner],
                "urban_rural": np.array(plan().areas)[roster.area],
                "opened": roster.opened,
                "closed": roster.closed,
            }
        )

    def of_schools(self, year: int) -> pl.DataFrame:
        """A row for each school that reports: code and a column `measure|level` for all it can tell of the year."""
        told = self._year(year)
        columns = {f"{name}|all": scaled(name, values) for name, values in told.sites.items()}
        for name, values in told.parts.items():
            columns[f"{name}|all"] = np.bincount(self.roster.part_school, values).astype(np.int64)
            columns |= {f"{name}|{level}": spread for level, spread in self._by_level(values)}
        frame = pl.DataFrame({"code": self.codes} | columns)
        present = np.bincount(self.roster.part_school, self.roster.reports_in(year)) > 0
        return frame.filter(pl.Series(present))

    def of_county(self, year: int, release: str = "return") -> dict[str, float]:
        """All that the county can tell of a year, by `measure|level`: sums of its schools, people and money."""
        told = self._year(year)
        found: dict[str, float] = {
            f"{name}|all": float(scaled(name, values).sum()) for name, values in told.sites.items()
        }
        for name, values in told.parts.items():
            found[f"{name}|all"] = int(values.sum())
            summed = by_county(self.roster, values)[0]
            found |= {f"{name}|{level}": int(value) for level, value in zip(plan().levels, summed, strict=True)}
        found |= {f"{name}|{level}": int(v[0]) for level, told_of in told.people.items() for name, v in told_of.items()}
        return found | money_of(told.money[release])

    def releases(self, year: int) -> list[str]:
        """Releases in which the funding of a year comes, the first one first."""
        return [release for release in ("flash", "return") if release in self._year(year).money]

    def _year(self, year: int) -> Year:
        return self.years[year - self.roster.first]

    def _by_level(self, values: Ints) -> Iterator[tuple[str, pl.Series]]:
        """For each level the values of its parts, null for schools without that level."""
        nothing = pl.repeat(None, self.roster.schools, dtype=pl.Int64, eager=True)
        for at, level in enumerate(plan().levels):
            mine = self.roster.part_level == at
            spread, held = np.zeros(self.roster.schools, np.int64), np.zeros(self.roster.schools, bool)
            spread[self.roster.part_school[mine]], held[self.roster.part_school[mine]] = values[mine], True
            yield level, pl.Series(spread).zip_with(pl.Series(held), nothing)


def scaled(name: str, values: Ints) -> Any:
    """Money is kept in hundredths of 万元 and told in 万元."""
    return values / HUNDREDTHS if name in MONEY_OF_SITES else values


def money_of(by_level: Mapping[str, Mapping[str, Ints]]) -> dict[str, float]:
    """Funding of the first county by `measure|level`, amounts in 万元, heads as they are."""
    return {
        f"{name}|{level}": float(values[0]) / HUNDREDTHS if counts_money(name) else int(values[0])
        for level, told in by_level.items()
        for name, values in told.items()
    }


def counts_money(name: str) -> bool:
    return not name.startswith("waged_") and name != "funding_pupils"


def make_county(schools: int, years: int, seed: int, last: int) -> County:
    """A county of `schools` schools over `years` years up to `last`; the same arguments give the same county."""
    roster = make_roster(schools, last - years + 1, last, seed)
    return County(roster, tuple(years_of(roster)))
