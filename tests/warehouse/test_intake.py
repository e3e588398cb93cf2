import shutil
from pathlib import Path

import pytest

from sources import Home, Reading
from tests.sources.files import SAMPLES, write_csv
from warehouse import compute_indicators, intake, open_store, receive
from warehouse.conform import conform
from warehouse.gathered import Facts

GOOD = ("年度,地区,学段,指标,数值,单位", "2023,全国,小学,在校生数,5,人")


def test_a_bad_file_does_not_stop_the_good_one(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    write_csv(home.inbox / "1坏.csv", "年度,地区,学段,指标,数值,单位", "2023,无此地,小学,在校生数,5,人")
    (home.inbox / "2坏.xlsx").write_bytes(b"x")
    write_csv(home.inbox / "3好.csv", *GOOD)
    with open_store(home) as con:
        states = [(record.arrival.file_name, record.state) for record in receive(con, home)]
        told = con.sql("SELECT pupils FROM enrolment").fetchall()
    assert states == [("1坏.csv", "waiting"), ("2坏.xlsx", "unreadable"), ("3好.csv", "accepted")]
    assert len(told) == 1 and list(home.inbox.iterdir()) == []


def test_receiving_again_changes_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    write_csv(home.inbox / "好.csv", *GOOD)
    with open_store(home) as con:
        list(receive(con, home))
        write_csv(home.inbox / "同一个文件换了名字.csv", *GOOD)
        (again,) = receive(con, home)
        assert (again.state, "此前收到的“好.csv”" in str(again.note)) == ("known", True)
        assert con.sql("SELECT count(*), any_value(file_name) FROM deliveries").fetchall() == [(1, "好.csv")]


def test_the_same_bytes_under_a_name_that_says_otherwise_are_another_delivery(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    table = ("地区,普通小学上年,普通小学本年,普通小学增长率（%）,幼儿园上年,幼儿园本年,幼儿园增长率（%）,更新年度",
             "怀柔区,1,2,100,1,2,100,2023")  # fmt: skip
    for name in ("1生均公用经费.csv", "2生均教育事业费.csv", "3生均公用经费副本.csv"):
        write_csv(home.inbox / name, *table)
    with open_store(home) as con:
        assert [(record.arrival.file_name, record.state) for record in receive(con, home)] == [
            ("1生均公用经费.csv", "accepted"),
            ("2生均教育事业费.csv", "accepted"),
            ("3生均公用经费副本.csv", "known"),
        ]
        told = con.sql("SELECT DISTINCT indicator FROM published_figures ORDER BY 1").fetchall()
    assert told == [("per_pupil_operating",), ("per_pupil_public",)]


def test_a_file_refused_for_its_name_may_come_again_renamed(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    table = ("地区,普通小学上年,普通小学本年,普通小学增长率（%）,幼儿园上年,幼儿园本年,幼儿园增长率（%）,更新年度",
             "怀柔区,1,2,100,1,2,100,2023")  # fmt: skip
    with open_store(home) as con:
        write_csv(home.inbox / "表.csv", *table)
        assert [record.state for record in receive(con, home)] == ["unreadable"]
        write_csv(home.inbox / "生均公用经费.csv", *table)
        assert [record.state for record in receive(con, home)] == ["accepted"]


def test_what_nobody_foresaw_is_answered_and_the_others_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path).create()
    write_csv(home.inbox / "a.csv", *GOOD[:1], "2023,全国,小学,在校生数,7,人")
    write_csv(home.inbox / "b.csv", *GOOD)

    def fails(reading: Reading, *_: object) -> Facts:
        if reading.file_name == "a.csv":
            raise ZeroDivisionError("by nobody foreseen")
        return conform(reading)

    monkeypatch.setattr("warehouse.understanding.conform", fails)
    with open_store(home) as con:
        records = list(receive(con, home))
    assert [record.state for record in records] == ["stopped", "accepted"]
    assert "没有预料到" in (records[0].problem or "")


def test_deliveries_are_read_again_when_declarations_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path).create()
    write_csv(home.inbox / "好.csv", *GOOD)
    with open_store(home) as con:
        list(receive(con, home))
        monkeypatch.setattr(intake, "reading_digest", lambda home: "changed")
        assert [record.state for record in receive(con, home)] == ["accepted"]
        assert con.sql("SELECT count(*) FROM enrolment").fetchall() == [(1,)]


def test_the_program_that_reads_decides_like_the_declarations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, room = Home(tmp_path / "home").create(), tmp_path / "room"
    (room / "forms").mkdir(parents=True)
    monkeypatch.setattr(intake, "FORMS", room / "forms")
    digests = set()
    for name in ("reader.py", "forms/columns.csv"):
        digests.add(intake.reading_digest(home))
        (room / name).write_text("changed", encoding="utf-8")
    assert len({*digests, intake.reading_digest(home)}) == 3


def test_a_failure_in_the_middle_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path).create()
    write_csv(home.inbox / "好.csv", *GOOD)
    with open_store(home) as con:
        monkeypatch.setattr("warehouse.keeping._for_table", lambda frame, table: 1 / 0)
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


def test_whoever_mends_a_file_learns_everything_at_once(tmp_path: Path) -> None:
    """Years, cells, names, units and what is told twice: none waits for another to be mended."""
    home = Home(tmp_path).create()
    rows = ["去年,小学,在校生数,5,人", "2023,小学,蹦床数,5,人", "2023,小学,教职工数,5,斤"]
    rows += [f"2023,小学,专任教师数,{number},人" for number in ("5", "6")]
    rows.append("2023,小学,招生数,#REF!,人")
    write_csv(home.inbox / "表.csv", "年度,学段,指标,数值,单位,地区", *(f"{row},全国" for row in rows))
    with open_store(home) as con:
        [record] = receive(con, home)
    for said in ("A2“去年”", "D7“#REF!”", "“蹦床数”", "不认识的单位 斤", "写了两次：第 5、6 行"):
        assert said in str(record.problem)
