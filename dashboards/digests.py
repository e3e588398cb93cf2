"""What published tables say, in digests: of whole tables, and of each region in them, in one pass and without sorting.

DuckDB's own hash of each row, summed up: no order of rows matters. Another version of DuckDB may hash differently;
then everything counts as changed.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import duckdb

Con = duckdb.DuckDBPyConnection


@dataclass(frozen=True)
class Told:
    """Columns of a table with their types, and a digest for each region (one for all where it has none)."""

    columns: list[list[str]]
    regions: dict[str, str]

    @property
    def digest(self) -> str:
        return hashlib.sha256(f"{self.columns}{sorted(self.regions.items())}".encode()).hexdigest()[:32]

    @property
    def by_region(self) -> bool:
        return any(name == "region" for name, _ in self.columns)


def published_tables(con: Con) -> list[str]:
    """Names of the tables readers get, in alphabetical order."""
    query = """SELECT table_name FROM duckdb_tables() WHERE NOT temporary AND NOT internal
               AND database_name = current_database() AND schema_name = 'main' ORDER BY 1"""
    return [name for (name,) in con.sql(query).fetchall()]


def told(con: Con, name: str, leaving: Collection[str] = ()) -> Told:
    """What a table says; columns in `leaving` are passed over."""
    columns = [column[:2] for column in con.sql(f'DESCRIBE "{name}"').fetchall() if column[0] not in leaving]
    listed = ", ".join(f'"{column}"' for column, _ in columns)
    key = "coalesce(region, '')" if any(column == "region" for column, _ in columns) else "''"
    digests = sums(con, f'SELECT {key} AS key, {listed} FROM "{name}"')
    return Told([[str(each), str(kind)] for each, kind in columns], digests)


def sums(con: Con, query: str) -> dict[str, str]:
    """Number of rows and sum of their hashes for each value of the first column, `key`, of a query."""
    rows: list[tuple[Any, ...]] = con.sql(f"""
        SELECT key, count(*) || ':' || sum(hash(t)) FROM ({query}) AS t GROUP BY key ORDER BY key""").fetchall()
    return {str(key): str(digest) for key, digest in rows}


def all_told(con: Con) -> dict[str, Told]:
    """What every published table says, by name."""
    return {name: told(con, name) for name in published_tables(con)}
