"""What the rules selected becomes `failures`, the findings made of them and the cells they hold back; all set-wise."""

from collections.abc import Iterable

import duckdb
import polars as pl

from expectations import causes
from expectations.compile import ADDRESS, Years, extra_names
from expectations.declared import HERE, Rule
from expectations.holding import hold
from expectations.places import locate
from expectations.resolving import remember, settle
from expectations.text import stale
from warehouse import transaction

FAILING = f"""CREATE OR REPLACE TEMP TABLE failing (rule VARCHAR, part INTEGER, region VARCHAR, year SMALLINT,
    level VARCHAR, release VARCHAR, measure VARCHAR, address {ADDRESS}, measure_at VARCHAR, holds {ADDRESS}[],
    holds_at VARCHAR[], found VARCHAR, expected VARCHAR, difference VARCHAR, found_value DOUBLE, expected_value DOUBLE,
    exact_value DOUBLE, extras VARCHAR[])"""
PLACES = """SELECT region AS unit, year, level, release, unnest(list_append(holds_at, measure_at)) AS measure
    FROM failing"""
# The names a message may use beside the columns of its view, and what stands for each.
NAMES = {
    "region": "place_name",
    "year": "year::VARCHAR",
    "level": "level_name",
    "release": "release_name",
    "measure": "measure_name",
    "file": "file_name",
    "sheet": "sheet",
    "cell": "cell",
    "found": "found",
    "expected": "expected",
    "difference": "difference",
}
WRITTEN = """
INSERT INTO failures BY NAME
SELECT failure_id, failure_id AS finding_id, rule, severity, region, year, level, release, measure, delivery_id,
    file_name, sheet, cell, region_name AS row_label, column_label, found, expected, difference, rate,
    found_value, expected_value, exact_value,
    format(message, {texts}) AS message, hint, failure_id IN (SELECT failure_id FROM holding) AS held
FROM named JOIN asked USING (rule, part)
"""


def open_failing(con: duckdb.DuckDBPyConnection) -> None:
    """An empty temporary table `failing`, which takes the failing rows of every rule."""
    con.sql(FAILING)


def collect(con: duckdb.DuckDBPyConnection, query: str) -> int:
    """Put the rows a rule selects into `failing`; how many they are."""
    return int(con.sql(f"INSERT INTO failing BY NAME {query}").fetchall()[0][0])


def write(con: duckdb.DuckDBPyConnection, rules: Iterable[Rule], years: Years) -> None:
    """Put what `failing` holds in the place of the failures, findings and held cells of these years."""
    parts = [(rule.id, part, rule.severity, each) for rule in rules for part, each in enumerate(rule.repetitions)]
    _ask(con, parts)
    locate(con, PLACES)
    con.execute((HERE / "failures.sql").read_text(encoding="utf-8"))
    most = max((len(extra_names(each)) for *_, each in parts), default=0)
    texts = [*NAMES.values(), *(f"extras[{place + 1}]" for place in range(most))]
    with transaction(con):
        remember(con)
        for table in ("failures", "findings"):
            con.sql(f"DELETE FROM {table} WHERE {stale(years)}")
        con.sql(WRITTEN.format(texts=", ".join(f"coalesce({text}, '—')" for text in texts)))
        causes.group(con, years)
        hold(con, years)
        settle(con, years)


def _ask(con: duckdb.DuckDBPyConnection, parts: Iterable[tuple[str, int, str, Rule]]) -> None:
    """`asked`: what every repetition of every rule says."""
    columns = ("rule", "part", "severity", "message", "hint")
    told = [(rule, part, severity, _template(each), each.hint) for rule, part, severity, each in parts]
    con.register("told_rules", pl.DataFrame(told, schema=columns, orient="row"))
    con.sql("CREATE OR REPLACE TEMP TABLE asked AS FROM told_rules")
    con.unregister("told_rules")


def _template(rule: Rule) -> str:
    """The message with the place of each name instead of the name."""
    text = rule.message
    for place, name in enumerate((*NAMES, *extra_names(rule))):
        text = text.replace(f"{{{name}}}", f"{{{place}}}")
    return text
