"""The annex of one group as a workbook: a sheet per table in the official layout, and one with all sources."""

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from dashboards.annex.declared import Column, annexes
from dashboards.annex.figures import Figures, Group, load
from dashboards.annex.tables import Filled, filled
from sources.text import letter
from warehouse import declarations

SOURCES = "出处"
SOURCE_HEADS = {"附表": 8, "单元格": 8, "行": 14, "项目": 40, "学段": 12, "列与所列数": 44, "出处": 100}
A4 = 9
TITLE, UNIT, HEAD, BODY = 0, 1, 2, 4  # rows, counted from 0
NAMES, FIGURES = 13, 9.2  # widths of columns
LINE = 19  # height of a row
LEAST_WIDTH = 120  # of a table with few columns, in characters
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_annex(con: duckdb.DuckDBPyConnection, group: Group, folder: Path, publication: str) -> Path:
    """Write the annex tables of a group into `folder`; the same publication gives the same bytes."""
    import xlsxwriter  # type: ignore[import-untyped]

    told = load(con, group, publication)
    tables = list(filled(told))
    path = folder / annexes().file.format(year=group.year, region=group.name)
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        book.set_properties({"title": path.stem, "created": datetime(2000, 1, 1)})
        looks = _looks(book)
        for table in tables:
            _write_table(book.add_worksheet(table.id), table, told, looks)
        _write_sources(book.add_worksheet(SOURCES), tables, looks)
    return path


def _looks(book: Any) -> dict[str, Any]:
    fonts = annexes().fonts
    title = {"font_name": fonts["title"], "valign": "vcenter"}
    body = {"font_name": fonts["body"], "font_size": 10.5, "valign": "vcenter"}
    head = body | {"font_name": fonts["head"], "align": "center", "text_wrap": True, "border": 1}
    shown = f"#,##0.{'0' * annexes().decimals}"
    shown = f"{shown};−{shown}"  # a real minus sign, as in print
    kinds = {
        "title": title | {"font_size": 16, "align": "center"},
        "unit": body | {"align": "right"},
        "head": head,
        "whole": body | {"border": 1, "bold": True},
        "name": body | {"border": 1, "indent": 1},
        "number": body | {"border": 1, "num_format": shown, "align": "right"},
        "sign": body | {"border": 1, "align": "right"},
        "note": body | {"font_size": 9, "text_wrap": True, "valign": "top"},
        "text": body | {"border": 1, "text_wrap": True},
    }
    return {name: book.add_format(kind) for name, kind in kinds.items()}


def _write_table(sheet: Any, table: Filled, told: Figures, looks: dict[str, Any]) -> None:
    last = len(table.columns)
    _set_page(sheet, told, last)
    sheet.merge_range(TITLE, 0, TITLE, last, f"{table.id}　{table.title}", looks["title"])
    sheet.merge_range(UNIT, 0, UNIT, last, f"单位：{'、'.join(_units(table.columns))}", looks["unit"])
    _write_heads(sheet, table.columns, looks)
    for line, (name, cells) in enumerate(table.rows):
        row = BODY + line
        sheet.set_row(row, LINE)
        sheet.write_string(row, 0, name, looks["name" if line else "whole"])
        for column, cell in enumerate(cells, 1):
            if cell.number is None:
                sheet.write_string(row, column, cell.sign, looks["sign"])
            else:
                sheet.write_number(row, column, cell.number, looks["number"])
    _write_notes(sheet, table, BODY + len(table.rows), looks)


def _set_page(sheet: Any, told: Figures, columns: int) -> None:
    """A4 landscape, one page wide, heads on every page, page numbers and the version at the foot."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.center_horizontally()
    sheet.repeat_rows(TITLE, BODY - 1)
    sheet.freeze_panes(BODY, 1)
    sheet.set_footer(f"&L{told.publication}&C第 &P 页，共 &N 页")
    sheet.set_column(0, 0, NAMES)
    sheet.set_column(1, columns, max(FIGURES, (LEAST_WIDTH - NAMES) / columns if columns < 10 else FIGURES))
    sheet.set_row(TITLE, 28)


def _units(columns: list[Column]) -> list[str]:
    """The units of a table, each once."""
    return list(dict.fromkeys(column.unit for column in columns))


def _write_heads(sheet: Any, columns: list[Column], looks: dict[str, Any]) -> None:
    """Two lines: a level over its columns; what has one line only stands over both."""
    look = looks["head"]
    sheet.merge_range(HEAD, 0, HEAD + 1, 0, "地区", look)
    sheet.set_row(HEAD + 1, 20 if columns[0].under else 36)
    for at, column in enumerate(columns, 1):
        if not column.under:
            sheet.merge_range(HEAD, at, HEAD + 1, at, f"{column.top}（{column.unit}）", look)
            continue
        unit = f"（{column.unit}）" if column.part == "growth" else ""
        sheet.write_string(HEAD + 1, at, f"{column.under}{unit}", look)
        under = [i for i, each in enumerate(columns, 1) if each.top == column.top]
        if at == under[0]:
            sheet.merge_range(HEAD, at, HEAD, under[-1], column.top, look)


def _write_notes(sheet: Any, table: Filled, row: int, looks: dict[str, Any]) -> None:
    last = len(table.columns)
    lines = [f"注{number}：{text}" for number, text in enumerate(table.notes, 1)]
    for at, text in enumerate([*lines, table.signed], row):
        sheet.merge_range(at, 0, at, last, text, looks["note"])
        sheet.set_row(at, 13 * (1 + len(text) // 80))


def _write_sources(sheet: Any, tables: list[Filled], looks: dict[str, Any]) -> None:
    """A row for every number of every table."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    for at, (name, width) in enumerate(SOURCE_HEADS.items()):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, name, looks["head"])
    lines = (line for table in tables for line in _source_lines(table))
    for row, line in enumerate(lines, 1):
        for at, text in enumerate(line):
            sheet.write_string(row, at, text, looks["text"])


def _source_lines(table: Filled) -> list[tuple[str, ...]]:
    known = declarations()
    return [
        (
            table.id,
            f"{letter(at)}{BODY + line + 1}",
            name,
            known.indicators[column.indicator].name,
            known.levels[column.level].name,
            f"{column.under or column.top} {_printed(cell.number)}{column.unit}",
            cell.source,
        )
        for line, (name, cells) in enumerate(table.rows)
        for at, (column, cell) in enumerate(zip(table.columns, cells, strict=True), 1)
        if cell.number is not None
    ]


def _printed(number: float) -> str:
    return f"{number:,.6f}".rstrip("0").rstrip(".")
