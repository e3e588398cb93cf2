"""An empty store with the tables rules and tests read, and one in which every rule is broken once and kept once."""

from collections.abc import Iterator

import duckdb
import pytest

from expectations import CheckResult, check, prepare
from tests.expectations.rule_cases import CASES
from tests.expectations.small_store import Paper, empty_store


@pytest.fixture(scope="session")
def blank() -> Iterator[tuple[duckdb.DuckDBPyConnection, list[str]]]:
    """One store for many tests, and its tables that no declaration fills."""
    connection = empty_store()
    prepare(connection)
    names = [
        name for (name,) in connection.sql("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()
    ]
    yield connection, [name for name in names if connection.sql(f"FROM {name} LIMIT 1").fetchall() == []]
    connection.close()


@pytest.fixture
def con(blank: tuple[duckdb.DuckDBPyConnection, list[str]]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The store without any data."""
    connection, data = blank
    yield connection
    for name in data:
        connection.execute(f"DELETE FROM {name}")


@pytest.fixture(scope="session")
def broken() -> Iterator[tuple[duckdb.DuckDBPyConnection, list[CheckResult]]]:
    """Every rule's failing and passing paper, each about a region of its own, checked together."""
    connection = empty_store()
    for rule, (failing, passing) in CASES.items():
        failing(Paper(connection, f"{rule} fail", f"{rule} fail", f"{rule} fail.csv"))
        passing(Paper(connection, f"{rule} pass", f"{rule} pass", f"{rule} pass.csv"))
    results = check(connection)
    yield connection, results
    connection.close()
