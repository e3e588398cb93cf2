"""Statutory tests over indicator values: the scripts of `verdicts/` judge what is declared; here they run."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import duckdb
import polars as pl

from expectations.declared import HERE
from expectations.duties import StatutoryTest, statutory
from expectations.partial import find_partial
from expectations.tables import prepare
from expectations.text import in_years
from warehouse import Declarations, Scope, declarations, forget, transaction

SCRIPTS = ("telling", "areas", "sides", "comparisons", "norms", "required", "cited", "judged", "next_year")
NUMBERS = "SELECT * EXCLUDE (bearer) FROM judged"
CITED = "SELECT * EXCLUDE (bearer) FROM judged LEFT JOIN cited USING (bearer, level, test)"
BESIDE = {"verdict_scopes": "FROM scopes_judged", "next_year": "FROM asked_next_year"}
WORKING = ("own_facts", "values_used", "sides", "looked_at", "duties_judged", "other_scopes")
AT_ONCE = 3_500_000  # values that are judged together; of a whole nation, three years' worth
Con = duckdb.DuckDBPyConnection


def judge(
    con: Con, years: Sequence[int] | None = None, regions: Collection[str] | None = None, *, cite: bool = True
) -> int:
    """Judge every declared test for these years and regions (None: all), replacing their verdicts in one transaction.

    With regions, those above them are judged too; very many values a few years at a time, each in a transaction.
    Returns how many verdicts these now have. Needs `indicator_values` and `evidence` to be computed. To `cite` what
    each verdict rests on, as JSON, takes as long as judging itself; who only asks how duties stand goes without.
    """
    scope = Scope.of(con, years, regions)
    prepare(con)
    for part in scope.batches(con, "indicator_values", AT_ONCE, "verdicts", "published_figures"):
        _judge(con, part, CITED if cite else NUMBERS)
    return int(con.sql(f"SELECT count(*) FROM verdicts WHERE {scope.rows()}").fetchall()[0][0])


def _judge(con: Con, scope: Scope, verdicts: str) -> None:
    _declare(con, scope)
    find_partial(con, sorted({each for test in statutory().tests for each in test.indicators}), declarations())
    for name in SCRIPTS:
        con.execute((HERE / "verdicts" / f"{name}.sql").read_text(encoding="utf-8"))
    with transaction(con):
        for table, rows in {"verdicts": verdicts, **BESIDE}.items():
            con.sql(f"DELETE FROM {table} WHERE {scope.rows()}")
            con.sql(f"INSERT INTO {table} BY NAME {rows}")
    forget(con, *WORKING)


def _declare(con: Con, scope: Scope) -> None:
    """What the scripts take from the declarations: parameters as macros, tests and their indicators as tables."""
    declared = statutory()
    con.execute(f"CREATE OR REPLACE TEMP MACRO marginal_gap() AS {declared.marginal}::DOUBLE")
    con.execute(f"CREATE OR REPLACE TEMP MACRO next_growth() AS {declared.next_year}::DOUBLE")
    con.execute(f"CREATE OR REPLACE TEMP MACRO wanted(y) AS {in_years(scope.years, 'y')}")
    con.execute(f"CREATE OR REPLACE TEMP MACRO concerned(place) AS {scope.places('place')}")
    _table(con, "test_scopes", _scopes(declared.tests))
    _table(con, "test_members", _members(declared.tests))
    _table(con, "used_indicators", _used(declared.tests, declarations()))


def _table(con: Con, name: str, frame: pl.DataFrame) -> None:
    con.register("declared_rows", frame)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM declared_rows")
    con.unregister("declared_rows")


def _scopes(tests: Iterable[StatutoryTest]) -> pl.DataFrame:
    rows = [
        (test.id, name, place, left, right or None)
        for test in tests
        if test.left
        for place, (name, left, right) in enumerate(test.scopes)
    ]
    kinds = {"test": pl.String, "scope": pl.String, "place": pl.Int32}
    return pl.DataFrame(rows, schema=kinds | {"left_indicator": pl.String, "right_indicator": pl.String}, orient="row")


def _members(tests: Iterable[StatutoryTest]) -> pl.DataFrame:
    rows = [(test.id, indicator, place) for test in tests for place, indicator in enumerate(test.of)]
    kinds: dict[str, Any] = {"test": pl.String, "indicator": pl.String, "place": pl.Int32}
    return pl.DataFrame(rows, schema=kinds, orient="row")


def _used(tests: Iterable[StatutoryTest], known: Declarations) -> pl.DataFrame:
    """Every indicator that a test looks at, and what its numerator is counted in (NULL: of several kinds)."""
    used = sorted({indicator for test in tests for indicator in test.indicators})
    rows = [(i, known.indicators[i].name, known.indicators[i].decimals, known.indicators[i].scale) for i in used]
    kinds: dict[str, Any] = {"id": pl.String, "name": pl.String, "decimals": pl.Int32, "scale": pl.Float64}
    units = pl.Series("numerator_unit", [_numerator_unit(known, i) for i in used], dtype=pl.String)
    return pl.DataFrame(rows, schema=kinds, orient="row").with_columns(units)


def _numerator_unit(known: Declarations, indicator: str) -> str | None:
    formula = known.indicators[indicator].formulas.get("numerator")
    units = {known.measures[name].unit for _, name, *_ in formula.inputs} if formula else set()
    return units.pop() if len(units) == 1 else None
