"""A duty of one government asks for its own figures: no sum of those below it answers, and none keeps it silent."""

from collections.abc import Iterator

import pytest

from expectations import judge, prepare
from tests.warehouse.facts import add_facts
from tests.warehouse.kinds import COUNTY, county
from warehouse import Connection, compute_indicators

NATION, PROVINCES, SCHOOL = "000000", ("110000", "420000"), "2199000001"
PART, WHOLE, NOTHING = 2017, 2018, 2019  # what the nation tells itself; both provinces tell everything in each year


@pytest.fixture(scope="module")
def con() -> Iterator[Connection]:
    made = county([SCHOOL])
    told: list[dict[str, object]] = [
        {"unit": code, "year": year, "fiscal_funding": 50, "gdp": 1000}
        for code in PROVINCES
        for year in (PART, WHOLE, NOTHING)
    ]
    told += [
        {"unit": NATION, "year": PART, "fiscal_funding": 99},
        {"unit": NATION, "year": WHOLE, "fiscal_funding": 99, "gdp": 2000},
        {"unit": SCHOOL, "training_spending": 5, "public_budget": 100},
        {"unit": COUNTY, "training_spending": 5},
    ]
    add_facts(made, "funding", [{"level": "all"} | row for row in told])
    prepare(made)
    compute_indicators(made)
    judge(made)
    yield made


def told(con: Connection, test: str, region: str, year: int) -> list[tuple[object, ...]]:
    return con.sql(f"""SELECT verdict, missing, left_value FROM verdicts
        WHERE (test, region, year) = ('{test}', '{region}', {year})""").fetchall()


def test_part_of_its_own_inputs_beside_a_sum_lacks_the_other_part(con: Connection) -> None:
    lacks = "国家财政性教育经费占国内生产总值比例（缺生产总值）"
    assert told(con, "P1", NATION, PART) == [("insufficient", [lacks], None)]


def test_all_of_its_own_inputs_answer_and_the_sum_does_not(con: Connection) -> None:
    assert told(con, "P1", NATION, WHOLE) == [("pass", [], pytest.approx(4.95))]


def test_without_a_figure_of_its_own_nobody_is_judged_by_a_sum(con: Connection) -> None:
    assert told(con, "P1", NATION, NOTHING) == []


def test_where_a_sum_may_answer_it_still_does(con: Connection) -> None:
    """A county that tells its training money leaves the budget it is of to its schools."""
    assert told(con, "F5", COUNTY, 2020) == [("pass", [], 5.0)]
