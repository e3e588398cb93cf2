"""Cells that must not enter as they stand: one sentence a kind, naming every cell; all kinds are told at once."""

import polars as pl

from sources.problems import Problem
from sources.returns import Column

FEW = 3  # numbers that make a pattern
SAID = {  # why a cell was refused → what is wrong, how to put it right
    "text": ("应为数字的单元格读不成数字", "请改为数字；没有数据请留空"),
    "date": ("应为数字的单元格里是日期", "请改为数字；若是 Excel 自动改成了日期，请把格式设为“数值”后重填"),
    "error": ("公式出错的单元格", "请改正公式或改填数值"),
    "long": ("数字太长，不能准确保存", "请核对数字和计量单位"),
    "scale": ("数字后的“万”“亿”或单位与该列的计量单位合不到一起，有两种读法", "请改为该列计量单位下的数字"),
    "percent": ("单元格是“百分比”格式，该列却不以 % 为单位", "请核对表头的计量单位，或把格式改为“数值”"),
}


def refused(cells: pl.DataFrame, where: str) -> list[Problem]:
    """One problem a kind for cells (cell, text, refused) that can't be read as numbers, every cell named."""
    return [
        Problem(where, f"{said}：{'、'.join(f'{cell}“{text}”' for cell, text in told)}", fix)
        for kind, (said, fix) in SAID.items()
        if (told := cells.filter(pl.col("refused") == kind).select("cell", "text").rows())
    ]


def uncomputed(cells: list[str], where: str) -> list[Problem]:
    """A formula whose value the file does not keep is no blank and no zero."""
    if not cells:
        return []
    said = f"公式没有保存计算结果：{'、'.join(cells)}"
    return [Problem(where, said, "请在 WPS 或 Excel 中打开文件，待公式算出结果后保存，再报送")]


def fractions(numbers: pl.DataFrame, columns: tuple[Column, ...], where: str) -> list[Problem]:
    """A workbook may keep 5 % as 0.05, where our forms print 5: a whole column of fractions is asked about."""
    suspects = [column.letter for column in columns if column.unit == "%" and _all_fractions(numbers[column.key])]
    if not suspects:
        return []
    said = f"{'、'.join(suspects)} 列以 % 为单位，数值却全部小于 1，疑为“百分比”格式的单元格（5% 存成了 0.05）"
    return [Problem(where, said, "请把单元格格式改为“数值”，按 5.00 填写")]


def _all_fractions(numbers: pl.Series) -> bool:
    told = numbers.drop_nulls().cast(pl.Float64)
    return told.len() >= FEW and bool((told.abs() < 1).all()) and bool((told != 0).any())
