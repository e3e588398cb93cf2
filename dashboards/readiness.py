"""Which return stands how: a grid of reporting units and forms, for the newest return of each and year by year."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from dashboards.facts import Facts
from dashboards.verdicts import Row

MOST_UNITS = 300  # lines of a grid, those with something to do first
COMPILATION = "多地区汇编资料"
INVENTED = """(SELECT code FROM regions WHERE kind = 'example' UNION
    SELECT code FROM schools WHERE parent IN (SELECT code FROM regions WHERE kind = 'example'))"""
# What a unit is called: a region, a school, or nobody in particular.
NAMED = f"""CASE WHEN unit = '' THEN '{COMPILATION}' ELSE coalesce((SELECT min(name) FROM regions WHERE code = unit),
    (SELECT min(name) FROM schools WHERE code = unit), unit) END AS unit_name"""
# The return a delivery is: who sent it (else the one unit it is about; nobody for a compilation), form and year.
SENT = """SELECT delivery_id, form, year,
        CASE WHEN reporter <> '' THEN reporter WHEN min(unit) = max(unit) THEN min(unit) ELSE '' END AS unit
    FROM delivered_units GROUP BY delivery_id, form, year, reporter"""
RETURNS = f"""WITH sent AS ({SENT}),
    arrived AS (SELECT DISTINCT unit, form, year, 'accepted' AS status FROM sent
        WHERE delivery_id IN (SELECT delivery_id FROM deliveries WHERE state = 'accepted')),
    returns AS (SELECT unit, form, year, status FROM expected_returns
        UNION SELECT * FROM arrived WHERE (unit, form, year) NOT IN (SELECT (unit, form, year) FROM expected_returns))
    SELECT returns.*, {NAMED}, unit IN {INVENTED} AS example FROM returns ORDER BY unit, form, year"""


@dataclass(frozen=True)
class Cell:
    """One return: its status, and how many findings of it are hard, still to be answered, and explained."""

    year: int
    status: str
    hard: int
    open: int
    explained: int
    href: str

    @property
    def pressing(self) -> bool:
        return self.status != "accepted" or bool(self.hard or self.open)

    @property
    def clean(self) -> bool:
        return self.status == "accepted" and not (self.hard or self.open or self.explained)


@dataclass(frozen=True)
class Grid:
    """The returns of one year, or the newest of each (no year): a line per unit, a cell per form (None: not owed)."""

    year: int | None
    forms: list[str]
    lines: list[tuple[str, list[Cell | None]]]
    left: int  # how many units only the download has


def anchor(example: bool, unit: str, form: str) -> str:
    """Id of the list of what was found in the returns of a unit and form."""
    return f"{'e' if example else 'f'}-{unit}-{form}"


def grids(facts: Facts, returns: list[Row], found: Iterable[Row], anchors: Collection[str]) -> list[Grid]:
    """The newest return of each unit and form, then year by year where there are several; `returns` come by year.

    A cell leads to what was found in its return where `anchors` have it.
    """
    counts: dict[tuple[str, str, int], list[Row]] = defaultdict(list)
    for row in found:
        if row["form"]:
            counts[row["unit"], row["form"], row["return_year"]].append(row)
    newest = {(row["unit"], row["form"]): row for row in returns}
    years = sorted({row["year"] for row in returns}, reverse=True)
    by_year = [(year, [row for row in returns if row["year"] == year]) for year in years]
    several = len(years) > 1 and len({row["unit"] for row in returns}) <= MOST_UNITS
    asked = [(None, list(newest.values())), *(by_year if several else [])] if returns else []
    return [_grid(facts, year, shown, counts, anchors) for year, shown in asked]


def _grid(
    facts: Facts,
    year: int | None,
    returns: list[Row],
    counts: dict[tuple[str, str, int], list[Row]],
    anchors: Collection[str],
) -> Grid:
    forms = [form for form in facts.forms if form in {row["form"] for row in returns}]
    owed = {(row["unit"], row["form"]): row for row in returns}
    names = {row["unit"]: row["unit_name"] for row in returns}

    def cell(unit: str, form: str) -> Cell | None:
        if (unit, form) not in owed:
            return None
        row = owed[unit, form]
        place = anchor(row["example"], unit, form)
        return _cell(row, counts.get((unit, form, row["year"]), []), place if place in anchors else "")

    lines = [(names[unit], [cell(unit, form) for form in forms]) for unit in sorted(names)]
    if len(lines) > MOST_UNITS:
        lines.sort(key=lambda line: not any(one and one.pressing for one in line[1]))
    return Grid(year, [facts.forms[form] for form in forms], lines[:MOST_UNITS], max(len(lines) - MOST_UNITS, 0))


def _cell(row: Row, found: Iterable[Row], place: str) -> Cell:
    kinds = [_kind(row) for row in found]
    href = f"#{place}" if place and kinds else ""
    return Cell(row["year"], row["status"], kinds.count("hard"), kinds.count("open"), kinds.count("explained"), href)


def _kind(row: Row) -> str:
    if row["severity"] == "hard":
        return "hard"
    return "explained" if row["state"] == "explained" else "open"
