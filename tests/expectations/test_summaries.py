"""What a family of duties comes to: one failed duty fails it, one that can't be judged leaves a condition."""

import pytest

from tests.expectations.small_store import HUAIROU, Con, put, rows

PASSED = {"T1": "pass", "T2": "pass", "T3a": "pass", "T3b": "pass"}


def summary(con: Con, family: str = "education_law") -> tuple[str, list[str]]:
    [row] = rows(con, f"FROM family_summaries WHERE family = '{family}'")
    return row["summary"], row["failing"] if row["summary"] == "fail" else row["conditions"]


def judged(con: Con, verdicts: dict[str, str], **more: object) -> None:
    for test, verdict in verdicts.items():
        missing = [f"{test} 所缺"] if verdict == "insufficient" else []
        row = {"region": HUAIROU, "year": 2023, "level": "all", "release": "bulletin", "flags": [], "missing": missing}
        put(con, "verdicts", **(row | {"test": test, "verdict": verdict} | more))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, ("pass", [])),
        ({"T3b": "fail"}, ("fail", ["生均公用经费增长"])),
        ({"T3b": "fail", "T1": "insufficient"}, ("fail", ["生均公用经费增长"])),
        ({"T3a": "insufficient"}, ("conditional", ["缺 T3a 所缺"])),
        ({"T3a": "insufficient", "T2": "flat"}, ("conditional", ["缺 T3a 所缺", "持平 生均教育经费增长"])),
        ({"T1": "pass_in_form"}, ("conditional", ["形式达标 拨款增长高于收入增长"])),
        ({"T2": "not_comparable"}, ("conditional", ["口径不可比 生均教育经费增长"])),
        ({"T1": "insufficient"}, ("undecided", ["缺 T1 所缺"])),
        ({"T1": "not_comparable"}, ("undecided", ["口径不可比 拨款增长高于收入增长"])),
    ],
)
def test_four_answers(con: Con, changed: dict[str, str], told: tuple[str, list[str]]) -> None:
    judged(con, PASSED | changed)
    assert summary(con) == told


def test_a_duty_nobody_told_of_is_a_condition_and_a_main_one_leaves_it_open(con: Con) -> None:
    judged(con, {"T1": "pass", "T2S": "pass", "T3b": "pass"})  # 生均教育事业费 answers for 生均教育经费
    assert summary(con) == ("conditional", ["未报 教师工资增长"])
    judged(con, {"Q2": "pass"})
    assert summary(con, "balanced_quality")[0] == "undecided"


def test_only_the_nation_owes_a_share_of_gdp(con: Con) -> None:
    judged(con, {"P2": "pass"})
    assert summary(con, "two_shares") == ("pass", [])


def test_what_says_something_counts_whatever_its_release(con: Con) -> None:
    judged(con, PASSED)
    judged(con, {"T3a": "insufficient"}, release="yearbook")
    assert summary(con) == ("pass", [])
    judged(con, {"T3a": "fail"}, release="yearbook")
    assert summary(con) == ("fail", ["教师工资增长"])
