"""What becomes of findings: explained, promised, closed; what was said last year; how well a rule does."""

from datetime import datetime
from typing import Any

import pytest

from expectations import check
from expectations.ledgers import LINES
from expectations.resolving import open_answers, remember, settle
from tests.expectations.small_store import HUAIROU, Con, Paper, put, rows

Row = dict[str, Any]
KEYS = ("finding_id", "rule", "region", "year", "level", "release", "measure", "covers")
TODAY = datetime(2026, 3, 2)


def finding(delivery: str, value: int, rule: str = "E-005", year: int | None = 2023) -> Row:
    """A finding about one value of a delivery, as the rules write it."""
    about = {"rule": rule, "region": HUAIROU, "year": year, "level": "primary", "release": "return"}
    id = f"{rule} {delivery} {year}"
    severity = "hard" if rule == "E-001" else "soft"
    return {
        **about,
        "finding_id": id,
        "measure": "pupils",
        "delivery_id": delivery,
        "severity": severity,
        "covers": f"{value}",
    }


def delivery(con: Con, id: str, received: str) -> None:
    Paper(con, id, file=f"{id}.csv", received=received)
    con.execute("UPDATE deliveries SET form = 'grades'")
    put(con, "delivered_units", delivery_id=id, form="grades", reporter=HUAIROU, unit=HUAIROU, year=2023)


def checked(con: Con, *found: Row) -> list[Row]:
    """One check in which the rules found this; the findings with what became of them."""
    con.execute(LINES)
    open_answers(con)
    remember(con)
    con.execute("DELETE FROM findings")
    for one in found:
        put(con, "findings", **one)
    settle(con, None, TODAY)
    return rows(con, "FROM findings ORDER BY year, finding_id")


def answer(con: Con, about: Row, text: str = "新建学校投入使用", **more: Any) -> None:
    """A filled-in line of a return workbook about a finding."""
    line = {
        "delivery_id": "back",
        "sheet": "问题清单",
        "row": 5,
        "treatment": "confirm",
        "text": text,
        "author": "王一",
    }
    line |= {"approver": "李二", "received_at": datetime(2026, 3, 1)}
    put(con, "answers", **{key: about[key] for key in KEYS}, **(line | more))


def explained(con: Con) -> Row:
    [one] = rows(con, "FROM explanations")
    return one


def test_a_confirmed_finding_is_explained_until_the_end_of_the_next_year(con: Con) -> None:
    answer(con, finding("d1", 200))
    [one], said = checked(con, finding("d1", 200)), explained(con)
    assert (one["state"], said["state"], str(said["expires"])) == ("explained", "valid", "2027-12-31")
    assert one["answer"] == "说明：新建学校投入使用（填报人 王一，审核人 李二，2026-03-01，有效至 2027-12-31）"
    assert said["covers"] == one["covers"]


def test_an_explanation_is_entered_in_the_journal_once(con: Con) -> None:
    answer(con, finding("d1", 200))
    checked(con, finding("d1", 200))
    checked(con, finding("d1", 210))
    [told] = rows(con, "FROM journal WHERE kind = 'explanation'")
    assert told["text"].startswith("E-005：新建学校投入使用（填报人 王一，审核人 李二，2026-03-01")


@pytest.mark.parametrize(
    ("rule", "change", "state", "says"),
    [
        ("E-005", {"approver": None}, "unapproved", "没有审核人"),
        ("E-005", {"received_at": datetime(2020, 3, 1)}, "expired", "已于 2021-12-31 到期"),
        ("E-005", {"text": " "}, "refused", "没有写说明"),
        ("E-001", {}, "refused", "只能更正"),
    ],
)
def test_an_answer_that_does_not_hold_leaves_the_finding_open_and_says_why(
    con: Con, rule: str, change: Row, state: str, says: str
) -> None:
    answer(con, finding("d1", 200, rule), **change)
    [one] = checked(con, finding("d1", 200, rule))
    assert (one["state"], explained(con)["state"]) == ("open", state)
    assert says in one["answer"]


def test_an_explanation_goes_on_with_the_same_value_lapses_with_another_and_holds_again(con: Con) -> None:
    checked(con, finding("d1", 200))
    answer(con, finding("d1", 200))
    [carried] = checked(con, finding("d2", 200))
    assert (carried["state"], carried["answer"][:5]) == ("explained", "沿用原说明")
    assert not rows(con, "FROM closed_findings"), "it goes on, nothing was closed"
    [changed] = checked(con, finding("d3", 210))
    assert (changed["state"], explained(con)["state"]) == ("open", "lapsed")
    assert changed["answer"].startswith("数值已变动，原说明失效，须重新说明：新建学校")
    [again] = checked(con, finding("d4", 200))
    assert again["state"] == "explained"


def test_the_last_word_counts(con: Con) -> None:
    one = finding("d1", 200)
    answer(con, one)
    answer(con, one, "核对后确为笔误", treatment="correct", row=9, received_at=datetime(2026, 4, 1))
    [told] = checked(con, one)
    assert (told["state"], told["answer"]) == (
        "promised",
        "答复将更正：核对后确为笔误（填报人 王一，审核人 李二，2026-04-01）",
    )


def test_a_promised_correction_closes_its_finding_and_the_rule_was_right(con: Con) -> None:
    delivery(con, "d1", "2024-01-01")
    answer(con, finding("d1", 200), treatment="correct")
    checked(con, finding("d1", 200))
    delivery(con, "d2", "2026-05-01")
    assert checked(con) == checked(con) == []
    [closed] = rows(con, "FROM closed_findings")
    assert (closed["closed_by"], closed["promised"], closed["closed_at"]) == ("d2", True, datetime(2026, 5, 1))
    [yielded] = rows(con, "FROM rule_yield")
    assert (yielded["rule"], yielded["fired"], yielded["corrected"], yielded["open"]) == ("E-005", 1, 1, 0)


def test_a_file_corrected_together_with_its_answer_closes_what_was_said_of_the_whole_of_it(con: Con) -> None:
    stopped = finding("d1", 1, rule="D-001", year=None) | {"region": None, "level": None, "release": None}
    delivery(con, "d1", "2024-01-01")
    checked(con, stopped)
    delivery(con, "d2", "2026-05-01")
    con.execute("UPDATE deliveries SET state = 'stopped', form = '', superseded_by = 'd2' WHERE delivery_id = 'd1'")
    answer(con, stopped, treatment="correct")
    checked(con)
    [closed] = rows(con, "FROM closed_findings")
    assert (closed["closed_by"], closed["promised"]) == ("d2", True)


def test_a_broken_promise_is_open_again(con: Con) -> None:
    answer(con, finding("d1", 200), treatment="correct")
    [one] = checked(con, finding("d2", 200))
    assert (one["state"], one["answer"]) == ("open", None)


def test_what_no_delivery_corrected_is_withdrawn(con: Con) -> None:
    delivery(con, "d1", "2024-01-01")
    checked(con, finding("d1", 200))
    checked(con)
    [closed] = rows(con, "FROM closed_findings")
    assert (closed["closed_by"], closed["promised"], closed["closed_at"]) == (None, False, TODAY)
    assert rows(con, "SELECT withdrawn FROM rule_yield") == [{"withdrawn": 1}]


def test_a_correction_of_another_unit_closes_nothing_here(con: Con) -> None:
    delivery(con, "d1", "2024-01-01")
    checked(con, finding("d1", 200))
    delivery(con, "d2", "2026-05-01")
    con.execute("UPDATE delivered_units SET unit = '110105', reporter = '110105' WHERE delivery_id = 'd2'")
    checked(con)
    assert rows(con, "SELECT closed_by FROM closed_findings") == [{"closed_by": None}]


def three_years(con: Con, *reasons: str) -> list[Row]:
    found = [finding(f"d{i}", i, year=2021 + i) for i in range(3)]
    for one, reason in zip(found, reasons, strict=True):
        answer(con, one, reason, delivery_id=f"back {one['year']}")
    return checked(con, *found)


def test_last_years_reason_stands_beside_this_years_finding(con: Con) -> None:
    told = three_years(con, "新区入住", "撤并", "新区入住")
    assert [one["last_reason"] for one in told] == [None, "新区入住", "撤并"]
    assert not rows(con, "FROM repeated_reasons")


def test_the_same_reason_three_years_running_is_seen_whatever_its_punctuation(con: Con) -> None:
    three_years(con, "新区入住，学生增加", "新区入住 学生增加", "新区入住学生增加。")
    [one] = rows(con, "FROM repeated_reasons")
    assert (one["year"], one["of_rule"], one["reason"]) == (2023, "E-005", "新区入住学生增加。")


def test_explanations_follow_from_the_answers_alone(con: Con) -> None:
    answer(con, finding("d1", 200))
    before = checked(con, finding("d1", 200)), rows(con, "FROM explanations")
    con.execute("DELETE FROM explanations")
    con.execute("DELETE FROM findings")
    assert (checked(con, finding("d1", 200)), rows(con, "FROM explanations")) == before


def test_every_rule_of_a_group_shares_its_yield(con: Con) -> None:
    checked(con, finding("d1", 200) | {"rules": ["E-005", "E-009"]})
    assert {row["rule"] for row in rows(con, "FROM rule_yield")} == {"E-005", "E-009"}


def test_a_check_settles_what_it_finds_and_a_change_of_either_value_ends_an_explanation(con: Con) -> None:
    for id, year, pupils in (("last", 2022, 100), ("now", 2023, 200)):
        Paper(con, id).fact("enrolment", pupils=pupils, year=year)
    check(con, [2022, 2023], recorded=False)
    [one] = rows(con, "FROM findings WHERE rule = 'E-005'")
    answer(con, one)
    con.execute("UPDATE enrolment SET pupils = 110 WHERE delivery_id = 'last'")
    check(con, [2023], recorded=False)
    [told] = rows(con, "FROM findings WHERE rule = 'E-005'")
    assert told["answer"].startswith("数值已变动")
