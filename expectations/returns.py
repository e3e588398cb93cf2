"""The small frame of one delivery, judged with ready-made expectations before it enters the store."""

from importlib import import_module
from typing import Any

import polars as pl

from expectations.gx import judge_frame
from warehouse import declarations

YEARS = (1949, 2100)
KEYS = ["table", "region", "year", "level", "release", "field", "scope", "comparable"]
SHOWN = 5  # examples in the sentence; the delivery itself shows all


def check_return(frame: pl.DataFrame) -> list[str]:
    """What is wrong with the facts of one delivery, in Chinese sentences; none when nothing is.

    `frame` has a row per fact: its keys (table, region, year, level, release, field, scope, comparable), its
    `place` and its `number`.
    Asks for rows, numbers, years that can be, places in the table of regions, and no fact told twice.
    """
    if frame.is_empty():
        return ["没有一行数据，请核对是否发错文件"]
    results = judge_frame(frame, _expectations(frame))
    return [_sentence(each) for each in results if not each.success]


def _expectations(frame: pl.DataFrame) -> list[Any]:
    core: Any = import_module("great_expectations.expectations.core")
    # Of all known places only those the frame names: Great Expectations copies a set many times over.
    regions = sorted(declarations().regions.keys() & set(frame["place"])) or [""]
    first, last = YEARS
    within = f"年度应在 {first}—{last} 之间"
    return [
        core.ExpectColumnValuesToNotBeNull(column="number", mostly=1e-9, description="不能没有一个数"),
        core.ExpectColumnValuesToBeBetween(column="year", min_value=first, max_value=last, description=within),
        core.ExpectColumnValuesToBeInSet(column="place", value_set=regions, description="地区代码应已登记"),
        core.ExpectCompoundColumnsToBeUnique(column_list=KEYS, description="同一个数不能报两次"),
    ]


def _sentence(failed: Any) -> str:
    said = failed.expectation_config.description
    shown = sorted({str(value) for value in failed.result.get("partial_unexpected_list") or []})[:SHOWN]
    examples = f"（如 {'、'.join(shown)}）" if shown else ""
    return f"{said}：有 {failed.result.get('unexpected_count')} 行不符{examples}"
