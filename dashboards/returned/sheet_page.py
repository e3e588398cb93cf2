"""One sheet of the sender repeated at its own addresses: values, merged ranges, concerned cells marked."""

from typing import Any

from dashboards.returned.layout import Layout, layout
from dashboards.returned.look import TABS, Looks
from dashboards.returned.marked import Place
from dashboards.returned.plan import Repeated
from dashboards.returned.remarks import remark
from sources import Sheet
from sources.returned.books import corners, disjoint, plain_numbers
from sources.text import letter, split_cell

FROZEN_FROM = 25  # rows and columns of a sheet in which the head or the labels stay in sight
FROZEN_COLUMNS = 9
MOST_FROZEN_WIDTH = 60
WIDE = 190  # signs that fit on an A4 page across, small but legible
REMARK = {"author": "EduStat", "font_name": "宋体", "font_size": 9, "width": 330}
LINE = 15  # pixels of a line in a comment
ACROSS = 46  # signs of such a line


def write_sheet(page: Any, repeated: Repeated, looks: Looks, explained: set[Place]) -> None:
    """Write one repeated sheet; only cells in `explained` get their comment, all concerned ones are marked."""
    laid = layout(repeated.sheet)
    for merge in disjoint(repeated.sheet.merges):
        at = (merge.first_row - 1, merge.first_column - 1)
        kind = "head" if at[0] < laid.head else "text"
        page.merge_range(*corners(merge), "", looks.of(kind, repeated.marks.severity(at)))
    _write_cells(page, repeated, laid, looks)
    for place in sorted(explained):
        _explain(page, place, remark(repeated.marks.at[place]))
    if hardest := repeated.marks.hardest:
        page.set_tab_color(TABS[hardest])
    _arrange(page, repeated, laid)


def _write_cells(page: Any, repeated: Repeated, laid: Layout, looks: Looks) -> None:
    """Numbers where a spreadsheet shows the same digits, else the texts as they are: never a formula, never a link."""
    sheet = repeated.sheet
    marks = {place: repeated.marks.severity(place) for place in repeated.marks.at}
    for place, mark in marks.items():
        page.write_blank(*place, None, looks.of("number", mark))
    for column, texts in enumerate(sheet.cells.iter_columns()):
        percent = _shares(sheet, column)
        for row, (text, number) in enumerate(zip(texts, plain_numbers(texts), strict=True)):
            mark = marks.get((row, column), "")
            if number is not None and (percent is None or row in percent):
                page.write_number(row, column, number, looks.of("percent", mark))
            elif number is not None and row >= laid.head:
                page.write_number(row, column, number, looks.of("number", mark, len(text.partition(".")[2])))
            elif text is not None:
                page.write_string(row, column, text, looks.of(_kind(row, column, laid), mark))


def _shares(sheet: Sheet, column: int) -> set[int] | None:
    """Rows of a column kept as shares and shown as percentages; None: the whole column."""
    name = letter(column)
    if name in sheet.percent:
        return None
    cells = map(split_cell, sheet.percent)
    return {row - 1 for of, row in cells if of == name}


def _kind(row: int, column: int, laid: Layout) -> str:
    if row in laid.alone:
        return "note"
    return "head" if row < laid.head else "long" if (row, column) in laid.long else "text"


def _explain(page: Any, place: tuple[int, int], text: str) -> None:
    lines = sum(1 + sum(1 + (ord(sign) > 0x2E7F) for sign in line) // ACROSS for line in text.splitlines())
    page.write_comment(*place, text, {**REMARK, "height": LINE * (lines + 1)})


def _arrange(page: Any, repeated: Repeated, laid: Layout) -> None:
    """Widths, heights, what stays in sight, and how it prints."""
    for column, width in enumerate(laid.widths):
        page.set_column(column, column, width)
    for row, height in laid.heights.items():
        page.set_row(row, height)
    tall = repeated.sheet.height > FROZEN_FROM
    wide = repeated.sheet.cells.width > FROZEN_COLUMNS and sum(laid.widths[: laid.labels]) <= MOST_FROZEN_WIDTH
    page.freeze_panes(laid.head if tall else 0, laid.labels if wide else 0)
    if laid.labels and wide:
        page.repeat_columns(0, laid.labels - 1)
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(-(-int(sum(laid.widths)) // WIDE), 0)
    if laid.head and tall:
        page.repeat_rows(0, laid.head - 1)
    page.set_footer("&L&A&R第 &P 页，共 &N 页")
