"""Where the head of a repeated sheet ends, and how wide its columns must be: judged from what stands in it."""

from dataclasses import dataclass

import polars as pl

from sources import Sheet
from sources.returned.books import disjoint, plain_numbers

MOST_HEAD = 12  # rows from the top that can be head
NARROWEST, WIDEST = 6.0, 26.0  # widths of columns, in signs
LINES = 3  # a heading may be broken into
MOST_LINES = 28  # a row can be 409 points high
HEIGHT = 12.8  # points of a line
YEARS = range(1900, 2101)
Spans = dict[tuple[int, int], int]  # first cell of a merged range → its columns


@dataclass(frozen=True)
class Layout:
    """Rows of the head, rows in which one text stands alone (titles, notes), cells whose text takes several lines,
    columns of row labels, widths of columns, heights of rows that need more than a line."""

    head: int
    alone: frozenset[int]
    long: frozenset[tuple[int, int]]
    labels: int
    widths: list[float]
    heights: dict[int, float]


def layout(sheet: Sheet) -> Layout:
    """Judge one sheet by its contents."""
    head = _head(sheet)
    told = sheet.cells.select(pl.sum_horizontal(pl.all().is_not_null())).to_series()
    spans = {(m.first_row - 1, m.first_column - 1): m.last_column - m.first_column + 1 for m in disjoint(sheet.merges)}
    alone = frozenset((told == 1).arg_true()) - {row for row, _ in spans}
    tabular = sheet.cells.with_columns(pl.when(told > 1).then(pl.all()))
    widths = [_width(column, at, head, spans) for at, column in enumerate(tabular.iter_columns())]
    long = {
        (row, at): lines(texts[row], widths[at])
        for at, texts in enumerate(tabular.iter_columns())
        for row in (signs(texts) > WIDEST).arg_true()
        if row >= head and (row, at) not in spans
    }
    heights = _heights(tabular.head(head), widths, spans)
    for (row, _), needed in long.items():
        heights[row] = max(heights.get(row, 0), HEIGHT * min(needed, MOST_LINES))
    return Layout(head, alone, frozenset(long), _labels(sheet, head), widths, heights)


def _head(sheet: Sheet) -> int:
    """Rows above the first one in which half of what stands there, and two cells at least, are figures."""
    for number, row in enumerate(sheet.cells.head(MOST_HEAD).iter_rows()):
        told = pl.Series([text for text in row if text and text.strip()], dtype=pl.String)
        figures = [number for number in plain_numbers(told) if number is not None and number not in YEARS]
        if len(figures) >= 2 and 2 * len(figures) >= len(told):
            return number
    return min(1, sheet.height)


def _labels(sheet: Sheet, head: int) -> int:
    """Columns before the first one of figures that follows a column of words: numbers and codes may stand first."""
    body = sheet.cells.slice(head, 200)
    numbers = body.select(pl.all().cast(pl.Float64, strict=False).is_not_null().sum()).row(0)
    filled = body.select(pl.all().is_not_null().sum()).row(0)
    figures = [2 * n > of for n, of in zip(numbers, filled, strict=True)]
    words = figures.index(False) if False in figures else len(figures)
    return figures.index(True, words) if True in figures[words:] else 0


def _width(texts: pl.Series, at: int, head: int, spans: Spans) -> float:
    """As wide as the body needs, headings being broken into lines."""
    wide: list[float] = signs(texts).fill_null(0).to_list()
    above = (width / LINES for row, width in enumerate(wide[:head]) if (row, at) not in spans)
    return min(max([NARROWEST, *above, *wide[head:]]), WIDEST) + 1.5


def signs(texts: pl.Series) -> pl.Series:
    """How wide texts are: Chinese signs count twice."""
    return (texts.str.len_bytes() + texts.str.len_chars()) / 2


def lines(text: str, width: float) -> int:
    """Lines that a text takes in a column of this width."""
    return sum(1 + int((len(line.encode()) + len(line)) / 2 / (width - 1)) for line in text.splitlines())


def _heights(head: pl.DataFrame, widths: list[float], spans: Spans) -> dict[int, float]:
    """Heights of the head's rows in which a text needs more than a line."""
    heights = {}
    for row, texts in enumerate(head.iter_rows()):
        room = (sum(widths[at : at + spans.get((row, at), 1)]) for at in range(len(widths)))
        needed = max((lines(text or "", width) for text, width in zip(texts, room, strict=True)), default=1)
        if needed > 1:
            heights[row] = HEIGHT * min(needed, 2 * LINES)
    return heights
