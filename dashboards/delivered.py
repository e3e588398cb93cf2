"""The sheets of delivered files, read from the archive through the reader of `sources`."""

from collections.abc import Callable

import duckdb

from sources import Home, Sheet, StopDelivery, archived, grids

Grid = list[tuple[str, list[list[str]]]]  # the sheets of a file: name, rows of text
Grids = Callable[[str], Grid]  # delivery id → its sheets
Sheets = Callable[[str], list[Sheet]]


def archive_sheets(con: duckdb.DuckDBPyConnection, home: Home) -> Sheets:
    """A function from delivery id to its sheets; a file that cannot be opened any more has none."""
    rows = con.sql("SELECT delivery_id, file_name, sha256, suffix FROM deliveries").fetchall()
    known = {delivery: (name, archived(home, sha256, suffix)) for delivery, name, sha256, suffix in rows}

    def sheets(delivery: str) -> list[Sheet]:
        name, path = known[delivery]
        try:
            return grids(path, name)
        except (StopDelivery, OSError):
            return []

    return sheets


def archive_grids(con: duckdb.DuckDBPyConnection, home: Home) -> Grids:
    """The same sheets as rows of text."""
    sheets = archive_sheets(con, home)

    def grid(delivery: str) -> Grid:
        return [(one.name, [list(map(str, row)) for row in one.cells.fill_null("").rows()]) for one in sheets(delivery)]

    return grid
