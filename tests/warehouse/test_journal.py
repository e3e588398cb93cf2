"""The journal: what happened is entered with it, and whoever touches an entry is found out."""

from pathlib import Path

import pytest

from sources import Home
from tests.sources.files import write_csv
from tests.warehouse.facts import store
from warehouse import Connection, Entry, enter, open_store, receive
from warehouse.intake import read_again
from warehouse.journal import broken, entries, head
from warehouse.store import transaction

HEAD = "年度,地区,学段,指标,数值,单位"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path).create()


def told(con: Connection) -> list[tuple[str, str]]:
    return [(one.kind, one.text.partition("，SHA")[0]) for one in entries(con)]


def test_deliveries_and_corrections_are_entered_once(home: Home) -> None:
    with open_store(home) as con:
        for name, number in (("一.csv", 5), ("二.csv", 6)):
            write_csv(home.inbox / name, HEAD, f"2023,全国,小学,在校生数,{number},人")
            (home.inbox / "坏.xlsx").write_bytes(b"x")
            list(receive(con, home))
        list(read_again(con, home))
        assert told(con) == [
            ("delivery", "一.csv：已采用，1 行"),
            ("delivery", "坏.xlsx：无法读取，0 行"),
            ("delivery", "二.csv：已采用，1 行"),
            ("correction", f"一.csv 由更正件 二.csv（{entries(con)[2].subject}）取代"),
        ]
        assert broken(con) is None


def test_what_is_rolled_back_was_never_entered() -> None:
    con = store()
    with pytest.raises(KeyboardInterrupt), transaction(con):
        enter(con, [Entry("delivery", "d1", "x")])
        raise KeyboardInterrupt
    assert head(con) is None


def test_deliveries_of_an_older_version_are_entered_with_the_next_run(home: Home) -> None:
    write_csv(home.inbox / "一.csv", HEAD, "2023,全国,小学,在校生数,5,人")
    with open_store(home) as con:
        list(receive(con, home))
        con.sql("DROP TABLE journal")
    with open_store(home) as con:
        list(receive(con, home))
        assert told(con) == [("delivery", "一.csv：已采用，1 行")]


@pytest.mark.parametrize(
    ("change", "where", "why"),
    [
        ("UPDATE journal SET text = text || '。' WHERE position = 2", 2, "altered"),
        ('UPDATE journal SET "at" = "at" + INTERVAL 1 SECOND WHERE position = 4', 4, "altered"),
        ("DELETE FROM journal WHERE position = 3", 3, "missing"),
        ("DELETE FROM journal WHERE position = 1", 1, "missing"),
        ("INSERT INTO journal SELECT * FROM journal WHERE position = 2", 3, "missing"),
        ("UPDATE journal SET previous = '' WHERE position = 3", 3, "detached"),
        ("UPDATE journal SET position = 5 - position", 1, "detached"),
    ],
)
def test_the_first_broken_entry_is_named(change: str, where: int, why: str) -> None:
    con = store()
    enter(con, [Entry("delivery", f"d{i}", f"第 {i} 件") for i in range(2)])
    enter(con, [Entry("signature", f"d{i}", "甲") for i in range(2)])
    assert broken(con) is None
    con.sql(change)
    assert broken(con) == (where, why)


def test_an_entry_written_anew_with_its_digest_breaks_the_next() -> None:
    con = store()
    enter(con, [Entry("delivery", f"d{i}", f"第 {i} 件") for i in range(3)])
    con.sql("UPDATE journal SET text = '改' WHERE position = 2")
    forged = entries(con)[1].sealed
    con.execute("UPDATE journal SET digest = ? WHERE position = 2", [forged])
    assert broken(con) == (3, "detached")
