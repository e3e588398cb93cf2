"""What a file is understood to say: readings, returns and their columns."""

from dataclasses import dataclass

import polars as pl

from sources.problems import Problem
from sources.returned.reading import Returned


@dataclass(frozen=True)
class Column:
    """One data column of a return: `key` in the frame, what it tells, and where it stands in the sheet.

    `field` may be any declared name; the warehouse puts the id and the `scope` the name follows in its place.
    `row` is the row of its one cell where fields stand beside rows; else each row of the frame has its own.
    """

    key: str
    field: str
    level: str
    part: str
    unit: str
    letter: str
    header: str
    scope: str = ""
    row: int | None = None


@dataclass(frozen=True)
class Unmapped:
    """A column (or a row, where fields stand beside rows) that no declaration knows, held back whole.

    `place` is its letter or row number, `header` its words, `cells` its filled cells: cell, text.
    """

    place: str
    header: str
    cells: pl.DataFrame


@dataclass(frozen=True)
class Aside:
    """A row that is no data of its own: a total, a repeated header, a note; left where it stands."""

    row: int
    text: str
    reason: str


@dataclass(frozen=True)
class Understood:
    """One column as understood, to be shown beside the sheet: where it stands, its words, what they mean.

    `field` is empty where nothing declared knows it; `numbers` counts the cells that hold one.
    """

    place: str
    header: str
    field: str
    level: str
    part: str
    unit: str
    numbers: int


@dataclass(frozen=True)
class Return:
    """What one sheet says about one form: a row per delivered row, a decimal column per `columns` key.

    `frame` has row, year and the words of `sources.forms.WORDS` (empty text when the form does not print them);
    where fields stand beside rows it has one row, numbered by the first of them. `shown` has the digits printed
    after each point; `notes` the cells without a number. With `problems` it does not enter: cells that can't be read
    are blank then, and years that can't be told.
    """

    form: str
    table: str
    sheet: str
    title: str
    release: str
    citation: str
    columns: tuple[Column, ...]
    frame: pl.DataFrame
    shown: pl.DataFrame
    notes: pl.DataFrame
    unmapped: tuple[Unmapped, ...] = ()
    aside: tuple[Aside, ...] = ()
    understood: tuple[Understood, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Reading:
    """Everything understood of one file, and what a person should know about the file itself."""

    file_name: str
    returns: tuple[Return, ...]
    notes: tuple[str, ...] = ()
    returned: Returned | None = None  # what a return workbook answers; it holds no returns

    @property
    def rows(self) -> int:
        if self.returned is not None:
            return len(self.returned.lines)
        return sum(each.frame.height for each in self.returns)
