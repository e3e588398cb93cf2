"""Asking the process that opens workbooks (`worker`), with a limit on its time; it is started again after a fall."""

import atexit
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import RLock
from typing import Any

from sources.opening.limits import SECONDS

ROOT = Path(__file__).parents[2]


class TooMuch(Exception):
    """The workbook took more time or memory than one file may."""


class Broken(Exception):
    """The workbook can't be opened; says what the reader said."""


class Asked:
    """A workbook being read; `answer` waits for it."""

    def __init__(self, worker: "Worker", folder: Path) -> None:
        self._worker, self.folder = worker, folder

    def answer(self) -> list[dict[str, Any]]:
        """Its sheets as the worker tells them; raises TooMuch or Broken."""
        told = self._worker.reply()
        if "error" in told:
            raise Broken(told["error"])
        sheets: list[dict[str, Any]] = told["sheets"]
        return sheets


class Worker:
    """One child process, started when first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owing = False
        self._lock = RLock()

    @contextmanager
    def asked(self, path: Path, suffix: str, names: list[str] | None) -> Iterator[Asked]:
        """Begin reading a workbook; the caller may do something else before it takes the answer."""
        with self._lock, TemporaryDirectory(prefix="edustat-") as folder:
            book = Path(folder) / f"book{suffix}"
            book.symlink_to(path.absolute())
            self._send({"path": str(book), "names": names})
            try:
                yield Asked(self, Path(folder))
            finally:
                if self._owing:
                    self.stop()

    def reply(self) -> dict[str, Any]:
        """The line the worker answers with; raises TooMuch when it falls or takes too long."""
        process = self._running()
        stream = process.stdout
        assert stream is not None
        line, until = b"", time.monotonic() + SECONDS
        while not line.endswith(b"\n"):
            left = until - time.monotonic()
            ready = left > 0 and select.select([stream], [], [], left)[0]
            part = os.read(stream.fileno(), 1 << 20) if ready else b""
            if not part:
                self.stop()
                raise TooMuch
            line += part
        self._owing = False
        told: dict[str, Any] = json.loads(line)
        return told

    def stop(self) -> None:
        """End the child, whatever it does."""
        process, self._process, self._owing = self._process, None, False
        if process is not None:
            process.kill()
            process.communicate()

    def _send(self, request: dict[str, Any]) -> None:
        line = json.dumps(request).encode() + b"\n"
        stream = self._running().stdin
        assert stream is not None
        stream.write(line)
        stream.flush()
        self._owing = True

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = _started()
        return self._process


def _started() -> subprocess.Popen[bytes]:
    search = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        [sys.executable, "-m", "sources.opening.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": search},
    )


WORKER = Worker()
atexit.register(WORKER.stop)
