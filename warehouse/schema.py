"""The tables of the store, derived from the declarations: a measure is a column of its subject's table."""

from collections.abc import Sequence

from warehouse.breaks import BROKEN_SERIES
from warehouse.records import SUBJECTS, Declarations

DIGITS, AFTER_POINT = 18, 6  # 64 bits: sums of it are exact in 128 and take a third of the time of wider ones
AMOUNT = f"DECIMAL({DIGITS},{AFTER_POINT})"
SIDE = f"DECIMAL(38,{AFTER_POINT})"  # of an indicator: sums and products of amounts have room
SQUARE = "DECIMAL(38,14)"
LARGEST_AMOUNT = 10 ** (DIGITS - AFTER_POINT)  # every amount is nearer to zero

FIXED = {
    "deliveries": """delivery_id VARCHAR, file_name VARCHAR, sha256 VARCHAR, bytes BIGINT, suffix VARCHAR,
        received_at TIMESTAMP, sender VARCHAR, form VARCHAR, title VARCHAR, years VARCHAR, release VARCHAR,
        state VARCHAR, "rows" INTEGER, problem VARCHAR, superseded_by VARCHAR, note VARCHAR,
        container VARCHAR""",
    "layouts": """delivery_id VARCHAR, form VARCHAR, "table" VARCHAR, field VARCHAR, level VARCHAR, part VARCHAR,
        sheet VARCHAR, "column" VARCHAR, "row" INTEGER, cell VARCHAR, header VARCHAR, unit VARCHAR""",
    "published_figures": f"""region VARCHAR, year SMALLINT, level VARCHAR, indicator VARCHAR, scope VARCHAR,
        release VARCHAR, value {AMOUNT}, unit VARCHAR, previous_value {AMOUNT}, stated_growth {AMOUNT},
        comparable BOOLEAN, value_decimals TINYINT, previous_decimals TINYINT, growth_decimals TINYINT,
        printed_unit VARCHAR, unit_factor {AMOUNT}, citation VARCHAR, delivery_id VARCHAR, sheet VARCHAR,
        cell VARCHAR, previous_cell VARCHAR, growth_cell VARCHAR, value_note VARCHAR, growth_note VARCHAR""",
    "cell_notes": """delivery_id VARCHAR, sheet VARCHAR, cell VARCHAR, field VARCHAR, status VARCHAR, text VARCHAR""",
    "held_rows": """delivery_id VARCHAR, sheet VARCHAR, "row" INTEGER, kind VARCHAR, printed VARCHAR, reason VARCHAR,
        candidates VARCHAR[], state VARCHAR""",
    "delivered_units": """delivery_id VARCHAR, form VARCHAR, "table" VARCHAR, reporter VARCHAR, unit VARCHAR,
        year SMALLINT, release VARCHAR, "rows" INTEGER, schools INTEGER, nameless INTEGER""",
    "school_entries": """delivery_id VARCHAR, sheet VARCHAR, "row" INTEGER, year SMALLINT, code VARCHAR, name VARCHAR,
        kind VARCHAR, county VARCHAR, ownership VARCHAR, urban_rural VARCHAR""",
    "expected_returns": """unit VARCHAR, form VARCHAR, year SMALLINT, due DATE, basis VARCHAR, status VARCHAR,
        delivery_id VARCHAR""",
    "held_columns": """delivery_id VARCHAR, form VARCHAR, "table" VARCHAR, sheet VARCHAR, place VARCHAR,
        header VARCHAR, cell VARCHAR, text VARCHAR, nearest VARCHAR, nearest_level VARCHAR, nearest_header VARCHAR,
        similarity DOUBLE, edit_file VARCHAR, edit_line INTEGER, edit_column SMALLINT, edit_text VARCHAR""",
    "drift": """delivery_id VARCHAR, form VARCHAR, "table" VARCHAR, against VARCHAR, sheet VARCHAR, kind VARCHAR,
        field VARCHAR, level VARCHAR, part VARCHAR, place VARCHAR, header VARCHAR, unit VARCHAR, was_place VARCHAR,
        was_header VARCHAR, was_unit VARCHAR, similarity DOUBLE""",
    # One row per filled-in line of a return workbook. What is answered stands on the line itself, out of sight (rule,
    # keys and the hash of the values, as `findings` had them): an explanation follows from the archive alone, even
    # where its finding has long been corrected.
    "answers": """delivery_id VARCHAR, sheet VARCHAR, "row" INTEGER, finding_id VARCHAR, rule VARCHAR, region VARCHAR,
        year SMALLINT, level VARCHAR, release VARCHAR, measure VARCHAR, covers VARCHAR, treatment VARCHAR,
        text VARCHAR, author VARCHAR, approver VARCHAR, received_at TIMESTAMP""",
    "read_with": "digest VARCHAR",
    "computed": "kind VARCHAR, name VARCHAR, said VARCHAR, held VARCHAR",
    "held_cells": "finding_id VARCHAR, year SMALLINT, delivery_id VARCHAR, sheet VARCHAR, cell VARCHAR",
    "signatures": """role VARCHAR, name VARCHAR, signed_at TIMESTAMP, content VARCHAR, withheld VARCHAR[],
        withdrawn_at TIMESTAMP, withdrawn_reason VARCHAR""",
    "sign_off": """role VARCHAR, state VARCHAR, name VARCHAR, signed_at TIMESTAMP, withheld VARCHAR[],
        changed VARCHAR[], reason VARCHAR, content VARCHAR""",
    "journal": """position INTEGER, "at" TIMESTAMP, kind VARCHAR, subject VARCHAR, text VARCHAR, digest VARCHAR,
        previous VARCHAR""",
    "levels": "id VARCHAR, name VARCHAR, name_en VARCHAR, position INTEGER",
    "releases": "id VARCHAR, name VARCHAR, name_en VARCHAR, rank INTEGER",
    "regions": """code VARCHAR, name VARCHAR, kind VARCHAR, parent VARCHAR, valid_from VARCHAR, valid_to VARCHAR,
        successor VARCHAR, system VARCHAR, note VARCHAR""",
    "schools": """code VARCHAR, name VARCHAR, kind VARCHAR, parent VARCHAR, valid_from VARCHAR, valid_to VARCHAR,
        successor VARCHAR, levels VARCHAR[], ownership VARCHAR, urban_rural VARCHAR, counts_at VARCHAR,
        ended VARCHAR""",
    "school_kinds": """code VARCHAR, name VARCHAR, levels VARCHAR[], counts_at VARCHAR, document VARCHAR""",
    "measures": """id VARCHAR, name VARCHAR, name_en VARCHAR, subject VARCHAR, unit VARCHAR, year_kind VARCHAR,
        definition VARCHAR""",
    "indicators": """id VARCHAR, name VARCHAR, name_en VARCHAR, theme VARCHAR, unit VARCHAR, change VARCHAR,
        numerator VARCHAR, denominator VARCHAR, scale INTEGER, levels VARCHAR[], year_kind VARCHAR,
        definition VARCHAR, document VARCHAR, verify BOOLEAN, decimals TINYINT, kind VARCHAR, parts VARCHAR[],
        under VARCHAR, official VARCHAR, least DOUBLE, most DOUBLE, ceiling DOUBLE""",
    "forms": """id VARCHAR, title VARCHAR, "table" VARCHAR, layout_year SMALLINT, field VARCHAR, level VARCHAR,
        part VARCHAR, header VARCHAR""",
    "breaks": """indicator VARCHAR, year SMALLINT, releases VARCHAR[], regions VARCHAR[], reason VARCHAR,
        document VARCHAR""",
    "indicator_values": f"""region VARCHAR, year SMALLINT, level VARCHAR, indicator VARCHAR, release VARCHAR,
        scope VARCHAR, basis VARCHAR, numerator {SIDE}, denominator {SIDE}, squares {SQUARE},
        value DOUBLE, unit VARCHAR,
        coverage DOUBLE, previous DOUBLE, growth DOUBLE, growth_basis VARCHAR, growth_margin DOUBLE,
        raw_growth DOUBLE, stated_growth DOUBLE, comparable BOOLEAN, growth_sign TINYINT, note VARCHAR,
        caution VARCHAR, by_numerator DOUBLE, by_denominator DOUBLE, real_growth DOUBLE, delivery_id VARCHAR""",
    "indicator_alternatives": f"""region VARCHAR, year SMALLINT, level VARCHAR, indicator VARCHAR, release VARCHAR,
        basis VARCHAR, numerator {SIDE}, denominator {SIDE}, squares {SQUARE}, value DOUBLE,
        coverage DOUBLE""",
    "evidence": """region VARCHAR, year SMALLINT, level VARCHAR, indicator VARCHAR, release VARCHAR, part VARCHAR,
        label VARCHAR, value DOUBLE, unit VARCHAR, printed VARCHAR, delivery_id VARCHAR, sheet VARCHAR, cell VARCHAR""",
}
# Nothing is overwritten: a corrected file adds its rows, and these views show what holds now, each number from the
# latest accepted delivery of its form. What two forms tell differently stays double, for a rule to find.
ACCEPTED = """
CREATE OR REPLACE VIEW accepted AS
SELECT delivery_id, form, row_number() OVER (ORDER BY received_at, delivery_id) AS arrival
FROM deliveries WHERE state = 'accepted'
"""
CURRENT_FIGURES = """
CREATE OR REPLACE VIEW current_published_figures AS
SELECT figures.* FROM published_figures AS figures JOIN accepted USING (delivery_id)
QUALIFY rank() OVER (
    PARTITION BY region, year, level, indicator, scope, release, comparable, form ORDER BY arrival DESC) = 1
"""
# Which numbers of which rows stand in cells: by the column of a wide table, by the cell of a tidy one. A column without
# a level holds those of every level.
FACTS_AT = """
SELECT of_cells.* EXCLUDE (told_level), levels.id AS level FROM (
    SELECT cells.*, layouts.level AS told_level, layouts.field,
        TRY_CAST(regexp_extract(cells.cell, '[0-9]+$') AS INTEGER) AS "row"
    FROM {cells} AS cells JOIN layouts ON (layouts.delivery_id, coalesce(layouts.sheet, ''), layouts."column")
        = (cells.delivery_id, coalesce(cells.sheet, ''), regexp_extract(cells.cell, '^[A-Z]+'))
        AND layouts."row" IS NULL
    UNION ALL BY NAME
    SELECT cells.*, layouts.level AS told_level, layouts.field, layouts."row"
    FROM {cells} AS cells JOIN layouts ON (layouts.delivery_id, coalesce(layouts.sheet, ''), layouts.cell)
        = (cells.delivery_id, coalesce(cells.sheet, ''), cells.cell)) AS of_cells
JOIN levels ON told_level = levels.id OR coalesce(told_level, '') = ''
"""
HELD_FACTS = f"CREATE OR REPLACE VIEW held_facts AS {FACTS_AT.format(cells='held_cells')}"
CURRENT_FACTS = """
SELECT unit, year, level, release, {latest}, delivery_id, sheet, "row"
FROM {source} JOIN accepted USING (delivery_id)
WINDOW same AS (PARTITION BY unit, year, level, release, form)
"""
LATEST = "CASE WHEN arrival = max(arrival) FILTER (WHERE {name} IS NOT NULL) OVER same THEN {name} END AS {name}"
DELIVERED = (*SUBJECTS, "published_figures", "layouts", "cell_notes", "held_columns", "drift", "held_rows",
             "delivered_units", "school_entries", "answers")  # fmt: skip


def tables(known: Declarations) -> dict[str, str]:
    """Table → column definitions, everything this room keeps."""
    return {subject: _subject(known, subject) for subject in SUBJECTS} | FIXED


def views(known: Declarations) -> list[str]:
    """Statements that (re)create the views of what holds now."""
    return [ACCEPTED, CURRENT_FIGURES, HELD_FACTS, BROKEN_SERIES, *(_current(known, subject) for subject in SUBJECTS)]


def same_row(one: str, other: str) -> str:
    """SQL condition that two relations speak of the same delivered row at the same level."""
    keys = "({0}.delivery_id, coalesce({0}.sheet, ''), {0}.level, {0}.\"row\")"
    return f"{keys.format(one)} = {keys.format(other)}"


def _current(known: Declarations, subject: str) -> str:
    return f"CREATE OR REPLACE VIEW current_{subject} AS {latest(subject, known.measures_of(subject))}"


def latest(source: str, measures: Sequence[str]) -> str:
    """Rows of a subject's table with each number only where it is its form's latest."""
    return CURRENT_FACTS.format(source=source, latest=", ".join(LATEST.format(name=measure) for measure in measures))


def _subject(known: Declarations, subject: str) -> str:
    measures = ", ".join(f"{measure} {AMOUNT}" for measure in known.measures_of(subject))
    keys = "unit VARCHAR, year SMALLINT, level VARCHAR, release VARCHAR"
    return f'{keys}, {measures}, delivery_id VARCHAR, sheet VARCHAR, "row" INTEGER'
