"""The last sheet: which file and sheet each sheet of this workbook repeats; it leads the way back."""

from typing import Any

from dashboards.returned.list_page import print_setup
from dashboards.returned.look import Looks
from dashboards.returned.naming import link_to
from dashboards.returned.plan import Repeated
from sources.returned.printed import CONTENTS, COPIED, EXCERPT, WHOLE

WIDTHS = (26, 40, 20, 8, 8, 20)
NOTE = f"“{EXCERPT}”的表页太大，只列表头和有问题的行，在其中改动不会被读入，请另报更正后的文件。本页请勿删改。"


def write_contents(page: Any, sheets: list[Repeated], looks: Looks) -> None:
    """Write the table of contents."""
    page.write_string(0, 0, CONTENTS, looks.of("title"))
    page.write_string(1, 0, NOTE, looks.of("note"))
    for column, heading in enumerate(COPIED.values()):
        page.write_string(2, column, heading, looks.of("heading"))
        page.set_column(column, column, WIDTHS[column])
    for row, sheet in enumerate(sheets, 3):
        told = {
            "shown": sheet.shown,
            "file_name": sheet.delivery["file_name"],
            "sheet": sheet.sheet.name,
            "number": str(sheet.number),
            "extent": WHOLE if sheet.whole else EXCERPT,
            "delivery_id": sheet.delivery["delivery_id"],
        }
        for column, name in enumerate(COPIED):
            page.write_string(row, column, told[name], looks.of("said"))
        page.write_url(row, 0, link_to(sheet.shown, "A1"), looks.of("link"), sheet.shown)
    print_setup(page, 2)
