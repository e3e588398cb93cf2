from collections.abc import Iterator

import pytest

from tests.warehouse.facts import OPEN


@pytest.fixture(autouse=True)
def close_stores() -> Iterator[None]:
    """A connection left open keeps its database in memory."""
    yield
    while OPEN:
        OPEN.pop().close()
