"""A small store in the published shape, a site built from it, and a browser where there is one."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from dashboards import build_site
from sources import Home
from tests.dashboards import rows as sample
from tests.dashboards.store import fill


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    fill(connection, sample.all_rows())
    yield connection
    connection.close()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").create()


@pytest.fixture
def grid() -> Callable[[str], list[tuple[str, list[list[str]]]]]:
    return sample.grid


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site of the sample."""
    folder = tmp_path_factory.mktemp("site")
    connection = duckdb.connect()
    fill(connection, sample.all_rows())
    build_site(connection, folder, publication="20261122T094500-abcdef01", grid=sample.grid)
    connection.close()
    return folder
