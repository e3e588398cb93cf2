"""Names that findings are told with, looked up once per run."""

import re
from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class Words:
    """Chinese names of levels, releases, measures and files, and the headers of columns."""

    levels: dict[str, str]
    releases: dict[str, str]
    measures: dict[str, str]
    files: dict[str, str]
    headers: dict[tuple[str, str, str], str]

    def header(self, delivery_id: str | None, sheet: str | None, cell: str | None) -> str | None:
        """Header over a cell, if its column is declared."""
        column = re.match(r"[A-Z]+", cell or "")
        return self.headers.get((delivery_id or "", sheet or "", column[0])) if column else None


def words(con: duckdb.DuckDBPyConnection) -> Words:
    """All names the store knows."""
    columns = con.sql(
        """SELECT delivery_id, coalesce(sheet, ''), "column", any_value(header) FROM layouts
        WHERE "column" IS NOT NULL AND header IS NOT NULL GROUP BY ALL"""
    ).fetchall()
    return Words(
        levels=_named(con, "SELECT id, name FROM levels"),
        releases=_named(con, "SELECT id, name FROM releases"),
        measures=_named(con, "SELECT id, name FROM measures"),
        files=_named(con, "SELECT delivery_id, file_name FROM deliveries"),
        headers={(delivery, sheet, column): header for delivery, sheet, column, header in columns},
    )


def _named(con: duckdb.DuckDBPyConnection, query: str) -> dict[str, str]:
    return dict(con.sql(query).fetchall())
