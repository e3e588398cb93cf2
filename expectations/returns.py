"""The small frame of one delivery, judged with ready-made expectations before it enters the store."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from expectations.gx import judge_frame, ready_made
from warehouse import declarations

KEYS = ["table", "region", "year", "level", "release", "field", "scope", "comparable"]
SHOWN = 5  # examples in the sentence; the delivery itself shows all
EMPTY = "没有一行数据，请核对是否发错文件"


@dataclass(frozen=True)
class Expected:
    """One ready-made expectation (`kind` with its `options`), what it says, and which values of a frame break it."""

    kind: str
    says: str
    options: dict[str, Any]
    broken: Callable[[pl.DataFrame], pl.Series]


def check_return(frame: pl.DataFrame) -> list[str]:
    """What is wrong with the facts of one delivery, in Chinese sentences; none when nothing is.

    `frame` has a row per fact: its keys (table, region, year, level, release, field, scope, comparable), its
    `place` and its `number`.
    Asks for rows, numbers, places in the table of regions, and no fact told twice.
    """
    if frame.is_empty():
        return [EMPTY]
    asked = [ready_made(one.kind, description=one.says, **one.options) for one in _expected(frame)]
    results = judge_frame(frame, asked)
    return [_sentence(_says(each), each.result) for each in results if not each.success]


def screen_return(frame: pl.DataFrame) -> list[str]:
    """The same sentences without the record of Great Expectations, for a dry run that keeps nothing."""
    if frame.is_empty():
        return [EMPTY]
    broken = [(one.says, one.broken(frame)) for one in _expected(frame)]
    return [
        _sentence(says, {"unexpected_count": values.len(), "partial_unexpected_list": values.to_list()})
        for says, values in broken
        if values.len()
    ]


def _expected(frame: pl.DataFrame) -> list[Expected]:
    # Of all known places only those the frame names: Great Expectations copies a set many times over.
    regions = sorted(declarations().regions.keys() & set(frame["place"])) or [""]
    return [
        Expected(
            "ExpectColumnValuesToNotBeNull",
            "不能没有一个数",
            {"column": "number", "mostly": 1e-9},
            lambda rows: rows["number"].clear() if rows["number"].count() else rows["number"],
        ),
        Expected(
            "ExpectColumnValuesToBeInSet",
            "地区代码应已登记",
            {"column": "place", "value_set": regions},
            lambda rows: rows.filter(~pl.col("place").is_in(regions))["place"],
        ),
        Expected(
            "ExpectCompoundColumnsToBeUnique",
            "同一个数不能报两次",
            {"column_list": KEYS},
            lambda rows: rows.select(pl.struct(KEYS).alias("key")).filter(pl.col("key").is_duplicated())["key"],
        ),
    ]


def _says(result: Any) -> str:
    return str(result.expectation_config.description)


def _sentence(says: str, found: Any) -> str:
    values = [value for value in found.get("partial_unexpected_list") or [] if value is not None]
    shown = sorted({" ".join(map(str, value.values())) if isinstance(value, dict) else str(value) for value in values})
    examples = f"（如 {'、'.join(shown[:SHOWN])}）" if shown else ""
    return f"{says}：有 {found.get('unexpected_count')} 行不符{examples}"
