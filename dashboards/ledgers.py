"""The page of ledgers: the same quantity from two sources, what the difference is and what was said of it."""

from dataclasses import dataclass
from itertools import groupby

import duckdb

from dashboards import numbers
from dashboards.addresses import Address, Library
from dashboards.facts import Facts
from dashboards.quality import MOST_ROWS
from dashboards.readiness import INVENTED
from dashboards.verdicts import Row, rows
from dashboards.words import words

# What has to be looked at comes first, then the newest year.
LINES = f"""SELECT c.*, coalesce(g.name, s.name, c.region) AS region_name, l.file_name AS left_file,
        r.file_name AS right_file, c.region IN {INVENTED} AS example
    FROM reconciliation c LEFT JOIN regions g ON g.code = c.region LEFT JOIN schools s ON s.code = c.region
    LEFT JOIN deliveries l ON l.delivery_id = left_delivery LEFT JOIN deliveries r ON r.delivery_id = right_delivery
    ORDER BY example, c.ledger, c.title, c.measure, c.within, c.state = 'explained', c.year DESC, c.region, c.level"""


@dataclass(frozen=True)
class Side:
    """One of the two values and where it stands."""

    text: str
    release: str
    address: Address


@dataclass(frozen=True)
class Line:
    """One pair as it is shown."""

    where: str
    year: int
    left: Side
    right: Side
    difference: str
    tolerance: str
    state: str
    word: str
    explanation: str


@dataclass(frozen=True)
class Ledger:
    """The pairs of one quantity: those that differ, and those that agree."""

    title: str
    left: str
    right: str
    unit: str
    owner: str
    source: str
    differing: list[Line]
    agreed: list[Line]
    left_out: int  # how many only the download has

    @property
    def open(self) -> int:
        return sum(line.state in ("open", "promised") for line in self.differing)


def ledgers(con: duckdb.DuckDBPyConnection, facts: Facts, library: Library) -> list[tuple[bool, list[Ledger]]]:
    """The ledgers of the real places, then of the invented ones (`True`)."""
    found = []
    for example, part in groupby(rows(con, LINES), key=lambda row: bool(row["example"])):
        by_thing = groupby(part, key=lambda row: (row["ledger"], row["measure"]))
        found.append((example, [_ledger(facts, library, list(lines)) for _, lines in by_thing]))
    return found


def _ledger(facts: Facts, library: Library, found: list[Row]) -> Ledger:
    shown = found[:MOST_ROWS]
    lines = [_line(facts, library, row) for row in shown]
    return Ledger(
        title=found[0]["title"],
        left=found[0]["left_name"],
        right=found[0]["right_name"],
        unit=found[0]["unit"],
        owner=found[0]["owner"],
        source=found[0]["source"],
        differing=[line for line, row in zip(lines, shown, strict=True) if not row["within"]],
        agreed=[line for line, row in zip(lines, shown, strict=True) if row["within"]],
        left_out=len(found) - len(shown),
    )


def _line(facts: Facts, library: Library, row: Row) -> Line:
    level = "" if row["level"] == "all" else words().levels.get(row["level"], row["level"])
    word = words().ledger_states["carried" if row["carried"] else row["state"]]
    return Line(
        where=f"{row['region_name']}{level}",
        year=row["year"],
        left=_side(library, row, "left", row["release"]),
        right=_side(library, row, "right", row["right_release"]),
        difference=numbers.signed(row["difference"], _digits(row["difference"])),
        tolerance=numbers.plain(row["tolerance"], _digits(row["tolerance"])),
        state=row["state"],
        word=word,
        explanation=row["explanation"] or "",
    )


def _side(library: Library, row: Row, side: str, release: str) -> Side:
    address = {name: row[f"{side}_{name}"] for name in ("file", "sheet", "cell")}
    address["delivery_id"] = row[f"{side}_delivery"]
    value = row[f"{side}_value"]
    return Side(
        numbers.plain(value, _digits(value)), words().releases.get(release, release), library.address(address, "")
    )


def _digits(value: float) -> int:
    return 0 if value == round(value) else 2
