"""One file may tell a number in several of its tables; it enters once, and only where all of them agree."""

from decimal import Decimal
from pathlib import Path

import pytest

from sources import StopDelivery, read
from tests.sources.files import write_book
from tests.warehouse.returns import reading, school_return
from warehouse.conform import conform
from warehouse.gathered import Facts

HEAD = ["年度", "地区", "学段", "指标", "数值", "单位", "上年数", "增长率"]


def book(tmp_path: Path, **sheets: list[list[object]]) -> Facts:
    rows = {name: [HEAD, *([2023, "武昌区", "小学", *row] for row in told)] for name, told in sheets.items()}
    return conform(read(write_book(tmp_path / "a.xlsx", **rows)))


def told(facts: Facts) -> list[tuple[object, ...]]:
    names = ("pupils", "entrants", "full_time_teachers")
    return [
        (row["sheet"], name, row[name])
        for frames in facts.subjects.values()
        for frame in frames
        for row in frame.to_dicts()
        for name in names
        if row.get(name) is not None
    ]


def test_an_equal_number_enters_once_from_its_first_place(tmp_path: Path) -> None:
    again = [["在校生数", 5000, "人"], ["招生数", 800, "人"]]
    facts = book(tmp_path, 甲=[["在校生数", 5000, "人"]], 乙=again, 丙=[["在校生数", "0.5", "万人"]])
    assert told(facts) == [("甲", "pupils", Decimal(5000)), ("乙", "entrants", Decimal(800))]


def test_numbers_that_differ_are_named_with_all_their_places(tmp_path: Path) -> None:
    more = [["招生数", 800, "人"], ["在校生数", 5001, "人"], ["专任教师数", 300, "人"]]
    with pytest.raises(StopDelivery) as stopped:
        book(tmp_path, 甲=[["在校生数", 5000, "人"]], 乙=more, 丙=[["专任教师数", 301, "人"], ["在校生数", 5000, "人"]])
    assert [problem.says for problem in stopped.value.problems] == [
        "同一个数写得不同：甲 › E2 为 5,000、乙 › E3 为 5,001、丙 › E3 为 5,000（武昌区2023年小学在校生数）",
        "同一个数写得不同：乙 › E4 为 300、丙 › E2 为 301（武昌区2023年小学专任教师数）",
    ]


def test_of_a_list_the_cell_stands_under_its_column() -> None:
    one, other = ({"school": "示例县第一小学", "school_code": "2199000001", "pupils": n} for n in (10, 12))
    with pytest.raises(StopDelivery, match="一览表 › H5 为 10、一览表 › H5 为 12（示例县第一小学 2023年小学在校生数）"):
        conform(reading(school_return(one), school_return(other)))


def test_of_a_ready_made_figure_the_fullest_place_stays(tmp_path: Path) -> None:
    name = "生均一般公共预算教育经费"
    facts = book(tmp_path, 甲=[[name, 10000, "元"]], 乙=[[name, 10000, "元", 9000, 11.11]])
    kept = [frame.select("sheet", "value", "previous", "growth").rows() for frame in facts.figures if frame.height]
    assert kept == [[("乙", Decimal(10000), Decimal(9000), Decimal("11.11"))]]


def test_ready_made_figures_that_differ_are_named(tmp_path: Path) -> None:
    name = "生均一般公共预算教育经费"
    with pytest.raises(StopDelivery, match="甲 › E2 为 10,000、乙 › E2 为 10,001") as stopped:
        book(tmp_path, 甲=[[name, 10000, "元", 9000]], 乙=[[name, 10001, "元", "", 11.11]])
    assert "甲 › G2 为 9,000" not in str(stopped.value) and "乙 › H2 为 11.11" in str(stopped.value)
