"""The register of schools, table `schools`: what the newest accepted lists say of each, and what became of it.

A school ends when a decision says so, or with the first later list of its county (same form, with schools of its
kind in it) that names it no more: `ended` tells which, and a rule asks for a decision about the latter.
"""

import polars as pl

from sources.text import half_width
from warehouse.decisions import LEFT_OUT, Decisions
from warehouse.store import Connection, replace, transaction

NAMING_SCHOOLS = """delivery_id IN (SELECT delivery_id FROM delivered_units WHERE nameless > 0
    UNION SELECT delivery_id FROM held_rows WHERE kind = 'school')"""


def registered_schools(con: Connection) -> pl.DataFrame:
    """code, name (as compared) and county of every school, under every name it ever had there, by code."""
    names = con.sql("SELECT DISTINCT code, name, county FROM school_entries JOIN accepted USING (delivery_id)").pl()
    register: pl.DataFrame = (
        names.select("code", half_width(pl.col("name")), "county").unique().sort("code", "county", "name")
    )
    return register


def renew_schools(con: Connection, decisions: Decisions) -> None:
    """Write `schools` anew from the accepted lists and the decisions about successors."""
    ended = [one for one in decisions.all if one.kind == "successor"]
    rows = [(one.printed, one.date[:4], one.means.replace(LEFT_OUT, "")) for one in ended]
    schema = {"code": pl.String, "valid_to": pl.String, "successor": pl.String}
    con.register("ends", pl.DataFrame(rows, schema=schema, orient="row").unique("code", keep="last"))
    schools = con.sql(SCHOOLS).pl()
    con.unregister("ends")
    with transaction(con):
        replace(con, "schools", schools)


LATEST = ", ".join(
    f"coalesce(arg_max({name}, (year, arrival)) FILTER ({name} <> ''), '') AS {name}"
    for name in ("name", "kind", "ownership", "urban_rural")
)
SCHOOLS = f"""
WITH entries AS (SELECT school_entries.*, form, arrival FROM school_entries JOIN accepted USING (delivery_id)),
told AS (
    SELECT code, {LATEST}, arg_max(county, (year, arrival)) AS parent, min(year)::VARCHAR AS valid_from,
        max(year) AS last FROM entries GROUP BY code),
lists AS (SELECT DISTINCT county, form, kind, year FROM entries),
absent AS (
    SELECT code, min(lists.year)::VARCHAR AS absent_from
    FROM told JOIN entries USING (code) JOIN lists USING (county, form)
    WHERE entries.year = told.last AND lists.kind = told.kind AND lists.year > told.last GROUP BY code)
SELECT told.* EXCLUDE (last), coalesce(ends.valid_to, absent_from, '') AS valid_to,
    coalesce(ends.successor, '') AS successor, kinds.levels, kinds.counts_at,
    CASE WHEN ends.code IS NOT NULL THEN 'decided' WHEN absent_from IS NOT NULL THEN 'absent' ELSE '' END AS ended
FROM told LEFT JOIN ends USING (code) LEFT JOIN absent USING (code)
LEFT JOIN school_kinds AS kinds ON kinds.code = told.kind ORDER BY code
"""
