"""A temporary store in the published shape."""

from pathlib import Path
from typing import Any

import duckdb

HERE = Path(__file__).parent
Rows = dict[str, list[dict[str, Any]]]


def fill(con: duckdb.DuckDBPyConnection, rows_by_table: Rows) -> None:
    """Create the tables and put the rows in, column by name."""
    con.execute((HERE / "tables.sql").read_text(encoding="utf-8"))
    con.begin()
    for table, table_rows in rows_by_table.items():
        for row in table_rows:
            names = ", ".join(f'"{name}"' for name in row)
            con.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
    con.commit()
