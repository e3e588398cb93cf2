"""Which figures an audience may not see: small counts of people, and what would tell them.

The answer is the table `suppressed`: region, year, level, indicator, whatever the release. It says nothing of why: to
tell small counts from those that cover them would tell that they are small.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from typing import Any

import duckdb
import polars as pl

from dashboards.audience.declared import limits
from dashboards.audience.hiding import hide
from dashboards.audience.people import Form, sides
from dashboards.audience.solving import Equation

Con = duckdb.DuckDBPyConnection
Cell = tuple[str, int, str]  # region, year, form
ZONE = "zone"


def suppress(con: Con, source: str, own: Collection[str]) -> None:
    """Make `suppressed` from the tables of schema `source`; regions in `own` are the reader's and hide nothing."""
    forms = _open_sides(con)
    con.sql(COUNTS.format(source=source))
    small = {tuple(row) for row in con.sql("SELECT region, year, form FROM counts WHERE small").fetchall()}
    hidden = hide(*_cells(con, source, forms, small), small, fixed=_Own(own)) if small else set()
    rows = pl.DataFrame(sorted(hidden), schema=["region", "year", "form"], orient="row") if hidden else NOBODY
    con.register("hidden_rows", rows)
    con.sql("CREATE OR REPLACE TEMP TABLE hidden AS FROM hidden_rows")
    con.unregister("hidden_rows")
    con.sql(SUPPRESSED.format(source=source, schools=limits().schools))
    con.execute("DELETE FROM suppressed WHERE region IN (SELECT unnest(?))", [list(own)])


NOBODY = pl.DataFrame(schema={"region": pl.String, "year": pl.Int64, "form": pl.String})


class _Own:
    """The cells of the reader's own regions, as a collection."""

    def __init__(self, regions: Collection[str]) -> None:
        self.regions = set(regions)

    def __contains__(self, cell: object) -> bool:
        return isinstance(cell, tuple) and cell[0] in self.regions

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _open_sides(con: Con) -> dict[str, Form]:
    """The temporary table `sides`; every form by its id."""
    found = sides()
    rows = [(s.indicator, s.level, s.system, s.side, s.form.id, s.shift, s.alone, s.form.threshold or 0) for s in found]
    names = ["indicator", "level", "system", "side", "form", "shift", "alone", "threshold"]
    con.register("side_rows", pl.DataFrame(rows, schema=names, orient="row"))
    con.sql("CREATE OR REPLACE TEMP TABLE sides AS FROM side_rows")
    con.unregister("side_rows")
    return {side.form.id: side.form for side in found}


COUNTS = """
CREATE OR REPLACE TEMP TABLE counts AS
WITH placed AS (
    SELECT v.*, s.side, s.form, s.shift, s.alone, s.threshold FROM {source}.indicator_values v
    LEFT JOIN {source}.regions r ON r.code = v.region
    JOIN sides s ON (s.indicator, s.level) = (v.indicator, v.level)
        AND (s.system = coalesce(r.system, '') OR (s.system = '' AND NOT EXISTS (FROM sides o
            WHERE (o.indicator, o.level, o.system) = (v.indicator, v.level, r.system))))),
told AS (
    SELECT region, year + shift AS year, form, threshold,
        CASE side WHEN 'denominator' THEN denominator::DOUBLE
            ELSE coalesce(numerator::DOUBLE, if(alone, value, NULL)) END AS n
    FROM placed
    UNION ALL SELECT region, year + shift - 1, form, threshold, previous FROM placed WHERE alone)
SELECT region, year::INTEGER AS year, form, min(abs(n)) AS n, bool_or(n > 0 AND n < threshold) AS small
FROM told WHERE n IS NOT NULL GROUP BY ALL
"""
# Whatever is made of a hidden sum; then, of schools, what few of them or a hidden part would tell.
SUPPRESSED = """
CREATE OR REPLACE TABLE suppressed AS
WITH RECURSIVE parts AS (
    SELECT i.id, unnest(i.parts) AS part, i.under FROM {source}.indicators i WHERE len(i.parts) > 0),
few AS (
    SELECT region, year, level FROM {source}.school_conditions GROUP BY ALL HAVING count(DISTINCT school) < {schools}),
keys AS (SELECT DISTINCT region, year, level, indicator FROM {source}.indicator_values),
gone AS (
    SELECT DISTINCT k.region, k.year, k.level, k.indicator FROM keys k
    JOIN sides s ON (s.indicator, s.level) = (k.indicator, k.level)
    JOIN hidden h ON (h.region, h.year, h.form) = (k.region, k.year + s.shift, s.form)
    UNION
    SELECT k.region, k.year, k.level, k.indicator FROM keys k JOIN few USING (region, year, level)
    JOIN {source}.indicators i ON i.id = k.indicator AND i.kind IN ('dispersion', 'composite', 'schools_share')
    UNION
    SELECT k.region, k.year, k.level, k.indicator FROM keys k JOIN parts p ON p.id = k.indicator
    JOIN gone g ON (g.region, g.year, g.indicator) = (k.region, k.year, p.part) AND g.level IN (k.level, p.under))
SELECT DISTINCT region, year::SMALLINT AS year, level, indicator FROM gone ORDER BY ALL
"""


def _cells(
    con: Con, source: str, forms: dict[str, Form], small: Collection[Cell]
) -> tuple[dict[Cell, float], Callable[[Cell], list[Equation[Cell]]]]:
    """The counts that have to do with the small ones, and the sums in which a count stands."""
    concerned = _related(forms, {cell[2] for cell in small})
    query = "SELECT region, year, form, n FROM counts WHERE form IN (SELECT unnest(?))"
    values = {(r, y, f): n for r, y, f, n in con.execute(query, [sorted(concerned)]).fetchall()}
    tree = _Tree(con.sql(f"SELECT code, coalesce(parent, ''), kind FROM {source}.regions").fetchall())
    containing: dict[str, list[Form]] = defaultdict(list)
    for name in concerned:
        for part, _, _ in forms[name].parts:
            containing[part.id].append(forms[name])

    def equations(cell: Cell) -> list[Equation[Cell]]:
        region, year, name = cell
        found = [*_over_regions(cell, tree, values), *_over_levels(cell, forms, values)]
        for whole in containing[name]:
            years = {year + ago for part, ago, _ in whole.parts if part.id == name}
            found += [
                _over_terms((region, at, whole.id), whole) for at in sorted(years) if (region, at, whole.id) in values
            ]
        if name in forms and forms[name].parts:
            found.append(_over_terms(cell, forms[name]))
        return found

    return values, equations


def _related(forms: dict[str, Form], names: set[str]) -> set[str]:
    """Forms that share a sum with these, and those that share one with them, and so on."""
    links: dict[str, set[str]] = defaultdict(set)
    for name, form in forms.items():
        for other in [part for part, _, _ in form.parts] + form.levels:
            links[name].add(other.id)
            links[other.id].add(name)
    found, queue = set(names), list(names)
    for name in queue:
        queue += sorted(links[name] - found)
        found |= links[name]
    return found & forms.keys()


class _Tree:
    """Regions by their parent; development zones apart, since a total may or may not hold them."""

    def __init__(self, rows: list[tuple[str, str, str]]) -> None:
        self.parent = {code: parent for code, parent, _ in rows}
        self.children: dict[str, list[str]] = defaultdict(list)
        self.zones = {code for code, _, kind in rows if kind == ZONE}
        for code, parent, _ in rows:
            self.children[parent].append(code)


def _over_regions(cell: Cell, tree: _Tree, values: dict[Cell, float]) -> Iterator[Equation[Cell]]:
    """A region's total and what lies below it, as far as it is told."""
    region, year, form = cell
    for whole in (region, tree.parent.get(region, "")):
        below = [each for each in tree.children[whole] if (each, year, form) in values] if whole else []
        if (whole, year, form) not in values or not below:
            continue
        with_zones = {(each, year, form): 1 for each in below}
        without = {(each, year, form): 1 for each in below if each not in tree.zones}
        for parts in [with_zones] if len(with_zones) == len(without) else [with_zones, without]:
            if parts:
                yield {(whole, year, form): -1, **parts}


def _over_levels(cell: Cell, forms: dict[str, Form], values: dict[Cell, float]) -> Iterator[Equation[Cell]]:
    """A total over all levels and the levels, as far as they are told."""
    region, year, name = cell
    whole = forms[name] if name in forms and forms[name].levels else forms[name].whole if name in forms else None
    if whole is None or (region, year, whole.id) not in values:
        return
    parts = {(region, year, each.id): 1 for each in whole.levels if (region, year, each.id) in values}
    if parts:
        yield {(region, year, whole.id): -1, **parts}


def _over_terms(cell: Cell, form: Form) -> Equation[Cell]:
    """A sum and its terms, told or not."""
    region, year, _ = cell
    sum_: dict[Cell, int] = {cell: -1}
    for part, ago, times in form.parts:
        sum_[region, year - ago, part.id] = times
    return sum_
