"""Verdicts as the pages look at them: of the highest release, with their evidence, other definitions and next year."""

import json
from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl

from dashboards import numbers
from dashboards.words import Sign, words

Row = dict[str, Any]
OPEN_SOFT = """SELECT s.delivery_id, coalesce(s.sheet, '') AS sheet, s.cell, min(f.finding_id) AS finding_id
    FROM failures s JOIN findings f USING (finding_id)
    WHERE f.severity = 'soft' AND f.state <> 'explained' AND s.cell IS NOT NULL GROUP BY ALL"""
KEY = ("region", "year", "level", "test", "release")


@dataclass(frozen=True)
class Verdict:
    """One verdict of the highest release; `sides` is its evidence as the tables hold it."""

    region: str
    year: int
    level: str
    test: str
    release: str
    verdict: str
    flags: list[str]
    right_indicator: str | None
    gap: float | None
    gap_unit: str
    shortfall: float | None
    lacking: float | None
    lacking_unit: str | None
    missing: list[str]
    formula: str
    sides: list[Row]
    earlier: list[tuple[str, str]]
    scopes: list[Row]
    next_year: Row | None
    remarks: list[str]

    @property
    def by_norm(self) -> bool:
        """Whether it was judged against official thresholds."""
        return any(side.get("norm") for side in self.sides)

    @property
    def sign(self) -> Sign:
        return words().verdicts[self.verdict]

    @property
    def anchor(self) -> str:
        """Id of its evidence card on the region's page."""
        return f"v-{self.test}-{self.level}-{self.year}"

    @property
    def failed(self) -> bool:
        return self.verdict == "fail"

    @property
    def money(self) -> str:
        """What would have passed; only about, where the base follows from a printed growth and not from a figure."""
        if not self.shortfall:
            return ""
        if "stated_only" not in self.flags:
            return numbers.money(self.shortfall)
        return f"约{numbers.money(self.shortfall, 0 if self.shortfall < numbers.WAN else 2)}"

    @property
    def growth(self) -> float | None:
        """Growth of the first side, in its indicator's own unit of change."""
        return self.sides[0].get("growth") if self.sides else None

    @property
    def order(self) -> tuple[int, float]:
        """Worst first: by verdict, then by gap."""
        measure = self.gap if self.gap is not None else self.growth
        return words().rank(self.verdict), measure if measure is not None else 0.0


def address(cell: Row) -> tuple[str, str, str]:
    """Where a number of the evidence stands."""
    return cell.get("delivery_id") or "", cell.get("sheet") or "", cell.get("cell") or ""


def rows(con: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """Rows of a query as dictionaries."""
    frame: pl.DataFrame = con.sql(query).pl()
    return frame.to_dicts()


def finality() -> str:
    """SQL: place of a row's release in the declared order, lowest first."""
    return f"list_position({list(words().releases)}, release)"


def unexplained(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, str], str]:
    """(delivery, sheet, cell) → the soft finding about that cell which nobody has explained."""
    return {(delivery, sheet, cell): finding for delivery, sheet, cell, finding in con.sql(OPEN_SOFT).fetchall()}


def verdicts(con: duckdb.DuckDBPyConnection) -> list[Verdict]:
    """Every verdict of the most final release, by key."""
    scopes: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows(con, f"FROM verdict_scopes WHERE scope <> '' ORDER BY {', '.join(KEY)}, scope"):
        scopes[tuple(row[name] for name in KEY)].append(row)
    remarks: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for row in rows(con, f"FROM verdict_remarks ORDER BY {', '.join(KEY)}, kind"):
        remarks[tuple(row[name] for name in KEY)].append(row["remark"])
    needs = {tuple(row[name] for name in KEY): row for row in rows(con, "FROM next_year")}
    told = rows(
        con,
        f"""SELECT * EXCLUDE (left_indicator, left_value, right_value),
               list([release, verdict]) OVER (PARTITION BY region, year, level, test ORDER BY {finality()}
                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier
            FROM verdicts
            QUALIFY row_number() OVER (PARTITION BY region, year, level, test ORDER BY {finality()} DESC) = 1
            ORDER BY region, year, test, level""",
    )
    keys = [tuple(row[name] for name in KEY) for row in told]
    doubted = unexplained(con)
    beside = [{"scopes": scopes.get(k, []), "next_year": needs.get(k), "remarks": remarks.get(k, [])} for k in keys]
    return [_verdict(row, more, doubted) for row, more in zip(told, beside, strict=True)]


def _verdict(row: Row, beside: Row, doubted: Container[tuple[str, str, str]]) -> Verdict:
    texts = {"formula": row["formula"] or "", "gap_unit": row["gap_unit"] or ""}
    lists = {"flags": row["flags"] or [], "missing": row["missing"] or []}
    earlier = [(release, verdict) for release, verdict in row["earlier"] or []]
    sides = json.loads(row.pop("evidence") or "[]")
    if any(address(cell) in doubted for side in sides for cell in side.get("cells") or []):
        lists["flags"] = [*lists["flags"], "unexplained"]
    return Verdict(**{**row, **texts, **lists, "earlier": earlier}, sides=sides, **beside)
