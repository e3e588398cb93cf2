"""Failures of one cause become one finding that names it: on single numbers, and through files in the slow tier."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from expectations.causes import HERE, declared_causes
from expectations.causes.cells import LETTERS
from expectations.causes.declared import constants
from sources.example import KINDS
from tests.benchmarks.causes import UNSEEN
from tests.expectations.planted import Bench
from tests.once import ALONE


@pytest.fixture(scope="module")
def macros() -> Iterator[duckdb.DuckDBPyConnection]:
    con = duckdb.connect(config=ALONE)
    con.execute(LETTERS)
    con.execute(constants())
    for name in ("shapes.sql", "votes.sql"):
        text = (HERE / name).read_text(encoding="utf-8")
        for statement in text.split(";\n"):
            if "MACRO" in statement:
                con.execute(statement)
    yield con
    con.close()


@pytest.mark.parametrize(
    ("found", "expected", "cause"),
    [
        (1438.40, 1483.40, "digits_swapped"),
        (720, 702, "digits_swapped"),
        (711, 702, None),  # divisible by nine, but no two neighbours exchanged
        (2143, 4123, None),  # exchanged, but not neighbours
        (-6946, 6946, "sign_lost"),
        (745.1, 74.51, "point_moved"),
        (7.45, 74.51, "point_moved"),
        (54900, 5.49, "unit"),
        (0.065, 65, "unit"),
        (100, 103, None),
        (None, 0, "zero_blank"),
        (None, 12, "left_blank"),
    ],
)
def test_a_cause_needs_arithmetic_behind_it(
    macros: duckdb.DuckDBPyConnection, found: float | None, expected: float, cause: str | None
) -> None:
    [(named,)] = macros.sql(f"SELECT exact_cause({found or 'NULL'}::DOUBLE, {expected}::DOUBLE)").fetchall()
    assert named == cause


@pytest.mark.parametrize(
    ("found", "last", "cause", "value"),
    [
        (512, 149, "digits_swapped", 152),  # 512 is 152 with two digits exchanged
        (312, 149, None, None),
        (512, 500, None, None),
        (1490, 149, "point_moved", 149),
        (-150, 149, "sign_lost", 150),
        (None, 0, "zero_blank", 0),
        (None, 149, "left_blank", 149),
        (None, None, None, None),
    ],
)
def test_without_an_equation_last_year_tells_what_is_likely(
    macros: duckdb.DuckDBPyConnection, found: float | None, last: float | None, cause: str | None, value: float | None
) -> None:
    told = ", ".join("NULL::DOUBLE" if each is None else f"{each}::DOUBLE" for each in (found, last))
    assert macros.sql(f"SELECT likely_cause({told}), likely_value({told})").fetchall() == [(cause, value)]


def test_columns_are_numbered_as_spreadsheets_do(macros: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT column_number(x), column_letters(column_number(x)) FROM (VALUES ('A'), ('Z'), ('AA'), ('FT')) t(x)"
    assert macros.sql(query).fetchall() == [(1, "A"), (26, "Z"), (27, "AA"), (176, "FT")]


def test_every_cause_that_is_found_is_told() -> None:
    told = {one.id for one in declared_causes()}
    texts = "".join((HERE / name).read_text(encoding="utf-8") for name in ("shapes.sql", "votes.sql"))
    assert {one.id for one in declared_causes() if not (one.says or one.rules) and f"'{one.id}'" not in texts} == set()
    assert {"unit", "digits_swapped", "other_region"} <= told


@pytest.mark.slow
def test_one_fault_is_one_finding_that_names_it(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 24, 1)
    for kinds in (("unit_in_header",), ("digits_swapped",), ("sign_lost", "total_among_parts")):
        trial = bench.tried(kinds, 1)
        assert len(trial.findings) == len(kinds), trial.told()
        assert {one["cause"] for one in trial.findings} == {one.cause for one in trial.faults}, trial.told()
    assert set(UNSEEN) < set(KINDS)
