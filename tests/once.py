"""How the workers of a test run share a machine: what takes long to make and is only read is made once."""

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest

ALONE = {"threads": "1"}  # for a store of a few rows: each worker has one processor


def made_once(factory: pytest.TempPathFactory, worker: str, name: str, make: Callable[[Path], object]) -> Path:
    """The place that `make` filled, in this worker or another."""
    own: Path = factory.getbasetemp()
    shared = own if worker == "master" else own.parent
    place, done = shared / name, shared / f"{name}-done"
    with (shared / f"{name}-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            make(place)
            done.touch()
    return place
