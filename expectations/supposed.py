"""Duties as they would stand: with the numbers as filed where they are held back, and with those proposed instead."""

from collections.abc import Collection, Sequence

import duckdb
import polars as pl

from expectations.statutory import judge
from warehouse import compute_indicators, depends_on, suppose, supposing

Con = duckdb.DuckDBPyConnection
PROPOSED = """
SELECT finding_id, delivery_id, sheet, cell, proposed AS value, held
FROM findings SEMI JOIN touched_verdicts USING (finding_id) WHERE proposed IS NOT NULL ORDER BY ALL
"""
YEARS = "SELECT DISTINCT year FROM touched_verdicts WHERE list_contains($freed, finding_id) ORDER BY year"
# `case_`: filed or mended.
TABLE = """
CREATE OR REPLACE TEMP TABLE supposed_verdicts (case_ VARCHAR, region VARCHAR, year SMALLINT, level VARCHAR,
    test VARCHAR, release VARCHAR, verdict VARCHAR, gap DOUBLE, gap_unit VARCHAR)
"""
VERDICTS = """
SELECT region, year, level, test, release, verdict, gap, gap_unit FROM verdicts
WHERE list_contains($years, year) AND list_contains($regions, region)
"""


def judge_proposals(con: Con) -> None:
    """Make `supposed_verdicts` of the findings of `touched_verdicts` that propose a number; empty where none does.

    All proposals are supposed together, so that it takes two computations however many there are. Of figures that
    nothing holds back the verdicts stand as filed.
    """
    con.sql(TABLE)
    proposed = con.sql(PROPOSED).pl()
    if proposed.is_empty():
        return
    freed = proposed["finding_id"].to_list()
    years = [year for (year,) in con.sql(YEARS, params={"freed": freed}).fetchall()]
    with supposing(con) as trial:
        told = suppose(trial, proposed.select("delivery_id", "sheet", "cell", "value"))
        _, regions = depends_on(trial, told)
        _add(con, "mended", _judged(trial, freed, years, regions))
    if proposed["held"].any():
        with supposing(con) as trial:
            _add(con, "filed", _judged(trial, freed, years, regions))


def _judged(trial: Con, freed: Sequence[str], years: Sequence[int], regions: Collection[str]) -> pl.DataFrame:
    """Verdicts where nothing is held back for these findings' sake."""
    trial.execute("DELETE FROM held_cells WHERE list_contains($freed, finding_id)", {"freed": freed})
    compute_indicators(trial, years, regions, cited=False)
    judge(trial, years, regions, cite=False)
    judged: pl.DataFrame = trial.sql(VERDICTS, params={"years": list(years), "regions": list(regions)}).pl()
    return judged


def _add(con: Con, case: str, verdicts: pl.DataFrame) -> None:
    con.register("judged_then", verdicts.with_columns(case_=pl.lit(case)))
    con.sql("INSERT INTO supposed_verdicts BY NAME FROM judged_then")
    con.unregister("judged_then")
