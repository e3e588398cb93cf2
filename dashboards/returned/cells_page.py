"""Every failing cell of the findings that stand for several, and whole what the list of findings cuts."""

from collections.abc import Iterator
from typing import Any

from dashboards.returned.asked import Asked, Row
from dashboards.returned.layout import HEIGHT, MOST_LINES, lines
from dashboards.returned.list_page import is_cut, print_setup, texts
from dashboards.returned.look import Looks
from sources.returned.printed import CELLS, FOUND

COLUMNS = ("finding_id", "rule", "file_name", "sheet", "cell", "row_label", "column_label", "found", "expected",
           "difference")  # fmt: skip
HEADINGS = [*(FOUND[name] for name in COLUMNS), "问题"]
WIDTHS = (18, 7, 24, 12, 8, 14, 16, 12, 12, 10, 60)
LONGEST = 600  # signs of one line of the list; a longer text goes on in the next
MOST_ROWS = 1_000_000  # a sheet holds 1,048,576 rows; the rest continues on the next sheet


def write_cells(book: Any, asked: Asked, looks: Looks) -> None:
    """Add the sheets of this list; none when every finding stands for one cell."""
    rows = list(_rows(asked))
    for part, first in enumerate(range(0, len(rows), MOST_ROWS), 1):
        page = book.add_worksheet(f"{CELLS}{part if part > 1 else ''}")
        _write(page, rows[first : first + MOST_ROWS], looks)


def _rows(asked: Asked) -> Iterator[list[str]]:
    """Long texts over several rows; then a row for each failure, unless there is only one."""
    for finding in asked.findings:
        long = (f"{FOUND[name]}：{text}" for name, text in texts(finding).items() if is_cut(name, text))
        failing = asked.failing[finding["finding_id"]]
        yield from ([*_place(finding), part] for text in long for part in _parts(text))
        for failure in failing if len(failing) > 1 else ():
            yield from ([*_place(failure), part] for part in _parts(failure["message"] or ""))


def _parts(said: str) -> Iterator[str]:
    for line in said.splitlines() or [""]:
        yield from (line[at : at + LONGEST] for at in range(0, max(len(line), 1), LONGEST))


def _place(failure: Row) -> list[str]:
    return [(failure[name] or "")[:LONGEST] for name in COLUMNS]


def _write(page: Any, rows: list[list[str]], looks: Looks) -> None:
    said = looks.of("said")
    for column, heading in enumerate(HEADINGS):
        page.write_string(0, column, heading, looks.of("heading"))
        page.set_column(column, column, WIDTHS[column])
    for row, told in enumerate(rows, 1):
        needed = max(lines(text, width) for text, width in zip(told, WIDTHS, strict=True))
        page.set_row(row, HEIGHT * min(needed, MOST_LINES))
        for column, text in enumerate(told):
            page.write_string(row, column, text, said)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(rows), len(HEADINGS) - 1)
    print_setup(page, 0)
