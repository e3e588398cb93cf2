"""Indicator values before growth: a unit's own figure, the figure a document prints, or the sum of the children.

Everything is set-wise DuckDB SQL generated from the declarations, in temporary tables:
`used_facts` → `own_values` → `rolled_values`, beside `used_figures`; together `chosen_values`.
"""

from warehouse.formulas import Input
from warehouse.records import SUBJECTS, Declarations, Indicator
from warehouse.store import Connection

KEY = "region, year, level, indicator, release"


def build_values(con: Connection, known: Declarations, years: str) -> None:
    """Fill the temporary tables for the years that the SQL predicate `years` lets through."""
    con.sql(HELD_MEASURES)
    con.sql(_used_facts(known, years))
    con.sql(f"CREATE OR REPLACE TEMP TABLE own_values AS {_own_values(known)}")
    con.sql(USED_FIGURES.format(years=years))
    _roll_up(con)
    con.sql(CANDIDATES)
    con.sql(CHOSEN)


# Which measures of which rows a hard finding holds back: by the column of a wide table, by the cell of a tidy one.
HELD_MEASURES = """
CREATE OR REPLACE TEMP TABLE held_measures AS
SELECT delivery_id, sheet, level, "row", list(DISTINCT field) AS measures FROM (
    SELECT held.delivery_id, held.sheet, layouts.level, layouts.field,
        TRY_CAST(regexp_extract(held.cell, '[0-9]+$') AS INTEGER) AS "row"
    FROM held_cells AS held JOIN layouts ON (layouts.delivery_id, layouts.sheet, layouts."column")
        = (held.delivery_id, held.sheet, regexp_extract(held.cell, '^[A-Z]+')) AND layouts."row" IS NULL
    UNION ALL
    SELECT delivery_id, sheet, level, field, layouts."row"
    FROM held_cells JOIN layouts USING (delivery_id, sheet, cell))
GROUP BY ALL
"""


def _used_facts(known: Declarations, years: str) -> str:
    """Per unit, year, level and release the number of each measure that holds now, held ones left out."""
    free = "held.measures IS NULL OR NOT list_contains(held.measures, '{name}')"
    measures = ", ".join(
        f"arg_max(CASE WHEN {free.format(name=name)} THEN {name} END, arrival) AS {name}"
        for name in known.computed_from
    )
    subjects = " UNION ALL BY NAME ".join(f"SELECT * FROM current_{subject}" for subject in SUBJECTS)
    return f"""
        CREATE OR REPLACE TEMP TABLE used_facts AS
        SELECT facts.unit, facts.year, facts.level, facts.release, {measures}
        FROM ({subjects}) AS facts JOIN accepted USING (delivery_id)
        LEFT JOIN held_measures AS held ON (held.delivery_id, held.sheet, held.level, held."row")
            = (facts.delivery_id, facts.sheet, facts.level, facts."row")
        WHERE {years} GROUP BY ALL"""


def _own_values(known: Declarations) -> str:
    """Numerator and denominator of every computed indicator for every unit that reports its measures."""
    return " UNION ALL ".join(_own(one) for one in known.indicators.values() if one.numerator)


def _own(one: Indicator) -> str:
    formulas = one.formulas
    aliases = {_alias(each): each for each in one.inputs}
    joins = " ".join(
        f'LEFT JOIN used_facts AS "{alias}" ON ("{alias}".unit, "{alias}".year, "{alias}".release, "{alias}".level)'
        f" = (own.unit, own.year - {each.ago}, own.release, {repr(each.level) if each.level else 'own.level'})"
        for alias, each in sorted(aliases.items())
        if not each.is_own
    )
    numerator = formulas["numerator"].sql(_place)
    denominator = formulas["denominator"].sql(_place) if one.denominator else "NULL"
    complete = f"numerator IS NOT NULL AND {'denominator IS NOT NULL' if one.denominator else 'true'}"
    levels = ", ".join(f"'{level}'" for level in one.levels)
    return f"""
        SELECT own.unit AS region, own.year, own.level, '{one.id}' AS indicator, own.release,
            CAST({numerator} AS DECIMAL(38,6)) AS numerator, CAST({denominator} AS DECIMAL(38,6)) AS denominator
        FROM used_facts AS own {joins}
        WHERE own.level IN ({levels}) AND {complete}"""


def _alias(each: Input) -> str:
    return f"{each.level or 'own'}@{each.ago}" if not each.is_own else "own"


def _place(each: Input) -> str:
    return f'"{_alias(each)}".{each.measure}'


USED_FIGURES = """
CREATE OR REPLACE TEMP TABLE used_figures AS
SELECT figures.* FROM current_published_figures AS figures JOIN accepted USING (delivery_id)
WHERE {years} AND NOT EXISTS (
    FROM held_cells AS held
    WHERE (held.delivery_id, held.sheet) = (figures.delivery_id, figures.sheet)
    AND held.cell IN (figures.cell, figures.previous_cell, figures.growth_cell))
QUALIFY row_number() OVER (
    PARTITION BY region, year, level, indicator, scope, release, comparable ORDER BY arrival DESC, cell) = 1
"""

DEPTHS = """
WITH RECURSIVE tree AS (
    SELECT code, parent, 0 AS depth, valid_from, valid_to FROM regions WHERE parent = ''
    UNION ALL
    SELECT regions.code, regions.parent, depth + 1, regions.valid_from, regions.valid_to
    FROM regions JOIN tree ON regions.parent = tree.code)
SELECT * FROM tree
"""

ROLL_UP = """
INSERT INTO rolled_values
SELECT tree.parent, year, level, indicator, release, sum(numerator), sum(denominator),
    sum(coverage) / any_value(expected)
FROM (
    SELECT *, 1.0 AS coverage FROM own_values
    UNION ALL
    SELECT * FROM rolled_values ANTI JOIN own_values USING (region, year, level, indicator, release)
) AS told
JOIN tree ON tree.code = region
JOIN (
    SELECT parent, year, count(*) AS expected FROM tree, (SELECT DISTINCT year FROM own_values)
    WHERE (valid_from = '' OR CAST(valid_from AS INTEGER) <= year)
        AND (valid_to = '' OR year < CAST(valid_to AS INTEGER))
    GROUP BY parent, year) AS children USING (parent, year)
WHERE tree.depth = {depth}
GROUP BY tree.parent, year, level, indicator, release
"""


def _roll_up(con: Connection) -> None:
    """Sums of numerators and of denominators, from the leaves to the root; a missing child lowers the coverage."""
    con.sql(f"CREATE OR REPLACE TEMP TABLE tree AS {DEPTHS}")
    con.sql("CREATE OR REPLACE TEMP TABLE rolled_values AS SELECT *, 1.0::DOUBLE AS coverage FROM own_values LIMIT 0")
    deepest = con.sql("SELECT max(depth) FROM tree").fetchall()[0][0]
    for depth in range(deepest, 0, -1):
        con.sql(ROLL_UP.format(depth=depth))


CANDIDATES = f"""
CREATE OR REPLACE TEMP TABLE candidates AS
WITH computed AS (
    SELECT *, 'reported' AS basis, 1.0 AS coverage, 1 AS place FROM own_values
    UNION ALL BY NAME
    SELECT *, 'rolled_up' AS basis, 3 AS place FROM rolled_values),
printed AS (
    SELECT {KEY}, scope, any_value(value ORDER BY comparable) AS value,
        any_value(delivery_id ORDER BY comparable) AS delivery_id
    FROM used_figures GROUP BY {KEY}, scope)
SELECT {KEY}, '' AS scope, basis, place, computed.numerator, computed.denominator,
    CASE WHEN indicators.denominator = '' THEN computed.numerator
         ELSE computed.numerator::DOUBLE / nullif(computed.denominator, 0) * scale END::DOUBLE AS value,
    coverage, NULL AS delivery_id
FROM computed JOIN indicators ON indicators.id = indicator
UNION ALL
SELECT {KEY}, scope, 'published', 2, NULL, NULL, value::DOUBLE, 1.0, delivery_id FROM printed
"""

CHOSEN = f"""
CREATE OR REPLACE TEMP TABLE chosen_values AS
SELECT * FROM candidates
QUALIFY row_number() OVER (PARTITION BY {KEY} ORDER BY value IS NULL, place, scope) = 1
"""
