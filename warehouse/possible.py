"""What no return can say: a year before statistics began or after the file arrived, a number too large to keep."""

from datetime import datetime

import polars as pl

from sources import Column, Problem, Return
from sources.text import plain
from warehouse.records import Declarations
from warehouse.schema import LARGEST_AMOUNT

EARLIEST = 1949


def impossible_years(one: Return, received: datetime, where: str) -> list[Problem]:
    """The years of a return that can't be, with their rows."""
    wrong = one.frame.filter(~pl.col("year").is_between(EARLIEST, received.year)).select("year", "row")
    if wrong.is_empty():
        return []
    told = [_year(year, rows["row"].to_list(), one) for (year,), rows in wrong.group_by("year", maintain_order=True)]
    said = f"年度应在 {EARLIEST} 至 {received.year}（收件的年份）：{'、'.join(told)}"
    return [Problem(where, said, "请核对年度；年度无误的，请核对本机日期后换个文件名重新报送")]


def _year(year: object, rows: list[int], one: Return) -> str:
    """A year, with its rows where others of the table tell another one."""
    return f"“{year}”" if len(rows) == one.frame.height else f"第 {'、'.join(map(str, rows))} 行“{year}”"


def too_large(one: Return, rows: pl.DataFrame, known: Declarations, where: str) -> list[Problem]:
    """Numbers that in their field's own unit have more digits than are kept; a unit that is unknown is told elsewhere.

    `rows` are the words of the rows, as many as there are in the frame.
    """
    most = one.frame.select(pl.col([column.key for column in one.columns]).abs().max().cast(pl.Float64)).row(0)
    found = [
        cell
        for column, number in zip(one.columns, most, strict=True)
        if number and number * max(_factors(column, rows, known).values()) >= LARGEST_AMOUNT
        for cell in _beyond(one, column, rows, known)
    ]
    if not found:
        return []
    said = f"数字太大，折合规定单位后应小于 {LARGEST_AMOUNT:,}：{'、'.join(found)}"
    return [Problem(where, said, "请核对数字和计量单位")]


def _beyond(one: Return, column: Column, rows: pl.DataFrame, known: Declarations) -> list[str]:
    factors = _factors(column, rows, known)
    units = rows.select("printed_unit", "field").rows() if column.field == "" else [_unit(column)] * rows.height
    told = zip(one.frame.select("row", column.key).rows(), units, strict=True)
    return [
        f"{column.letter}{column.row or row}“{number.normalize():,f}”"
        for (row, number), unit in told
        if number is not None and abs(float(number)) * factors[unit] >= LARGEST_AMOUNT
    ]


def _factors(column: Column, rows: pl.DataFrame, known: Declarations) -> dict[tuple[str, str], float]:
    """Unit and field → what a number of a column is multiplied by to be in its field's unit; growths stay so."""
    told = rows.select("printed_unit", "field").unique().rows() if column.field == "" else [_unit(column)]
    return {
        (unit, field): float(known.factor(unit, field) or 1)
        if field and column.part != "growth" and plain(unit) in known.units
        else 1.0
        for unit, field in told
    }


def _unit(column: Column) -> tuple[str, str]:
    return column.unit, column.field
