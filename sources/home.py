"""The folders of one deployment (EDUSTAT_HOME)."""

import os
from dataclasses import dataclass
from pathlib import Path

DAGSTER_YAML = "telemetry:\n  enabled: false\n"


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
    def dagster(self) -> Path:
        return self.root / "dagster"

    def create(self) -> "Home":
        """Make every folder and Dagster's own settings (telemetry off); safe to repeat."""
        for folder in (self.inbox, self.archive, self.published, self.outbox, self.dagster):
            folder.mkdir(parents=True, exist_ok=True)
        settings = self.dagster / "dagster.yaml"
        if not settings.exists():
            settings.write_text(DAGSTER_YAML, encoding="utf-8")
        return self
