"""Rows of a query as Python sees them."""

from typing import Any

import duckdb
import polars as pl

Row = dict[str, Any]


def rows(con: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """Rows of a query as dictionaries."""
    frame: pl.DataFrame = con.sql(query).pl()
    return frame.to_dicts()
