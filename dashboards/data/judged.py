"""Verdicts as columns, for one region or for a region and those below it."""

from dashboards.data.sql import arrays, finality, level_place, listed

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
ORDER = ("region", "year", "test", level_place(), finality())
# Sides of a verdict whose number rests on a cell that an open soft finding doubts.
UNEXPLAINED = """SELECT DISTINCT v.region, v.year, v.level, v.test, v.release
    FROM verdicts v JOIN marked m USING (region, year, release) LEFT JOIN statutory_tests t ON t.id = v.test
    WHERE m.doubted AND (m.level = v.level AND list_contains(v.evidence::JSON ->> '$[*].indicator', m.indicator)
        OR m.indicator = v.right_indicator AND m.level = nullif(t.right_level, ''))"""
# `growth` is that of the first side, which is the value the verdict names on its left.
JUDGED = f"""CREATE OR REPLACE TEMP TABLE judged AS
    WITH unexplained AS ({UNEXPLAINED})
    SELECT v.* EXCLUDE (flags, evidence, missing), nullif(v.missing, []) AS missing,
        nullif(if(u.region IS NULL, v.flags, list_append(coalesce(v.flags, []), 'unexplained')), []) AS flags,
        finite(TRY_CAST(evidence::JSON ->> '$[0].growth' AS DOUBLE)) AS growth
    FROM verdicts v LEFT JOIN unexplained u USING (region, year, level, test, release)"""


def judged_text(region: str = "region") -> str:
    """Query: `region` and JSON text of its verdicts in columns."""
    return f"""SELECT region, '{{' || substr({arrays(COLUMNS)}, 2) || '}}' AS verdicts
        FROM (SELECT {region} AS region, {listed(COLUMNS, ORDER)} AS told FROM judged GROUP BY ALL)"""
