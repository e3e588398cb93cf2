"""Adding an indicator, a norm or a break touches one declaration: it then stands in the tables and is checked."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from shutil import copytree

import duckdb
import pytest

from expectations import check, duties, judge, norms, tables
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
room = import_module("warehouse.declarations")  # the package shows the function of that name
Add = Callable[[str, str], None]


@pytest.fixture
def add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Add]:
    """Append text to a declaration file of either room, in a copy of it that the rooms then read."""
    folders = {"warehouse": room.FOLDER, "expectations": duties.HERE}
    for name, folder in folders.items():
        copytree(folder, tmp_path / name, ignore=lambda where, names: [n for n in names if n.endswith(".py")])
    monkeypatch.setattr(room, "FOLDER", tmp_path / "warehouse")
    monkeypatch.setattr(tables, "norms", lambda: norms(tmp_path / "expectations" / "norms.csv"))

    def append(file: str, text: str) -> None:
        with (tmp_path / file).open("a", encoding="utf-8") as stream:
            stream.write(text)
        for read in (declarations, norms):
            read.cache_clear()

    yield append
    for read in (declarations, norms):
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
        WHERE indicator = 'pupils_per_room' AND region = '{HUAIROU}' ORDER BY year""").fetchall()


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
    found = {row["rule"]: row["message"] for row in rows(store, "FROM findings")}
    assert "每间教室学生数填报 201" in found["I-001"] and "每间教室学生数填报 61" in found["I-002"]


def test_a_break_is_one_row_and_may_be_of_a_measure(store: Con, add: Add) -> None:
    add("warehouse/breaks.csv", "classrooms,2023,,,改按间数统计,示例\n")
    with empty_store() as con:
        two_years(con)
        assert values(con, "year", "growth", "growth_basis")[1] == (2023, None, "break")
        assert rows(con, "FROM breaks WHERE indicator = 'pupils_per_room'")[0]["reason"] == "改按间数统计"


def test_a_norm_is_one_row(store: Con, add: Add) -> None:
    add("expectations/norms.csv", "X-1,pupils_per_room,primary,<=,45,人,2020,,,每间教室不多于45人,示例,false\n")
    judge(store)
    [row] = rows(store, "FROM norms WHERE indicator = 'pupils_per_room'")
    assert (row["value"], row["valid_from"], row["valid_to"]) == (45, 2020, None)
