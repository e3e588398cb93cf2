"""Killed at any moment, a run leaves the last publication whole, and the next run ends as if nothing had happened."""

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines import homes
from sources import Home
from tests.pipelines.comparing import exports, tables

ROOT = Path(__file__).parents[2]
SEED, KILLS = 20230901, 3
SMALL = 40_000  # bytes: what a crash may leave behind does not depend on how long the files are
pytestmark = pytest.mark.slow


def started(home: Home) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "EDUSTAT_HOME": str(home.root), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pipelines.cli", "run"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=home.root)


def completed(home: Home) -> float:
    """Run to the end; the seconds it took."""
    begun = time.monotonic()
    run = started(home)
    _, told = run.communicate(timeout=300)
    assert run.returncode == 0, told.decode()
    return time.monotonic() - begun


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that has published half of the smaller samples and has the other half in its inbox."""
    home = Home(tmp_path_factory.mktemp("crash") / "before").create()
    samples = [path for path in homes.samples() if path.stat().st_size < SMALL]
    deliver(home, samples[::2])
    completed(home)
    deliver(home, samples[1::2])
    return home


@pytest.fixture(scope="module")
def undisturbed(before: Home) -> tuple[Home, float]:
    """What becomes of it when nobody disturbs, and how long that takes."""
    home = copy(before, "undisturbed")
    return home, completed(home)


def deliver(home: Home, files: list[Path]) -> None:
    for path in files:
        shutil.copyfile(path, home.inbox / path.name)


def copy(home: Home, name: str) -> Home:
    shutil.copytree(home.root, home.root.with_name(name), symlinks=True)
    return Home(home.root.with_name(name))


@pytest.mark.parametrize("part", [(i + random.Random(SEED + i).random()) / KILLS for i in range(KILLS)])
def test_killed_at(part: float, before: Home, undisturbed: tuple[Home, float]) -> None:
    expected, seconds = undisturbed
    home = copy(before, f"killed at {part:.3f}")
    run = started(home)
    time.sleep(part * seconds)
    run.kill()
    run.communicate()
    assert tables(home) in (tables(before), tables(expected))
    assert (home.current / "site" / "index.html").stat().st_size > 0
    completed(home)
    assert tables(home) == tables(expected)
    assert exports(home).keys() == exports(expected).keys()
    shutil.rmtree(home.root)
