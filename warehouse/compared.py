"""What two databases say differently, cell by cell: the publication attached as `published`, and the store at hand."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from warehouse.store import Connection

Row = dict[str, Any]
# By these columns, as far as a table has them, its rows are told apart.
KEYS = (
    *("finding_id", "failure_id", "explanation_id", "id", "code", "ledger", "rule"),
    *("region", "unit", "school", "year", "level", "indicator", "test", "measure", "release", "scope", "basis", "kind"),
    *("form", "table", "field", "part", "label", "delivery_id", "sheet", "row", "column", "cell"),
)
PUBLISHED = "published"
TABLES = f"SELECT table_name FROM duckdb_tables() WHERE database_name = '{PUBLISHED}' ORDER BY 1"


@dataclass(frozen=True)
class Difference:
    """One cell (`column` empty: a whole row) of a table; None where a side does not have it.

    `place`: file, sheet and cell from which it comes, as far as known.
    """

    table: str
    key: Row
    column: str
    published: object
    again: object
    place: tuple[str | None, str | None, str | None] = (None, None, None)


def published_tables(con: Connection) -> list[str]:
    """Names of all tables of the publication."""
    return [name for (name,) in con.sql(TABLES).fetchall()]


def differences(con: Connection, table: str) -> Iterator[Difference]:
    """Every difference of one table, whatever the order of its rows."""
    here = str(con.sql("SELECT current_database()").fetchall()[0][0])
    before, after = _columns(con, PUBLISHED, table), _columns(con, here, table)
    for column in sorted(set(before) ^ set(after)):
        yield Difference(table, {}, column, column in before or None, column in after or None)
    common = [column for column in before if column in after]
    for one, other in _paired(con, (f'{PUBLISHED}.main."{table}"', f'{here}.main."{table}"'), common):
        yield from _of_rows(con, table, one, other)


def _columns(con: Connection, database: str, table: str) -> list[str]:
    query = """SELECT column_name FROM duckdb_columns()
        WHERE database_name = ? AND schema_name = 'main' AND table_name = ? ORDER BY column_index"""
    return [name for (name,) in con.execute(query, [database, table]).fetchall()]


def _paired(con: Connection, sides: tuple[str, str], columns: list[str]) -> Iterator[tuple[Row | None, Row | None]]:
    """Rows that only one side has, those with the same key side by side."""
    key = [column for column in KEYS if column in columns]
    found: dict[tuple[str, ...], tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for place, rows in enumerate(_only(con, sides, columns)):
        for row in rows:
            found[tuple(str(row[column]) for column in key)][place].append(row)
    for each in sorted(found):
        yield from zip_longest(*found[each])


def _only(con: Connection, sides: tuple[str, str], columns: list[str]) -> Iterator[list[Row]]:
    """Rows only the first side has, rows only the second has."""
    if not columns:
        return
    listed = ", ".join(f'"{name}"' for name in columns)
    told = [f"SELECT {listed} FROM {side}" for side in sides]
    for one, other in (told, reversed(told)):
        rows = con.sql(f"({one} EXCEPT ALL {other}) ORDER BY ALL").fetchall()
        yield [dict(zip(columns, row, strict=True)) for row in rows]


def _of_rows(con: Connection, table: str, before: Row | None, after: Row | None) -> Iterator[Difference]:
    row = before or after or {}
    key, place = {column: row[column] for column in KEYS if row.get(column) is not None}, _place(con, row)
    if before is None or after is None:
        yield Difference(table, key, "", before, after, place)
        return
    for column in before:
        if before[column] != after[column]:
            yield Difference(table, key, column, before[column], after[column], place)


def _place(con: Connection, row: Row) -> tuple[str | None, str | None, str | None]:
    """File, sheet and cell that a row names, else those that the evidence names for its figure."""
    if row.get("delivery_id") and row.get("cell"):
        return _file(con, row["delivery_id"]), row.get("sheet"), row["cell"]
    if row.get("region") and (figure := row.get("indicator") or row.get("left_indicator")):
        keys = [row["region"], row["year"], row["level"], row["release"], figure]
        for delivery, sheet, cell in con.execute(EVIDENCE, keys).fetchall():
            return _file(con, delivery), sheet, cell
    line = row.get("row")
    return (_file(con, row["delivery_id"]), row.get("sheet"), line and str(line)) if row.get("delivery_id") else NOWHERE


NOWHERE = (None, None, None)
EVIDENCE = """SELECT delivery_id, sheet, cell FROM published.main.evidence
    WHERE region = ? AND year = ? AND level = ? AND release = ? AND indicator = ?
    ORDER BY part = 'value' DESC, part, cell LIMIT 1"""


def _file(con: Connection, delivery: str) -> str | None:
    query = "SELECT file_name FROM published.main.deliveries WHERE delivery_id = ?"
    found = con.execute(query, [delivery]).fetchall()
    return str(found[0][0]) if found else None
