"""A sheet of text: the cells exactly where they stand, before anyone asks what they mean, and the marks they carry."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Merge:
    """A merged range; rows and columns counted from 1, all four ends inside."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Sheet:
    """One sheet: `cells` has a text column per letter (A, B, …); row 1 of the sheet is its first row.

    `percent` holds cells (`C7`) and whole columns (`C`) shown as percentages: the file keeps 0.05 for 5 %.
    `computed` counts the cells whose value a formula gave, `uncomputed` names those whose formula has no value kept.
    """

    name: str
    cells: pl.DataFrame
    merges: tuple[Merge, ...] = ()
    percent: frozenset[str] = frozenset()
    computed: int = 0
    uncomputed: tuple[str, ...] = ()
    hidden: bool = False

    def row(self, number: int) -> list[str]:
        """Texts of one row, counted from 1 as in a spreadsheet."""
        return [text or "" for text in self.cells.row(number - 1)]

    @property
    def height(self) -> int:
        return self.cells.height


def cells_where(cells: pl.DataFrame, those: pl.Expr) -> pl.DataFrame:
    """Column, row (from 0) and text of the cells for which an expression over `pl.all()` holds, column by column.

    It must not hold of empty cells. All columns are asked at once: to ask thousands one by one takes longer than to
    read them.
    """
    texts = cells.select(pl.all().filter(those).implode()).unpivot(value_name="text").explode("text")
    return places_where(cells, those).with_columns(texts["text"].drop_nulls().cast(pl.String))


def places_where(columns: pl.DataFrame, those: pl.Expr) -> pl.DataFrame:
    """Column and row (from 0) of the places for which an expression over `pl.all()` holds, column by column."""
    rows = columns.select(those.arg_true().implode())
    return rows.unpivot(variable_name="column", value_name="row").explode("row").drop_nulls("row")
