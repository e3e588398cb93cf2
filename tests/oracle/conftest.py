from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pytest

from sources import Home

Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(scope="session")
def ask(demo_home: Home) -> Iterator[Ask]:
    """Query the published demo as a reader would."""
    con = duckdb.connect(demo_home.current / "warehouse.duckdb", read_only=True)
    yield lambda query: con.sql(query).fetchall()
    con.close()
