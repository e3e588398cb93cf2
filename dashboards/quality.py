"""The page of data quality: which return stands how, what was found in it, and how well each rule does.

Real places and invented ones (示例) never share a list; long lists are folded, and every row stands in a download.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import accumulate

import duckdb

from dashboards.facts import Facts
from dashboards.readiness import INVENTED, NAMED, RETURNS, SENT, Grid, anchor, grids
from dashboards.verdicts import Row, rows

MOST_SHOWN = 20  # rows of a list before the rest is folded
MOST_ROWS = 500  # rows of a list on the page; the download has all
ON_PAGE = 3000  # rows of all lists of the page
WHOLE = "整件报送件"
# Of what a file is that could not be used, its name alone tells.
BY_NAME = "EXISTS (FROM regions WHERE kind = 'example' AND contains(file_name, name))"
PLACED = f"""WITH sent AS ({SENT}),
    last_years AS (SELECT delivery_id, max(year) AS last_year FROM sent GROUP BY ALL),
    found AS (SELECT f.*, coalesce(f.year, last_year) AS return_year
        FROM findings f LEFT JOIN last_years USING (delivery_id))
    SELECT found.*, sent.unit, sent.form, {NAMED}, CASE WHEN coalesce(found.region, sent.unit) IS NOT NULL
        THEN coalesce(found.region, sent.unit) IN {INVENTED} ELSE {BY_NAME} END AS example
    FROM found LEFT JOIN sent ON (sent.delivery_id, sent.year) = (found.delivery_id, found.return_year)
    ORDER BY severity, state = 'explained', found.year DESC NULLS FIRST, failures DESC, rule, finding_id"""
YIELD = """SELECT y.*, r.title, r.severity FROM rule_yield y LEFT JOIN rules r ON r.id = y.rule
    ORDER BY y.rule, y.year DESC NULLS LAST"""
OWED = f"""SELECT e.*, r.name, f.title, unit IN {INVENTED} AS example FROM expected_returns e
    LEFT JOIN regions r ON r.code = e.unit LEFT JOIN (SELECT DISTINCT id, title FROM forms) f ON f.id = e.form
    WHERE status <> 'accepted' ORDER BY status, due, unit, form, year"""
DELIVERIES = f"""WITH of_invented AS (SELECT DISTINCT delivery_id FROM delivered_units WHERE unit IN {INVENTED})
    SELECT * REPLACE (CASE WHEN superseded_by IS NULL THEN state ELSE 'superseded' END AS state),
        delivery_id IN (FROM of_invented) OR {BY_NAME} AS example
    FROM deliveries ORDER BY file_name, delivery_id"""
QUERIES = {"found": PLACED, "returns": RETURNS, "yields": YIELD, "owed": OWED, "deliveries": DELIVERIES}
NUMBERS = ("fired", "corrected", "explained", "open", "withdrawn")


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
    owed: list[Row]  # expected returns that have not been accepted
    deliveries: list[Row]

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
    """The real places, then the invented ones; a part of which nothing was delivered or owed is left out."""
    told = {name: rows(con, query) for name, query in QUERIES.items()}
    parts = [
        _part(facts, example, {name: [row for row in each if row["example"] == example] for name, each in told.items()})
        for example in (False, True)
    ]
    return [part for part in parts if part.grids or part.sections or part.deliveries]


def _part(facts: Facts, example: bool, told: dict[str, list[Row]]) -> Part:
    sections = _sections(facts, example, told["found"])
    readiness = grids(facts, told["returns"], told["found"], {each.anchor for each in sections})
    return Part(example, readiness, sections, _yields(told["yields"]), told["owed"], told["deliveries"])


def _sections(facts: Facts, example: bool, found: list[Row]) -> list[Section]:
    """By unit and form: what belongs to no return, then where most has to be corrected, then most to be explained."""
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in found:
        grouped[(row["unit"], row["form"]) if row["form"] else ("", "")].append(row)
    found_in = [Section(anchor(example, *key), _title(facts, of[0]), of) for key, of in sorted(grouped.items())]
    ordered = sorted(found_in, key=lambda one: (one.title != WHOLE, -one.hard, -one.unanswered))
    before = accumulate((min(len(one.findings), MOST_ROWS) for one in ordered), initial=0)
    rooms = [max(min(MOST_ROWS, ON_PAGE - taken), 0) for taken in before]
    return [replace(one, room=room) for one, room in zip(ordered, rooms, strict=False)]


def _title(facts: Facts, row: Row) -> str:
    if not row["form"]:
        return WHOLE
    return f"{row['unit_name']} · {facts.forms.get(row['form'], row['form'])}"


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
