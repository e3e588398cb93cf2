"""The demo, run once for the whole session."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.cli import answer
from sources import Home


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home in which the sample deliveries went through the whole line once; to be read, never written."""
    root: Path = tmp_path_factory.mktemp("demo") / "home"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("EDUSTAT_HOME", str(root))
        environment.setenv("DAGSTER_HOME", "")
        assert answer(["run", "--demo"]) == 0
        yield Home(root)
