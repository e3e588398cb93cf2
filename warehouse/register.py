"""The register of schools, table `schools`: what the newest accepted lists say of each, and what became of it."""

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
WITH told AS (
    SELECT code, {LATEST}, arg_max(county, (year, arrival)) AS parent, min(year)::VARCHAR AS valid_from
    FROM school_entries JOIN accepted USING (delivery_id) GROUP BY code)
SELECT told.*, coalesce(ends.valid_to, '') AS valid_to, coalesce(ends.successor, '') AS successor, kinds.levels,
    kinds.counts
FROM told LEFT JOIN ends USING (code) LEFT JOIN school_kinds AS kinds ON kinds.code = told.kind ORDER BY code
"""
