"""Finding the header of a table: where it begins, how many lines it has, and the path of words over each column."""

from dataclasses import dataclass
from itertools import pairwise

from sources.grid import Sheet
from sources.text import UNIT_CELL, UNIT_IN_TITLE, plain, split_unit, years_in

SEARCHED_ROWS = 30
MAX_LINES = 4


@dataclass(frozen=True)
class Header:
    """Header lines `first`..`last` (rows as in a spreadsheet); `paths` by column letter; what stands above it."""

    first: int
    last: int
    paths: dict[str, str]
    above: tuple[str, ...]

    @property
    def title(self) -> str:
        """The words above the header, without the unit cell."""
        return " ".join(text for text in self.above if not UNIT_CELL.match(plain(text)))

    @property
    def unit(self) -> str | None:
        """What a cell such as `单位：元` above the header says, or a title such as `……（单位：元）`."""
        found = [match["unit"] for text in self.above if (match := UNIT_IN_TITLE.search(plain(text)))]
        return found[-1] if found else None

    @property
    def years(self) -> list[int]:
        """Years printed above the header or in it."""
        return [year for text in (*self.above, *self.paths.values()) for year in years_in(text)]


def find_header(sheet: Sheet, anchors: set[str]) -> Header | None:
    """The first row with a cell that reads like one of `anchors` (plain text) begins the header."""
    for number in range(1, min(sheet.height, SEARCHED_ROWS) + 1):
        texts = [split_unit(plain(text))[0] for text in sheet.row(number)]
        for position, text in enumerate(texts):
            if text in anchors:
                return _header_at(sheet, number, position)
    return None


def _header_at(sheet: Sheet, first: int, anchor: int) -> Header:
    last = first
    while last - first + 1 < MAX_LINES and _continues(sheet, last + 1, anchor):
        last += 1
    above = tuple(text for number in range(1, first) for text in sheet.row(number) if plain(text))
    return Header(first, last, _paths(sheet, first, last), above)


def _continues(sheet: Sheet, number: int, anchor: int) -> bool:
    """A line still belongs to the header while the anchor's column is empty under a vertical merge."""
    if number > sheet.height:
        return False
    row = sheet.row(number)
    return not plain(row[anchor]) and any(plain(text) for text in row)


def _paths(sheet: Sheet, first: int, last: int) -> dict[str, str]:
    lines = [[plain(text) for text in sheet.row(number)] for number in range(first, last + 1)]
    filled = [_spread(line, below) for line, below in pairwise(lines)] + [lines[-1]]
    paths = {}
    for position, name in enumerate(sheet.cells.columns):
        words = [line[position] for line in filled if line[position]]
        if words:
            paths[name] = "/".join(words)
    return paths


def _spread(line: list[str], below: list[str]) -> list[str]:
    """A merged heading keeps its text in its first cell only: repeat it over the columns that have a word below."""
    spread, current = [], ""
    for text, under in zip(line, below, strict=True):
        current = text or current
        spread.append(text or (current if under else ""))
    return spread
