"""Everything the pages show, read from the tables once and grouped for look-up."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import duckdb

from dashboards.signing import SignOff, read
from dashboards.verdicts import OPEN_SOFT, Row, Verdict, finality, rows, unexplained, verdicts
from dashboards.views import View, front, view_of
from expectations import declared_tests

Cells = dict[str, set[tuple[str, str]]]


@dataclass(frozen=True)
class Facts:
    """The published tables as the pages look them up; lists are sorted by key."""

    publication: str
    sign_off: SignOff
    regions: dict[str, Row]
    indicators: dict[str, Row]
    families: dict[str, Row]
    tests: dict[str, Row]
    rules: dict[str, Row]
    deliveries: dict[str, Row]
    norms: list[Row]
    breaks: dict[str, list[Row]]
    verdicts: list[Verdict]
    summaries: dict[tuple[str, int], list[Row]]  # (region, year) → what each family of duties comes to
    schools: dict[str, list[Row]]  # region → its schools in the newest year, with the conditions each misses
    values: dict[str, dict[tuple[str, str], list[Row]]]  # region → (indicator, level) → rows by year
    sources: dict[tuple[str, str], list[str]]  # (region, indicator) → deliveries its numbers come from
    forms: dict[str, str]  # id → title
    unexplained: dict[tuple[str, str, str], str]  # (delivery, sheet, cell) → the open soft finding about it
    cited: Cells  # delivery → the (sheet, cell) some figure, layout, evidence or finding names

    def name(self, region: str) -> str:
        """Name of a region; its code when the table does not know it."""
        known = self.regions.get(region)
        return str(known["name"]) if known else region

    def example(self, region: str) -> bool:
        """Whether a region is invented (示例): it has pages of its own and counts nowhere else."""
        return (self.regions.get(region) or {}).get("kind") == "example"

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

    def view(self, verdict: Verdict) -> View:
        """The view on which a verdict stands."""
        return view_of()[self.tests[verdict.test]["family"]]

    def of_families(self, families: Collection[str]) -> list[Verdict]:
        """Verdicts of these families."""
        return [v for v in self.verdicts if self.tests[v.test]["family"] in families]

    @cached_property
    def newest(self) -> dict[tuple[str, str], int]:
        """(region, view) → the newest year with a verdict."""
        years: dict[tuple[str, str], int] = defaultdict(int)
        for v in self.verdicts:
            key = v.region, self.view(v).id
            years[key] = max(years[key], v.year)
        return dict(years)

    def has_card(self, verdict: Verdict) -> bool:
        """Whether the region's page shows the evidence of this verdict."""
        view = self.view(verdict)
        return view.history or verdict.year == self.newest[verdict.region, view.id]

    @cached_property
    def failed_now(self) -> dict[str, int]:
        """Region → how many duties of the front page it failed in its newest year."""
        duties = self.of_families(front())
        newest: dict[str, int] = defaultdict(int)
        for v in duties:
            newest[v.region] = max(newest[v.region], v.year)
        return Counter(v.region for v in duties if v.failed and v.year == newest[v.region])


def load(con: duckdb.DuckDBPyConnection, publication: str) -> Facts:
    """Read every table the pages need, each with one query."""
    return Facts(
        publication=publication,
        sign_off=read(con),
        regions=_keyed(con, "regions", "code"),
        indicators=_keyed(con, "indicators", "id"),
        families={row["id"]: row for row in rows(con, "FROM statutory_families ORDER BY place")},
        tests=_tests(con),
        rules=_keyed(con, "rules", "id"),
        deliveries={row["delivery_id"]: row for row in rows(con, f"{DELIVERIES} ORDER BY ALL")},
        norms=rows(con, "FROM norms ORDER BY ALL"),
        breaks=_grouped(rows(con, "FROM breaks ORDER BY ALL"), "indicator"),
        verdicts=verdicts(con),
        summaries=_summaries(con),
        schools=_grouped(rows(con, SCHOOLS), "region"),
        values=_values(con),
        sources=_sources(con),
        forms={row["id"]: row["title"] for row in rows(con, "SELECT DISTINCT id, title FROM forms ORDER BY id")},
        unexplained=unexplained(con),
        cited=_cited(con),
    )


DELIVERIES = """SELECT * REPLACE (CASE WHEN superseded_by IS NULL THEN state ELSE 'superseded' END AS state)
    FROM deliveries"""
SCHOOLS = """SELECT s.* FROM school_shortcomings s LEFT JOIN levels l ON l.id = s.level
    QUALIFY year = max(year) OVER (PARTITION BY region)
    ORDER BY region, l.position, len(missed) DESC, least, school"""


def _keyed(con: duckdb.DuckDBPyConnection, table: str, key: str) -> dict[str, Row]:
    return {row[key]: row for row in rows(con, f"FROM {table} ORDER BY ALL")}


def _tests(con: duckdb.DuckDBPyConnection) -> dict[str, Row]:
    """Tests in the order of their declaration."""
    found = _keyed(con, "statutory_tests", "id")
    order = [test.id for test in declared_tests()]
    return {name: found[name] for name in sorted(found, key=lambda n: order.index(n) if n in order else len(order))}


def _summaries(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, int], list[Row]]:
    found: dict[tuple[str, int], list[Row]] = defaultdict(list)
    query = """SELECT s.*, f.title FROM family_summaries s JOIN statutory_families f ON f.id = family
        ORDER BY region, year, f.place"""
    for row in rows(con, query):
        found[row["region"], row["year"]].append(row)
    return dict(found)


def _grouped(rows: list[Row], key: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return dict(groups)


def _values(con: duckdb.DuckDBPyConnection) -> dict[str, dict[tuple[str, str], list[Row]]]:
    """One row a year of the most final release; sums of children only where the region tells nothing itself."""
    series: dict[str, dict[tuple[str, str], list[Row]]] = defaultdict(lambda: defaultdict(list))
    query = f"""WITH own AS (
                    SELECT *, bool_or(basis <> 'rolled_up') OVER (PARTITION BY region, indicator, level) AS reported
                    FROM indicator_values),
                doubted AS (SELECT DISTINCT e.region, e.indicator, e.level, e.year, e.release, true AS doubted
                    FROM evidence e JOIN ({OPEN_SOFT}) s ON s.delivery_id = e.delivery_id
                        AND s.sheet = coalesce(e.sheet, '') AND s.cell = e.cell)
                SELECT region, indicator, level, year, release, scope, basis, value, unit, coverage, previous, growth,
                    growth_basis, comparable, coalesce(doubted, false) AS doubted
                FROM own LEFT JOIN doubted USING (region, indicator, level, year, release)
                WHERE basis <> 'rolled_up' OR NOT reported
                QUALIFY row_number() OVER (PARTITION BY region, indicator, level, year ORDER BY {finality()} DESC) = 1
                ORDER BY region, indicator, level, year"""
    for row in rows(con, query):
        series[row["region"]][row["indicator"], row["level"]].append(row)
    return {region: dict(of_region) for region, of_region in series.items()}


def _sources(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[str]]:
    query = "SELECT region, indicator, list(DISTINCT delivery_id) AS deliveries FROM evidence GROUP BY ALL"
    return {(row["region"], row["indicator"]): row["deliveries"] for row in rows(con, query)}


def _cited(con: duckdb.DuckDBPyConnection) -> Cells:
    cells: Cells = defaultdict(set)
    query = """SELECT delivery_id, sheet, unnest([cell, previous_cell, growth_cell]) AS cell FROM published_figures
               UNION SELECT delivery_id, sheet, cell FROM evidence
               UNION SELECT delivery_id, sheet, cell FROM layouts
               UNION SELECT delivery_id, sheet, cell FROM failures"""
    for row in rows(con, f"FROM ({query}) WHERE cell IS NOT NULL"):
        cells[row["delivery_id"]].add((row["sheet"] or "", row["cell"]))
    return dict(cells)
