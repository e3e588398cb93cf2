"""Every failing cell of the findings that stand for several, and all that is said of a delivery as a whole."""

from collections.abc import Iterator
from typing import Any

from dashboards.returned.asked import Asked, Row
from dashboards.returned.layout import HEIGHT, lines
from dashboards.returned.list_page import print_setup
from dashboards.returned.look import Looks
from sources.returned.printed import CELLS, FOUND

COLUMNS = ("finding_id", "rule", "file_name", "sheet", "cell", "row_label", "column_label", "found", "expected")
HEADINGS = [*(FOUND[name] for name in COLUMNS), FOUND["difference"], "问题"]
WIDTHS = (18, 7, 24, 12, 8, 14, 16, 12, 12, 10, 60)
SHORT = 300  # signs of a sentence that the list of findings has whole
LONGEST = 800  # signs of one line of the list; a longer sentence goes on in the next
MOST_ROWS = 1_000_000  # a sheet holds 1,048,576 rows; the rest continues on the next sheet


def write_cells(book: Any, asked: Asked, looks: Looks) -> None:
    """Add the sheets of this list; none when every finding stands for one cell."""
    rows = list(_rows(asked))
    for part, first in enumerate(range(0, len(rows), MOST_ROWS), 1):
        page = book.add_worksheet(f"{CELLS}{part if part > 1 else ''}")
        _write(page, rows[first : first + MOST_ROWS], looks)


def _rows(asked: Asked) -> Iterator[list[str]]:
    """A row for each failure, long sentences over several, unless the list of findings tells it whole."""
    for finding in asked.findings:
        failing = asked.failing[finding["finding_id"]]
        for failure in failing:
            said = failure["message"] or ""
            if len(failing) > 1 or len(said) > SHORT or "\n" in said:
                yield from ([*_place(failure), failure["difference"] or "", part] for part in _parts(said))


def _parts(said: str) -> Iterator[str]:
    for line in said.splitlines() or [""]:
        yield from (line[at : at + LONGEST] for at in range(0, max(len(line), 1), LONGEST))


def _place(failure: Row) -> list[str]:
    return [failure[name] or "" for name in COLUMNS]


def _write(page: Any, rows: list[list[str]], looks: Looks) -> None:
    said = looks.of("said")
    for column, heading in enumerate(HEADINGS):
        page.write_string(0, column, heading, looks.of("heading"))
        page.set_column(column, column, WIDTHS[column])
    for row, texts in enumerate(rows, 1):
        page.set_row(row, HEIGHT * max(lines(text, width) for text, width in zip(texts, WIDTHS, strict=True)))
        for column, text in enumerate(texts):
            page.write_string(row, column, text, said)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(rows), len(HEADINGS) - 1)
    print_setup(page, 0)
