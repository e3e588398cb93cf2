"""The demo, run once for the whole session, whichever worker comes first."""

import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.cli import answer
from sources import Home


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One file that reads the demo comes first, the others last: nobody waits while one worker makes the demo."""
    reading = list(dict.fromkeys(item.path for item in items if "demo_home" in getattr(item, "fixturenames", ())))
    items.sort(key=lambda item: (item.path in reading) - 2 * (item.path in reading[:1]))


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Home]:
    """A home in which the sample deliveries went through the whole line once; to be read, never written."""
    own: Path = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    root, done = shared / "demo-home", shared / "demo-done"
    with pytest.MonkeyPatch.context() as environment, (shared / "demo-lock").open("w") as lock:
        environment.setenv("EDUSTAT_HOME", str(root))
        environment.setenv("DAGSTER_HOME", "")
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            assert answer(["run", "--demo"]) == 0
            done.touch()
        fcntl.flock(lock, fcntl.LOCK_UN)
        yield Home(root)
