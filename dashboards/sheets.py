"""Delivered sheets as HTML tables: row numbers, column letters, and an id on every used cell."""

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

from sources.text import letter

MOST_ROWS = 3000
HEADER_ROWS = 10
ROW = re.compile(r"\d+$")


@dataclass(frozen=True)
class Sheet:
    """One rendered sheet; `left_out` rows are neither header nor cited."""

    number: int
    name: str
    table: Markup
    rows: int
    left_out: int


def sheet(number: int, name: str, rows: list[list[str]], cited: set[tuple[str, str]]) -> Sheet:
    """All rows of a sheet, or (beyond 3,000) its first rows and every row a figure, evidence or finding cites."""
    shown = list(range(1, len(rows) + 1)) if len(rows) <= MOST_ROWS else _cited_rows(name, len(rows), cited)
    width = max(map(len, rows), default=0)
    head = Markup("").join(Markup("<th scope=col>{}</th>").format(letter(i)) for i in range(width))
    body = "".join(_row(number, row, rows[row - 1]) for row in shown)
    table = Markup("<thead><tr><th></th>{}</tr></thead><tbody>{}</tbody>").format(head, Markup(body))
    return Sheet(number, name, table, len(rows), len(rows) - len(shown))


def _cited_rows(name: str, height: int, cited: set[tuple[str, str]]) -> list[int]:
    found = {int(match[0]) for sheet, cell in cited if sheet == name and (match := ROW.search(cell))}
    return sorted({row for row in found if row <= height} | set(range(1, HEADER_ROWS + 1)))


def _row(number: int, row: int, texts: list[str]) -> str:
    cells = [_cell(f"{number}-{letter(i)}{row}", text) if text else "<td></td>" for i, text in enumerate(texts)]
    return f"<tr><th scope=row>{row}</th>{''.join(cells)}</tr>"


def _cell(anchor: str, text: str) -> str:
    kind = " class=n" if text[-1:].isdigit() and text[0] in "-−+.0123456789" else ""
    return f'<td id="{anchor}"{kind}>{escape(text)}</td>'
