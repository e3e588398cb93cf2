"""One sheet of the sender repeated at its own addresses: values, merged ranges, concerned cells marked."""

from typing import Any

from dashboards.returned.layout import Layout, layout
from dashboards.returned.look import TABS, Looks
from dashboards.returned.marked import Place
from dashboards.returned.plan import Repeated
from dashboards.returned.remarks import remark
from sources.returned.books import corners, disjoint, plain_number
from sources.text import letter

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
    sheet, marks = repeated.sheet, repeated.marks
    for row, column in marks.at:
        page.write_blank(row, column, None, looks.of("number", marks.severity((row, column))))
    for column, texts in enumerate(sheet.cells.iter_columns()):
        name = letter(column)
        whole = name in sheet.percent
        for row in texts.is_not_null().arg_true():
            percent = whole or f"{name}{row + 1}" in sheet.percent
            kind = "note" if (row, column) in laid.alone else "head" if row < laid.head else "text"
            look = (kind, marks.severity((row, column)), percent)
            _write(page, (row, column), texts[row], looks, look)


def _write(page: Any, at: tuple[int, int], text: str, looks: Looks, look: tuple[str, str, bool]) -> None:
    """A number where a spreadsheet shows the same digits, else the text as it is: never a formula, never a link."""
    kind, mark, percent = look
    number = None if kind == "head" and not percent else plain_number(text)
    if number is None:
        page.write_string(*at, text, looks.of(kind, mark))
    elif percent:
        page.write_number(*at, number, looks.of("percent", mark))
    else:
        page.write_number(*at, number, looks.of("number", mark, len(text.partition(".")[2])))


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
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(-(-int(sum(laid.widths)) // WIDE), 0)
    if laid.head and tall:
        page.repeat_rows(0, laid.head - 1)
    page.set_footer("&L&A&R第 &P 页，共 &N 页")
