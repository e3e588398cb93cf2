"""Every declared rule catches its failing paper and lets its passing one through."""

import pytest

from expectations import Rule, declared_rules
from tests.expectations.rule_cases import CASES
from tests.expectations.small_store import rows

WHOLE = (
    "A-001",
    "A-003",
    "D-001",
    "D-002",
    "D-003",
    "D-004",
    "L-002",
    "L-003",
)  # not about a cell


@pytest.mark.parametrize("rule", declared_rules(), ids=lambda rule: rule.id)
def test_a_rule_catches_what_breaks_it_and_nothing_else(rule: Rule, broken) -> None:
    con, results = broken
    assert rule.id in CASES, f"{rule.id} has no failing and passing paper in rule_cases.py"
    caught = {row["delivery_id"] for row in rows(con, f"SELECT delivery_id FROM failures WHERE rule = '{rule.id}'")}
    assert f"{rule.id} fail" in caught
    assert f"{rule.id} pass" not in caught
    result = next(each for each in results if each.rule == rule.id)
    assert not result.passed
    assert result.checked >= result.failing >= len(caught)


def test_no_case_is_left_of_a_rule_that_is_gone() -> None:
    assert CASES.keys() == {rule.id for rule in declared_rules()}


def test_every_finding_tells_where_what_and_how_to_mend_it(broken) -> None:
    con, _ = broken
    for finding in rows(con, "FROM findings"):
        assert finding["file_name"] and finding["message"] and finding["hint"] and finding["found"]
        assert "None" not in finding["message"] and "{" not in finding["message"]
        assert (finding["cell"] is not None) == (finding["rule"] not in WHOLE), finding
        assert "-" not in finding["found"], "people get a real minus sign"


def test_only_hard_findings_with_a_cell_hold_anything_back(broken) -> None:
    con, _ = broken
    held = {row["finding_id"] for row in rows(con, "FROM held_cells")}
    assert held == {row["finding_id"] for row in rows(con, "FROM findings WHERE held")}
    assert not rows(con, "FROM findings WHERE held AND severity = 'soft'")
    assert not rows(con, "FROM findings WHERE NOT held AND severity = 'hard' AND cell IS NOT NULL")
