"""Ledgers: pairs of the same quantity, what their difference is, and what was said of it."""

from pathlib import Path

import pytest
import yaml

from expectations import check
from expectations.ledgers import declared_ledgers
from sources import DeclarationError
from tests.expectations.small_store import HUAIROU, Con, Paper, put, rows

GOOD = {
    "title": "t", "left": {"name": "甲", "view": "facts_wide", "value": "pupils"}, "owner": "o", "source": "s",
    "right": {"name": "乙", "view": "facts_wide", "value": "funding_pupils"}, "tolerance": "5%",
}  # fmt: skip


def test_every_mistake_of_a_ledger_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "ledgers.yaml"
    wrong = {"tolerance": "much", "each": ["nothing"], "rule": "A-999", "left": {"name": "甲", "colour": "red"}}
    path.write_text(yaml.safe_dump({"good": GOOD, "bad": GOOD | wrong}, allow_unicode=True), encoding="utf-8")
    with pytest.raises(DeclarationError) as error:
        declared_ledgers(path)
    for text in ("bad：没有 nothing", "不认识的键 colour", "须有 name、view", "现为 much", "没有 A-999"):
        assert text in str(error.value)


def test_both_values_stand_side_by_side_with_their_difference_and_what_was_said(con: Con) -> None:
    paper = Paper(con)
    paper.fact("enrolment", pupils=1060, release="return")
    paper.fact("funding", funding_pupils=1000, release="return")
    paper.fact("funding", unit="万元", level="all", budget_education=100, general_expenditure=1000, release="return")
    paper.fact("enrolment", entrants=100, level="junior", release="return")
    paper.fact("enrolment", entrants=90, level="junior", release="yearbook")
    paper.figure("budget_education_share", 10.1)
    paper.figure("budget_education_total", 100.4)
    for school in ("s1", "s2"):
        put(con, "schools", code=school, name=school, parent=HUAIROU, levels=["primary"])
        Paper(con, school, region=school).fact("enrolment", pupils=530, release="return")
    check(con, recorded=False)
    told = {(one["ledger"], one["measure"]): one for one in rows(con, "FROM reconciliation")}
    assert told.keys() == {("two_sources", "pupils"), ("sum_below", "pupils"), ("bulletin", "budget_education_total"),
                           ("bulletin", "budget_education_share"), ("published", "entrants")}  # fmt: skip
    pupils, below = told["two_sources", "pupils"], told["sum_below", "pupils"]
    assert (pupils["difference"], pupils["tolerance"], pupils["state"]) == (60, 50, "open")
    assert (below["left_value"], below["right_value"], below["state"]) == (1060, 1060, "agreed")
    share = told["bulletin", "budget_education_share"]
    assert (share["right_value"], share["within"], share["right_release"]) == (10, False, "return")
    assert told["bulletin", "budget_education_total"]["within"], "0.4 % is within the tolerance"
    published = told["published", "entrants"]
    assert (published["left_value"], published["right_value"], published["rule"]) == (100, 90, "R-003")
    assert published["finding_id"] and published["left_cell"]
    open_ = {one["finding_id"] for one in told.values() if not one["within"] and one["rule"] == "A-002"}
    assert open_ == {one["finding_id"] for one in rows(con, "FROM findings WHERE rule = 'A-002'")}
