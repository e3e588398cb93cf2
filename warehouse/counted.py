"""How many schools there are follows from their kinds: each school of a list counts once, at one level (AG04, AG05)."""

import polars as pl

from warehouse.gathered import AMOUNT, Facts
from warehouse.identity import Settled
from warehouse.records import Declarations

SUBJECT = "enrolment"
MEASURE = "schools"


def count_schools(facts: Facts, before: int, one: Settled, rows: pl.DataFrame, known: Declarations) -> None:
    """Lay 学校数 (1 for each school, at the level its kind counts at) beside what the same rows tell.

    `before` is the number of frames the subject had before this return; `rows` have row, unit, year and release.
    """
    at = {kind.code: kind.counts_at for kind in known.school_kinds.values() if kind.counts_at}
    level = pl.col("kind").replace_strict(at, default=None, return_dtype=pl.String)
    counted = rows.join(one.schools.select("row", level), on="row").filter(pl.col("kind").is_not_null())
    keyed = counted.select("unit", "year", "release", "row", level="kind", sheet=pl.lit(one.whole.sheet)).with_columns(
        pl.lit(1).cast(AMOUNT).alias(MEASURE)
    )
    frames = facts.subjects[SUBJECT]
    for i in range(before, len(frames)):
        beside = keyed.select("row", "level", MEASURE)
        keyed = keyed.join(frames[i], on=["row", "level"], how="anti")
        if MEASURE not in frames[i].columns:
            frames[i] = frames[i].join(beside, on=["row", "level"], how="left", maintain_order="left")
    if keyed.height:
        frames.append(keyed)
