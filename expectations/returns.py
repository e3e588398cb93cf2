"""The small frame of one delivery, judged with ready-made expectations before it enters the store."""

from collections.abc import Collection, Sequence
from importlib import import_module
from typing import Any

import polars as pl

from expectations.gx import open_context, validate

YEARS = (1949, 2100)


def check_return(
    frame: pl.DataFrame,
    *,
    columns: Sequence[str],
    keys: Sequence[str],
    regions: Collection[str],
    years: tuple[int, int] = YEARS,
) -> list[str]:
    """What is wrong with a frame of `unit`, `year`, keys and value columns, in Chinese sentences (none: nothing).

    Asks that it has rows and `columns`, that no value column is empty throughout, that every year lies within
    `years`, every unit is one of `regions`, and no combination of `keys` comes twice.
    """
    if absent := [name for name in (*keys, *columns) if name not in frame.columns]:
        return [f"缺少列 {'、'.join(absent)}，请核对表头"]
    if frame.is_empty():
        return ["没有一行数据，请核对是否发错文件"]
    results = validate(open_context(), "return", _expectations(columns, keys, regions, years), frame)
    return [_sentence(each) for each in results if not each.success]


def _expectations(
    columns: Sequence[str], keys: Sequence[str], regions: Collection[str], years: tuple[int, int]
) -> list[Any]:
    core: Any = import_module("great_expectations.expectations.core")
    filled = [
        core.ExpectColumnValuesToNotBeNull(column=name, mostly=1e-9, description=f"列 {name} 不能全部为空")
        for name in columns
    ]
    within = f"年度应在 {years[0]}—{years[1]} 之间"
    return [
        core.ExpectColumnValuesToBeBetween(column="year", min_value=years[0], max_value=years[1], description=within),
        core.ExpectColumnValuesToBeInSet(column="unit", value_set=sorted(regions), description="地区代码应已登记"),
        core.ExpectCompoundColumnsToBeUnique(column_list=list(keys), description=f"{'、'.join(keys)} 不能重复"),
        *filled,
    ]


def _sentence(failed: Any) -> str:
    said = failed.expectation_config.description
    shown = sorted({str(value) for value in failed.result.get("partial_unexpected_list") or []})[:5]
    return f"{said}：有 {failed.result.get('unexpected_count')} 行不符" + (
        f"（如 {'、'.join(shown)}）" if shown else ""
    )
