"""`deliveries` and `sheets/<delivery>/<sheet>-<block>`: every file received, and its sheets as text, block by block."""

from collections.abc import Iterator
from typing import Any

import duckdb

from dashboards.data.declared import moment
from dashboards.data.rows import Row, rows
from dashboards.delivered import Grid

BLOCK = 200  # rows of a script
COLUMNS = (
    *("delivery_id", "file_name", "form", "title", "years", "release", "state", "rows", "received_at", "sha256"),
    *("sender", "problem", "note", "superseded_by"),
)
QUERY = """SELECT * REPLACE (CASE WHEN superseded_by IS NULL THEN state ELSE 'superseded' END AS state)
    FROM deliveries ORDER BY file_name, delivery_id"""


def deliveries(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """Every file received, by name."""
    return rows(con, QUERY)


def readable(row: Row) -> bool:
    """Whether the sheets of a delivery can be shown."""
    return bool(row["state"] != "unreadable")


def deliveries_content(found: list[Row], sheets: dict[str, list[tuple[str, int, int]]]) -> dict[str, list[Any]]:
    """The deliveries in columns, with name, rows and columns of each sheet."""
    told = [row | {"received_at": moment(row["received_at"])} for row in found]
    columns = {name: [row[name] for row in told] for name in COLUMNS}
    kept = {name: values for name, values in columns.items() if any(value not in (None, "") for value in values)}
    return kept | {"sheets": [sheets.get(row["delivery_id"], []) for row in found]}


def sizes(grid: Grid) -> list[tuple[str, int, int]]:
    """Name, rows and columns of each sheet."""
    return [(name, len(body), max(map(len, body), default=0)) for name, body in grid]


def blocks(delivery: str, grid: Grid) -> Iterator[tuple[str, Row]]:
    """Key and content of every block of every sheet of a delivery."""
    for number, (name, body) in enumerate(grid, 1):
        for start in range(0, len(body), BLOCK):
            content = {"name": name, "first": start + 1, "cells": body[start : start + BLOCK]}
            yield f"sheets/{delivery}/{number}-{start // BLOCK}", content
