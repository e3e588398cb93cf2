"""Sign-off: three people in their order over what is published, told on every page, gone when anything changes."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from dashboards import publish
from dashboards.delivered import Grid
from dashboards.exports import write_exports
from dashboards.signatures import Signer, against_withdrawing, obstacles, sign, signature_entries, withdraw
from dashboards.signed import changed, content_now
from dashboards.signing import SignOff, read, renew, standing
from sources import Home
from tests.dashboards import rows as sample
from tests.dashboards.store import fill
from warehouse.journal import broken, entries

Con = duckdb.DuckDBPyConnection
CONTENT = "data-rules-norms"
PEOPLE = [("statistician", "张三"), ("reviewer", "李四"), ("head", "王五")]


@pytest.fixture
def empty() -> Iterator[Con]:
    """A store with two findings, f1 soft and f2 hard, and nothing else."""
    connection = duckdb.connect()
    fill(connection, {"findings": sample.findings()[:2]})
    yield connection
    connection.close()


def now(con: Con, content: str = CONTENT) -> SignOff:
    return standing(con, content)


def signed(con: Con, *people: tuple[str, str], content: str = CONTENT) -> None:
    """These people sign, leaving out every finding."""
    everything = [finding for (finding,) in con.sql("SELECT finding_id FROM findings ORDER BY 1").fetchall()]
    for role, name in people:
        wanted = Signer(role, name, everything)
        assert obstacles(con, now(con, content), wanted) == []
        sign(con, now(con, content), content, wanted)


def against(con: Con, role: str, name: str, *withheld: str) -> dict[str, list[dict[str, Any]]]:
    told: dict[str, list[dict[str, Any]]] = {}
    for each in obstacles(con, now(con), Signer(role, name, withheld)):
        told.setdefault(each.kind, []).append(each.values)
    return told


def test_three_people_sign_one_after_the_other(empty: Con) -> None:
    assert now(empty).sentence == "未签发"
    signed(empty, PEOPLE[0])
    assert re.fullmatch(
        r"部分签发（统计人员 张三，\d{4}-\d\d-\d\d；待审核人、负责人签发），2 个问题所涉数字不在签发范围",
        now(empty).sentence,
    )
    signed(empty, *PEOPLE[1:])
    assert re.fullmatch(r"已签发（统计人员 张三、审核人 李四、负责人 王五，\S+），2 个.*", now(empty).sentence)
    assert [one.kind for one in entries(empty)] == ["signature"] * 3 and broken(empty) is None
    assert {one.text for one in signature_entries(empty)} == {one.text for one in entries(empty)}


def test_everything_that_stands_against_a_signature_is_told_at_once(empty: Con) -> None:
    told = against(empty, "head", "  ", "f1", "没有")
    assert told.keys() == {"nameless", "order", "unknown", "unanswered", "finding"}
    assert [each["awaited"] for each in told["order"]] == ["statistician", "reviewer"]
    assert told["unknown"] == [{"finding": "没有"}] and told["unanswered"] == [{"hard": 1, "soft": 0}]
    assert [each["finding"] for each in told["finding"]] == ["f2"]


@pytest.mark.parametrize(
    ("change", "blocking"),
    [
        ("state = NULL", ["f2", "f1"]),
        ("state = 'promised'", ["f2", "f1"]),
        ("state = 'explained'", ["f2"]),
        ("state = 'explained', severity = 'soft'", []),
    ],
)
def test_hard_and_unanswered_findings_block(empty: Con, change: str, blocking: list[str]) -> None:
    empty.execute(f"UPDATE findings SET {change}")
    assert [each["finding"] for each in against(empty, "statistician", "张三").get("finding", [])] == blocking


@pytest.mark.parametrize("name", ["张三", " 张 三 ", "张\u200b三", "張三".replace("張", "张")])
def test_one_person_has_one_role(empty: Con, name: str) -> None:
    signed(empty, PEOPLE[0])
    assert against(empty, "reviewer", name).keys() == {"same_person"}
    assert against(empty, "statistician", "赵六").keys() == {"already"}


def test_later_signers_leave_out_what_the_first_left_out(empty: Con) -> None:
    signed(empty, PEOPLE[0])
    assert against(empty, "reviewer", "李四") == {}
    sign(empty, now(empty), CONTENT, Signer("reviewer", "李四"))
    assert empty.sql("SELECT withheld FROM signatures").fetchall() == [(["f1", "f2"],)] * 2


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE verdicts SET gap = gap + 0.0001 WHERE test = 'T1'",
        "UPDATE findings SET found = '1' WHERE finding_id = 'f2'",
        "INSERT INTO layouts (delivery_id) VALUES ('x')",
    ],
)
def test_other_data_are_another_content(con: Con, change: str) -> None:
    before = content_now(con)
    con.execute(change)
    assert changed(before, content_now(con)) == ["data"]


def test_other_rules_or_norms_are_another_content(con: Con, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content_now(con)
    monkeypatch.setattr("dashboards.signed._declarations", lambda: ("other", "norms"))
    assert changed(before, content_now(con)) == ["rules", "norms"]


def test_what_is_answered_afterwards_or_falls_due_is_the_same_content(con: Con) -> None:
    before = content_now(con)
    signed(con, *PEOPLE)
    con.execute("UPDATE findings SET state = 'explained'")
    con.execute("UPDATE expected_returns SET status = 'overdue'")
    con.execute("UPDATE deliveries SET received_at = received_at + INTERVAL 1 DAY")
    assert content_now(con) == before


def test_a_signature_lapses_with_another_content_and_that_is_said(empty: Con) -> None:
    signed(empty, *PEOPLE)
    later = now(empty, "other-rules-norms")
    assert (later.state, [role.state for role in later.roles]) == ("open", ["lapsed"] * 3)
    assert re.match(r"未签发（统计人员 张三 \S+ 的签发不再适用，此后数据有变；", later.sentence)
    signed(empty, PEOPLE[0], content="other-rules-norms")
    assert now(empty, "other-rules-norms").state == "partly" and now(empty).state == "signed"


def test_withdrawing_takes_along_what_rests_on_it_and_needs_a_signer_and_a_reason(empty: Con) -> None:
    signed(empty, *PEOPLE)
    told = {each.kind: each.values for each in against_withdrawing(now(empty), "赵六", " ")}
    assert told == {"reasonless": {}, "no_signature": {"name": "赵六", "signed": ["张三", "李四", "王五"]}}
    assert against_withdrawing(now(empty), "李四", "数有误") == []
    withdraw(empty, now(empty), "李四", "数有误")
    assert [role.state for role in now(empty).roles] == ["signed", "withdrawn", "withdrawn"]
    assert [one.text for one in entries(empty)[3:]] == [
        "审核人 李四 的签发已撤回。李四：数有误",
        "负责人 王五 的签发已撤回。李四：数有误",
    ]
    signed(empty, ("reviewer", "李四"))
    assert now(empty).roles[1].state == "signed" and broken(empty) is None


def test_a_withdrawn_publication_says_why(empty: Con) -> None:
    signed(empty, PEOPLE[0])
    withdraw(empty, now(empty), "张三", "漏了一个县")
    assert "的签发已撤回，理由：张三：漏了一个县" in now(empty).sentence


@pytest.mark.usefixtures("bare")
def test_signing_makes_another_publication_and_the_journal_none(
    con: Con, home: Home, grid: Callable[[str], Grid]
) -> None:
    first = publish(con, home, grid)
    signed(con, PEOPLE[0], content=content_now(con))
    second = publish(con, home, grid)
    assert (second.built, second.id != first.id) == (True, True)
    assert (publish(con, home, grid).built, read(con).state) == (False, "partly")
    assert [one.kind for one in entries(con)] == ["publication", "signature", "publication"]
    assert [one.subject for one in entries(con) if one.kind == "publication"] == [first.id, second.id]


def test_the_workbook_says_who_signed_on_its_first_tab_and_every_printed_page(con: Con, tmp_path: Path) -> None:
    import openpyxl

    con.sql("DELETE FROM findings WHERE finding_id NOT IN ('f1', 'f2')")
    signed(con, *PEOPLE[:2], ("head", "王&五"))
    renew(con, CONTENT)
    write_exports(con, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "edustat.xlsx")
    assert (book.sheetnames[0], book.active.title) == ("已签发", "指标值")
    assert [row[1].value for row in book["已签发"].iter_rows(min_row=2)] == ["张三", "李四", "王&五", "f1", "f2"]
    assert {sheet.oddFooter.left.text[:3] for sheet in book} == {"已签发"}
    assert pl.read_csv(tmp_path / "signatures.csv")["name"].to_list() == ["张三", "李四", "王&五"]
    assert pl.read_csv(tmp_path / "journal.csv").height == 3
