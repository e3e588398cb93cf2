"""Adding an indicator, a norm, a statutory test or a break touches one declaration: it then stands in the tables and in
the dictionary, and is checked."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from shutil import copytree
from typing import Any

import duckdb
import pytest

from dashboards.data.declared import words_content
from expectations import check, duties, judge, norms, prepare
from tests.expectations.small_store import HUAIROU, Con, Paper, empty_store, rows
from warehouse import compute_indicators, declarations

INDICATOR = """
pupils_per_room:
  name: 每间教室学生数
  name_en: Pupils per classroom
  unit: 人
  levels: [primary]
  year_kind: census
  numerator: pupils
  denominator: classrooms
  plausible: [5, 60]
  ceiling: 200
  definition: 在校生数除以教室数
  document: 示例
"""
TEST = """
  - id: X1
    kind: norm
    family: class_size
    title: 每间教室学生数不超过标准
    title_en: Pupils per classroom stay within the norm
    short: 教室学生数
    law: 示例
    article: 第一条
    text: 每间教室不多于28人。
    of: [pupils_per_room]
    levels: [primary]
    valid_from: 2020
    valid_to: null
    verify: true
    note: ''
"""
NORM = "X-1,pupils_per_room,primary,<=,28,人,2020,,,每间教室不多于28人,示例,false\n"
room = import_module("warehouse.declarations")  # the package shows the function of that name
Add = Callable[[str, str], None]


@pytest.fixture
def add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Add]:
    """Append text to a declaration file of either room, in a copy of it that the rooms then read."""
    folders = {"warehouse": room.FOLDER, "expectations": duties.HERE}
    for name, folder in folders.items():
        copytree(folder, tmp_path / name, ignore=lambda where, names: [n for n in names if n.endswith(".py")])
    monkeypatch.setattr(room, "FOLDER", tmp_path / "warehouse")
    for read, file in ((norms, "norms.csv"), (duties.statutory, "statutory.yaml")):
        monkeypatch.setattr(read.__wrapped__, "__defaults__", (tmp_path / "expectations" / file,))

    def append(file: str, text: str) -> None:
        with (tmp_path / file).open("a", encoding="utf-8") as stream:
            stream.write(text)
        forget()

    yield append
    forget()


def forget() -> None:
    for read in (declarations, norms, duties.statutory):
        read.cache_clear()


def two_years(con: Con) -> Paper:
    paper = Paper(con)
    for year, pupils in ((2022, 100), (2023, 120)):
        paper.fact("enrolment", year=year, pupils=pupils)
        paper.fact("facilities", year=year, classrooms=4)
    return paper


def values(con: Con, *columns: str) -> list[tuple[object, ...]]:
    compute_indicators(con)
    return con.sql(f"""SELECT {", ".join(columns)} FROM indicator_values
        WHERE indicator = 'pupils_per_room' AND region = '{HUAIROU}' ORDER BY year, release""").fetchall()


@pytest.fixture
def store(add: Add) -> Iterator[Con]:
    add("warehouse/indicators/facilities.yaml", INDICATOR)
    con: duckdb.DuckDBPyConnection = empty_store()
    yield con
    con.close()


def test_an_indicator_is_one_record(store: Con) -> None:
    paper = two_years(store)
    paper.figure("pupils_per_room", 201, level="primary", release="flash")
    paper.figure("pupils_per_room", 61, level="primary", release="yearbook")
    assert values(store, "year", "value", "growth")[:2] == [(2022, 25, None), (2023, 30, pytest.approx(20))]
    [row] = rows(store, "FROM indicators WHERE id = 'pupils_per_room'")
    assert (row["name"], row["theme"], row["least"], row["most"], row["ceiling"], row["kind"]) == (
        "每间教室学生数",
        "facilities",
        5,
        60,
        200,
        "ratio",
    )
    check(store)
    found = {row["rule"]: row["message"] for row in rows(store, "FROM failures")}
    assert "每间教室学生数填报 201" in found["I-001"] and "每间教室学生数填报 61" in found["I-002"]


def test_a_break_is_one_row_and_may_be_of_a_measure(store: Con, add: Add) -> None:
    add("warehouse/breaks.csv", "classrooms,2023,,,改按间数统计,示例\n")
    with empty_store() as con:
        two_years(con)
        assert values(con, "year", "growth", "growth_basis")[1] == (2023, None, "break")
        assert rows(con, "FROM breaks WHERE indicator = 'pupils_per_room'")[0]["reason"] == "改按间数统计"
        prepare(con)
        [broken] = [row for row in words_content(con)["breaks"] if row["indicator"] == "pupils_per_room"]
        assert broken["year"] == 2023


def entry(con: Con, part: str, key: str) -> dict[str, Any]:
    """What the pages are told of one declared thing."""
    return next(row for row in words_content(con)[part] if row["id"] == key)


def test_a_norm_is_one_row_and_a_statutory_test_one_record(store: Con, add: Add) -> None:
    add("expectations/norms.csv", NORM)
    add("expectations/statutory.yaml", TEST)
    two_years(store)
    compute_indicators(store)
    judge(store)
    [norm] = rows(store, "FROM norms WHERE indicator = 'pupils_per_room'")
    assert (norm["value"], norm["valid_from"], norm["valid_to"]) == (28, 2020, None)
    [row] = rows(store, "FROM statutory_tests WHERE id = 'X1'")
    assert (row["family"], row["of"]) == ("class_size", ["pupils_per_room"])
    told = rows(store, f"FROM verdicts WHERE test = 'X1' AND region = '{HUAIROU}' ORDER BY year")
    assert [(each["year"], each["verdict"], each["gap"]) for each in told] == [(2022, "pass", 3), (2023, "fail", -2)]
    [summary] = rows(
        store, f"FROM family_summaries WHERE family = 'class_size' AND year = 2023 AND region = '{HUAIROU}'"
    )
    assert summary["failing"] == ["教室学生数（小学）"]
    assert entry(store, "indicators", "pupils_per_room")["numerator"] == "pupils"
    assert (entry(store, "norms", "X-1")["operator"], entry(store, "norms", "X-1")["value"]) == ("<=", 28)
    assert entry(store, "tests", "X1")["of"] == ["pupils_per_room"]
