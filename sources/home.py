"""The folders of one deployment (EDUSTAT_HOME)."""

import os
from dataclasses import dataclass
from pathlib import Path


def make_durable(path: Path) -> None:
    """Bring a file's content, or the names in a folder, to the disk itself."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@dataclass(frozen=True)
class Home:
    """The folders under one root; nothing exists until `create` is called."""

    root: Path

    @classmethod
    def from_environment(cls) -> "Home":
        """The home named by EDUSTAT_HOME, else `edustat-home` in the current folder."""
        return cls(Path(os.environ.get("EDUSTAT_HOME", "edustat-home")).absolute())

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def archive(self) -> Path:
        return self.root / "archive"

    @property
    def store(self) -> Path:
        return self.root / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        return self.root / "published"

    @property
    def current(self) -> Path:
        return self.published / "current"

    @property
    def outbox(self) -> Path:
        return self.root / "outbox"

    @property
    def decisions(self) -> Path:
        """What people decided about names (optional, kept by hand)."""
        return self.root / "decisions.csv"

    @property
    def decided(self) -> bytes:
        """What was decided, as it is written; nothing where nobody has decided anything."""
        return self.decisions.read_bytes() if self.decisions.exists() else b""

    @property
    def expected(self) -> Path:
        """Who owes which form for which year by when (optional, kept by hand)."""
        return self.root / "expected.csv"

    @property
    def dagster(self) -> Path:
        return self.root / "dagster"

    def create(self) -> "Home":
        """Make every folder; safe to repeat."""
        for folder in (self.inbox, self.archive, self.published, self.outbox, self.dagster):
            folder.mkdir(parents=True, exist_ok=True)
        return self
