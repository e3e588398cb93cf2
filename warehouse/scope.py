"""Which years and regions a computation is about, and which depend on what was delivered."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from warehouse.declarations import declarations
from warehouse.prices import PRICE
from warehouse.records import SUBJECTS
from warehouse.store import Connection


@dataclass(frozen=True)
class Scope:
    """Years (None: all) and regions (None: all; else together with every region above them)."""

    years: tuple[int, ...] | None = None
    regions: tuple[str, ...] | None = None

    @classmethod
    def of(cls, con: Connection, years: Sequence[int] | None, regions: Collection[str] | None) -> "Scope":
        """The scope of these years and regions."""
        return cls(None if years is None else tuple(years), None if regions is None else _with_ancestors(con, regions))

    def rows(self, back: int = 0) -> str:
        """SQL predicate on `year` and `region`: this scope, and so many years before each of its years."""
        return f"{self.span(back)} AND {self.places()}"

    def places(self, column: str = "region") -> str:
        """SQL predicate on a column of regions alone."""
        return _among(column, self.regions)

    def span(self, back: int = 0) -> str:
        """SQL predicate on `year` alone."""
        if self.years is None:
            return "true"
        wanted = sorted({year for one in self.years for year in range(one - back, one + 1)})
        return f"year IN ({', '.join(map(str, wanted)) or 'NULL'})"

    def batches(self, con: Connection, weighed: str, at_once: int, *others: str) -> list["Scope"]:
        """The scope itself or, where it has more than `at_once` rows of a table, parts of it, the earliest first.

        A part is a year, or several in a row that together have no more. Years of which only one of the `others` has
        rows are among them.
        """
        if con.sql(f"SELECT count(*) FROM {weighed} WHERE {self.rows(1)}").fetchall() <= [(at_once,)]:
            return [self]
        told = [f"SELECT year, count(*) AS n FROM {weighed} WHERE {self.rows()} GROUP BY ALL"]
        told += [f"SELECT DISTINCT year, 0 FROM {table} WHERE {self.rows()}" for table in others]
        years = con.sql(f"SELECT year, sum(n) FROM ({' UNION ALL '.join(told)}) GROUP BY ALL ORDER BY year").fetchall()
        return [Scope(part, self.regions) for part in _in_a_row(years, at_once)]

    def precedes(self, other: "Scope") -> bool:
        """Whether this is the year just before the one of the other scope."""
        return bool(self.years and other.years and self.years[-1] + 1 == other.years[0])

    @property
    def beside(self) -> str:
        """SQL predicate on `region`: those next to the scope's regions in the tree, whose values enter their sums."""
        if self.regions is None:
            return "false"
        among = _among("parent", self.regions)
        return f"region IN (SELECT code FROM tree WHERE {among}) AND NOT {_among('region', self.regions)}"


def _in_a_row(years: Iterable[tuple[int, int]], at_once: int) -> list[tuple[int, ...]]:
    """Years without a gap between them, as long as the year before the first and they have no more rows than that."""
    parts: list[tuple[int, ...]] = []
    rows = at_once
    for year, more in years:
        if parts and parts[-1][-1] + 1 == year and rows + more <= at_once:
            parts[-1] += (year,)
            rows += more
        else:
            parts.append((year,))
            rows = more
    return parts


def _among(column: str, codes: tuple[str, ...] | None) -> str:
    if codes is None:
        return "true"
    listed = ", ".join("'" + code.replace("'", "''") + "'" for code in codes)
    return f"{column} IN ({listed or 'NULL'})"


def _with_ancestors(con: Connection, regions: Collection[str]) -> tuple[str, ...]:
    parents = dict(con.sql("SELECT code, parent FROM regions").fetchall())
    found: set[str] = set()
    waiting = list(regions)
    while waiting:
        code = waiting.pop()
        if code and code not in found:
            found.add(code)
            waiting.append(parents.get(code, ""))
    return tuple(sorted(found))


def depends_on(con: Connection, deliveries: Collection[str]) -> tuple[list[int], list[str]]:
    """Years and regions of which an indicator can change because of these deliveries, for `compute_indicators`.

    The years told, the ones after them (growth) and those whose cohorts look back to them, as far as anything is told
    of these; the regions told and those of the schools told, and where prices are told the regions below. The regions
    above follow by themselves.
    """
    told = [f"SELECT unit, year, delivery_id FROM {subject}" for subject in SUBJECTS]
    told.append("SELECT region, year, delivery_id FROM published_figures")
    rows = con.sql(
        f"""SELECT DISTINCT coalesce(schools.parent, unit) AS region, year
            FROM ({" UNION ALL ".join(told)}) LEFT JOIN schools ON schools.code = unit
            WHERE list_contains($deliveries, delivery_id)""",
        params={"deliveries": list(deliveries)},
    ).fetchall()
    lags = {0, *(each.ago for one in declarations().indicators.values() for each in one.inputs)}
    years = {year + lag + growth for _, year in rows for lag in lags for growth in (0, 1)}
    known = " UNION ".join(f"SELECT year FROM {table}" for table in (*SUBJECTS, "published_figures"))
    years &= {year for (year,) in con.sql(known).fetchall()}
    return sorted(years), sorted({region for region, _ in rows} | _deflated(con, deliveries))


def _deflated(con: Connection, deliveries: Collection[str]) -> set[str]:
    """Regions below those whose price index these deliveries tell: their growth in real terms may rest on it."""
    rows = con.sql(
        f"""WITH RECURSIVE below AS (
                SELECT region FROM published_figures
                WHERE indicator = '{PRICE}' AND list_contains($deliveries, delivery_id)
                UNION
                SELECT code FROM below JOIN regions ON parent = region)
            FROM below""",
        params={"deliveries": list(deliveries)},
    )
    return {region for (region,) in rows.fetchall()}
