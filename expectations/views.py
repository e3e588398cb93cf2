"""What rules look at: temporary views over the store's tables, each row with its addresses; made here only.

`figures`            one row per published figure, with names, rounding half-widths, last year's stored figure and the
                     interval in which its growth must lie
`document_wide`      one row per document × region × year × level × release: a column per indicator that some rule
                     names (`<id>`, `<id>__half`, `<id>__scope`, `<id>__growth`, `<id>__growth_half`,
                     `<id>__address`, `<id>__growth_address`)
`figures_wide`       the same over all documents; where documents disagree the column is NULL
`facts_wide`         one row per region × year × level × release: a column per measure that some rule names (`<id>`,
                     `<id>__last`, `<id>__half`, `<id>__address`)
`facts_and_figures`  both side by side
`facts_and_children` what a region tells itself beside the sum of what its children (regions, else schools) tell: per
                     measure `<id>__sum`, `<id>__sum_half`, `<id>__told` (children that tell it); `children` expected
`document_pairs`     two documents, two indicators, the same number of figures: how many of them are equal
`arrivals`           one row per delivery
`held_back`          one row per column that no declaration knows
`layout_changes`     one row per difference between a delivery's layout and last year's
`schools_gone`       one row per county and year whose list of schools names some no more
`repeated_reasons`   one row per finding explained for the same reason in three years running
`ledger_lines`       one row per pair of a ledger (see ledgers.py)
"""

from collections.abc import Iterable, Sequence

import duckdb

from expectations.compile import columns_used
from expectations.declared import HERE, Rule, declared_rules
from expectations.ledgers import ledger_columns, open_ledgers
from expectations.resolving import open_answers
from expectations.text import in_years
from warehouse import SUBJECTS

KEYS = ("region", "year", "level", "release")
TABLES = tuple(f"current_{subject}" for subject in SUBJECTS)
SOURCES_OF_ROWS = ("figures", "facts_wide", "arrivals")
DERIVED = (
    "document_wide",
    "figures_wide",
    "facts_and_figures",
    "facts_and_children",
    "document_pairs",
    "held_back",
    "layout_changes",
    "schools_gone",
    "repeated_reasons",
    "ledger_lines",
)
FACT_PARTS = ("", "__last", "__half", "__address")
NOT_MEASURES = {"unit", "year", "level", "release", "delivery_id", "sheet", "row"}

BOTH = """
CREATE OR REPLACE TEMP VIEW facts_and_figures AS SELECT * FROM facts_wide
JOIN (SELECT * EXCLUDE (region_name) FROM figures_wide) USING (region, year, level, release);
"""


def open_views(
    con: duckdb.DuckDBPyConnection, years: tuple[int, ...] | None = None, rules: Sequence[Rule] | None = None
) -> dict[str, set[str]]:
    """Create (or refresh) the temporary views; returns the columns of each. Facts are only those of `years`."""
    rules = declared_rules() if rules is None else rules
    used = ledger_columns().union(*map(columns_used, rules))
    named = {name.split("__")[0] for name in used}
    indicators = [name for (name,) in con.sql("SELECT id FROM indicators ORDER BY id").fetchall() if name in named]
    measures = {table: sorted((_columns(con, table) - NOT_MEASURES) & named) for table in TABLES}
    for text in (
        (HERE / "views.sql").read_text(encoding="utf-8"),
        _places(name for names in measures.values() for name in names),
        _figures_wide("document_wide", (*KEYS, "delivery_id"), indicators),
        _figures_wide("figures_wide", KEYS, indicators),
        _facts_wide(measures, years),
        BOTH,
        _children(name for names in measures.values() for name in names),
    ):
        con.execute(text)
    open_answers(con)
    open_ledgers(con, years)
    return {name: _columns(con, name) for name in (*SOURCES_OF_ROWS, *DERIVED)}


def _columns(con: duckdb.DuckDBPyConnection, name: str) -> set[str]:
    return {str(row[0]) for row in con.sql(f"DESCRIBE {name}").fetchall()}


PARTS = {
    "": "agreed(value)",
    "__half": "agreed(value_half)",
    "__scope": "agreed(scope)",
    "__growth": "agreed(stated_growth)",
    "__growth_half": "agreed(growth_half)",
    "__address": "arg_min(address, delivery_id || coalesce(scope, ''))",
    "__growth_address": "arg_min(growth_address, delivery_id || coalesce(scope, ''))",
}


# A school is a child at its levels, a region at every level; a development zone may be one, but nobody waits for it.
CHILDREN = """
CREATE OR REPLACE TEMP TABLE facts_and_children AS
WITH children AS (
  SELECT code, parent, valid_from, valid_to, levels, true AS due FROM schools
  UNION ALL SELECT code, parent, valid_from, valid_to, NULL, kind <> 'zone' FROM regions),
years AS (SELECT DISTINCT year FROM facts_wide),
alive AS (
  SELECT * FROM children, years WHERE coalesce(TRY_CAST(valid_from AS INTEGER), 0) <= year
    AND year < coalesce(TRY_CAST(valid_to AS INTEGER), 9999)),
sums AS (
  SELECT parent AS region, facts_wide.year, level, release{columns}
  FROM facts_wide JOIN alive ON (alive.code, alive.year) = (facts_wide.region, facts_wide.year) GROUP BY ALL),
expected AS (
  SELECT parent AS region, year, levels.id AS level, count(*) AS children FROM alive JOIN levels
    ON alive.levels IS NULL OR list_contains(alive.levels, levels.id) WHERE due GROUP BY ALL)
SELECT facts_wide.*, sums.* EXCLUDE (region, year, level, release), children
FROM facts_wide JOIN sums USING (region, year, level, release) LEFT JOIN expected USING (region, year, level)
"""


def _children(measures: Iterable[str]) -> str:
    sums = {"__sum": 'sum("{0}")', "__sum_half": 'sum("{0}__half")', "__told": 'count("{0}")'}
    columns = "".join(f', {what.format(each)} AS "{each}{part}"' for each in measures for part, what in sums.items())
    return CHILDREN.format(columns=columns)


def _figures_wide(name: str, keys: Iterable[str], indicators: Iterable[str]) -> str:
    """First one row per indicator, then its parts side by side."""
    key = ", ".join(keys)
    parts = ", ".join(f'"{part or "value"}" := {what}' for part, what in PARTS.items())
    told = [f"any_value(told) FILTER (indicator = '{each}') AS \"{each}\"" for each in indicators]
    columns = [f'"{each}"."{part or "value"}" AS "{each}{part}"' for each in indicators for part in PARTS]
    return f"""CREATE OR REPLACE TEMP TABLE {name} AS SELECT {key}, region_name, {", ".join(columns)} FROM (
      SELECT {key}, any_value(region_name) AS region_name, {", ".join(told)} FROM (
        SELECT {key}, indicator, any_value(region_name) AS region_name, struct_pack({parts}) AS told
        FROM figures GROUP BY {key}, indicator) GROUP BY {key}) ORDER BY {key}"""


def _places(measures: Iterable[str]) -> str:
    """Where each measure stands: a row per delivery × sheet × level × row, a column per measure.

    A column that holds every row of its sheet has row −1 and # for the row in its cell; a layout without level holds
    for all. `exact`: printed in the measure's own unit, not in 万 or 亿 of it.
    """
    columns = ", ".join(f"min(CASE WHEN field = '{each}' THEN place END) AS \"{each}\"" for each in measures)
    return f"""CREATE OR REPLACE TEMP TABLE places AS SELECT delivery_id, sheet, level, "row", {columns} FROM (
      SELECT l.delivery_id, coalesce(l.sheet, '') AS sheet, v.id AS level, coalesce(l."row", -1) AS "row", l.field,
        struct_pack(cell := coalesce(cell, "column" || coalesce("row"::VARCHAR, '#')),
          exact := l.unit = m.unit) AS place
      FROM layouts l LEFT JOIN measures m ON m.id = l.field
        JOIN levels v ON v.id = l.level OR coalesce(l.level, '') = ''
      WHERE coalesce(part, 'value') = 'value') GROUP BY ALL"""


def _facts_wide(measures: dict[str, list[str]], years: tuple[int, ...] | None) -> str:
    """Each measure from the one row that tells it now, side by side."""
    keys = " UNION ".join(
        f"SELECT unit AS region, year, level, release FROM {table} WHERE {in_years(years)}" for table in measures
    )
    facts = [(table, each) for table, names in measures.items() for each in names]
    columns = "".join(_fact(table, each) for table, each in facts)
    told = "".join(f', {_one(each, part)} AS "{each}{part}"' for _, each in facts for part in FACT_PARTS)
    return (
        f"CREATE OR REPLACE TEMP TABLE facts_wide AS"
        f" SELECT {', '.join(KEYS)}, any_value(region_name) AS region_name{told}"
        f" FROM (SELECT k.*, n.region_name{columns} FROM ({keys}) k"
        f" LEFT JOIN region_names n USING (region){''.join(map(_joined, measures))}) GROUP BY {', '.join(KEYS)}"
    )


def _one(measure: str, part: str) -> str:
    """One of what several rows tell; a place, where nothing is told, still is the place of the blank."""
    told = f'any_value("{measure}{part}")'
    return f'coalesce({told} FILTER ("{measure}" IS NOT NULL), {told})' if part == "__address" else told


def _joined(table: str) -> str:
    """The fact of each key in one subject table, last year's, and the places of its own row and of every row."""
    key = "({0}.unit, {0}.year, {0}.level, {0}.release) = (k.region, k.year{1}, k.level, k.release)"
    place = f"(p.delivery_id, p.sheet, p.level) = ({table}.delivery_id, coalesce({table}.sheet, ''), k.level)"
    return (
        f" LEFT JOIN {table} ON {key.format(table, '')}"
        f" LEFT JOIN {table} {table}_last ON {key.format(table + '_last', ' - 1')}"
        f' LEFT JOIN places {table}_own ON {place.replace("p.", table + "_own.")} AND {table}_own."row" = {table}."row"'
        f' LEFT JOIN places {table}_any ON {place.replace("p.", table + "_any.")} AND {table}_any."row" = -1'
    )


def _fact(table: str, measure: str) -> str:
    value = f'{table}."{measure}"::DOUBLE'
    place = f'coalesce({table}_own."{measure}", {table}_any."{measure}")'
    return (
        f', {value} AS "{measure}", {table}_last."{measure}"::DOUBLE AS "{measure}__last",'
        f' CASE WHEN {place}.exact THEN 0 ELSE rounding({value}) END AS "{measure}__half",'
        f" CASE WHEN {table}.delivery_id IS NOT NULL THEN struct_pack(delivery_id := {table}.delivery_id,"
        f" sheet := {table}.sheet,"
        f' cell := replace({place}.cell, \'#\', {table}."row"::VARCHAR)) END AS "{measure}__address"'
    )
