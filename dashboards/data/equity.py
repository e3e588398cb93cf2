"""`equity/<code>`: the schools of a region beside each other, for regions whose schools were delivered.

Every school's figure of each resource, how the 差异系数 would stand without it, and the least that would bring the
coefficient within its limit.
"""

from collections.abc import Iterator
from typing import Any

import duckdb

from dashboards.data.rows import rows
from dashboards.data.sql import finality, in_columns, level_place, listed
from warehouse import declarations, least_addition, school_influence
from warehouse.records import Indicator

Con = duckdb.DuckDBPyConnection
SHARE = "quality_schools_share"  # declares which resources are asked of a school, and how many of them
SCHOOLS = {
    "year": "year",
    "level": "level",
    "release": "release",
    "indicator": "indicator",
    "school": "school",
    "name": "name",
    "value": "finite(value)",
    "norm": "finite(norm)",
    "met": "met",
    "ratio": "finite(ratio)",
    "numerator": "finite(numerator)",
    "denominator": "finite(denominator)",
    "spread": "finite(spread)",
    "without": "finite(spread_without)",
}
ADDITIONS = {
    "year": "year",
    "level": "level",
    "release": "release",
    "indicator": "indicator",
    "school": "school",
    "raised_to": "finite(raised_to)",
    "addition": "finite(addition)",
    "target": "target",
}
TOLD = """SELECT school, region, year, level, release, numerator, denominator, value
    FROM school_conditions WHERE indicator = '{indicator}' AND numerator IS NOT NULL AND denominator > 0"""
LIMITS = """SELECT level, value, coalesce(valid_from::INTEGER, 0) AS since, coalesce(valid_to::INTEGER, 9999) AS until
    FROM norms WHERE indicator = ? AND area = ''"""
INFLUENCE = """CREATE OR REPLACE TEMP TABLE influence (indicator VARCHAR, school VARCHAR, region VARCHAR, year SMALLINT,
    level VARCHAR, release VARCHAR, spread DOUBLE, spread_without DOUBLE)"""
NEEDED = """CREATE OR REPLACE TEMP TABLE needed (indicator VARCHAR, region VARCHAR, year SMALLINT, level VARCHAR,
    release VARCHAR, school VARCHAR, raised_to DOUBLE, addition DOUBLE, target DOUBLE)"""
NAMES = "SELECT code AS school, min(name) AS name FROM schools GROUP BY ALL"
COMPARED = f"""SELECT * FROM school_conditions
    LEFT JOIN influence USING (indicator, school, region, year, level, release)
    LEFT JOIN ({NAMES}) USING (school) WHERE denominator > 0"""


def equity_scripts(con: Con) -> Iterator[tuple[str, str]]:
    """Key and JSON text of the schools of every region that has any."""
    _compute(con)
    order = ("year", level_place(), finality(), "indicator", "value", "school")
    schools = f"SELECT region, {listed(SCHOOLS, order)} FROM ({COMPARED}) GROUP BY region"
    more = f"SELECT region, {listed(ADDITIONS, (*order[:4], '-addition', 'school'))} FROM needed GROUP BY region"
    found = con.execute(f"""
        SELECT 'equity/' || region, concat('{{"region":', to_json(region), ',{_asked()}',
            ',"schools":{{', substr(schools.text, 2), '}},"additions":{{', substr(coalesce(more.text, ','), 2), '}}}}')
        FROM ({in_columns(schools, SCHOOLS)}) AS schools LEFT JOIN ({in_columns(more, ADDITIONS)}) AS more
        USING (region) ORDER BY region""")
    while row := found.fetchone():
        yield row[0], row[1]


def _asked() -> str:
    """JSON members: how many resources a school must meet, and how far below its standard the others may be."""
    share = declarations().indicators[SHARE]
    return f'"at_least":{share.at_least},"floor":{share.floor}'


def _compute(con: Con) -> None:
    """Fill `influence` and `needed` for all schools at once, resource by resource."""
    con.execute(INFLUENCE)
    con.execute(NEEDED)
    for dispersion in _dispersions():
        [resource] = dispersion.parts
        schools = TOLD.format(indicator=resource)
        names = "school, region, year, level, release, spread, spread_without"
        moved = school_influence(con, dispersion.id, schools).sql_query()
        con.execute(f"INSERT INTO influence SELECT '{resource}', {names} FROM ({moved})")
        for limit in rows(con, LIMITS.replace("?", f"'{dispersion.id}'")):
            _add(con, dispersion.id, resource, schools, limit)


def _add(con: Con, dispersion: str, resource: str, schools: str, limit: dict[str, Any]) -> None:
    where = f" AND level = '{limit['level']}' AND year BETWEEN {limit['since']} AND {limit['until']}"
    needed = least_addition(con, dispersion, limit["value"], schools=schools + where).sql_query()
    con.execute(f"""INSERT INTO needed SELECT '{resource}', region, year, level, release, school, raised_to, addition,
        {limit["value"]} FROM ({needed})""")


def _dispersions() -> list[Indicator]:
    """The 差异系数 of each resource that is asked of schools."""
    known = declarations().indicators
    asked = known[SHARE].parts
    return [
        one for one in known.values() if one.kind == "dispersion" and one.among == "quality" and one.parts[0] in asked
    ]
