"""Which indicators a region can't give because some of their inputs were not delivered or are held back, and which."""

from collections.abc import Iterable

import duckdb

from expectations.text import listed, told_in
from warehouse import SUBJECTS, Declarations, Indicator, any_row, same_row

NOTHING = """SELECT NULL::VARCHAR AS region, NULL::SMALLINT AS year, NULL::VARCHAR AS level, NULL::VARCHAR AS release,
    NULL::VARCHAR AS indicator, NULL::VARCHAR AS lacks, NULL::BOOLEAN AS held WHERE false"""
KEYS = ("region", "year", "level", "release")
SETTLED = "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'work' AND table_name = 'summed_facts'"
# Of a region's own numbers those that a hard rule holds back.
OWN_HELD = """
CREATE OR REPLACE TEMP TABLE own_held AS
SELECT unit AS region, year, level, release, list(DISTINCT field) AS held FROM ({held}) GROUP BY ALL
"""
HELD_OF = """
SELECT f.unit, f.year, f.level, f.release, h.field FROM held_facts h JOIN {subject} f ON {same_row}
WHERE {told} AND wanted(f.year)
"""
OWN = """
CREATE OR REPLACE TEMP TABLE own_facts AS
SELECT {columns}, coalesce(held, []) AS held
FROM (FROM work.summed_facts WHERE own AND wanted(year)) LEFT JOIN own_held USING (region, year, level, release)
"""


def find_partial(con: duckdb.DuckDBPyConnection, indicators: Iterable[str], known: Declarations) -> None:
    """Fill the temporary table `partial_inputs`: region, year, level, release, indicator, lacks (names of measures),
    held (whether for the sake of a number held back).

    Only what a region reports itself counts, and only where something of the numerator was reported: of an indicator
    nobody speaks of nothing is lacking. Needs the macro `wanted`.
    """
    asked = [one for one in map(known.indicators.__getitem__, indicators) if one.is_plain and one.numerator]
    if not con.sql(SETTLED).fetchall():
        con.execute(f"CREATE OR REPLACE TEMP TABLE partial_inputs AS {NOTHING}")
        return
    asked_for = {name for one in asked for name in _measures(one, *one.formulas)}
    columns = asked_for & set(con.table("work.summed_facts").columns)
    con.execute(OWN_HELD.format(held=" UNION ALL ".join(_held(con, known))))
    said = (f"{name} IS NOT NULL AS {name}" for name in sorted(columns))
    con.execute(OWN.format(columns=", ".join([*KEYS, *said])))
    told = [_partial(one, known, columns) for one in asked if _measures(one, "numerator") & columns]
    con.execute(f"CREATE OR REPLACE TEMP TABLE partial_inputs AS {' UNION ALL '.join([NOTHING, *told])}")


def _measures(one: Indicator, *sides: str) -> set[str]:
    return {each.measure for side in sides for each in one.formulas[side].inputs}


def _held(con: duckdb.DuckDBPyConnection, known: Declarations) -> list[str]:
    """Queries of the numbers held back, a row for each; mostly there are none."""
    subjects = SUBJECTS if any_row(con, "held_cells") else SUBJECTS[:1]
    told = {subject: told_in("f", "h.field", known.measures_of(subject)) for subject in subjects}
    row = same_row("f", "h")
    return [HELD_OF.format(subject=subject, same_row=row, told=those) for subject, those in told.items()]


def _partial(one: Indicator, known: Declarations, columns: set[str]) -> str:
    """Query of the rows that speak of the numerator, and do not tell everything that the indicator needs.

    An amount is lacking only where a number of it is held back.
    """
    inputs = _measures(one, *one.formulas)
    needed = [name for name in known.measures if name in inputs]
    told = {name: name if name in columns else "false" for name in needed}
    names = ", ".join(f"CASE WHEN NOT {said} THEN '{known.measures[name].name}' END" for name, said in told.items())
    numerator = sorted(_measures(one, "numerator"))
    spoken = " OR ".join([f"list_has_any(held, [{listed(numerator)}])", *(told[name] for name in numerator)])
    held = " OR ".join(f"NOT {said} AND list_contains(held, '{name}')" for name, said in told.items())
    wanted = "lacks <> ''" if one.denominator else "held"
    return f"""
        SELECT * FROM (SELECT region, year, level, release, '{one.id}' AS indicator, concat_ws('、', {names}) AS lacks,
            {held} AS held FROM own_facts WHERE level IN ({listed(one.levels)}) AND ({spoken})) WHERE {wanted}"""
