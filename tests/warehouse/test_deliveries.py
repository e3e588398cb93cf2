"""What becomes of files that are no plain tables: zips, copies under way, files sent again."""

import io
import zipfile
from pathlib import Path

import polars as pl
import pytest

from sources import Home
from tests.sources.files import write_csv
from warehouse import Connection, Record, open_store, receive, states
from warehouse.intake import read_again

HEAD = "年度,地区,学段,指标,数值,单位"
GOOD = f"{HEAD}\n2023,全国,小学,在校生数,5,人\n".encode()
OTHER = f"{HEAD}\n2022,全国,小学,在校生数,7,人\n".encode()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").create()


def packed(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as new:
        for name, content in members.items():
            new.writestr(name, content)
    return target.getvalue()


def told(records: list[Record]) -> list[tuple[str, str]]:
    assert {record.state for record in records} <= set(states())
    return [(record.arrival.file_name, record.state) for record in records]


def rows(con: Connection) -> list[tuple[str, str]]:
    return con.sql("SELECT file_name, state FROM deliveries ORDER BY file_name").fetchall()


def test_a_zip_is_taken_apart_and_kept(home: Home) -> None:
    inner = packed(**{"内.csv": OTHER})
    (home.inbox / "包.zip").write_bytes(packed(**{"好.csv": GOOD, "坏.csv": b"", "套.zip": inner, "../外.csv": b"x"}))
    with open_store(home) as con:
        assert told(list(receive(con, home))) == [
            ("包.zip › 好.csv", "accepted"),
            ("包.zip › 坏.csv", "unreadable"),
            ("包.zip › 套.zip › 内.csv", "accepted"),
            ("包.zip › 套.zip", "container"),
            ("包.zip", "container"),
        ]
        problem, note = con.sql("SELECT problem, note FROM deliveries WHERE file_name = '包.zip'").fetchall()[0]
        assert "包.zip › ../外.csv：路径指向压缩包以外" in problem and note == "拆开得到 3 个文件"
        assert list(home.inbox.iterdir()) == [] and len(list(home.archive.iterdir())) == 5
        assert sorted(record.state for record in read_again(con, home)) == ["accepted", "accepted", "unreadable"]


def test_the_same_zip_twice_is_one_delivery_and_told(home: Home) -> None:
    content = packed(**{"好.csv": GOOD})
    with open_store(home) as con:
        for name in ("包.zip", "又.zip"):
            (home.inbox / name).write_bytes(content)
            last = told(list(receive(con, home)))
        assert last == [("又.zip", "known")] and len(rows(con)) == 2


def test_a_zip_half_taken_is_taken_whole_next_time(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    (home.inbox / "包.zip").write_bytes(packed(**{"一.csv": GOOD, "二.csv": OTHER}))
    with open_store(home) as con:
        taking = receive(con, home)
        assert next(taking).state == "accepted"
        taking.close()
        assert told(list(receive(con, home))) == [
            ("包.zip › 一.csv", "known"),
            ("包.zip › 二.csv", "accepted"),
            ("包.zip", "container"),
        ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (packed(), "没有文件"),
        (packed(**{"好.csv": GOOD})[:-30], "不完整"),
        (packed(**{"../a.csv": b"x"}), "压缩包以外"),
    ],
)
def test_a_zip_without_anything_to_take_is_answered(home: Home, content: bytes, says: str) -> None:
    (home.inbox / "包.zip").write_bytes(content)
    with open_store(home) as con:
        (record,) = receive(con, home)
    assert record.state == "unreadable" and says in (record.problem or "")


def test_zips_in_zips_end_somewhere(home: Home) -> None:
    content = packed(**{"好.csv": GOOD})
    for depth in range(4):
        content = packed(**{f"{depth}.zip": content})
    (home.inbox / "深.zip").write_bytes(content)
    with open_store(home) as con:
        records = list(receive(con, home))
    assert [record.state for record in records] == ["unreadable", *["container"] * 3]
    assert "超过 3 层" in (records[0].problem or "")


def test_files_still_arriving_wait_and_are_told(home: Home) -> None:
    write_csv(home.inbox / "a.csv.crdownload", HEAD)
    with open_store(home) as con, (home.inbox / "b.csv").open("wb") as writer:
        writer.write(GOOD)
        writer.flush()
        assert told(list(receive(con, home))) == [("a.csv.crdownload", "arriving"), ("b.csv", "arriving")]
        assert rows(con) == [("a.csv.crdownload", "arriving"), ("b.csv", "arriving")]
        writer.close()
        (home.inbox / "a.csv.crdownload").unlink()
        assert told(list(receive(con, home))) == [("b.csv", "accepted")]
        assert rows(con) == [("b.csv", "accepted")] and list(home.inbox.iterdir()) == []


def test_an_older_file_sent_again_does_not_become_current(home: Home) -> None:
    corrected = GOOD.replace(b",5,", b",6,")
    with open_store(home) as con:
        for content in (GOOD, corrected):
            (home.inbox / "表.csv").write_bytes(content)
            list(receive(con, home))
            con.sql("UPDATE deliveries SET received_at = received_at - INTERVAL 1 HOUR")
        (home.inbox / "表.csv").write_bytes(GOOD)
        (again,) = receive(con, home)
        assert again.state == "known" and "“表.csv”仍为现行数据" in str(again.note)
        assert con.sql("SELECT pupils FROM current_enrolment WHERE pupils IS NOT NULL").fetchall() == [(6,)]
        pl.read_csv(io.BytesIO(GOOD)).write_excel(home.inbox / "表.xlsx")  # as the note advises
        assert told(list(receive(con, home))) == [("表.xlsx", "accepted")]
        assert con.sql("SELECT pupils FROM current_enrolment WHERE pupils IS NOT NULL").fetchall() == [(5,)]


def test_people_named_in_a_table_stay_in_the_archive(home: Home) -> None:
    head = f"{HEAD},填表人,联系电话"
    (home.inbox / "表.csv").write_text(f"{head}\n2023,全国,小学,在校生数,5,人,欧阳拾伍,13912340987\n", encoding="utf-8")
    with open_store(home) as con:
        (record,) = receive(con, home)
        names = con.sql("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'").fetchall()
        kept = "".join(str(con.sql(f'SELECT * FROM "{name}"').fetchall()) for (name,) in names)
    assert record.state == "accepted" and "2 格个人信息" in str(record.note)
    assert "在校生" in kept and "欧阳" not in kept and "1391234" not in kept


def test_a_store_of_an_earlier_version_gets_the_new_columns(home: Home) -> None:
    with open_store(home) as con:
        con.sql("ALTER TABLE deliveries DROP COLUMN note")
        con.sql("ALTER TABLE enrolment DROP COLUMN pupils")
    with open_store(home) as con:
        assert "note" in con.table("deliveries").columns and "pupils" in con.table("enrolment").columns
