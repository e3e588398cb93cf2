"""Everything the pages show, read from the tables once and grouped for look-up."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import duckdb
import polars as pl

from dashboards import numbers
from dashboards.words import Sign, words
from expectations import declared_tests

Row = dict[str, Any]
Cells = dict[str, set[tuple[str, str]]]


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


@dataclass(frozen=True)
class Facts:
    """The published tables as the pages look them up; lists are sorted by key."""

    publication: str
    regions: dict[str, Row]
    indicators: dict[str, Row]
    tests: dict[str, Row]
    rules: dict[str, Row]
    deliveries: dict[str, Row]
    norms: list[Row]
    breaks: dict[str, list[Row]]
    verdicts: list[Verdict]
    values: dict[str, dict[tuple[str, str], list[Row]]]  # region → (indicator, level) → rows by year
    sources: dict[tuple[str, str], list[str]]  # (region, indicator) → deliveries its numbers come from
    findings: list[Row]
    cited: Cells  # delivery → the (sheet, cell) some figure, layout, evidence or finding names

    def name(self, region: str) -> str:
        """Name of a region; its code when the table does not know it."""
        known = self.regions.get(region)
        return str(known["name"]) if known else region

    def path(self, region: str) -> list[str]:
        """Codes from the country down to the region."""
        codes: list[str] = []
        code: str | None = region
        while code and code in self.regions and code not in codes:
            codes.insert(0, code)
            code = self.regions[code]["parent"]
        return codes or [region]

    @cached_property
    def shown_regions(self) -> list[str]:
        """Regions that have a page: every one with a verdict or a value."""
        return sorted({v.region for v in self.verdicts} | self.values.keys())

    @cached_property
    def below(self) -> dict[str, list[str]]:
        """Region → the shown regions directly below it."""
        children: dict[str, list[str]] = defaultdict(list)
        for code in self.shown_regions:
            children[(self.regions.get(code) or {}).get("parent") or ""].append(code)
        return dict(children)

    @cached_property
    def failed_now(self) -> dict[str, int]:
        """Region → how many duties it failed in its newest year."""
        newest: dict[str, int] = defaultdict(int)
        for v in self.verdicts:
            newest[v.region] = max(newest[v.region], v.year)
        return Counter(v.region for v in self.verdicts if v.failed and v.year == newest[v.region])


def load(con: duckdb.DuckDBPyConnection, publication: str) -> Facts:
    """Read every table the pages need, each with one query."""
    return Facts(
        publication=publication,
        regions=_keyed(con, "regions", "code"),
        indicators=_keyed(con, "indicators", "id"),
        tests=_tests(con),
        rules=_keyed(con, "rules", "id"),
        deliveries=_keyed(con, "deliveries", "delivery_id"),
        norms=_rows(con, "FROM norms ORDER BY ALL"),
        breaks=_grouped(_rows(con, "FROM breaks ORDER BY ALL"), "indicator"),
        verdicts=_verdicts(con),
        values=_values(con),
        sources=_sources(con),
        findings=_rows(con, "FROM findings ORDER BY severity, rule, file_name, region, year, level, finding_id"),
        cited=_cited(con),
    )


def _rows(con: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    frame: pl.DataFrame = con.sql(query).pl()
    return frame.to_dicts()


def _keyed(con: duckdb.DuckDBPyConnection, table: str, key: str) -> dict[str, Row]:
    return {row[key]: row for row in _rows(con, f"FROM {table} ORDER BY ALL")}


def _tests(con: duckdb.DuckDBPyConnection) -> dict[str, Row]:
    """Tests in the order of their declaration."""
    found = _keyed(con, "statutory_tests", "id")
    order = [test.id for test in declared_tests()]
    return {name: found[name] for name in sorted(found, key=lambda n: order.index(n) if n in order else len(order))}


def _grouped(rows: list[Row], key: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return dict(groups)


def _finality() -> str:
    """SQL: place of a row's release in the declared order, lowest first."""
    return f"list_position({list(words().releases)}, release)"


def _verdicts(con: duckdb.DuckDBPyConnection) -> list[Verdict]:
    rows = _rows(
        con,
        f"""SELECT * EXCLUDE (left_indicator, left_value, right_value),
               list([release, verdict]) OVER (PARTITION BY region, year, level, test ORDER BY {_finality()}
                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier
            FROM verdicts
            QUALIFY row_number() OVER (PARTITION BY region, year, level, test ORDER BY {_finality()} DESC) = 1
            ORDER BY region, year, test, level""",
    )
    return [_verdict(row) for row in rows]


def _verdict(row: Row) -> Verdict:
    texts = {"formula": row["formula"] or "", "gap_unit": row["gap_unit"] or ""}
    lists = {"flags": row["flags"] or [], "missing": row["missing"] or []}
    earlier = [(release, verdict) for release, verdict in row["earlier"] or []]
    sides = json.loads(row.pop("evidence") or "[]")
    return Verdict(**{**row, **texts, **lists, "earlier": earlier}, sides=sides)


def _values(con: duckdb.DuckDBPyConnection) -> dict[str, dict[tuple[str, str], list[Row]]]:
    """One row a year of the most final release; sums of children only where the region tells nothing itself."""
    series: dict[str, dict[tuple[str, str], list[Row]]] = defaultdict(lambda: defaultdict(list))
    query = f"""WITH own AS (
                    SELECT *, bool_or(basis <> 'rolled_up') OVER (PARTITION BY region, indicator, level) AS reported
                    FROM indicator_values)
                SELECT region, indicator, level, year, release, scope, basis, value, unit, coverage, previous, growth,
                    growth_basis, comparable
                FROM own WHERE basis <> 'rolled_up' OR NOT reported
                QUALIFY row_number() OVER (PARTITION BY region, indicator, level, year ORDER BY {_finality()} DESC) = 1
                ORDER BY region, indicator, level, year"""
    for row in _rows(con, query):
        series[row["region"]][row["indicator"], row["level"]].append(row)
    return {region: dict(of_region) for region, of_region in series.items()}


def _sources(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[str]]:
    query = "SELECT region, indicator, list(DISTINCT delivery_id) AS deliveries FROM evidence GROUP BY ALL"
    return {(row["region"], row["indicator"]): row["deliveries"] for row in _rows(con, query)}


def _cited(con: duckdb.DuckDBPyConnection) -> Cells:
    cells: Cells = defaultdict(set)
    query = """SELECT delivery_id, sheet, unnest([cell, previous_cell, growth_cell]) AS cell FROM published_figures
               UNION SELECT delivery_id, sheet, cell FROM evidence
               UNION SELECT delivery_id, sheet, cell FROM layouts
               UNION SELECT delivery_id, sheet, cell FROM findings"""
    for row in _rows(con, f"FROM ({query}) WHERE cell IS NOT NULL"):
        cells[row["delivery_id"]].add((row["sheet"] or "", row["cell"]))
    return dict(cells)
