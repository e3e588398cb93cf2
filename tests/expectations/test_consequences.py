"""A hard failure holds back what its rule names and nothing else; what was accepted before goes on."""

from collections.abc import Iterator
from typing import Any

import pytest

from expectations import CheckResult, declared_rules
from expectations.findings import run
from tests.expectations.small_store import Con, Paper, put, rows
from warehouse import compute_indicators, declarations
from warehouse.settled import settle


@pytest.fixture(autouse=True)
def counties(con: Con) -> Iterator[None]:
    """A province and its two counties."""
    put(con, "regions", code="省", name="示例省", kind="province", parent="")
    for code in ("甲县", "乙县"):
        put(con, "regions", code=code, name=code, kind="county", parent="省")
    yield
    con.execute("DELETE FROM regions WHERE code IN ('省', '甲县', '乙县')")


def judge(con: Con) -> list[CheckResult]:
    """Nothing may be negative: two rules are enough here."""
    return run(con, [rule for rule in declared_rules() if rule.id in ("E-001", "F-010")], None, recorded=False)


def told(con: Con, number: int, region: str = "甲县", **measures: Any) -> str:
    """The county's return of pupils arrives (again)."""
    paper = Paper(con, f"d{number}", region, received=f"2024-01-{number:02}", form="return")
    paper.fact("enrolment", **measures)
    return paper.id


def values(con: Con, *names: str) -> tuple[object, ...]:
    """What indicators are made of, once everything has been checked."""
    judge(con)
    settle(con, declarations())
    return con.sql(f"SELECT {', '.join(names) or 'unit'} FROM work.settled_facts WHERE unit = '甲县'").fetchall()[0]


def test_only_what_the_rule_names_is_held(con: Con) -> None:
    told(con, 1, pupils=100, entrants=-5, graduates=30)
    assert values(con, "pupils", "entrants", "graduates") == (100, None, 30)
    assert [row["cell"][0] for row in rows(con, "FROM held_cells")] == ["B"]


def test_a_result_tells_how_many_deliveries_fail_and_how_many_cells_are_held(con: Con) -> None:
    told(con, 1, pupils=100, entrants=-5, graduates=-3)
    told(con, 2, "乙县", pupils=-1)
    [result] = [each for each in judge(con) if each.rule == "E-001"]
    assert (result.failing, result.deliveries, result.held) == (3, 2, 3)


def test_the_last_accepted_number_remains_when_the_next_is_wrong(con: Con) -> None:
    told(con, 1, pupils=100, entrants=40)
    assert values(con, "pupils", "entrants") == (100, 40)
    told(con, 2, pupils=110, entrants=-40)
    assert values(con, "pupils", "entrants") == (110, 40)
    assert {row["delivery_id"] for row in rows(con, "FROM held_cells")} == {"d2"}


def test_a_number_that_was_never_accepted_does_not_come_back(con: Con) -> None:
    told(con, 1, entrants=-4)
    assert values(con, "entrants") == (None,)
    told(con, 2, entrants=-40)
    assert values(con, "entrants") == (None,)
    told(con, 3, entrants=44)
    assert values(con, "entrants") == (44,)
    assert {row["delivery_id"] for row in rows(con, "FROM findings WHERE held")} == set()


def test_a_county_without_an_accepted_number_lowers_the_coverage(con: Con) -> None:
    told(con, 1, pupils=100)
    told(con, 2, "乙县", pupils=-1)
    judge(con)
    compute_indicators(con)
    total = "FROM indicator_values WHERE indicator = 'pupils_total' AND region = '省'"
    [row] = rows(con, f"SELECT value, coverage {total}")
    assert (row["value"], row["coverage"]) == (100, 0.5)


def test_the_last_accepted_number_is_cited_from_where_it_stands(con: Con) -> None:
    told(con, 1, pupils=100, classes=4)
    told(con, 2, pupils=-110, classes=5)
    judge(con)
    compute_indicators(con)
    cited = "FROM evidence WHERE region = '甲县' AND indicator = 'average_class_size' ORDER BY part"
    assert con.sql(f"SELECT part, value, delivery_id {cited}").fetchall() == [
        ("denominator", 5.0, "d2"),
        ("numerator", 100.0, "d1"),
    ]


def test_a_published_figure_falls_back_too(con: Con) -> None:
    for number, value in ((1, 100.0), (2, -100.0)):
        paper = Paper(con, f"d{number}", "甲县", received=f"2024-01-{number:02}", form="bulletin")
        paper.figure("expenditure_total", value)
    judge(con)
    compute_indicators(con)
    assert rows(con, "SELECT value FROM indicator_values WHERE indicator = 'expenditure_total'") == [{"value": 100.0}]
