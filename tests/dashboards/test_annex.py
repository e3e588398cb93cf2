"""The annex workbook: official layout, typed absences, sources, and every figure read back as it was."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from dashboards.annex import Group, groups, write_annex
from dashboards.annex.declared import annexes
from pipelines.homes import samples
from sources import Home
from warehouse import Connection, compute_indicators, open_store, receive

WUHAN = Group("420100", "武汉市", 2019)
NUMBERS = """
SELECT region, level, indicator, round(value, 6), round(previous, 6), round(growth, 6)
FROM indicator_values WHERE year = 2019 AND indicator IN (SELECT unnest($indicators)) ORDER BY ALL"""
PRINTED = """
SELECT region, level, indicator, value::DOUBLE, previous_value::DOUBLE, round(stated_growth::DOUBLE, 6)
FROM published_figures WHERE coalesce(value, previous_value, stated_growth) IS NOT NULL AND year = 2019 ORDER BY ALL"""


@pytest.fixture(scope="module")
def wuhan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    home = Home(tmp_path_factory.mktemp("wuhan")).create()
    shutil.copy(next(path for path in samples() if path.name.startswith("武汉")), home.inbox)
    with open_store(home) as con:
        list(receive(con, home))
        compute_indicators(con)
        con.sql("CREATE TABLE IF NOT EXISTS held_cells (delivery_id VARCHAR, sheet VARCHAR, cell VARCHAR)")
        yield con


@pytest.fixture(scope="module")
def book(wuhan: Connection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_annex(wuhan, WUHAN, tmp_path_factory.mktemp("annex"), "20261126T000000-abcdef01")


def test_every_figure_is_read_back_as_it_was(wuhan: Connection, book: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "again").create()
    shutil.copy(book, home.inbox)
    written = wuhan.sql(NUMBERS, params={"indicators": annexes().indicators()}).fetchall()
    with open_store(home) as con:
        list(receive(con, home))
        told = con.sql("SELECT form, state, problem FROM deliveries").fetchall()
        read = [row for row in con.sql(PRINTED).fetchall() if row[2] != "growth_gap"]
    assert told == [("funding_annex", "accepted", None)]
    assert len(written) == 14 * 2 + 13 * 15 + 18
    assert read == written


def test_the_official_layout(book: Path) -> None:
    sheets = openpyxl.load_workbook(book)
    first, second = sheets["附表1"], sheets["附表2"]
    assert sheets.sheetnames == ["附表1", "附表2", "附表3", "附表4", "出处"]
    assert first["A1"].value == "附表1　2019年武汉市一般公共预算教育经费增长情况"
    assert second["A2"].value == "单位：元、%"
    assert [cell.value for cell in second[3]][:5] == ["地区", "幼儿园", None, None, "普通小学"]
    assert [cell.value for cell in second[4]][1:4] == ["2018年", "2019年", "增长率（%）"]
    assert {str(each) for each in second.merged_cells.ranges} >= {"A1:S1", "A3:A4", "B3:D3", "Q3:S3"}
    assert (second.print_title_rows, second.page_setup.orientation, second.page_setup.paperSize) == (
        "$1:$4",
        "landscape",
        9,
    )
    assert "&P" in second.oddFooter.center.text
    assert (second["A1"].font.name, second["B5"].font.name) == ("黑体", "仿宋")


def test_numbers_are_numbers_and_absences_are_typed(book: Path) -> None:
    first, second = (openpyxl.load_workbook(book)[name] for name in ("附表1", "附表2"))
    assert [first.cell(5, column).value for column in range(1, 7)] == ["武汉市", 290.89412, 13, 12.39, "…", "…"]
    assert first["B5"].number_format.startswith("#,##0.00")
    assert [row[0].value for row in second.iter_rows(min_row=5, max_row=7)] == ["武汉市", "江岸区", "江汉区"]
    assert [second.cell(row, 18).value for row in (5, 6)] == [46770.6, "—"]  # districts run no universities


def test_notes_and_signatures_stand_under_the_table(book: Path) -> None:
    texts = [row[0] for row in openpyxl.load_workbook(book)["附表2"].iter_rows(min_row=19, values_only=True)]
    assert texts[0] == "注1：“—”表示不适用。"
    assert texts[1].startswith("注2：口径：生均一般公共预算教育经费，")
    assert texts[-1].startswith("审核人：（未签发）")
    assert texts[-1].endswith("签发状态：未签发　　数据版本：20261126T000000-abcdef01")


def test_every_number_has_its_source(book: Path) -> None:
    sheets = openpyxl.load_workbook(book)
    numbers = {
        (sheet.title, cell.coordinate)
        for sheet in sheets.worksheets[:4]
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, float | int)
    }
    lines = list(sheets["出处"].iter_rows(min_row=2, values_only=True))
    assert {(line[0], line[1]) for line in lines} == numbers
    assert all(line[-1] for line in lines)
    assert lines[0][-1] == "武汉市2019年教育经费执行情况统计表.xlsx › 表一 › B6（本年值 290.89412亿元）"


def test_groups_are_those_with_figures_below(wuhan: Connection) -> None:
    assert groups(wuhan, []) == [Group("420000", "湖北省", 2019), WUHAN]
    assert groups(wuhan, ["420106"]) == [Group("420106", "武昌区", 2019)]
    assert groups(wuhan, ["420100"], 2018) == []


def test_headers_follow_the_layout_of_the_year() -> None:
    first, second = annexes().tables["附表1"], annexes().tables["附表3"]
    assert first.columns(2014)[0].top == "公共财政教育支出"
    assert {column.top for column in second.columns(2014)}.isdisjoint({"幼儿园"})
    assert second.titled(2014, "北京市") == "2014年北京市各级教育生均公共财政预算教育事业费增长情况"
