"""Verdicts as columns, for one region or for a region and those below it."""

from dashboards.data.sql import finality, in_columns, level_place, listed

COLUMNS = {
    "region": "region",
    "year": "year",
    "test": "test",
    "level": "level",
    "release": "release",
    "verdict": "verdict",
    "flags": "flags",
    "gap": "finite(gap)",
    "gap_unit": "gap_unit",
    "shortfall": "finite(shortfall)",
    "lacking": "finite(lacking)",
    "lacking_unit": "lacking_unit",
    "growth": "growth",
    "missing": "missing",
}
STEADY = ("region", "release", "gap_unit", "lacking_unit")
DERIVED = {"growth": {"""'["same","gap"]'""": '"growth[]" IS NOT DISTINCT FROM "gap[]"'}}
ORDER = ("region", "year", "test", level_place(), finality())
# Verdicts of which a side rests on a cell that an open soft finding doubts.
UNEXPLAINED = """CREATE OR REPLACE TEMP TABLE unexplained AS
    SELECT DISTINCT v.region, v.year, v.level, v.test, v.release
    FROM verdicts v JOIN marked m USING (region, year, release) LEFT JOIN statutory_tests t ON t.id = v.test
    WHERE m.doubted AND (m.level = v.level AND list_contains(v.evidence::JSON ->> '$[*].indicator', m.indicator)
        OR m.indicator = v.right_indicator AND m.level = nullif(t.right_level, ''))"""
# `growth` is that of the first side.
JUDGED = """CREATE OR REPLACE TEMP VIEW judged AS
    SELECT v.* EXCLUDE (flags, evidence, missing), nullif(v.missing, []) AS missing,
        nullif(if(u.region IS NULL, v.flags, list_append(coalesce(v.flags, []), 'unexplained')), []) AS flags,
        finite(TRY_CAST(evidence::JSON ->> '$[0].growth' AS DOUBLE)) AS growth
    FROM some_verdicts v LEFT JOIN unexplained u USING (region, year, level, test, release)"""


def judged_alone() -> str:
    """Statement: `judged_alone`, the verdicts of each region as its own script and that of a group of one tell them."""
    return f"CREATE OR REPLACE TEMP TABLE judged_alone AS {judged_text()}"


def judged_text(head: str = "region", rows: str = "judged") -> str:
    """Query: `head` and JSON text of its verdicts in columns."""
    told = f"SELECT {head}, {listed(COLUMNS, ORDER)} FROM {rows} GROUP BY {head}"
    columns = in_columns(told, COLUMNS, STEADY, DERIVED)
    return f"SELECT {head}, '{{' || substr(text, 2) || '}}' AS verdicts FROM ({columns})"
