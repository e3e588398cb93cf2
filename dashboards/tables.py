"""The published tables: copied sorted into a fresh file, and told apart by a hash of what they say."""

import hashlib
from collections.abc import Collection
from contextlib import closing
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import duckdb

HERE = Path(__file__).parent
PUBLISHED_VIEWS = ("verdict_history", "family_summaries", "verdict_remarks", "school_shortcomings", "rule_yield")


def published_tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Names of the tables readers get, in alphabetical order."""
    query = """SELECT table_name FROM duckdb_tables() WHERE NOT temporary AND NOT internal
               AND database_name = current_database() AND schema_name = 'main' ORDER BY 1"""
    return [name for (name,) in con.sql(query).fetchall()]


def copy_tables(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write every published table, sorted by its columns from the left (the key comes first), into a new file."""
    place = str(path).replace("'", "''")
    con.sql(f"ATTACH '{place}' AS publication")
    try:
        for name in published_tables(con):
            con.sql(f'CREATE TABLE publication.main."{name}" AS FROM "{name}" ORDER BY ALL')
        for name in _views(con):
            con.sql(f'CREATE TABLE publication.main."{name}" AS FROM "{name}" ORDER BY ALL')
        con.sql("CHECKPOINT publication")
    finally:
        con.sql("DETACH publication")


def as_store(path: Path) -> None:
    """Make a copy of a publication's tables a store again: what is a view there is no table."""
    with closing(duckdb.connect(path)) as con:
        for name in PUBLISHED_VIEWS:
            con.sql(f'DROP TABLE IF EXISTS "{name}"')


def _views(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Views that readers get as tables, as far as this store has them."""
    found = con.sql("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    return [name for name in PUBLISHED_VIEWS if (name,) in found]


def content_hash(digests: dict[str, str]) -> str:
    """Hash of the values of all published tables and of the pages' own sources, whatever the order of rows.

    The journal only tells how they came about: a new entry alone makes no other publication.
    """
    digest = hashlib.sha256(_pages_digest().encode())
    for name, told in digests.items():
        if name != "journal":
            digest.update(f"{name}{told}".encode())
    return digest.hexdigest()


def table_digests(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Digest of every published table, by name."""
    return {name: table_digest(con, name) for name in published_tables(con)}


def table_digest(con: duckdb.DuckDBPyConnection, name: str, leaving: Collection[str] = ()) -> str:
    """Columns, number of rows, and the sums of both halves of each row's hash: one pass, no sorting, any size.

    Columns in `leaving` are passed over.
    """
    columns = [column[:2] for column in con.sql(f'DESCRIBE "{name}"').fetchall() if column[0] not in leaving]
    listed = ", ".join(f'"{column}"' for column, _ in columns)
    sums = con.sql(
        f"""SELECT count(*), sum(md5_number_lower(text))::VARCHAR, sum(md5_number_upper(text))::VARCHAR
            FROM (SELECT to_json(t)::VARCHAR FROM (SELECT {listed} FROM "{name}") AS t) AS x(text)"""
    ).fetchall()
    return f"{columns}{sums}"


@cache
def _pages_digest() -> str:
    """Hash of the room's own files and of the versions that shape its output."""
    digest = hashlib.sha256(f"{_version('edustat')} {_version('plotly')}".encode())
    for path in sorted(HERE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(HERE).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "0"
