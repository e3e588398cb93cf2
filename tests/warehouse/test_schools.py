"""A school is its code; a row without one is the only school of that name in its county, or it waits."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from sources import Home, Reading
from tests.warehouse.returns import reading, school_return
from warehouse import Connection, open_store, receive, understanding
from warehouse.conform import conform
from warehouse.decisions import Decision, Decisions
from warehouse.gathered import Facts
from warehouse.identity import Context
from warehouse.schools import no_schools

FIRST = {"school": "示例县第一小学", "school_code": "2199000001", "school_kind": "小学", "ownership": "县级教育部门"}
SECOND = {"school": "示例县城关 学校", "school_code": "３１99000002", "school_kind": "九年一贯制", "urban_rural": "121"}
POINT = {"school": "示例县王庄教学点", "school_code": "2199000003", "school_kind": "218"}
NAMED = {"2199000001": "示例县第一小学", "2199000004": "中心小学", "2199000005": "中心小学", "2199000006": "中心小学"}
REGISTER = pl.DataFrame(
    {"code": list(NAMED), "name": list(NAMED.values()), "county": ["991001", "991001", "991001", "420106"]},
    schema=no_schools().schema,
)


def units(facts: Facts) -> list[str]:
    told = (frame for frame in facts.subjects["enrolment"] if "pupils" in frame.columns)
    return [unit for frame in told for unit in frame["unit"]]


def test_a_school_is_its_code_and_the_title_says_where_it_lies() -> None:
    facts = conform(reading(school_return(FIRST, SECOND, POINT)))
    assert units(facts) == ["2199000001", "3199000002", "2199000003"]
    assert facts.told()["place"].unique().to_list() == ["991001"]
    (entries,) = facts.schools
    assert entries.select("code", "kind", "county").rows() == [
        ("2199000001", "211", "991001"), ("3199000002", "312", "991001"), ("2199000003", "218", "991001"),
    ]  # fmt: skip
    (told,) = facts.delivered
    assert told.select("reporter", "unit", "schools", "nameless").rows() == [("991001", "991001", 3, 0)]


def test_a_total_row_of_a_list_is_the_county() -> None:
    assert units(conform(reading(school_return(FIRST, {"school": "合计", "pupils": 10})))) == ["2199000001", "991001"]


def test_every_school_counts_once_at_the_level_of_its_kind() -> None:
    """教学点 and 附设班 are no schools of their own, though their pupils are counted (AG04, AG05)."""
    attached = {**SECOND, "school_kind": "附设小学班"}
    facts = conform(reading(school_return(FIRST, attached, SECOND | {"pupils": None}, POINT)))
    told = pl.concat(facts.subjects["enrolment"], how="diagonal").select("unit", "level", "schools", "pupils")
    assert told.with_columns(pl.col("schools", "pupils").cast(pl.Int64)).rows() == [
        ("2199000001", "primary", 1, 10),
        ("3199000002", "primary", None, 10),
        ("2199000003", "primary", None, 10),
        ("3199000002", "junior", 1, None),
    ]
    assert facts.schools[0].filter(code="3199000002")["kind"].to_list() == ["312"]


def test_a_name_is_looked_up_in_its_county_only() -> None:
    facts = conform(reading(school_return({"school": "示例县第一小学"}, {"school": "中心小学", "region": "武昌区"})),
                    Context(register=REGISTER))  # fmt: skip
    assert units(facts) == ["2199000001", "2199000006"]


def test_a_name_is_looked_up_in_the_other_sheets_of_the_file_too() -> None:
    assert units(conform(reading(school_return({"school": "示例县城关学校"}), school_return(SECOND, year=2022)))) == [
        "3199000002", "3199000002",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            {"school": "中心小学"},
            "第 5 行“中心小学”在本县有几所同名学校（最接近：中心小学 2199000004、中心小学 2199000005",
        ),
        ({"school": "示例县第一完小"}, "没有标识码，本县学校名录中没有这个校名（最接近：示例县第一小学 2199000001"),
        ({"school": "某校", "school_code": "12345"}, "“某校12345”的标识码“12345”不是 10 位数字"),
    ],
)
def test_what_is_open_waits_and_the_others_go_on(row: dict[str, Any], says: str) -> None:
    facts = conform(reading(school_return(row, FIRST)), Context(register=REGISTER))
    assert units(facts) == ["2199000001"]
    (said,) = facts.waiting
    assert says in str(said) and "decisions.csv" in str(said)
    assert facts.held[0].select("row", "kind", "state").rows() == [(5, "school", "waiting")]


def test_a_decision_names_the_school_or_leaves_the_row_out() -> None:
    decided = Decisions(tuple(
        Decision("school", printed, "", means, "张三", "", "")
        for printed, means in (("示例县第一完小", "2199000001"), ("进修学校", "-"), ("12345", "2199000004"))
    ))  # fmt: skip
    rows = [{"school": "示例县第一完小"}, {"school": "进修学校"}, {"school": "某校", "school_code": "12345"}]
    facts = conform(reading(school_return(*rows)), Context(register=REGISTER, decisions=decided))
    assert units(facts) == ["2199000001", "2199000004"] and not facts.waiting
    assert facts.held[0].select("printed", "state").rows() == [("进修学校", "left_out")]


Inbox = Callable[..., None]


@pytest.fixture
def deliver(monkeypatch: pytest.MonkeyPatch) -> Callable[[Home, str, Reading], None]:
    """Put a file into the inbox that will be read as this reading."""
    readings: dict[str, Reading] = {}
    monkeypatch.setattr(understanding, "read", lambda path, file_name: readings[file_name])

    def put(home: Home, name: str, read: Reading) -> None:
        readings[name] = Reading(name, read.returns)
        (home.inbox / name).write_text(name)

    return put


def schools(con: Connection, *columns: str) -> list[tuple[Any, ...]]:
    return con.sql(f"SELECT {', '.join(columns)} FROM schools ORDER BY code").fetchall()


def test_the_register_tells_what_the_newest_lists_say(tmp_path: Path, deliver: Inbox) -> None:
    home = Home(tmp_path).create()
    deliver(home, "1.xlsx", reading(school_return(FIRST, POINT, year=2022)))
    deliver(home, "2.xlsx", reading(school_return(FIRST | {"school": "示例县实验小学", "ownership": ""}, SECOND)))
    with open_store(home) as con:
        list(receive(con, home))
        assert schools(con, "code", "name", "kind", "valid_from", "levels", "counts_at", "ownership") == [
            ("2199000001", "示例县实验小学", "211", "2022", ["primary"], "primary", "县级教育部门"),
            ("2199000003", "示例县王庄教学点", "218", "2022", ["primary"], "", ""),
            ("3199000002", "示例县城关 学校", "312", "2023", ["primary", "junior"], "junior", ""),
        ]


def test_a_list_that_names_a_school_no_more_ends_it_but_another_kinds_list_does_not(
    tmp_path: Path, deliver: Inbox
) -> None:
    home = Home(tmp_path).create()
    second = FIRST | {"school": "示例县第二小学", "school_code": "2199000009"}
    deliver(home, "2022.xlsx", reading(school_return(FIRST, second, SECOND, year=2022)))
    deliver(home, "2023小学.xlsx", reading(school_return(FIRST)))
    with open_store(home) as con:
        list(receive(con, home))
        assert schools(con, "code", "valid_to", "ended") == [
            ("2199000001", "", ""), ("2199000009", "2023", "absent"), ("3199000002", "", ""),
        ]  # fmt: skip


@pytest.mark.slow
def test_whatever_came_first_the_same_rows_are_told(tmp_path: Path, deliver: Inbox) -> None:
    told = []
    named = [("名册.xlsx", school_return({"school": "示例县第一小学"}, {"school": "示例县城关学校"}, year=2022))]
    lists = [("一览表.xlsx", school_return(FIRST)), ("九年.xlsx", school_return(SECOND, year=2021))]
    for i, order in enumerate((named + lists, lists + named, lists[:1] + named + lists[1:])):
        home = Home(tmp_path / str(i)).create()
        with open_store(home) as con:
            for name, each in order:
                deliver(home, name, reading(each))
                list(receive(con, home))
            told.append(con.sql("FROM enrolment SELECT unit, year, pupils WHERE pupils > 0 ORDER BY ALL").fetchall())
            assert con.sql("SELECT count(*) FROM held_rows").fetchall() == [(0,)]
    assert told[0] == told[1] == told[2] and len(told[0]) == 4


def test_a_decision_written_later_lets_the_waiting_rows_in(tmp_path: Path, deliver: Inbox) -> None:
    home = Home(tmp_path).create()
    deliver(home, "1.xlsx", reading(school_return(FIRST)))
    deliver(home, "2.xlsx", reading(school_return({"school": "第一完小"}, year=2022)))
    with open_store(home) as con:
        assert [record.state for record in receive(con, home)][:2] == ["accepted", "waiting"]
        head = "kind,printed,context,means,decided_by,date,note"
        home.decisions.write_text(f"{head}\nschool,第一完小,,2199000001,张三,2026-01-05,\n", encoding="gb18030")
        list(receive(con, home))
        assert con.sql("SELECT file_name, state FROM deliveries ORDER BY 1").fetchall() == [
            ("1.xlsx", "accepted"), ("2.xlsx", "accepted"),
        ]  # fmt: skip
        assert list(receive(con, home)) == []


def test_a_successor_ends_a_school(tmp_path: Path, deliver: Inbox) -> None:
    home = Home(tmp_path).create()
    rows = ["successor,2199000003,,2199000001,张三,2024-08-30,撤点并校", "successor,3199000002,,-,张三,2025,停办"]
    home.decisions.write_text("\n".join(["kind,printed,context,means,decided_by,date,note", *rows]), encoding="utf-8")
    deliver(home, "1.xlsx", reading(school_return(FIRST, POINT, SECOND)))
    with open_store(home) as con:
        list(receive(con, home))
        assert schools(con, "code", "valid_to", "successor") == [
            ("2199000001", "", ""), ("2199000003", "2024", "2199000001"), ("3199000002", "2025", ""),
        ]  # fmt: skip
