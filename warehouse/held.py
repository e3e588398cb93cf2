"""Columns that no declaration knows, held back whole: every cell with its address, beside it the declared column it is
most like and the one edit of columns.csv that would accept it."""

import polars as pl

from sources import Return, load_forms
from sources.drift import Key, acceptance, nearest
from sources.forms import NAMED_ELSEWHERE
from sources.returns import Unmapped

ABOUT = {
    **dict.fromkeys(("form", "table", "sheet", "place", "header"), pl.String),
    **dict.fromkeys(("nearest", "nearest_level", "nearest_header"), pl.String),
    "similarity": pl.Float64,
    "edit_file": pl.String,
    "edit_line": pl.Int32,
    "edit_column": pl.Int16,
    "edit_text": pl.String,
}


def held_columns(one: Return) -> pl.DataFrame:
    """A row per filled cell of a column that is held back; a column without any filled cell has one row, cell NULL."""
    told = _told(one)
    frames = [_cells(each).join(_about(one, each, told), how="cross") for each in one.unmapped]
    empty = pl.DataFrame(schema={**ABOUT, "cell": pl.String, "text": pl.String})
    return pl.concat([empty, *(frame.select(empty.columns) for frame in frames)])


def _told(one: Return) -> set[Key]:
    """What the sheet tells already; where title or row name the field, level and part alone say it."""
    keys = {(column.field, column.level, column.part) for column in one.columns}
    return keys | {(named, level, part) for _, level, part in keys for named in NAMED_ELSEWHERE}


def _cells(unmapped: Unmapped) -> pl.DataFrame:
    if unmapped.cells.is_empty():
        return pl.DataFrame({"cell": [None], "text": [None]}, schema={"cell": pl.String, "text": pl.String})
    return unmapped.cells.select("cell", "text")


def _about(one: Return, unmapped: Unmapped, told: set[Key]) -> pl.DataFrame:
    form, year = load_forms()[one.form], max(one.frame["year"].to_list())
    near = nearest(form, one.table, unmapped.header, year, told)
    edit = acceptance(form, unmapped.header, near, year)
    row = {
        "form": one.form,
        "table": one.table,
        "sheet": one.sheet,
        "place": unmapped.place,
        "header": unmapped.header,
        "nearest": near.declared.field if near else None,
        "nearest_level": near.declared.level if near else None,
        "nearest_header": near.header if near else None,
        "similarity": near.similarity if near else None,
        "edit_file": edit.file,
        "edit_line": edit.line,
        "edit_column": edit.column,
        "edit_text": edit.text,
    }
    return pl.DataFrame([row], schema=ABOUT)
