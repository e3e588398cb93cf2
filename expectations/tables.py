"""The tables this room keeps in the store, and the declarations written into them."""

from collections.abc import Sequence
from typing import Any

import duckdb
import polars as pl

from expectations.declared import Rule, declared_rules
from expectations.duties import Family, Norm, StatutoryTest, norms, statutory
from expectations.history import VIEW as VERDICT_HISTORY
from expectations.resolving import RESOLVING_TABLES, YIELD
from expectations.summaries import VIEWS as SUMMARIES
from warehouse import add_columns, replace, transaction

FAILURE = """rule VARCHAR, severity VARCHAR, region VARCHAR, year SMALLINT, level VARCHAR, release VARCHAR,
    measure VARCHAR, delivery_id VARCHAR, file_name VARCHAR, sheet VARCHAR, cell VARCHAR, row_label VARCHAR,
    column_label VARCHAR, found VARCHAR, expected VARCHAR, difference VARCHAR, rate VARCHAR, message VARCHAR,
    hint VARCHAR, held BOOLEAN"""
TABLES = {
    "rules": """id VARCHAR, subject VARCHAR, severity VARCHAR, title VARCHAR, message VARCHAR, hint VARCHAR,
        source VARCHAR""",
    "norms": """id VARCHAR, indicator VARCHAR, level VARCHAR, operator VARCHAR, value DOUBLE, unit VARCHAR,
        valid_from SMALLINT, valid_to SMALLINT, area VARCHAR, title VARCHAR, document VARCHAR""",
    "statutory_families": "id VARCHAR, title VARCHAR, title_en VARCHAR, place INTEGER",
    "statutory_tests": """id VARCHAR, kind VARCHAR, family VARCHAR, title VARCHAR, title_en VARCHAR, short VARCHAR,
        law VARCHAR, article VARCHAR, text VARCHAR, left_indicator VARCHAR, right_indicator VARCHAR, on_equal VARCHAR,
        levels VARCHAR[], valid_from SMALLINT, valid_to SMALLINT, verify BOOLEAN, note VARCHAR, "of" VARCHAR[],
        only_region VARCHAR, kinds VARCHAR[], right_level VARCHAR, own_only BOOLEAN, required BOOLEAN,
        needs_base BOOLEAN, mid_year BOOLEAN, per VARCHAR, main BOOLEAN, stands_for VARCHAR, total VARCHAR,
        place INTEGER""",
    "failures": f"""failure_id VARCHAR, finding_id VARCHAR, {FAILURE}, found_value DOUBLE, expected_value DOUBLE,
        exact_value DOUBLE""",
    "findings": f"""finding_id VARCHAR, {FAILURE}, failures INTEGER, rules VARCHAR[], cause VARCHAR, cause_text VARCHAR,
        proposed DOUBLE, effect VARCHAR, state VARCHAR, covers VARCHAR, answer VARCHAR, last_reason VARCHAR""",
    "verdicts": """region VARCHAR, year SMALLINT, level VARCHAR, test VARCHAR, release VARCHAR, verdict VARCHAR,
        flags VARCHAR[], left_indicator VARCHAR, left_value DOUBLE, right_indicator VARCHAR, right_value DOUBLE,
        gap DOUBLE, gap_unit VARCHAR, shortfall DOUBLE, lacking DOUBLE, lacking_unit VARCHAR, missing VARCHAR[],
        formula VARCHAR, evidence VARCHAR""",
    "verdict_scopes": """region VARCHAR, year SMALLINT, level VARCHAR, test VARCHAR, release VARCHAR, scope VARCHAR,
        verdict VARCHAR, left_indicator VARCHAR, left_value DOUBLE, right_indicator VARCHAR, right_value DOUBLE,
        gap DOUBLE, gap_unit VARCHAR, shortfall DOUBLE, formula VARCHAR""",
    "school_conditions": """region VARCHAR, year SMALLINT, level VARCHAR, release VARCHAR, school VARCHAR,
        indicator VARCHAR, value DOUBLE, norm DOUBLE, met BOOLEAN, ratio DOUBLE, numerator DOUBLE,
        denominator DOUBLE""",
    "next_year": """region VARCHAR, year SMALLINT, level VARCHAR, test VARCHAR, release VARCHAR, amount DOUBLE,
        growth DOUBLE, needed DOUBLE, more DOUBLE, strictly BOOLEAN""",
}
TABLES |= RESOLVING_TABLES | {
    "closed_findings": f"{TABLES['findings']}, closed_at TIMESTAMP, closed_by VARCHAR, promised BOOLEAN"
}
Con = duckdb.DuckDBPyConnection
Rows = Sequence[dict[str, Any]]


def prepare(con: Con) -> None:
    """Make the tables that are missing and write rules, norms and statutory tests anew."""
    with transaction(con):
        for name, columns in TABLES.items():
            con.sql(f"CREATE TABLE IF NOT EXISTS {name} ({columns})")
            add_columns(con, name, columns)
        for view in (VERDICT_HISTORY, *SUMMARIES, YIELD):
            con.sql(view)
        put(con, "rules", [_rule(rule) for rule in declared_rules()])
        put(con, "norms", [_norm(norm) for norm in norms()])
        put(con, "statutory_families", [_family(*each) for each in enumerate(statutory().families)])
        put(con, "statutory_tests", [_test(*each) for each in enumerate(statutory().tests)])


def put(con: Con, table: str, rows: Rows, where: str = "true") -> None:
    """Put these rows in the place of those that match `where`."""
    replace(con, table, pl.DataFrame(rows, infer_schema_length=None), where)


def _rule(rule: Rule) -> dict[str, Any]:
    names = ("id", "subject", "severity", "message", "hint")
    return {name: getattr(rule, name) for name in names} | {"title": rule.headline, "source": rule.document}


def _norm(norm: Norm) -> dict[str, Any]:
    values = {name: value for name, value in vars(norm).items() if name != "verify"}
    return values | {"document": f"{norm.document}（待核）" if norm.verify else norm.document}


def _test(place: int, test: StatutoryTest) -> dict[str, Any]:
    values = {name: value for name, value in vars(test).items() if name not in ("left", "right", "alternatives")}
    sides = {"left_indicator": test.left or None, "right_indicator": test.right or None}
    kinds = next(list(family.kinds) for family in statutory().families if family.id == test.family)
    return values | sides | {"levels": list(test.levels), "of": list(test.of), "kinds": kinds, "place": place}


def _family(place: int, family: Family) -> dict[str, Any]:
    return {"id": family.id, "title": family.title, "title_en": family.title_en, "place": place}
