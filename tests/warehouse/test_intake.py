import shutil
from pathlib import Path

import pytest

from sources import Home
from tests.sources.files import SAMPLES, write_csv
from warehouse import compute_indicators, intake, open_store, receive

GOOD = ("年度,地区,学段,指标,数值,单位", "2023,全国,小学,在校生数,5,人")


def test_a_bad_file_does_not_stop_the_good_one(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    write_csv(home.inbox / "1坏.csv", "年度,地区,学段,指标,数值,单位", "2023,无此地,小学,在校生数,5,人")
    (home.inbox / "2坏.xlsx").write_bytes(b"x")
    write_csv(home.inbox / "3好.csv", *GOOD)
    with open_store(home) as con:
        states = [(record.arrival.file_name, record.state) for record in receive(con, home)]
        told = con.sql("SELECT pupils FROM enrolment").fetchall()
    assert states == [("1坏.csv", "stopped"), ("2坏.xlsx", "unreadable"), ("3好.csv", "accepted")]
    assert len(told) == 1 and list(home.inbox.iterdir()) == []


def test_receiving_again_changes_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    write_csv(home.inbox / "好.csv", *GOOD)
    with open_store(home) as con:
        list(receive(con, home))
        write_csv(home.inbox / "同一个文件换了名字.csv", *GOOD)
        assert list(receive(con, home)) == []
        assert con.sql("SELECT count(*), any_value(file_name) FROM deliveries").fetchall() == [(1, "好.csv")]


def test_deliveries_are_read_again_when_declarations_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path).create()
    write_csv(home.inbox / "好.csv", *GOOD)
    with open_store(home) as con:
        list(receive(con, home))
        monkeypatch.setattr(intake, "declared_digest", lambda: "changed")
        assert [record.state for record in receive(con, home)] == ["accepted"]
        assert con.sql("SELECT count(*) FROM enrolment").fetchall() == [(1,)]


def test_a_failure_in_the_middle_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path).create()
    write_csv(home.inbox / "好.csv", *GOOD)
    with open_store(home) as con:
        monkeypatch.setattr("warehouse.store._for_table", lambda frame, table: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            list(receive(con, home))
        assert con.sql("SELECT (SELECT count(*) FROM deliveries), (SELECT count(*) FROM enrolment)").fetchall() == [
            (0, 0)
        ]
        monkeypatch.undo()
        assert [record.state for record in receive(con, home)] == ["accepted"]


def test_the_order_of_arrival_of_different_files_changes_no_value(tmp_path: Path) -> None:
    told = []
    for name, order in (("a", 1), ("b", -1)):
        home = Home(tmp_path / name).create()
        with open_store(home) as con:
            for sample in sorted(SAMPLES.glob("北京市*.csv"))[::order]:
                shutil.copy(sample, home.inbox)
                list(receive(con, home))
            compute_indicators(con)
            told.append(con.sql("SELECT * FROM indicator_values ORDER BY ALL").fetchall())
    assert told[0] == told[1] and told[0]
