"""Cells that must not enter as they stand: one sentence a kind, naming every cell; all kinds are told at once."""

import polars as pl

from sources.grid import Sheet
from sources.numbers import SHOWN, cleaned
from sources.problems import Problem
from sources.returns import Column
from sources.text import split_cell

FEW = 3  # numbers that make a pattern


def unreadable(notes: pl.DataFrame, columns: tuple[Column, ...], where: str) -> list[Problem]:
    """Text that is neither a number nor a known sign for 'no number' stops the delivery, all cells named."""
    letters = {column.key: column.letter for column in columns}
    bad = notes.filter(pl.col("status").is_null()).rows(named=True)
    if not bad:
        return []
    cells = "、".join(f"{letters[cell['key']]}{cell['row']}“{cell['text']}”" for cell in bad)
    return [Problem(where, f"应为数字的单元格读不成数字：{cells}", "请改为数字；没有数据请留空")]


def too_long(texts: pl.DataFrame, numbers: pl.DataFrame, columns: tuple[Column, ...], where: str) -> list[Problem]:
    """A number with more digits than the store can hold exactly stops the delivery."""
    cells = [
        f"{column.letter}{row}“{text}”"
        for column in columns
        for row, text in texts.filter(numbers[column.key].is_null() & _reads_as_number(texts, column.key))
        .select("row", column.key)
        .rows()
    ]
    if not cells:
        return []
    return [Problem(where, f"数字太长，不能准确保存：{'、'.join(cells)}", "请核对数字和计量单位")]


def _reads_as_number(texts: pl.DataFrame, key: str) -> pl.Series:
    """Which cells of a column read as numbers."""
    return texts.select(cleaned(key).str.contains(SHOWN)).to_series()


def not_computed(sheet: Sheet, columns: tuple[Column, ...], rows: pl.Series, where: str) -> list[Problem]:
    """A formula whose result the file does not keep is no zero and no blank: it stops the delivery."""
    letters, used = {column.letter for column in columns}, set(rows)
    places = [(cell, *split_cell(cell)) for cell in sheet.uncomputed]
    bare = [cell for cell, name, row in places if name in letters and row in used]
    if not bare:
        return []
    fix = "请在 WPS 或 Excel 中打开文件，待公式算出结果后保存，再报送"
    return [Problem(where, f"公式没有保存计算结果：{'、'.join(bare)}", fix)]


def fractions(numbers: pl.DataFrame, columns: tuple[Column, ...], where: str) -> list[Problem]:
    """A workbook keeps 5 % as 0.05 in cells formatted as percentages, where our forms print 5."""
    suspects = [column.letter for column in columns if column.unit == "%" and _all_fractions(numbers[column.key])]
    if not suspects:
        return []
    said = f"{'、'.join(suspects)} 列以 % 为单位，数值却全部小于 1，疑为“百分比”格式的单元格（5% 存成了 0.05）"
    return [Problem(where, said, "请把单元格格式改为“数值”，按 5.00 填写")]


def _all_fractions(numbers: pl.Series) -> bool:
    told = numbers.drop_nulls().cast(pl.Float64)
    return told.len() >= FEW and bool((told.abs() < 1).all()) and bool((told != 0).any())
