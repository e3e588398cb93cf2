"""Pages → .xlsx files, byte for byte the same whenever they are written."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sources.example.page import Formula, Page

CREATED = datetime(2000, 1, 1)  # a fixed date: the same pages give the same bytes


def write_book(path: Path, pages: Sequence[Page]) -> Path:
    """One workbook with a sheet per page."""
    import xlsxwriter  # type: ignore[import-untyped]

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": "示例数据", "created": CREATED})
        style = book.add_format({"align": "center", "valign": "vcenter", "text_wrap": True, "border": 1})
        for page in pages:
            _write(book.add_worksheet(page.name), page, style)
    return path


def _write(sheet: Any, page: Page, style: Any) -> None:
    for first_row, first, last_row, last in page.merges:
        sheet.merge_range(first_row, first, last_row, last, page.get(first_row, first), style)
    merged = {(top, left) for top, left, _, _ in page.merges}
    for r, line in enumerate(page.cells):
        for c, cell in enumerate(line):
            if cell is None or (r, c) in merged:
                continue
            if isinstance(cell, Formula):
                sheet.write_formula(r, c, cell.text, value="" if cell.value is None else cell.value)
            else:
                sheet.write(r, c, cell)
    sheet.freeze_panes(page.body, 0)
