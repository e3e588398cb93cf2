"""The demo, run once for the whole session, whichever worker comes first."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.cli import answer
from sources import Home
from tests.once import made_once


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One file that reads the demo comes first, the others last: nobody waits while one worker makes the demo."""
    reading = list(dict.fromkeys(item.path for item in items if "demo_home" in getattr(item, "fixturenames", ())))
    items.sort(key=lambda item: (item.path in reading) - 2 * (item.path in reading[:1]))


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Home]:
    """A home in which the sample deliveries went through the whole line once; to be read, never written."""
    with pytest.MonkeyPatch.context() as environment:

        def run(root: Path) -> None:
            environment.setenv("EDUSTAT_HOME", str(root))
            assert answer(["run", "--demo"]) == 0

        environment.setenv("DAGSTER_HOME", "")
        root = made_once(tmp_path_factory, worker_id, "demo-home", run)
        environment.setenv("EDUSTAT_HOME", str(root))
        yield Home(root)
