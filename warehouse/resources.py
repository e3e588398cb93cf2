"""Resources of a whole school 校舍、场馆、设备、终端、图书 given to its levels by the weights of level_weights.csv.

A school with one level gives it everything. A 一贯制 or 完全中学 is split in the proportion weight × pupils; where the
pupils of one of its levels are not known, nothing is split.
"""

from collections.abc import Sequence

from warehouse.records import Declarations
from warehouse.schema import AMOUNT, SIDE


def given(known: Declarations, measures: Sequence[str]) -> str:
    """Statement that makes `now_given` from `now_facilities`, `now_enrolment` and `homes`: a row per school × level."""
    weights = ", ".join(f"('{level}', {weight})" for level, weight in known.level_weights.items())
    return f"""
        CREATE OR REPLACE TEMP TABLE now_given AS
        WITH weights(level, weight) AS (VALUES {weights}),
        whole AS (
            SELECT facts.*, homes.levels FROM now_facilities AS facts
            JOIN homes ON homes.code = unit AND since <= year AND year < until
            WHERE level = 'all' AND len(homes.levels) > 0),
        parts AS (
            SELECT of_level.unit, of_level.year, of_level.level, of_level.release,
                weight * pupils::{SIDE} AS part
            FROM (SELECT unit, year, release, unnest(levels) AS level FROM whole WHERE len(levels) > 1) AS of_level
            LEFT JOIN weights USING (level)
            LEFT JOIN now_enrolment AS told ON (told.unit, told.year, told.level, told.release)
                = (of_level.unit, of_level.year, of_level.level, of_level.release)),
        shares AS (
            SELECT unit, year, level, release, part, sum(part) OVER (PARTITION BY unit, year, release) AS total,
                sum(part) OVER (PARTITION BY unit, year, release ORDER BY level) AS reached,
                count_if(part IS NULL) OVER (PARTITION BY unit, year, release) AS unknown
            FROM parts)
        SELECT unit, year, levels[1] AS level, release{"".join(f", {name}" for name in measures)}
        FROM whole WHERE len(levels) = 1
        UNION ALL
        SELECT shares.unit, shares.year, shares.level, shares.release{"".join(map(_part, measures))}
        FROM shares JOIN whole USING (unit, year, release) WHERE unknown = 0 AND total > 0"""


def _part(measure: str) -> str:
    """The parts of a whole add up to it exactly: each is the difference of two rounded running sums."""
    upto = f"CAST({measure} * {{0}} / total AS {AMOUNT})"
    return f", {upto.format('reached')} - {upto.format('(reached - part)')} AS {measure}"
