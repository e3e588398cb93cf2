"""The part of the tables that is being told: some regions at a time, so that a nation fits into memory."""

from collections.abc import Iterable, Iterator

import duckdb

Con = duckdb.DuckDBPyConnection
MOST_ROWS = 300_000  # rows of values and source cells that are told at a time
NARROWED = {"some_values": "indicator_values", "some_evidence": "evidence", "some_verdicts": "verdicts"}
# The bounds let the scan skip whole row groups: published tables are sorted by region.
SOME = """CREATE OR REPLACE TEMP VIEW {name} AS FROM {table}
    WHERE region BETWEEN getvariable('first_asked') AND getvariable('last_asked') AND region IN (FROM asked)"""


def ask(con: Con, regions: list[str]) -> None:
    """Narrow `asked` and the `some_` views to these regions."""
    name(con, "asked", "region", regions)
    con.execute("SET VARIABLE first_asked = (SELECT min(region) FROM asked)")
    con.execute("SET VARIABLE last_asked = (SELECT max(region) FROM asked)")
    for view, table in NARROWED.items():
        con.execute(SOME.format(name=view, table=table))


def name(con: Con, table: str, column: str, keys: list[str]) -> None:
    """A temporary table of one column of keys."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT unnest($1::VARCHAR[]) AS {column}", [keys])


def portions(counted: Iterable[tuple[str, int]]) -> Iterator[list[str]]:
    """Keys in their order, in portions of about MOST_ROWS rows."""
    portion, rows = list[str](), 0
    for key, count in counted:
        if portion and rows + count > MOST_ROWS:
            yield portion
            portion, rows = [], 0
        portion.append(key)
        rows += count
    if portion:
        yield portion
