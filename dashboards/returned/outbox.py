"""The folder `outbox/`: a return workbook for each sender who has something to answer, none for the others.

What someone filled in right there is never written over: it is put aside under another name and told.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboards.returned.asked import Sheets, asked_of_senders
from dashboards.returned.book import write_book
from dashboards.returned.naming import PREFIX, file_names
from sources import Home, Sheet, StopDelivery, archived, grids, make_durable

WRITTEN = ".written.json"  # file name → sha256 of what was written last
UNFINISHED = ".building-"
CHANGED = "（有改动，请放入inbox）"


@dataclass(frozen=True)
class Outbox:
    """What lies in the outbox after a run: workbooks to be sent, names taken away, changed ones put aside."""

    folder: Path
    workbooks: tuple[str, ...]
    withdrawn: tuple[str, ...]
    aside: tuple[str, ...]


def write_outbox(con: duckdb.DuckDBPyConnection, home: Home) -> Outbox:
    """Write the workbooks of all senders with open findings, and take those of all others away."""
    folder = home.outbox
    folder.mkdir(parents=True, exist_ok=True)
    for leftover in folder.glob(f"{UNFINISHED}*"):
        leftover.unlink()
    before, sheets_of = _written(folder), archive_sheets(con, home)
    everyone = list(asked_of_senders(con))
    names = file_names([asked.sender for asked in everyone])
    aside = list(_put_aside(folder, before))
    after = {}
    for asked in everyone:
        building = folder / f"{UNFINISHED}{secrets.token_hex(4)}.xlsx"
        write_book(building, asked, sheets_of)
        after[names[asked.sender]] = _move(building, folder / names[asked.sender])
    withdrawn = sorted(name for name in before.keys() - after.keys() if (folder / name).exists())
    for name in withdrawn:
        (folder / name).unlink()
    _remember(folder, after)
    return Outbox(folder, tuple(after), tuple(withdrawn), tuple(aside))


def return_workbooks(home: Home) -> list[Path]:
    """The workbooks that lie in the outbox to be sent."""
    return sorted(path for path in home.outbox.glob(f"{PREFIX}*.xlsx") if not path.stem.endswith(CHANGED))


def archive_sheets(con: duckdb.DuckDBPyConnection, home: Home) -> Sheets:
    """A function from delivery id to its sheets; a file that can't be opened has none."""
    rows = con.sql("SELECT delivery_id, file_name, sha256, suffix FROM deliveries").fetchall()
    known = {delivery: (name, archived(home, sha256, suffix)) for delivery, name, sha256, suffix in rows}

    def sheets(delivery: str) -> list[Sheet]:
        name, path = known[delivery]
        try:
            return grids(path, name)
        except (StopDelivery, OSError):
            return []

    return sheets


def _written(folder: Path) -> dict[str, str]:
    record = folder / WRITTEN
    return dict(json.loads(record.read_text(encoding="utf-8"))) if record.exists() else {}


def _remember(folder: Path, written: dict[str, str]) -> None:
    partial = folder / f"{UNFINISHED}{secrets.token_hex(4)}"
    partial.write_text(json.dumps(written, ensure_ascii=False, indent=1), encoding="utf-8")
    partial.replace(folder / WRITTEN)
    make_durable(folder)


def _put_aside(folder: Path, before: dict[str, str]) -> Iterator[str]:
    """Workbooks that are no longer as they were written: someone's work, kept under a name of its own."""
    for path in sorted(folder.glob(f"{PREFIX}*.xlsx")):
        digest = _digest(path)
        if digest != before.get(path.name) and not path.stem.endswith(CHANGED):
            kept = path.with_name(f"{path.stem}-{digest[:6]}{CHANGED}.xlsx")
            path.replace(kept)
            yield kept.name


def _move(building: Path, target: Path) -> str:
    """Put a finished workbook in its place, unless the same one is there already; returns its sha256."""
    digest = _digest(building)
    if target.exists() and _digest(target) == digest:
        building.unlink()
        return digest
    make_durable(building)
    building.replace(target)
    return digest


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
