"""The folder `outbox/`: a return workbook for each sender who has something to answer, none for the others.

What someone filled in right there is never written over: it is put aside under another name and told.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from dashboards import words
from dashboards.delivered import Sheets, archive_sheets
from dashboards.returned.asked import Asked, asked_of_senders
from dashboards.returned.book import write_book
from dashboards.returned.naming import PREFIX, file_names
from sources import Home, make_durable
from sources.returned import printed

WRITTEN = ".written.json"  # file name → what it was made of, and its sha256 as it was written
Written = dict[str, dict[str, str]]
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
    written = _written(folder)
    aside = list(_put_aside(folder, written))
    everyone = list(asked_of_senders(con))
    names = file_names([asked.sender for asked in everyone])
    sheets_of = archive_sheets(con, home)
    for asked in everyone:
        _renew(folder / names[asked.sender], asked, sheets_of, written)
    withdrawn = sorted(written.keys() - names.values())
    for name in withdrawn:
        (folder / name).unlink(missing_ok=True)
    _remember(folder, {name: made for name, made in written.items() if name not in withdrawn})
    return Outbox(folder, tuple(names.values()), tuple(withdrawn), tuple(aside))


def return_workbooks(home: Home) -> list[Path]:
    """The workbooks that lie in the outbox to be sent."""
    return sorted(path for path in home.outbox.glob(f"{PREFIX}*.xlsx") if not path.stem.endswith(CHANGED))


def _written(folder: Path) -> Written:
    record = folder / WRITTEN
    return dict(json.loads(record.read_text(encoding="utf-8"))) if record.exists() else {}


def _remember(folder: Path, written: Written) -> None:
    partial = folder / f"{UNFINISHED}{secrets.token_hex(4)}"
    partial.write_text(json.dumps(written, ensure_ascii=False, indent=1), encoding="utf-8")
    partial.replace(folder / WRITTEN)
    make_durable(folder)


def _put_aside(folder: Path, before: Written) -> Iterator[str]:
    """Workbooks that are no longer as they were written: someone's work, kept under a name of its own."""
    for path in sorted(folder.glob(f"{PREFIX}*.xlsx")):
        digest = _digest(path)
        if digest not in before.get(path.name, {}).values() and not path.stem.endswith(CHANGED):
            kept = path.with_name(f"{path.stem}-{digest[:6]}{CHANGED}.xlsx")
            path.replace(kept)
            yield kept.name


def _renew(target: Path, asked: Asked, sheets_of: Sheets, written: Written) -> None:
    """Write a workbook beside its place and put it there whole; one that would say the same stays.

    What is about to lie there is remembered first, so that a run killed in between finds its own work again.
    """
    content, there = f"{asked.digest} {_made_by()}", _digest(target) if target.exists() else ""
    made = written.get(target.name, {})
    if (made.get("content"), made.get("sha256")) == (content, there):
        return
    building = target.with_name(f"{UNFINISHED}{secrets.token_hex(4)}.xlsx")
    write_book(building, asked, sheets_of)
    make_durable(building)
    written[target.name] = {"content": content, "sha256": _digest(building), "earlier": there}
    _remember(target.parent, written)
    building.replace(target)


@cache
def _made_by() -> str:
    """Hash of the sources that shape a workbook."""
    digest = hashlib.sha256()
    for folder in (Path(__file__).parent, Path(printed.__file__).parent, Path(words.__file__).parent):
        for path in sorted([*folder.glob("*.py"), *folder.glob("words.yaml")]):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
