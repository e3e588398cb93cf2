"""The sheets of delivered files as rows of text, read from the archive through the reader of `sources`."""

import duckdb

from dashboards.addresses import Grid, Grids
from sources import Home, StopDelivery, archived, grids


def archive_grids(con: duckdb.DuckDBPyConnection, home: Home) -> Grids:
    """A function from delivery id to its sheets; a file that cannot be opened any more has none."""
    rows = con.sql("SELECT delivery_id, file_name, sha256, suffix FROM deliveries").fetchall()
    known = {delivery: (name, archived(home, sha256, suffix)) for delivery, name, sha256, suffix in rows}

    def grid(delivery: str) -> Grid:
        name, path = known[delivery]
        try:
            return [
                (one.name, [list(map(str, row)) for row in one.cells.fill_null("").rows()]) for one in grids(path, name)
            ]
        except (StopDelivery, OSError):
            return []

    return grid
