"""The source cells of every indicator value: which file, sheet and cell each number came from."""

from warehouse.figures import build_figures
from warehouse.formulas import Formula
from warehouse.keys import KEY, KEYED
from warehouse.records import SUBJECTS, Declarations, Indicator
from warehouse.scope import Scope
from warehouse.settled import reported
from warehouse.store import Connection, any_row, forget


def cite(con: Connection, known: Declarations, scope: Scope) -> None:
    """Replace the `evidence` of the indicator values of the scope, as they stand. Needs the types of keys.py."""
    build_figures(con, scope)
    con.sql(f"CREATE OR REPLACE TEMP TABLE figure_cells AS {' UNION ALL '.join(map(_figure_cells, PARTS))}")
    told = {measure for _, measure in reported(con)}
    cells = _measure_cells(known, told, scope, held=any_row(con, "held_cells"))
    con.sql(f"CREATE OR REPLACE TEMP TABLE measure_cells AS {cells}")
    con.sql(f"CREATE OR REPLACE TEMP TABLE inputs AS {_inputs(known, told)}")
    con.sql(CITED_VALUES.format(rows=scope.rows()))
    con.sql(f"DELETE FROM evidence WHERE {scope.rows()}")
    con.sql(f"INSERT INTO evidence BY NAME {PRINTED} UNION ALL {LAST_YEAR} UNION ALL {COMPUTED}")
    forget(con, "measure_cells", "figure_cells")


CITED_VALUES = f"""
CREATE OR REPLACE TEMP VIEW cited_values AS
SELECT {KEYED}, year, scope, basis, growth_basis FROM indicator_values WHERE {{rows}}
"""


PARTS = {  # part → (number, its label, how it was printed, the unit it is now in, its cell)
    "value": ("value", "'本年值'", ("value / unit_factor", "printed_unit"), "unit", "cell"),
    "previous": (
        "previous_value",
        "'文件所列上年值'",
        ("previous_value / unit_factor", "printed_unit"),
        "unit",
        "previous_cell",
    ),
    "growth": (
        "stated_growth",
        "CASE WHEN comparable THEN '文件所列同口径增长率' ELSE '文件所列增长率' END",
        ("stated_growth", "'%'"),
        "'%'",
        "growth_cell",
    ),
}


def _figure_cells(part: str) -> str:
    """One row per printed number of `used_figures`, and per cell that says something without one (×, 负增长)."""
    number, label, printed, unit, cell = PARTS[part]
    return f"""
        SELECT {KEY}, scope, comparable, '{part}' AS part, {label} AS label, {number}::DOUBLE AS value, {unit} AS unit,
            coalesce({_as_text(*printed)}, notes.text) AS printed, figures.delivery_id, figures.sheet,
            figures.{cell} AS cell
        FROM used_figures AS figures LEFT JOIN (FROM cell_notes SELECT delivery_id, sheet, cell, any_value(text) AS text
            GROUP BY ALL) AS notes ON (notes.delivery_id, notes.sheet, notes.cell)
            = (figures.delivery_id, figures.sheet, figures.{cell})
        WHERE {number} IS NOT NULL OR notes.text IS NOT NULL"""


def _as_text(number: str, unit: str) -> str:
    """A number as it was printed, without zeros at the end, and its unit."""
    digits = f"CAST(CAST({number} AS DECIMAL(24,6)) AS VARCHAR)"
    return f"rtrim(rtrim({digits}, '0'), '.') || {unit}"


PRINTED = f"""
SELECT {KEY}, part, label, value, unit, printed, delivery_id, sheet, cell
FROM figure_cells SEMI JOIN cited_values USING ({KEY}, scope)
QUALIFY row_number() OVER (
    PARTITION BY {KEY}, part, CASE part WHEN 'growth' THEN comparable END ORDER BY comparable) = 1
"""

LAST_YEAR = """
SELECT now.region, now.year, now.level, now.indicator, now.release, 'previous', '上年发布值', told.value, told.unit,
    told.printed, told.delivery_id, told.sheet, told.cell
FROM cited_values AS now JOIN figure_cells AS told
    ON (told.region, told.level, told.indicator, told.release) = (now.region, now.level, now.indicator, now.release)
    AND told.year = now.year - 1 AND told.part = 'value'
WHERE now.basis = 'published' AND now.growth_basis <> 'printed_previous'
QUALIFY row_number() OVER (PARTITION BY now.region, now.year, now.level, now.indicator, now.release
    ORDER BY told.scope = now.scope DESC, told.comparable) = 1
"""

COMPUTED = """
SELECT now.region, now.year, now.level, now.indicator, now.release, inputs.part, cells.label, cells.value,
    cells.unit, cells.printed, cells.delivery_id, cells.sheet, cells.cell
FROM cited_values AS now
JOIN inputs USING (indicator)
JOIN measure_cells AS cells ON cells.region = now.region AND cells.year = now.year - inputs.ago
    AND cells.level = coalesce(inputs.level, now.level) AND cells.release = now.release
    AND cells.measure = inputs.measure
WHERE now.basis = 'reported'
"""


def _measure_cells(known: Declarations, reported: set[str], scope: Scope, *, held: bool) -> str:
    """The cell behind each measure of each region, as far as it holds now; whether some numbers are `held` back."""
    told = " UNION ALL ".join(_told(known, subject, reported, scope, held) for subject in SUBJECTS)
    return f"""
        SELECT told.* REPLACE (region::region_key AS region, told.level::level_key AS level,
                release::release_key AS release, measure::measure_key AS measure),
            measures.name AS label, measures.unit, coalesce(single.cell, layouts."column" || told."row") AS cell,
            {_as_text("value", "measures.unit")} AS printed
        FROM ({told}) AS told
        JOIN measures ON measures.id = told.measure
        LEFT JOIN layouts ON (layouts.delivery_id, layouts.sheet, layouts.field, layouts.level)
            = (told.delivery_id, told.sheet, told.measure, told.level) AND layouts."row" IS NULL
        LEFT JOIN layouts AS single ON (single.delivery_id, single.sheet, single.field, single.level, single."row")
            = (told.delivery_id, told.sheet, told.measure, told.level, told."row")"""


# What is held back is no source of what counts instead: the number told before it.
NOT_HELD = """AND (delivery_id, coalesce(sheet, ''), level, "row", measure)
            NOT IN (SELECT (delivery_id, coalesce(sheet, ''), level, "row", field) FROM held_facts)"""


def _told(known: Declarations, subject: str, reported: set[str], scope: Scope, held: bool) -> str:
    """The measures of one subject that indicators are computed from, one row each, as the regions last told them."""
    names = [name for name in known.measures_of(subject) if name in known.computed_from]
    mine = ", ".join([name for name in names if name in reported] or names[:1])
    inputs = [each for one in known.indicators.values() for each in one.inputs]
    back = max((each.ago for each in inputs if each.measure in names), default=0)
    return f"""
        SELECT * EXCLUDE (arrival, once) FROM (
            SELECT unit AS region, year, level, release, {mine}, arrival, delivery_id, sheet, "row",
                count(*) OVER (PARTITION BY unit, year, level, release) = 1 AS once
            FROM {subject} JOIN accepted USING (delivery_id) WHERE unit IN (SELECT code FROM regions))
        UNPIVOT (value FOR measure IN ({mine}))
        WHERE {scope.rows(back)} {NOT_HELD if held else ""}
        QUALIFY once OR row_number() OVER (
            PARTITION BY region, year, level, release, measure ORDER BY arrival DESC, "row") = 1"""


def _inputs(known: Declarations, reported: set[str]) -> str:
    """Which measures stand in the numerator and denominator of which indicator."""
    rows = [
        f"('{one.id}', '{side}', '{each.level or level}', '{each.measure}', {each.ago})"
        for one in known.indicators.values()
        for part, side, level in _sides(one, known)
        for each in part.inputs
        if each.measure in reported
    ] or ["(NULL, NULL, NULL, NULL, NULL)"]
    listed = f"(VALUES {', '.join(rows)}) AS inputs(indicator, part, level, measure, ago)"
    return f"""SELECT * REPLACE (indicator::indicator_key AS indicator, nullif(level, '')::level_key AS level,
            measure::measure_key AS measure)
        FROM {listed}"""


def _sides(one: Indicator, known: Declarations) -> list[tuple[Formula, str, str]]:
    """The formulas behind an indicator, the side on which each stands and, where it isn't the row's own, its level."""
    if one.kind != "quotient":
        return [(formula, side, "") for side, formula in one.formulas.items()]
    over, below = (known.indicators[part].formulas.values() for part in one.parts)
    return [*((each, "numerator", "") for each in over), *((each, "denominator", one.under) for each in below)]
