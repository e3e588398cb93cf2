"""Dagster's event log in SQLite, kept through one open engine while a command runs.

One run over many years tells Dagster hundreds of events; opening the file anew for each of them, as Dagster does by
itself, takes longer than the run's own work. The file is the same, so `dagster dev` reads what a command wrote.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

import dagster as dg
import yaml
from dagster._core.storage.event_log import ConsolidatedSqliteEventLogStorage
from sqlalchemy import Connection, Engine, create_engine, event

from sources.declared import read_yaml

PLAIN = "ConsolidatedSqliteEventLogStorage"
HERE = "in-process.yaml"


class OpenHistory(ConsolidatedSqliteEventLogStorage):
    """The event log of dagster.yaml, opened once."""

    @cached_property
    def engine(self) -> Engine:
        place = self.get_db_path()  # type: ignore[no-untyped-call]
        engine = create_engine(f"sqlite:///{place}", connect_args={"timeout": 30})
        event.listen(engine, "connect", _without_waiting)
        return engine

    @contextmanager
    def run_connection(self, run_id: str | None) -> Iterator[Connection]:
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def index_connection(self) -> Iterator[Connection]:
        with self.engine.begin() as connection:
            yield connection

    def dispose(self) -> None:
        self.engine.dispose()
        super().dispose()  # type: ignore[no-untyped-call]


def instance(folder: Path) -> dg.DagsterInstance:
    """Dagster's instance as dagster.yaml describes it, with our event log in the place of the plain one."""
    settings = read_yaml(folder / "dagster.yaml")
    log = settings.get("event_log_storage", {})
    if log.get("class") == PLAIN:
        settings["event_log_storage"] = {**log, "module": __name__, "class": OpenHistory.__name__}
    (folder / HERE).write_text(yaml.safe_dump(settings), encoding="utf-8")
    return dg.DagsterInstance.from_config(str(folder), HERE)


def _without_waiting(connection: SqliteConnection, _: object) -> None:
    """History may lose its last moments in a power cut, never its order; the store itself keeps full safety."""
    connection.execute("PRAGMA synchronous=NORMAL")
