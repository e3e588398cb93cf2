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


def test_a_figure_held_back_leaves_its_duty_undecided_and_named(con: Connection) -> None:
    """Of facts too: a duty must not vanish with the number it is judged by."""
    con.sql("INSERT INTO deliveries BY NAME SELECT 'held' AS delivery_id, 'held' AS form, 'accepted' AS state")
    con.sql("""INSERT INTO funding BY NAME SELECT '420000' AS unit, 2021 AS year, level, 'return' AS release,
        'held' AS delivery_id, '' AS sheet, 1 AS "row", budget_education, public_expenditure, funding_pupils
        FROM (VALUES ('all', 10, NULL, NULL), ('primary', NULL, 500, 50))
        AS told(level, budget_education, public_expenditure, funding_pupils)""")
    con.sql("""INSERT INTO layouts BY NAME SELECT 'held' AS delivery_id, 'held' AS form, field, 'value' AS part,
        '' AS sheet, letter AS "column", '' AS level
        FROM (VALUES ('budget_education', 'B'), ('public_expenditure', 'C'), ('funding_pupils', 'D'))
        AS placed(field, letter)""")
    con.sql("INSERT INTO held_cells SELECT 'f', 2021, 'held', '', unnest(['B1', 'C1'])")
    compute_indicators(con)
    judge(con)
    here = "(region, year) = ('420000', 2021)"
    found = con.sql(f"SELECT test, level, verdict, flags, missing FROM verdicts WHERE {here}").fetchall()
    assert [row for row in found if row[:2] == ("T3b", "all")] == []
    assert ("T3b", "primary", "insufficient", ["held"], ["生均一般公共预算公用经费（暂不采用）"]) in found
    assert ("B1", "all", "insufficient", ["held"], ["一般公共预算教育经费（暂不采用）"]) in found
