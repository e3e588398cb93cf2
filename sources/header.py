"""Finding the headers of a sheet, whatever form it follows: where they begin, how many lines they have, where the
body under them begins, and which words stand over each column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sources.context import LABELLED
from sources.grid import Sheet
from sources.heads import Head, heads_of
from sources.paths import year_of
from sources.spelled import SIGNS
from sources.text import NOTE, UNIT_CELL, UNIT_WORD, plain

SEARCHED_ROWS = 40
MAX_LINES = 5
ABOVE = 8  # rows over a second table that may speak of it
FIGURE = re.compile(r"^[+-]?[\d,.]+[%‰]?$")
INDEX_WORDS = frozenset({"甲", "乙", "丙", "丁", "戊", "列次", "栏次", "列号", "栏号", "行次"})
INDEX_NUMBER = re.compile(r"^\(?(\d{1,3})\)?(?:=.*)?$")
UNIT_ROW = frozenset({"单位", "计量单位"})


@dataclass(frozen=True)
class Header:
    """Header lines `first`..`last` (rows as in a spreadsheet), `body` the row after them and any row of column
    numbers; `heads` by column letter; `above` the texts that stand over the table."""

    first: int
    last: int
    body: int
    heads: dict[str, Head]
    above: tuple[str, ...]


class Lines:
    """Rows of a sheet as plain text, folded once."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.folded: dict[int, list[str]] = {}

    def __getitem__(self, number: int) -> list[str]:
        if number not in self.folded:
            self.folded[number] = [plain(text) for text in self.sheet.row(number)]
        return self.folded[number]


def headers(sheet: Sheet) -> Iterator[Header]:
    """Every place in the head of the sheet where a header may begin, from the top."""
    lines = Lines(sheet)
    for number in range(1, min(sheet.height, SEARCHED_ROWS) + 1):
        if begins_header(lines[number]):
            yield header_at(lines, number, 1)


def begins_header(line: list[str]) -> bool:
    """Two words or more, none of them a number, a label of the page's head or a note."""
    words = [text for text in line if text]
    if len(words) < 2 or NOTE.match(words[0]) or all(word in INDEX_WORDS for word in words):
        return False
    return not any(is_figure(word) or word in SIGNS or LABELLED.match(word) or UNIT_CELL.match(word) for word in words)


def is_figure(word: str) -> bool:
    """A number that is not a year."""
    return bool(FIGURE.match(word)) and year_of(word) is None


def header_at(lines: Lines, first: int, above_from: int) -> Header:
    """The header whose first line is row `first`."""
    last, units = _last_line(lines, first)
    body = _body_after(lines, (units or last) + 1)
    heads = heads_of(lines.sheet, range(first, last + 1), lines[units] if units else [])
    texts = (text for number in range(max(above_from, first - ABOVE * 5), first) for text in lines[number] if text)
    return Header(first, last, body, heads, tuple(texts))


def _last_line(lines: Lines, first: int) -> tuple[int, int | None]:
    """The last line of words, and the row of units under it where there is one with a word of its own."""
    last, anchor = first, _leftmost(lines[first])
    covered = max((m.last_row for m in lines.sheet.merges if m.first_row == first), default=first)
    while last + 1 <= lines.sheet.height and last - first + 1 < MAX_LINES:
        below = lines[last + 1]
        if _is_unit_row(below, anchor):
            return last, last + 1
        if not (_continues(below, anchor) or (last + 1 <= covered and not any(map(is_figure, below)))):
            break
        last, anchor = last + 1, min(anchor, _leftmost(below))
    return last, None


def _leftmost(line: list[str]) -> int:
    return next((position for position, text in enumerate(line) if text), len(line))


def _continues(line: list[str], anchor: int) -> bool:
    """A line still belongs to the header while the stub's head is empty under (or, at the bottom, still to come)."""
    words = [text for text in line if text]
    if not words or NOTE.match(words[0]) or not any(re.search(r"[^\W\d_]", word) for word in words):
        return False
    if any(is_figure(word) or word in INDEX_WORDS for word in words):
        return False
    return not line[anchor] or _leftmost(line) < anchor


def _is_unit_row(line: list[str], anchor: int) -> bool:
    """`计量单位 | 人 | 元 | %` under the words."""
    rest = [text for position, text in enumerate(line) if text and position != anchor]
    return line[anchor] in ("", *UNIT_ROW) and bool(rest) and all(UNIT_WORD.match(text) for text in rest)


def _body_after(lines: Lines, number: int) -> int:
    """The first row after blank rows and rows of column numbers (甲 乙 1 2 3)."""
    while number <= lines.sheet.height and (not any(lines[number]) or is_index_row(lines[number])):
        number += 1
    return number


def is_index_row(line: list[str]) -> bool:
    """甲 乙 丙 over words and 1, 2, 3 … over numbers: the coordinates of a form, not data."""
    words = [text for text in line if text]
    numbers = [int(found[1]) for word in words if (found := INDEX_NUMBER.match(word))]
    named = sum(word in INDEX_WORDS for word in words)
    if named + len(numbers) != len(words) or len(words) < 2:
        return False
    rising = all(after == before + 1 for before, after in pairwise(numbers))
    return rising and (named > 0 or (len(numbers) > 2 and numbers[0] == 1))
