"""What units tell, as light as rules allow: only the measures, and parts of them, that some rule names.

`facts_<subject>`     one row per region or school × year × level × release that tells something of the subject; of a
                      measure `<id>`, `<id>__last` (what the same row told last year), `<id>__half` (half a unit of the
                      last digit where it is printed in 万 or 亿 of its unit, else 0)
`facts_wide`          the subjects side by side, as far as rules compare them
`facts_and_children`  of the regions that tell something themselves, beside it the sum of what their children tell

A rule over `facts_wide` that names one subject only is asked of that subject's table. Addresses (`<id>__address`) are
no columns: places.py finds them for the rows that fail.
"""

from collections.abc import Collection, Iterable, Mapping

import duckdb

from expectations.beside import columns_of_beside, needed, open_beside
from expectations.compile import ABOUT_UNIT, KEYS, Years
from expectations.text import before, in_years, in_years_or_before
from warehouse import SUBJECTS, any_row, declarations, latest

Con = duckdb.DuckDBPyConnection
FACT_PARTS = ("", "__last", "__half", "__address")
CHILD_PARTS = {"__sum": 'sum("{0}")', "__sum_half": 'sum("{0}__half")', "__told": 'count("{0}")'}
OF_UNIT = "f.unit, f.year, f.level, f.release"
# Of two forms' numbers, and of two rows of one delivery, the later.
ORDER = 'arrival * 10000000 + coalesce(f."row", 0)'

UNITS = """
CREATE OR REPLACE TEMP TABLE units AS
SELECT code AS region, true AS is_school, arg_max(kind, since) AS kind, arg_max(ownership, since) AS ownership,
  arg_max(urban_rural, since) AS urban_rural
FROM (SELECT *, coalesce(valid_from, '') AS since FROM schools) GROUP BY code
UNION ALL SELECT code, false, arg_max(kind, coalesce(valid_from, '')), NULL, NULL FROM regions GROUP BY code
"""

# Keys that are told more than once, of these years and of those before: only there is anything to weigh up.
AGAIN = """
CREATE OR REPLACE TEMP TABLE again_{subject} AS
SELECT hash({key}) AS key FROM {subject} f SEMI JOIN accepted USING (delivery_id) WHERE {years}
GROUP BY ALL HAVING count(*) > 1
"""

# Measures printed in 万 or 亿 of their unit: which of a row, or of every row of a sheet (row −1).
INEXACT = """
CREATE OR REPLACE TEMP TABLE inexact AS
SELECT delivery_id, coalesce(sheet, '') AS sheet, levels.id AS level, coalesce("row", -1) AS "row",
  list(DISTINCT field) AS measures
FROM layouts l JOIN measures m ON m.id = l.field JOIN levels ON levels.id = l.level OR coalesce(l.level, '') = ''
WHERE coalesce(part, 'value') = 'value' AND l.unit IS DISTINCT FROM m.unit GROUP BY ALL
"""

# A school is a child at its levels, a region at every level; a development zone may be one, but nobody waits for it.
CHILDREN = """
CREATE OR REPLACE TEMP TABLE facts_and_children AS
WITH children AS (
  SELECT code, parent, valid_from, valid_to, levels, true AS due FROM schools
  UNION ALL SELECT code, parent, valid_from, valid_to, (SELECT list(id) FROM levels), kind <> 'zone' FROM regions),
years AS (SELECT DISTINCT year FROM facts_of_all),
alive AS (
  SELECT * FROM children, years WHERE coalesce(TRY_CAST(valid_from AS INTEGER), 0) <= year
    AND year < coalesce(TRY_CAST(valid_to AS INTEGER), 9999)),
sums AS (
  SELECT parent AS region, f.year, level, release{sums}
  FROM facts_of_all f JOIN alive ON (alive.code, alive.year) = (f.region, f.year) GROUP BY ALL),
expected AS (
  SELECT region, year, level, count(*) AS children
  FROM (SELECT parent AS region, year, unnest(levels) AS level FROM alive WHERE due) GROUP BY ALL)
FROM facts_of_all JOIN sums USING (region, year, level, release) LEFT JOIN expected USING (region, year, level)
"""


def columns_of_facts() -> dict[str, set[str]]:
    """View → every column that rules over it may name."""
    measures = declarations().measures
    wide = {*KEYS, *ABOUT_UNIT, *(f"{each}{part}" for each in measures for part in FACT_PARTS)}
    sums = {f"{each}{part}" for each in measures for part in CHILD_PARTS}
    return {"facts_wide": wide, "facts_and_children": wide | sums | {"children"}, **columns_of_beside(wide)}


def open_facts(con: Con, used: Mapping[str, Collection[str]], years: Years) -> None:
    """Make the tables of facts with the columns `used` of each, of these years."""
    wide = {*used.get("facts_wide", ()), *used.get("facts_and_figures", ()), *needed(used, schools=True)}
    of_regions = needed(used, schools=False)
    summed = _summed(used.get("facts_and_children", ()))
    con.sql(INEXACT)
    inexact = {name for (name,) in con.sql("SELECT DISTINCT unnest(measures) FROM inexact").fetchall()}
    if any(name in columns for columns in used.values() for name in ABOUT_UNIT):
        con.sql(UNITS)
    for subject in SUBJECTS:
        con.sql(AGAIN.format(key=OF_UNIT, subject=subject, years=in_years_or_before(years)))
        columns = {*used.get(f"facts_{subject}", ()), *((wide | summed | of_regions) - ABOUT_UNIT)}
        _open_subject(con, subject, columns, inexact, years)
    if wide:
        _side_by_side(con, "facts_wide", wide, inexact)
    if of_regions:
        units = " UNION ".join(f"SELECT region FROM told_{subject}" for subject in SUBJECTS)
        con.sql(f"CREATE OR REPLACE TEMP TABLE no_schools AS ({units}) EXCEPT SELECT code FROM schools")
        _side_by_side(con, "facts_of_regions", of_regions, inexact, "WHERE region IN (FROM no_schools)")
    if summed:
        _side_by_side(con, "facts_of_all", summed, inexact)
        sums = [(each, part) for part in CHILD_PARTS for each in _measures(used["facts_and_children"], (part,))]
        told = "".join(f', {CHILD_PARTS[part].format(each)} AS "{each}{part}"' for each, part in sums)
        con.sql(CHILDREN.format(sums=told))
    open_beside(con, used)


def _summed(columns: Collection[str]) -> set[str]:
    """What `facts_and_children` is made of."""
    halves = {f"{each}__half" for each in _measures(columns, ("__sum_half",))}
    return {*columns, *halves, *_measures(columns, CHILD_PARTS)}


def _measures(columns: Collection[str], parts: Iterable[str], subject: str = "") -> list[str]:
    """Measures (of a subject) of which one of these parts is among the columns."""
    known = declarations()
    among = known.measures_of(subject) if subject else known.measures
    return [each for each in among if any(f"{each}{part}" in columns for part in parts)]


def _open_subject(con: Con, subject: str, columns: set[str], inexact: set[str], years: Years) -> None:
    """`facts_<subject>`, and below it the table of what is not 0 everywhere."""
    measures = _measures(columns, ("", "__last", "__half"), subject)
    rounded = [each for each in _measures(columns, ("__half",), subject) if each in inexact]
    about = sorted(ABOUT_UNIT & columns)
    last = _measures(columns, ("__last",), subject)
    told = [f't."{each}"' for each in measures] + [f't."{each}__half"' for each in rounded]
    told += [f'l."{each}" AS "{each}__last"' for each in last] + [f"u.{name}" for name in about]
    joins = f" LEFT JOIN ({_rows(con, subject, last, [], before(years))}) l ON {LAST_YEAR}" if last else ""
    joins += " LEFT JOIN units u ON u.region = t.unit" if about else ""
    con.sql(f"""CREATE OR REPLACE TEMP TABLE told_{subject} AS
        SELECT {", ".join(["t.unit AS region, t.year, t.level, t.release", *told])}
        FROM ({_rows(con, subject, measures, rounded, years)}) t{joins}""")
    con.sql(_with_exact(f"facts_{subject}", f"told_{subject}", _measures(columns, ("__half",), subject), inexact))


LAST_YEAR = "(l.unit, l.year, l.level, l.release) = (t.unit, t.year - 1, t.level, t.release)"


def _rows(con: Con, subject: str, measures: list[str], halves: list[str], years: Years) -> str:
    """Query of one row per key; those told more than once (`again_<subject>`) are weighed up."""
    if not measures:
        return f"SELECT {OF_UNIT} FROM {subject} f LIMIT 0"
    values = "".join(f', "{each}"::DOUBLE AS "{each}"' for each in measures)
    rounded = "".join(f', {_half(each)} AS "{each}__half"' for each in halves)
    once = f"""SELECT {OF_UNIT}{values}{rounded}
        FROM {subject} f SEMI JOIN accepted USING (delivery_id){_with_inexact(halves)} WHERE {in_years(years)}"""
    if not any_row(con, f"again_{subject}"):
        return once
    again = f"(SELECT key FROM again_{subject})"
    source = f"(SELECT * FROM {subject} f WHERE {in_years(years)} AND hash({OF_UNIT}) IN {again})"
    return f"{once} AND hash({OF_UNIT}) NOT IN {again} UNION ALL {_weighed(source, measures, halves)}"


def _weighed(source: str, measures: list[str], halves: list[str]) -> str:
    """Of each form the latest number, and of these the latest."""
    values = "".join(f', arg_max("{each}"::DOUBLE, {ORDER}) AS "{each}"' for each in measures)
    told = 'CASE WHEN "{0}" IS NOT NULL THEN {1} END'
    rounded = "".join(f', arg_max({told.format(each, _half(each))}, {ORDER}) AS "{each}__half"' for each in halves)
    return f"""SELECT {OF_UNIT}{values}{rounded}
        FROM ({latest(source, measures)}) f JOIN accepted USING (delivery_id){_with_inexact(halves)} GROUP BY ALL"""


def _half(measure: str) -> str:
    return (
        f"CASE WHEN list_contains(own.measures, '{measure}') OR list_contains(whole.measures, '{measure}')"
        f' THEN rounding("{measure}"::DOUBLE) ELSE 0 END'
    )


def _with_inexact(halves: list[str]) -> str:
    """Join of what is inexact in each row by itself and by its column."""
    join = """ LEFT JOIN inexact {0} ON ({0}.delivery_id, {0}.sheet, {0}.level, {0}."row")
        = (f.delivery_id, coalesce(f.sheet, ''), f.level, {1})"""
    own, whole = join.format("own", 'f."row"'), join.format("whole", "-1")
    return own + whole if halves else ""


def _with_exact(view: str, table: str, halves: list[str], inexact: set[str]) -> str:
    """A view of a table with the halves that are 0 everywhere."""
    exact = "".join(f', 0.0::DOUBLE AS "{each}__half"' for each in halves if each not in inexact)
    return f"CREATE OR REPLACE TEMP VIEW {view} AS SELECT *{exact} FROM {table}"


def _side_by_side(con: Con, name: str, columns: set[str], inexact: set[str], where: str = "") -> None:
    """A view of these columns of all subjects, of every unit or of some."""
    key = ", ".join(KEYS)
    told = {subject: _of_subject(subject, columns, inexact) for subject in SUBJECTS}
    first, *others = [
        f"(SELECT {', '.join([key, *mine])} FROM told_{subject} {where})" for subject, mine in told.items() if mine
    ] or [f"(SELECT {key} FROM told_{SUBJECTS[0]} {where})"]
    joined = first + "".join(f" FULL JOIN {each} USING ({key})" for each in others)
    about = sorted(ABOUT_UNIT & columns)
    units = f" LEFT JOIN (SELECT region, {', '.join(about)} FROM units) USING (region)" if about else ""
    con.sql(f"CREATE OR REPLACE TEMP TABLE told_{name} AS SELECT * FROM {joined}{units}")
    con.sql(_with_exact(name, f"told_{name}", _measures(columns, ("__half",)), inexact))


def _of_subject(subject: str, columns: set[str], inexact: set[str]) -> list[str]:
    """Columns of one subject that are kept."""
    halves = [f"{each}__half" for each in _measures(columns, ("__half",), subject) if each in inexact]
    last = [f"{each}__last" for each in _measures(columns, ("__last",), subject)]
    return [f'"{each}"' for each in (*_measures(columns, ("",), subject), *last, *halves)]
