"""An empty store with the tables rules and tests read, and one in which every rule is broken once and kept once."""

from collections.abc import Iterator

import duckdb
import pytest

from expectations import CheckResult, check
from tests.expectations.rule_cases import CASES
from tests.expectations.small_store import Paper, empty_store


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = empty_store()
    yield connection
    connection.close()


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
