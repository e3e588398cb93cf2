"""Tables of web pages and documents: cells laid on a grid, those spread over several rows or columns as merges."""

from dataclasses import dataclass, field

import polars as pl

from sources.grid import Merge, Sheet
from sources.opening.limits import MOST_SPAN, MOST_TABLE
from sources.text import letter


class TooLarge(Exception):
    """A table claims more cells than are read."""


@dataclass
class Spread:
    """A table under construction; rows and columns are counted from 0."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)
    height: int = 0

    def row(self) -> None:
        """Begin the next row."""
        self.height += 1

    def put(self, text: str, columns: int = 1, rows: int = 1) -> None:
        """The next cell of the current row, in the first place no earlier cell covers."""
        row, column = self.height - 1, 0
        while (row, column) in self.taken:
            column += 1
        columns, rows = min(max(columns, 1), MOST_SPAN), min(max(rows, 1), MOST_SPAN)
        if len(self.taken) + columns * rows > MOST_TABLE:
            raise TooLarge
        self.taken |= {(row + down, column + right) for down in range(rows) for right in range(columns)}
        self.cells[row, column] = text
        if columns > 1 or rows > 1:
            self.merges.append(Merge(row + 1, column + 1, row + rows, column + columns))

    def sheet(self, name: str, above: list[str], below: list[str]) -> Sheet:
        """The finished table, with the lines that stand directly over and under it as rows of their own."""
        width = max((column + 1 for _, column in self.taken), default=1)
        body = [[self.cells.get((row, column)) or None for column in range(width)] for row in range(self.height)]
        lines = [[line, *[None] * (width - 1)] for line in above], [[line, *[None] * (width - 1)] for line in below]
        schema = dict.fromkeys(map(letter, range(width)), pl.String)
        cells = pl.DataFrame([*lines[0], *body, *lines[1]], schema=schema, orient="row")
        return Sheet(name, cells, tuple(self._moved(merge, len(above)) for merge in self.merges))

    def _moved(self, merge: Merge, down: int) -> Merge:
        last = min(merge.last_row, self.height)
        return Merge(merge.first_row + down, merge.first_column, last + down, merge.last_column)
