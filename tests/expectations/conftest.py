"""An empty store with the tables rules and tests read, and one in which every rule is broken once and kept once."""

import pickle
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from expectations import CheckResult, check, prepare
from tests.expectations.rule_cases import CASES
from tests.expectations.small_store import Paper, empty_store
from tests.once import ALONE, made_once


@pytest.fixture(scope="session")
def blank() -> Iterator[tuple[duckdb.DuckDBPyConnection, list[str], list[str]]]:
    """One store for many tests, all its tables, and those of them that no declaration fills."""
    connection = empty_store()
    prepare(connection)
    names = tables(connection)
    yield connection, names, [name for name in names if connection.sql(f"FROM {name} LIMIT 1").fetchall() == []]
    connection.close()


def tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Every lasting table with its schema."""
    found = connection.sql("SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE NOT temporary")
    return [name for (name,) in found.fetchall()]


@pytest.fixture
def con(blank: tuple[duckdb.DuckDBPyConnection, list[str], list[str]]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The store without any data."""
    connection, known, data = blank
    yield connection
    for name in set(tables(connection)) - {*known}:
        connection.execute(f"DROP TABLE {name}")
    for name in data:
        connection.execute(f"DELETE FROM {name}")


@pytest.fixture(scope="session")
def broken(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[tuple[duckdb.DuckDBPyConnection, list[CheckResult]]]:
    """Every rule's failing and passing paper, each about a region of its own, checked together."""
    made = made_once(tmp_path_factory, worker_id, "broken", _break_every_rule)
    results: list[CheckResult] = pickle.loads((made / "results").read_bytes())
    with duckdb.connect(config=ALONE) as connection:
        connection.execute(f"ATTACH '{made / 'store.duckdb'}' AS made (READ_ONLY)")
        connection.execute("COPY FROM DATABASE made TO memory")
        connection.execute("DETACH made")
        yield connection, results


def _break_every_rule(folder: Path) -> None:
    folder.mkdir()
    with empty_store() as connection:
        for rule, (failing, passing) in CASES.items():
            failing(Paper(connection, f"{rule} fail", f"{rule} fail", f"{rule} fail.csv"))
            passing(Paper(connection, f"{rule} pass", f"{rule} pass", f"{rule} pass.csv"))
        (folder / "results").write_bytes(pickle.dumps(check(connection)))
        connection.execute(f"ATTACH '{folder / 'store.duckdb'}' AS made")
        connection.execute("COPY FROM DATABASE memory TO made")
