"""Every declared rule catches its failing paper and lets its passing one through."""

import pytest

from dashboards.english import NAME, english
from dashboards.english.telling import matched
from expectations import Rule, declared_rules
from tests.dashboards.telling import left_in_chinese
from tests.expectations.rule_cases import CASES
from tests.expectations.small_store import rows

WHOLE = (
    "A-001",
    "A-003",
    "D-001",
    "D-002",
    "D-003",
    "D-004",
    "D-005",
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


def test_every_message_is_told_in_english_as_its_rule_says(broken) -> None:
    """Patterns overlap: the first one that matches must be the rule's own."""
    con, _ = broken
    own = {rule.id: _shape(english()[rule.message]) for rule in declared_rules()}
    told = {
        row["message"]: (own[row["rule"]], _shape(matched(row["message"])[0])) for row in rows(con, "FROM failures")
    }
    assert {text: said for text, (rule, said) in told.items() if said != rule} == {}


def _shape(message: str) -> str:
    """A template whatever its names are called, and whether or not it tells the level."""
    return NAME.sub("{}", message.replace(", {level}", ""))


def test_what_was_found_and_expected_and_how_to_mend_it_is_told_in_english(broken) -> None:
    con, _ = broken
    columns = "[found, expected, difference, hint]"
    texts = {
        row["text"]
        for row in rows(
            con, f"SELECT unnest({columns}) AS text FROM failures UNION FROM (SELECT cause_text FROM findings)"
        )
    }
    assert {text for text in texts if text and left_in_chinese(text)} == set()
