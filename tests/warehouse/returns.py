"""Returns about schools, made by hand: what a reader would hand over."""

from typing import Any

import polars as pl

from sources import Column, Reading, Return

WORDS = ("region", "code", "level", "name", "unit", "scope", "release", "citation")
NUMBER = pl.Decimal(38, 12)


def school_return(*rows: dict[str, Any], title: str = "示例县2023年学校一览表", year: int = 2023) -> Return:
    """One row per school: any of the words, and `pupils` (a primary school's)."""
    told = [dict.fromkeys((*WORDS, "school", "school_code", "school_kind", "ownership", "urban_rural"), "")
            | {"row": i, "pupils": 10} | row for i, row in enumerate(rows, 5)]  # fmt: skip
    frame = pl.DataFrame(told).rename({"pupils": "c0"})
    return Return(
        form="school_list",
        table="schools",
        sheet="一览表",
        title=title,
        release="return",
        citation="",
        columns=(Column("c0", "pupils", "primary", "value", "人", "H", "在校生数"),),
        frame=frame.with_columns(pl.col("c0").cast(NUMBER), year=pl.lit(year, pl.Int16)),
        shown=frame.select(pl.lit(0, pl.Int8).alias("c0")),
        notes=pl.DataFrame(schema={"row": pl.Int64, "key": pl.String, "status": pl.String, "text": pl.String}),
    )


def reading(*returns: Return, file_name: str = "一览表.xlsx") -> Reading:
    return Reading(file_name, returns)
