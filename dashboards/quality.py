"""The page of data quality: which return stands how, what was found in it, and how well each rule does.

Real places and invented ones (示例) never share a list; long lists are folded, and every row stands in a download.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate

import duckdb

from dashboards.facts import Facts
from dashboards.verdicts import Row, rows

MOST_SHOWN = 20  # rows of a list before the rest is folded
MOST_ROWS = 500  # rows of a list on the page; the download has all
ON_PAGE = 3000  # rows of all lists of the page
MOST_UNITS = 300  # lines of a grid, those with something to do first
WHOLE = "整件报送件"
COMPILATION = "多地区汇编资料"
INVENTED = """(SELECT code FROM regions WHERE kind = 'example' UNION
    SELECT code FROM schools WHERE parent IN (SELECT code FROM regions WHERE kind = 'example'))"""
# The return a delivery is: who sent it (else the one unit it is about; nobody for a compilation), form and year.
SENT = """SELECT delivery_id, form, year,
        CASE WHEN reporter <> '' THEN reporter WHEN min(unit) = max(unit) THEN min(unit) ELSE '' END AS unit
    FROM delivered_units GROUP BY delivery_id, form, year, reporter"""
PLACED = f"""WITH sent AS ({SENT}),
    last_years AS (SELECT delivery_id, max(year) AS last_year FROM sent GROUP BY ALL),
    found AS (SELECT f.*, coalesce(f.year, last_year) AS return_year
        FROM findings f LEFT JOIN last_years USING (delivery_id))
    SELECT found.*, sent.unit, sent.form, CASE WHEN coalesce(found.region, sent.unit) IS NOT NULL
        THEN coalesce(found.region, sent.unit) IN {INVENTED} ELSE EXISTS (FROM regions
            WHERE kind = 'example' AND contains(file_name, name)) END AS example
    FROM found LEFT JOIN sent ON (sent.delivery_id, sent.year) = (found.delivery_id, found.return_year)
    ORDER BY severity, state = 'explained', found.year DESC NULLS FIRST, failures DESC, rule, finding_id"""
RETURNS = f"""WITH sent AS ({SENT}),
    arrived AS (SELECT DISTINCT unit, form, year, 'accepted' AS status FROM sent
        WHERE delivery_id IN (SELECT delivery_id FROM deliveries WHERE state = 'accepted'))
    SELECT unit, form, year, status FROM expected_returns
    UNION SELECT * FROM arrived WHERE (unit, form, year) NOT IN (SELECT (unit, form, year) FROM expected_returns)
    ORDER BY unit, form, year"""
YIELD = """SELECT y.*, r.title, r.severity FROM rule_yield y LEFT JOIN rules r ON r.id = y.rule
    ORDER BY y.rule, y.year DESC NULLS LAST"""
NUMBERS = ("fired", "corrected", "explained", "open", "withdrawn")


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


@dataclass(frozen=True)
class Section:
    """What was found in the returns of one unit and form."""

    anchor: str
    title: str
    findings: list[Row]
    room: int = MOST_ROWS  # how many of them the page has

    @property
    def hard(self) -> int:
        return sum(row["severity"] == "hard" for row in self.findings)

    @property
    def unanswered(self) -> int:
        return sum(row["state"] != "explained" for row in self.findings)

    @property
    def shown(self) -> list[Row]:
        return self.findings[: min(MOST_SHOWN, self.room)]

    @property
    def folded(self) -> list[Row]:
        return self.findings[MOST_SHOWN : self.room]

    @property
    def left(self) -> int:
        """How many only the download has."""
        return max(len(self.findings) - self.room, 0)


@dataclass(frozen=True)
class Yield:
    """How often one rule fired and what became of it, in all and by year."""

    rule: Row
    numbers: list[int]
    years: list[tuple[int | None, list[int]]]


@dataclass(frozen=True)
class Part:
    """Everything about the real places, or about the invented ones."""

    example: bool
    grids: list[Grid]
    sections: list[Section]
    yields: list[Yield]

    @property
    def findings(self) -> list[Row]:
        return [row for section in self.sections for row in section.findings]

    @property
    def unanswered(self) -> list[Row]:
        """What is left to do: not explained."""
        return [row for row in self.findings if row["state"] != "explained"]

    @property
    def by_rule(self) -> list[tuple[Row, int, str]]:
        """What is left to do under its rule: the first finding, how many, where they stand; hard rules first."""
        grouped: dict[str, list[tuple[Row, str]]] = defaultdict(list)
        for section in self.sections:
            for row in section.findings:
                if row["state"] != "explained":
                    grouped[row["rule"]].append((row, section.anchor))
        found = [(pairs[0][0], len(pairs), pairs[0][1]) for pairs in grouped.values()]
        return sorted(found, key=lambda one: (one[0]["severity"] != "hard", -one[1], one[0]["rule"]))


def quality(con: duckdb.DuckDBPyConnection, facts: Facts) -> list[Part]:
    """The real places, then the invented ones; a part without returns and findings is left out."""
    found, returns, yields = rows(con, PLACED), rows(con, RETURNS), rows(con, YIELD)
    parts = [
        _part(
            facts,
            example,
            [row for row in found if row["example"] == example],
            [row for row in returns if facts.example(row["unit"]) == example],
            [row for row in yields if row["example"] == example],
        )
        for example in (False, True)
    ]
    return [part for part in parts if part.grids or part.sections]


def _part(facts: Facts, example: bool, found: list[Row], returns: list[Row], yields: list[Row]) -> Part:
    sections = _sections(facts, example, found)
    return Part(example, _grids(facts, returns, found, {each.anchor for each in sections}), sections, _yields(yields))


def _sections(facts: Facts, example: bool, found: list[Row]) -> list[Section]:
    """By unit and form: what belongs to no return, then where most has to be corrected, then most to be explained."""
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in found:
        grouped[(row["unit"], row["form"]) if row["form"] else ("", "")].append(row)
    found_in = [Section(_anchor(example, *key), _title(facts, *key), grouped[key]) for key in sorted(grouped)]
    ordered = sorted(found_in, key=lambda one: (one.title != WHOLE, -one.hard, -one.unanswered))
    before = accumulate((min(len(one.findings), MOST_ROWS) for one in ordered), initial=0)
    rooms = [max(min(MOST_ROWS, ON_PAGE - taken), 0) for taken in before]
    return [replace(one, room=room) for one, room in zip(ordered, rooms, strict=False)]


def _anchor(example: bool, unit: str, form: str) -> str:
    return f"{'e' if example else 'f'}-{unit}-{form}"


def _title(facts: Facts, unit: str, form: str) -> str:
    if not form:
        return WHOLE
    return f"{facts.name(unit) if unit else COMPILATION} · {facts.forms.get(form, form)}"


def _grids(facts: Facts, returns: list[Row], found: list[Row], anchors: set[str]) -> list[Grid]:
    """The newest return of each unit and form, then year by year where there are several."""
    counts: dict[tuple[str, str, int], list[Row]] = defaultdict(list)
    for row in found:
        if row["form"]:
            counts[row["unit"], row["form"], row["return_year"]].append(row)
    newest = {(row["unit"], row["form"]): row for row in returns}  # they come by year
    years = sorted({row["year"] for row in returns}, reverse=True)
    by_year = [(year, [row for row in returns if row["year"] == year]) for year in years]
    several = len(years) > 1 and len({row["unit"] for row in returns}) <= MOST_UNITS
    asked = [(None, list(newest.values())), *(by_year if several else [])] if returns else []
    return [_grid(facts, year, shown, counts, anchors) for year, shown in asked]


def _grid(
    facts: Facts, year: int | None, returns: list[Row], counts: dict[tuple[str, str, int], list[Row]], anchors: set[str]
) -> Grid:
    forms = [form for form in facts.forms if form in {row["form"] for row in returns}]
    owed = {(row["unit"], row["form"]): row for row in returns}
    units = sorted({row["unit"] for row in returns})

    def cell(unit: str, form: str) -> Cell | None:
        if (unit, form) not in owed:
            return None
        row, anchor = owed[unit, form], _anchor(facts.example(unit), unit, form)
        return _cell(row, counts.get((unit, form, row["year"]), []), anchor if anchor in anchors else "")

    lines = [(facts.name(unit) if unit else COMPILATION, [cell(unit, form) for form in forms]) for unit in units]
    if len(lines) > MOST_UNITS:
        lines.sort(key=lambda line: not any(one and one.pressing for one in line[1]))
    return Grid(year, [facts.forms[form] for form in forms], lines[:MOST_UNITS], max(len(lines) - MOST_UNITS, 0))


def _cell(row: Row, found: Iterable[Row], anchor: str) -> Cell:
    kinds = [_kind(row) for row in found]
    href = f"#{anchor}" if anchor and kinds else ""
    return Cell(row["year"], row["status"], kinds.count("hard"), kinds.count("open"), kinds.count("explained"), href)


def _kind(row: Row) -> str:
    if row["severity"] == "hard":
        return "hard"
    return "explained" if row["state"] == "explained" else "open"


def _yields(found: list[Row]) -> list[Yield]:
    """The rules that fired, the busiest first."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        grouped[row["rule"]].append(row)
    told = [
        Yield(of[0], [sum(row[name] for row in of) for name in NUMBERS], [(row["year"], _numbers(row)) for row in of])
        for of in grouped.values()
    ]
    return sorted(told, key=lambda one: (-one.numbers[0], one.rule["rule"]))


def _numbers(row: Row) -> list[int]:
    return [row[name] for name in NUMBERS]
