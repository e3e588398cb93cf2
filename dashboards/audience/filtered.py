"""The published database with less in it: a new one, into which goes only what the audience may see."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb

from dashboards.audience.declared import Audience, limits
from dashboards.audience.suppressed import suppress
from dashboards.tables import PUBLISHED_VIEWS, quoted
from expectations import prepare

Con = duckdb.DuckDBPyConnection
SOURCE = "whole"


@contextmanager
def filtered(database: Path, audience: Audience) -> Iterator[Con]:
    """A store in memory that holds what an audience may see of a published database."""
    with closing(duckdb.connect()) as con:
        con.sql(f"ATTACH {quoted(str(database))} AS {SOURCE} (READ_ONLY)")
        _open_scope(con, audience)
        suppress(con, SOURCE, [code for (code,) in con.sql("FROM mine").fetchall()])
        con.sql("DELETE FROM suppressed WHERE region NOT IN (FROM shown)")
        con.execute(KEPT.format(documents=limits().documents))
        con.execute(GONE)
        for name in _tables(con):
            con.sql(f'CREATE TABLE "{name}" AS {_rows(name)}')
        con.execute(f"CREATE TABLE audience AS SELECT {quoted(audience.id)} AS id, {quoted(audience.region)} AS region")
        con.sql(f"DETACH {SOURCE}")
        prepare(con)
        yield con


def _tables(con: Con) -> list[str]:
    query = f"SELECT table_name FROM duckdb_tables() WHERE database_name = '{SOURCE}' ORDER BY 1"
    return [name for (name,) in con.sql(query).fetchall() if name not in PUBLISHED_VIEWS]


def _open_scope(con: Con, audience: Audience) -> None:
    """Temporary tables: `mine` (the reader's regions), `my_units` (with their schools), `shown` (all that is told)."""
    con.execute(MINE.format(region=quoted(audience.region)))
    others = limits().others
    told = "SELECT code FROM above" if "above" in others else "FROM mine"
    beside = f"SELECT code FROM {SOURCE}.regions WHERE parent IN (SELECT parent FROM above WHERE code = $region)"
    parts = ["FROM mine", told, *([beside] if "beside" in others else [])]
    shown = " UNION ".join(parts) if audience.region else f"SELECT code FROM {SOURCE}.regions"
    con.sql(f"CREATE TEMP TABLE shown AS {shown.replace('$region', quoted(audience.region))}")


def _rows(name: str) -> str:
    """SQL of the rows of a table that the audience sees; a table that is declared nowhere has none."""
    kind, source = limits().tables.get(name, "nowhere"), f'{SOURCE}."{name}"'
    match kind:
        case "whole":
            return f"FROM {source}"
        case "figures":
            return FIGURES[name]
        case "documents":
            return DOCUMENTS.get(name, f"FROM {source} WHERE delivery_id IN (SELECT delivery_id FROM kept WHERE own)")
        case "own":
            return OWN.get(name, f"FROM {source} WHERE {limits().own[name]} IN (FROM my_units)")
    return f"FROM {source} WHERE false"


MINE = f"""
CREATE TEMP TABLE mine AS
WITH RECURSIVE mine AS (SELECT code FROM {SOURCE}.regions WHERE code = {{region}}
    UNION SELECT r.code FROM {SOURCE}.regions r JOIN mine ON r.parent = mine.code)
SELECT code FROM mine;
CREATE TEMP TABLE my_units AS FROM mine UNION SELECT code FROM {SOURCE}.schools WHERE parent IN (FROM mine);
CREATE TEMP TABLE above AS
WITH RECURSIVE above AS (SELECT code, parent FROM {SOURCE}.regions WHERE code = {{region}}
    UNION SELECT r.code, r.parent FROM {SOURCE}.regions r JOIN above ON r.code = above.parent)
FROM above
"""
HIDDEN = "(region, year, level, indicator) IN (SELECT (s.region, s.year, s.level, s.indicator) FROM suppressed s)"
BEFORE = "(region, year - 1, level, indicator) IN (SELECT (s.region, s.year, s.level, s.indicator) FROM suppressed s)"
MY_OWN = "region IN (FROM mine)"
# A file is the reader's own where every unit it tells about is; one printed for everybody may be shown where it tells
# about regions that are shown, and nothing that is kept back.
KEPT = f"""
CREATE TEMP TABLE own_files AS
    SELECT delivery_id FROM {SOURCE}.delivered_units GROUP BY ALL HAVING bool_and(unit IN (FROM my_units));
CREATE TEMP TABLE telling AS
    SELECT delivery_id FROM {SOURCE}.evidence WHERE {HIDDEN} OR (part = 'previous' AND {BEFORE})
    UNION SELECT delivery_id FROM {SOURCE}.published_figures WHERE {HIDDEN}
        OR (coalesce(previous_value, stated_growth) IS NOT NULL AND {BEFORE})
    UNION SELECT delivery_id FROM {SOURCE}.school_entries
    UNION SELECT delivery_id FROM {SOURCE}.delivered_units WHERE unit IN (SELECT code FROM {SOURCE}.schools);
CREATE TEMP TABLE kept AS
    SELECT delivery_id, true AS own FROM own_files
    UNION SELECT delivery_id, false FROM {SOURCE}.deliveries
    WHERE delivery_id NOT IN (FROM own_files) AND delivery_id NOT IN (SELECT delivery_id FROM telling)
        AND state = 'accepted' AND release IN (SELECT unnest({{documents}}))
        AND delivery_id IN (SELECT delivery_id FROM {SOURCE}.evidence WHERE region IN (FROM shown));
SET VARIABLE kept = (SELECT coalesce(list(delivery_id), []) FROM kept);
SET VARIABLE my_findings = (
    SELECT coalesce(list(finding_id), []) FROM {SOURCE}.findings WHERE region IN (FROM my_units))
"""
# Verdicts of others in which something is kept back.
GONE = f"""
CREATE TEMP TABLE gone AS
WITH sides AS (
    SELECT v.region, v.year, v.level, v.test, unnest([t.right_level, 'all']) AS side_level,
        unnest(from_json(v.evidence, '["JSON"]')) AS side
    FROM {SOURCE}.verdicts v LEFT JOIN {SOURCE}.statutory_tests t ON t.id = v.test WHERE NOT {MY_OWN}),
levelled AS (SELECT *, unnest([level, side_level]) AS place FROM (SELECT DISTINCT * FROM sides)),
told AS (
    SELECT region, year, level, test, place, side->>'indicator' AS indicator, (side->>'year')::INTEGER AS of
    FROM levelled)
SELECT DISTINCT t.region, t.year, t.level, t.test FROM told t
JOIN suppressed s ON (s.region, s.level, s.indicator) = (t.region, t.place, t.indicator) AND s.year IN (t.of, t.of - 1)
"""
IS_GONE = "(region, year, level, test) IN (SELECT (g.region, g.year, g.level, g.test) FROM gone g)"
PRIOR = (
    *("previous", "growth", "growth_margin", "raw_growth", "stated_growth", "growth_sign", "caution", "note"),
    *("by_numerator", "by_denominator", "real_growth"),
)
SIDES = ("numerator", "denominator")
KEPT_BACK = f"NOT {MY_OWN} AND {HIDDEN}"
BASELESS = f"NOT {MY_OWN} AND ({HIDDEN} OR {BEFORE})"
OF_SCHOOLS = f"""NOT {MY_OWN} AND indicator IN (SELECT id FROM {SOURCE}.indicators
    WHERE kind IN ('dispersion', 'composite', 'schools_share'))"""
SHOWN_FILE = "CASE WHEN delivery_id IN (SELECT delivery_id FROM kept) THEN {0} END AS {0}"
ALL_SIDES = """list_transform(from_json(evidence, '["JSON"]'), lambda side: {})"""
BARE_SIDES = ALL_SIDES.format("""json_object('role', side->'role', 'norm', side->'norm', 'indicator', side->'indicator',
    'name', side->'name', 'year', side->'year', 'value', NULL, 'cells', json_array())""")
OPEN_SIDES = ALL_SIDES.format("""json_merge_patch(side, json_object('cells', list_filter(
    from_json(side->'cells', '["JSON"]'), lambda cell: list_contains(getvariable('kept'), cell->>'delivery_id'))))""")
FIGURES = {
    "indicator_values": f"""SELECT * REPLACE (
        {", ".join(f"CASE WHEN NOT ({KEPT_BACK}) AND NOT ({OF_SCHOOLS}) THEN {name} END AS {name}" for name in SIDES)},
        CASE WHEN {MY_OWN} THEN squares END AS squares, CASE WHEN NOT ({KEPT_BACK}) THEN value END AS value,
        {", ".join(f"CASE WHEN NOT ({BASELESS}) THEN {name} END AS {name}" for name in PRIOR)},
        CASE WHEN {BASELESS} THEN 'none' ELSE growth_basis END AS growth_basis, {SHOWN_FILE.format("delivery_id")})
        FROM {SOURCE}.indicator_values WHERE region IN (FROM shown)""",
    "evidence": f"""FROM {SOURCE}.evidence WHERE region IN (FROM shown)
        AND delivery_id IN (SELECT delivery_id FROM kept)
        AND ({MY_OWN} OR NOT ({HIDDEN} OR (part IN ('previous', 'growth') AND {BEFORE})))""",
    "published_figures": f"""FROM {SOURCE}.published_figures WHERE region IN (FROM shown)
        AND delivery_id IN (SELECT delivery_id FROM kept) AND ({MY_OWN} OR NOT ({HIDDEN} OR {BEFORE}))""",
    "next_year": f"FROM {SOURCE}.next_year WHERE region IN (FROM shown) AND NOT {IS_GONE}",
    "verdict_scopes": f"FROM {SOURCE}.verdict_scopes WHERE region IN (FROM shown) AND NOT {IS_GONE}",
    "verdicts": f"""SELECT * REPLACE (
        CASE WHEN {IS_GONE} THEN 'insufficient' ELSE verdict END AS verdict,
        CASE WHEN {IS_GONE} THEN []::VARCHAR[] ELSE flags END AS flags,
        {
        ", ".join(
            f"CASE WHEN NOT {IS_GONE} THEN {name} END AS {name}"
            for name in ("left_value", "right_value", "gap", "shortfall", "lacking")
        )
    },
        CASE WHEN {IS_GONE} THEN ['保密'] ELSE missing END AS missing,
        CASE WHEN {IS_GONE} THEN '' ELSE formula END AS formula,
        to_json(CASE WHEN {IS_GONE} THEN {BARE_SIDES} ELSE {OPEN_SIDES} END)::VARCHAR AS evidence)
        FROM {SOURCE}.verdicts WHERE region IN (FROM shown)""",
    "sign_off": f"""SELECT * REPLACE (CASE WHEN EXISTS (FROM mine) THEN name END AS name, NULL::VARCHAR AS reason,
        list_filter(withheld, lambda each: list_contains(getvariable('my_findings'), each))
        AS withheld) FROM {SOURCE}.sign_off""",
    "versions": f"""SELECT * REPLACE (0 AS added, 0 AS removed, 0 AS changed) FROM {SOURCE}.versions
        ORDER BY position DESC LIMIT 1""",
}
DOCUMENTS = {
    "deliveries": f"""SELECT d.* REPLACE (if(k.own, sender, NULL) AS sender, if(k.own, problem, NULL) AS problem,
        if(k.own, d.note, NULL) AS note, NULL::VARCHAR AS container,
        if(list_contains(getvariable('kept'), superseded_by), superseded_by, NULL) AS superseded_by)
        FROM {SOURCE}.deliveries d JOIN kept k USING (delivery_id)""",
    "layouts": f"FROM {SOURCE}.layouts WHERE delivery_id IN (SELECT delivery_id FROM kept)",
}
FILES = f"""SELECT * REPLACE (
    {", ".join(SHOWN_FILE.format(name) for name in ("delivery_id", "file_name", "sheet", "cell"))})"""
OWN = {
    name: f"""{FILES} FROM {SOURCE}.{name} WHERE coalesce(region, '') IN (FROM my_units)
        OR (coalesce(region, '') = '' AND delivery_id IN (SELECT delivery_id FROM kept WHERE own))"""
    for name in ("findings", "closed_findings", "failures")
}
