"""Computing again after one correction touches only what depends on it, and comes to the same."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse.facts import add_facts, store
from tests.warehouse.kinds import BOOKS, CITY, COUNTY, OTHER, SPREAD, compute_with, county, register
from warehouse import Connection
from warehouse.scope import Scope, depends_on

TABLES = ("indicator_values", "indicator_alternatives", "evidence")
KINDS = {"x_books": BOOKS, "x_spread": SPREAD}


def everything(con: Connection) -> list[object]:
    return [con.sql(f"FROM {table} ORDER BY ALL").fetchall() for table in TABLES]


def two_counties() -> Connection:
    con = county(["s1", "s2"])
    register(con, ["t1", "t2"], ["primary"], OTHER)
    for year in (2018, 2019, 2020):
        schools = enumerate(("s1", "s2", "t1", "t2"), 1)
        rows = [{"unit": unit, "year": year, "pupils": 100 * i + year % 7, "books": 900 * i} for i, unit in schools]
        add_facts(con, "enrolment", [{k: row[k] for k in ("unit", "year", "pupils")} for row in rows])
        add_facts(con, "facilities", [{k: row[k] for k in ("unit", "year", "books")} for row in rows])
    add_facts(con, "enrolment", [{"unit": "110101", "year": 2019, "pupils": 7}])
    return con


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(st.sampled_from(["s1", "s2", COUNTY, CITY]), st.sampled_from([2018, 2019, 2020]), st.integers(1, 10**6))
def test_a_correction_computed_narrowly_is_the_same_as_computed_wholly(unit: str, year: int, pupils: int) -> None:
    con = two_counties()
    compute_with(con, **KINDS)
    add_facts(con, "enrolment", [{"unit": unit, "year": year, "pupils": pupils}], "d2")
    years, regions = depends_on(con, ["d2"])
    compute_with(con, years, regions, **KINDS)
    narrow = everything(con)
    compute_with(con, **KINDS)
    assert narrow == everything(con)


def test_other_regions_are_not_written_and_all_is_as_if_computed_wholly() -> None:
    con = two_counties()
    compute_with(con, **KINDS)
    con.sql("UPDATE indicator_values SET note = 'kept'")
    add_facts(con, "enrolment", [{"unit": "s1", "year": 2019, "pupils": 5}], "d2")
    compute_with(con, *depends_on(con, ["d2"]), **KINDS)
    kept = con.sql("SELECT DISTINCT region, year FROM indicator_values WHERE note = 'kept' ORDER BY ALL").fetchall()
    assert (OTHER, 2019) in kept and (COUNTY, 2018) in kept
    assert (COUNTY, 2019) not in kept and (CITY, 2020) not in kept and ("000000", 2019) not in kept
    con.sql("UPDATE indicator_values SET note = NULL")
    narrow = everything(con)
    compute_with(con, **KINDS)
    assert narrow == everything(con)


def test_sums_of_regions_follow_corrections() -> None:
    con = two_counties()
    compute_with(con, **KINDS)
    add_facts(con, "enrolment", [{"unit": "s1", "year": 2019, "pupils": 5}, {"unit": CITY, "year": 2018}], "d2")
    compute_with(con, *depends_on(con, ["d2"]), **KINDS)
    kept = con.sql("FROM work.summed_facts ORDER BY ALL").fetchall()
    con.sql("DROP TABLE work.settled_with")
    compute_with(con, **KINDS)
    assert kept == con.sql("FROM work.summed_facts ORDER BY ALL").fetchall()


@pytest.mark.slow
@pytest.mark.parametrize("rows", [0, 5])
def test_some_years_at_a_time_come_to_the_same_as_all_at_once(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    con = two_counties()
    add_facts(con, "enrolment", [{"unit": "s1", "year": 2023, "pupils": 5}])
    compute_with(con, **KINDS)
    at_once = everything(con)
    monkeypatch.setattr("warehouse.compute.AT_ONCE", rows)
    compute_with(con, **KINDS)
    assert everything(con) == at_once


def test_years_in_a_row_are_computed_together() -> None:
    con = store()
    con.sql("CREATE TABLE weighed AS SELECT 'x' AS region, unnest([2001, 2001, 2002, 2003, 2004, 2007]) AS year")
    con.sql("CREATE TABLE other AS SELECT 'x' AS region, 2005 AS year")
    parts = Scope.of(con, None, None).batches(con, "weighed", 3, "other")
    assert [part.years for part in parts] == [(2001, 2002), (2003, 2004, 2005), (2007,)]
    assert [one.precedes(other) for one, other in itertools.pairwise(parts)] == [True, False]


def test_what_depends_on_a_delivery() -> None:
    con = two_counties()
    add_facts(con, "enrolment", [{"unit": "t1", "year": 2015, "entrants": 5}], "d2")
    add_facts(con, "enrolment", [{"unit": "s1", "year": year, "entrants": 5} for year in (2014, 2016)])
    years, regions = depends_on(con, ["d2"])
    assert regions == [OTHER]
    assert {2015, 2016} <= set(years) and not {2014, 2017} & set(years)  # of 2017 nothing is told
    assert set(Scope.of(con, years, regions).regions or ()) == {OTHER, CITY, "420000", "000000"}


def test_nothing_delivered_nothing_computed() -> None:
    con = store()
    assert depends_on(con, []) == ([], [])
