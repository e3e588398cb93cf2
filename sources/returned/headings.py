"""Where a table with known headings stands in a sheet, whatever the order of its columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sources.grid import Sheet
from sources.text import letter, plain

SEARCHED = 40  # rows from the top in which the headings are looked for


@dataclass(frozen=True)
class Row:
    """One row under the headings: its number and the trimmed text of each known column."""

    number: int
    texts: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A table found in a sheet: the column (from 0) in which each known heading stands, and the heading's row."""

    sheet: Sheet
    row: int
    columns: dict[str, int]

    def rows(self) -> Iterator[Row]:
        """Every row under the headings in which a known column is filled."""
        names = {letter(at): name for name, at in self.columns.items()}
        cells = self.sheet.cells.slice(self.row).select(list(names))
        for number, row in enumerate(cells.iter_rows(), self.row + 1):
            texts = {name: (text or "").strip() for name, text in zip(names.values(), row, strict=True)}
            if any(texts.values()):
                yield Row(number, texts)

    def cell(self, name: str, row: int) -> str:
        """Address of the cell in which a known column and a row meet."""
        return f"{letter(self.columns[name])}{row}"


def table_with(sheet: Sheet, needed: Mapping[str, str], also: Mapping[str, str]) -> Table | None:
    """The table whose headings hold all `needed` (name → heading); `also` are taken where they stand."""
    for number, texts in enumerate(sheet.cells.head(SEARCHED).iter_rows(), 1):
        places = {plain(text): at for at, text in reversed(list(enumerate(texts))) if text}
        if all(heading in places for heading in needed.values()):
            known = {**needed, **also}
            return Table(sheet, number, {name: places[word] for name, word in known.items() if word in places})
    return None
