"""What no return can say: a year before statistics began or after the file arrived, a number too large to keep."""

from datetime import datetime

import polars as pl

from sources import Column, Problem, Return
from sources.text import plain
from warehouse.records import Declarations
from warehouse.schema import LARGEST_AMOUNT

EARLIEST = 1949
FIX = "请核对年度；年度无误的，请核对本机日期后换个文件名重新报送"


def impossible_years(one: Return, received: datetime | None, where: str) -> list[Problem]:
    """The years of a return that can't be, with their rows; nothing says how late they may be before it has arrived."""
    latest = received.year if received else None
    late = pl.col("year") > latest if latest else pl.lit(False)
    wrong = one.frame.filter((pl.col("year") < EARLIEST) | late).select("year", "row")
    if wrong.is_empty():
        return []
    told = [_year(year, rows["row"].to_list(), one) for (year,), rows in wrong.group_by("year", maintain_order=True)]
    listed = "、".join(told)
    if latest is None:
        return [Problem(where, f"年度应在 {EARLIEST} 以后：{listed}", FIX)]
    return [Problem(where, f"年度应在 {EARLIEST} 至 {latest}（收件的年份）：{listed}", FIX)]


def _year(year: object, rows: list[int], one: Return) -> str:
    """A year, with its rows where others of the table tell another one."""
    return f"“{year}”" if len(rows) == one.frame.height else f"第 {'、'.join(map(str, rows))} 行“{year}”"


def too_large(one: Return, rows: pl.DataFrame, known: Declarations, where: str) -> list[Problem]:
    """Numbers that in their field's own unit have more digits than are kept; a unit that is unknown is told elsewhere.

    `rows` are the words of the rows, as many as there are in the frame.
    """
    keys = [column.key for column in one.columns]
    most = one.frame.select(pl.col(keys).abs().max().cast(pl.Float64)).row(0)
    factors = [unit.factor for unit in known.units.values()]
    suspect = LARGEST_AMOUNT * min(factors) / max(factors)  # whatever the unit, a smaller number is none too large
    suspects = [column for column, number in zip(one.columns, most, strict=True) if number and number >= suspect]
    found = [cell for column in suspects for cell in _beyond(one, column, rows, known)]
    if not found:
        return []
    said = f"数字太大，折合规定单位后应小于 {LARGEST_AMOUNT:,}：{'、'.join(found)}"
    return [Problem(where, said, "请核对数字和计量单位")]


def _beyond(one: Return, column: Column, rows: pl.DataFrame, known: Declarations) -> list[str]:
    unit, field = ("printed_unit", "field") if column.field == "" else (pl.lit(column.unit), pl.lit(column.field))
    named = rows.with_columns(unit=unit, field=field if column.part != "growth" else pl.lit(""))
    units = named.select("unit", "field")
    factors = {(unit, field): _factor(unit, field, known) for unit, field in units.unique().rows()}
    told = zip(one.frame.select("row", column.key).rows(), units.rows(), strict=True)
    return [
        f"{column.letter}{column.row or row}“{number.normalize():,f}”"
        for (row, number), pair in told
        if number is not None and abs(float(number)) * factors[pair] >= LARGEST_AMOUNT
    ]


def _factor(unit: str, field: str, known: Declarations) -> float:
    """What a number is multiplied by to be in its field's unit; a growth (no field) is told as it is kept."""
    return float(known.factor(unit, field) or 1) if field and plain(unit) in known.units else 1.0
