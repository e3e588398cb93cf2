"""Which units a delivery reports about, form by form and year by year, and who therefore reported."""

import polars as pl

from warehouse.identity import Settled
from warehouse.records import Declarations
from warehouse.regions import Gazetteer


def delivered(settled: Settled, rows: pl.DataFrame, known: Declarations) -> pl.DataFrame:
    """One row per region (of schools: their county), year and release of one return: its rows and its schools."""
    one = settled.source
    reporter = common(rows["place"].unique().to_list(), known.gazetteer)
    return (
        rows.group_by("place", "year", "release")
        .agg(
            rows=pl.len(),
            schools=pl.col("unit").filter("is_school").n_unique(),
            nameless=pl.col("coded").filter("is_school").eq("").sum(),
        )
        .rename({"place": "unit"})
        .with_columns(form=pl.lit(one.form), table=pl.lit(one.table), reporter=pl.lit(reporter))
        .sort("unit", "year", "release")
    )


def common(places: list[str], known: Gazetteer) -> str:
    """The innermost region that is, or contains, all these places; empty when there is none."""
    paths = [[one.code for one in reversed(known.above(code))] + [code] for code in places]
    shared = ""
    for level in zip(*paths, strict=False):
        if len(set(level)) > 1:
            break
        shared = level[0]
    return shared
