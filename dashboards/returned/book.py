"""One return workbook, whole: the list, every cell, the sender's sheets, the table of contents."""

from collections.abc import Iterator
from pathlib import Path

from dashboards.delivered import Sheets
from dashboards.returned.asked import Asked
from dashboards.returned.cells_page import write_cells
from dashboards.returned.contents_page import write_contents
from dashboards.returned.list_page import Links, write_list
from dashboards.returned.look import Looks
from dashboards.returned.marked import Place
from dashboards.returned.plan import Repeated, repeated
from dashboards.returned.sheet_page import write_sheet
from sources.returned.books import CREATED
from sources.returned.printed import CONTENTS, FINDINGS

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
MOST_REMARKS = 2_000  # comments of one workbook: with many more, office programs take minutes to open it


def write_book(path: Path, asked: Asked, sheets_of: Sheets) -> None:
    """Write the workbook of one sender; the same content gives the same bytes."""
    import xlsxwriter  # type: ignore[import-untyped]

    sheets = repeated(asked, sheets_of)
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        book.set_properties({"title": "退回表", "created": CREATED})
        looks = Looks(book)
        write_list(book.add_worksheet(FINDINGS), asked, _links(sheets), looks)
        write_cells(book, asked, looks)
        for sheet, explained in zip(sheets, _explained(sheets), strict=True):
            write_sheet(book.add_worksheet(sheet.shown), sheet, looks, explained)
        write_contents(book.add_worksheet(CONTENTS), sheets, looks)


def _links(sheets: list[Repeated]) -> Links:
    concerned = sorted(reversed(sheets), key=lambda each: bool(each.marks.at))
    first = {(each.delivery["delivery_id"], ""): each.shown for each in concerned}
    return first | {(each.delivery["delivery_id"], each.sheet.name): each.shown for each in reversed(sheets)}


def _explained(sheets: list[Repeated]) -> Iterator[set[Place]]:
    """Which cells get their comment: the first of each finding, and others while there are few."""
    leading = list(_leading(sheets))
    left = MOST_REMARKS - sum(map(len, leading))
    for sheet, first in zip(sheets, leading, strict=True):
        others = [place for place in sorted(sheet.marks.at) if place not in first][: max(left, 0)]
        left -= len(others)
        yield first | set(others)


def _leading(sheets: list[Repeated]) -> Iterator[set[Place]]:
    """The first cell of each finding."""
    seen: set[str] = set()
    left = MOST_REMARKS
    for sheet in sheets:
        first: set[Place] = set()
        for place in sorted(sheet.marks.at):
            new = {finding["finding_id"] for finding, _ in sheet.marks.at[place]} - seen
            if new and left:
                first.add(place)
                left -= 1
            seen |= new
        yield first
