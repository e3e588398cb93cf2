"""Everything delivered, read anew from the archive into a store of its own, to be compared with a publication."""

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sources import Home
from warehouse.expected import read_expected, renew_expected
from warehouse.store import Connection, open_store

ARRIVED = "delivery_id, file_name, sha256, bytes, suffix, received_at, sender, container, state"


@contextmanager
def beside(home: Home, database: Path, lost: Collection[str] = ()) -> Iterator[tuple[Connection, Home]]:
    """A store that knows what arrived when, but for the `lost` deliveries, and nothing of what it says; and its home.

    The publication in `database` is attached as `published`, read-only. Nothing in `home` is touched.
    """
    with TemporaryDirectory(prefix="edustat-") as folder:
        trial = Home(Path(folder) / "home")
        trial.root.mkdir()
        trial.archive.symlink_to(home.archive, target_is_directory=True)
        for by_hand in (home.decisions, home.expected):
            if by_hand.exists():
                shutil.copyfile(by_hand, trial.root / by_hand.name)
        with open_store(trial) as con:
            place = str(database.resolve()).replace("'", "''")
            con.sql(f"ATTACH '{place}' AS published (READ_ONLY)")
            _arrive(con, lost)
            yield con, trial
            con.sql("DETACH published")


def _arrive(con: Connection, lost: Collection[str]) -> None:
    """Let the deliveries arrive again, and know which findings each return workbook could answer then."""
    known = "state <> 'arriving' AND NOT list_contains($lost, delivery_id)"
    params = {"lost": list(lost)}
    con.execute(f"INSERT INTO deliveries BY NAME SELECT {ARRIVED} FROM published.main.deliveries WHERE {known}", params)
    con.sql("INSERT INTO answers BY NAME FROM published.main.answers")


def as_on(con: Connection, home: Home, moment: datetime) -> None:
    """Let what only the day decides be as on that day."""
    renew_expected(con, read_expected(home.expected), moment.date())
