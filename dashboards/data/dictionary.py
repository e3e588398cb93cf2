"""`rules`, `lineage` and `indicators`: what guards the numbers, in which forms they arrive, and which there are."""

import re
from functools import cache
from typing import Any

import duckdb

from dashboards.data.rows import rows
from expectations import declared_rules
from expectations.declared import Rule
from warehouse import declarations

Con = duckdb.DuckDBPyConnection
NAME = re.compile(r"[a-z][a-z0-9_]*")
ADDRESS = re.compile(r"__\w+")
COLUMNS = ("id", "subject", "severity", "title", "message", "hint", "source")
OF_INDICATORS = ("I-001", "I-002")  # by each indicator's own ceiling and plausible range
LINEAGE = """
    SELECT field, l.form, any_value(f.title) AS title, count(DISTINCT delivery_id) AS deliveries,
        min(list_min(told)) AS first_year, max(list_max(told)) AS last_year
    FROM layouts l
    JOIN (SELECT delivery_id, regexp_extract_all(coalesce(years, ''), '\\d{4}')::SMALLINT[] AS told
        FROM deliveries WHERE state = 'accepted' AND superseded_by IS NULL) USING (delivery_id)
    LEFT JOIN (SELECT id, any_value(title ORDER BY title) AS title FROM forms GROUP BY id) f ON f.id = l.form
    WHERE field NOT LIKE '@%' GROUP BY field, l.form ORDER BY field, l.form"""

PRESENT = """SELECT indicator AS id, count(DISTINCT region) AS regions, min(year) AS first_year, max(year) AS last_year
    FROM indicator_values WHERE value IS NOT NULL GROUP BY indicator ORDER BY indicator"""


def rules_content(con: Con) -> dict[str, list[Any]]:
    """Every rule in columns; `names`: measures and indicators it speaks of, `everywhere`: it asks every indicator."""
    found = rows(con, "FROM rules ORDER BY subject, id")
    told: dict[str, list[Any]] = {name: [row[name] for row in found] for name in COLUMNS}
    told["names"] = [spoken_of().get(row["id"], []) for row in found]
    told["everywhere"] = [row["id"] in OF_INDICATORS or None for row in found]
    return told


def lineage_content(con: Con) -> dict[str, list[Any]]:
    """Per measure (or indicator that arrives ready-made) and form: accepted deliveries, first and last year."""
    return _columns(con, LINEAGE)


def present_content(con: Con) -> dict[str, list[Any]]:
    """Indicators with figures: in how many regions, first and last year."""
    return _columns(con, PRESENT)


def _columns(con: Con, query: str) -> dict[str, list[Any]]:
    found = con.execute(query)
    names, values = [one[0] for one in found.description or []], found.fetchall()
    return {name: [row[place] for row in values] for place, name in enumerate(names)}


@cache
def spoken_of() -> dict[str, list[str]]:
    """Rule → ids of the measures and indicators its expressions name, in alphabetical order."""
    return {rule.id: sorted(_names(rule)) for rule in declared_rules()}


def _names(rule: Rule) -> set[str]:
    known = declarations().measures.keys() | declarations().indicators.keys()
    texts = [
        text
        for one in rule.repetitions
        for text in (one.fails_when, one.cell, one.found, one.expected, one.difference, *one.holds)
    ]
    return {name for text in texts for name in NAME.findall(ADDRESS.sub("", text)) if name in known}
