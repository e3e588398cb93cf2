"""Which indicators a region can't give because some of their inputs were not delivered, and which inputs these are."""

from collections.abc import Iterable

import duckdb

from warehouse import Declarations, Indicator

NOTHING = """SELECT NULL::VARCHAR AS region, NULL::SMALLINT AS year, NULL::VARCHAR AS level, NULL::VARCHAR AS release,
    NULL::VARCHAR AS indicator, NULL::VARCHAR AS lacks WHERE false"""
KEYS = ("region", "year", "level", "release")
SIDES = ("numerator", "denominator")
SETTLED = "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'work' AND table_name = 'summed_facts'"


def find_partial(con: duckdb.DuckDBPyConnection, indicators: Iterable[str], known: Declarations) -> None:
    """Fill the temporary table `partial_inputs`: region, year, level, release, indicator, lacks (names of measures).

    Only what a region reports itself counts, and only where something of the numerator was reported: of an indicator
    nobody speaks of nothing is lacking. Needs the macro `wanted`.
    """
    asked = [one for one in map(known.indicators.__getitem__, indicators) if one.is_plain and one.denominator]
    if not con.sql(SETTLED).fetchall():
        con.execute(f"CREATE OR REPLACE TEMP TABLE partial_inputs AS {NOTHING}")
        return
    asked_for = {name for one in asked for name in _measures(one, *SIDES)}
    columns = asked_for & set(con.table("work.summed_facts").columns)
    said = (f"{name} IS NOT NULL AS {name}" for name in sorted(columns))
    con.execute(f"""CREATE OR REPLACE TEMP TABLE own_facts AS SELECT {", ".join([*KEYS, *said])}
        FROM work.summed_facts WHERE own AND wanted(year)""")
    told = [_partial(one, known, columns) for one in asked if _measures(one, "numerator") & columns]
    con.execute(f"CREATE OR REPLACE TEMP TABLE partial_inputs AS {' UNION ALL '.join([NOTHING, *told])}")


def _measures(one: Indicator, *sides: str) -> set[str]:
    return {each.measure for side in sides for each in one.formulas[side].inputs}


def _partial(one: Indicator, known: Declarations, columns: set[str]) -> str:
    """Query of the rows that tell something of the numerator, and not everything that the ratio needs."""
    needed = [name for name in known.measures if name in _measures(one, *SIDES)]
    names = ", ".join(
        f"CASE WHEN NOT {name} THEN '{known.measures[name].name}' END"
        if name in columns
        else f"'{known.measures[name].name}'"
        for name in needed
    )
    some = " OR ".join(sorted(_measures(one, "numerator") & columns))
    levels = ", ".join(f"'{level}'" for level in one.levels)
    return f"""
        SELECT * FROM (SELECT region, year, level, release, '{one.id}' AS indicator, concat_ws('、', {names}) AS lacks
        FROM own_facts WHERE level IN ({levels}) AND ({some})) WHERE lacks <> ''"""
