"""Schools left out of comparisons, which leave no gap: in 优质均衡 教学点 of fewer than 50 pupils and 职业初中
(教督〔2017〕6号), in 基本均衡 every 教学点 and private schools too."""

import pytest

from expectations import judge, list_schools, prepare
from tests.warehouse.facts import add_facts, values
from tests.warehouse.kinds import BOOKS, COUNTY, SPREAD, compute_with, county, register
from warehouse import Connection, compute_indicators

# code: kind, pupils, books
SCHOOLS = {
    "2199000001": ("211", 400, 4000),
    "2199000002": ("211", 30, 600),  # small, but no 教学点
    "2199000003": ("218", 50, 200),
    "2199000004": ("218", 49, 10_000),
    "2199000005": ("321", 300, 10_000),
}
COMPARED = ["2199000001", "2199000002", "2199000003"]


@pytest.fixture
def con() -> Connection:
    made = county([])
    for code, (kind, pupils, books) in SCHOOLS.items():
        register(made, [code], ["primary"], kind=kind)
        add_facts(made, "enrolment", [{"unit": code, "pupils": pupils}])
        add_facts(made, "facilities", [{"unit": code, "books": books, "equipment_value": 100}])
    return made


def told(con: Connection, indicator: str, *columns: str) -> tuple[object, ...]:
    compute_with(con, x_books=BOOKS, x_spread=SPREAD, x_basic=SPREAD | {"among": "basic"})
    return values(con, *columns, where=f"indicator = '{indicator}' AND region = '{COUNTY}'")[0]


def test_they_are_no_part_of_a_dispersion_and_leave_no_gap(con: Connection) -> None:
    assert told(con, "x_spread", "numerator", "denominator", "coverage") == (4800, 480, 1.0)


def test_the_older_evaluation_compares_no_teaching_point_and_no_private_school(con: Connection) -> None:
    register(con, ["2199000007"], ["primary"], kind="211", ownership="民办")
    add_facts(con, "enrolment", [{"unit": "2199000007", "pupils": 70}])
    add_facts(con, "facilities", [{"unit": "2199000007", "books": 7000}])
    assert told(con, "x_basic", "numerator", "denominator", "coverage") == (4600, 430, 1.0)
    assert told(con, "x_spread", "numerator", "denominator") == (11_800, 550)


def test_their_pupils_and_books_are_still_the_countys(con: Connection) -> None:
    assert told(con, "x_books", "numerator", "denominator") == (24_800, 829)


def test_no_duty_is_asked_of_them(con: Connection) -> None:
    prepare(con)
    compute_indicators(con)
    judge(con)
    list_schools(con)
    assert con.sql("SELECT DISTINCT school FROM school_conditions ORDER BY 1").fetchall() == [(c,) for c in COMPARED]


def test_a_point_whose_pupils_nobody_told_is_a_gap(con: Connection) -> None:
    register(con, ["2199000006"], ["primary"], kind="218")
    add_facts(con, "facilities", [{"unit": "2199000006", "books": 10}])
    assert told(con, "x_spread", "numerator", "coverage") == (4800, pytest.approx(5 / 6))
