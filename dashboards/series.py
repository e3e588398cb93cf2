"""Values by year as charts need them: cut where the definition changes, open where a year is missing."""

from dataclasses import dataclass
from itertools import pairwise

from dashboards.facts import Facts
from dashboards.verdicts import Row


@dataclass(frozen=True)
class Series:
    """One indicator at one level in one region; `cuts` are the years before which the line is broken, and why."""

    indicator: Row
    level: str
    rows: list[Row]
    cuts: dict[int, str]

    @property
    def points(self) -> list[tuple[int, float]]:
        """(year, value) of the years that have a value."""
        return [(row["year"], row["value"]) for row in self.rows if row["value"] is not None]

    def value(self, year: int) -> float | None:
        return next((v for y, v in self.points if y == year), None)

    def row(self, year: int) -> Row:
        return next((row for row in self.rows if row["year"] == year), {})

    @property
    def last(self) -> Row:
        """The newest row that has a value."""
        return [row for row in self.rows if row["value"] is not None][-1]


def series(facts: Facts, region: str, indicator: str, level: str) -> Series | None:
    """The series, or nothing when no year has a value."""
    rows = facts.values.get(region, {}).get((indicator, level), [])
    if not any(row["value"] is not None for row in rows):
        return None
    return Series(facts.indicators[indicator], level, rows, _cuts(facts, region, indicator, rows))


def _cuts(facts: Facts, region: str, indicator: str, rows: list[Row]) -> dict[int, str]:
    """Declared breaks inside the series, and every change of scope from one value to the next."""
    shown = [row for row in rows if row["value"] is not None]
    releases = {row["year"]: row["release"] for row in rows}
    here = [each for each in facts.breaks.get(indicator, []) if _is_here(each, facts.path(region), releases)]
    declared = {each["year"]: each["reason"] for each in here}
    cuts = {year: reason for year, reason in declared.items() if shown[0]["year"] < year <= shown[-1]["year"]}
    for before, after in pairwise(shown):
        if before["scope"] != after["scope"]:
            cuts.setdefault(after["year"], _scope_change(before, after))
    return cuts


def _is_here(broken: Row, path: list[str], releases: dict[int, str]) -> bool:
    """Whether a break is about the region at the end of this path, and about the release shown of its year."""
    release = releases.get(broken["year"])
    there = not broken["regions"] or not set(path).isdisjoint(broken["regions"])
    return there and (not broken["releases"] or release is None or release in broken["releases"])


def _scope_change(before: Row, after: Row) -> str:
    told = [
        f"此前口径为“{before['scope']}”" if before["scope"] else "",
        f"改为“{after['scope']}”" if after["scope"] else "",
    ]
    return "，".join(filter(None, told))


def with_gaps(one: Series) -> list[tuple[float, float | None]]:
    """The points of a line: nothing is drawn over a missing year or over a cut."""
    line: list[tuple[float, float | None]] = []
    for year, value in one.points:
        if line and (year in one.cuts or line[-1][0] != year - 1):
            line.append((year - 0.5, None))
        line.append((year, value))
    return line
