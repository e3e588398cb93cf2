"""What a file is understood to say: readings, returns and their columns."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Column:
    """One data column of a return: `key` in the frame, what it tells, and where it stands in the sheet.

    `field` may be any declared name; the warehouse puts the id and the `scope` the name follows in its place.
    """

    key: str
    field: str
    level: str
    part: str
    unit: str
    letter: str
    header: str
    scope: str = ""


@dataclass(frozen=True)
class Return:
    """What one sheet says about one form: a row per delivered row, a decimal column per `columns` key.

    `frame` has row, year and the words region, code, level, name, unit, scope, release, citation (empty text when
    the form does not print them); `shown` the digits printed after each point; `notes` the cells without a number.
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


@dataclass(frozen=True)
class Reading:
    """Everything understood of one file, and what a person should know about the file itself."""

    file_name: str
    returns: tuple[Return, ...]
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return sum(each.frame.height for each in self.returns)
