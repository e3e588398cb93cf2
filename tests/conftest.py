"""The demo, run once for the whole session, and the tests that read it kept together."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.cli import answer
from sources import Home


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs the demo and everything that reads it; the other tests go file by file."""
    for item in items:
        reads_demo = "demo_home" in getattr(item, "fixturenames", ())
        item.add_marker(pytest.mark.xdist_group("demo" if reads_demo else str(item.path)))


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home in which the sample deliveries went through the whole line once; to be read, never written."""
    root: Path = tmp_path_factory.mktemp("demo") / "home"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("EDUSTAT_HOME", str(root))
        environment.setenv("DAGSTER_HOME", "")
        assert answer(["run", "--demo"]) == 0
        yield Home(root)
