from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pytest

from sources import Home
from tests.oracle.line import PUBLISHED, through_the_line
from warehouse import Connection

Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(scope="session")
def ask(demo_home: Home) -> Iterator[Ask]:
    """Query the published demo as a reader would."""
    con = duckdb.connect(demo_home.current / "warehouse.duckdb", read_only=True)
    yield lambda query: con.sql(query).fetchall()
    con.close()


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """The store after every file of `published/` went through the line."""
    files = sorted(path.name for path in PUBLISHED.glob("*.csv"))
    with through_the_line(tmp_path_factory.mktemp("published") / "home", *files) as con:
        yield con
