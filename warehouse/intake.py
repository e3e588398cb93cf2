"""Deliveries into the store: archive, read, conform, keep; one bad file never stops the others."""

import hashlib
from collections.abc import Callable, Iterator

import polars as pl

from sources import Arrival, Home, Problem, Reading, StopDelivery, archived, read, take_in
from sources.forms import FOLDER as FORMS
from warehouse.conform import conform
from warehouse.declarations import FOLDER as MEANINGS
from warehouse.facts import Facts
from warehouse.store import Connection, Record, keep, known_deliveries, read_with, remember_reading

Judge = Callable[[pl.DataFrame], list[str]]
DECIDING = (".yaml", ".csv")


def nothing_to_say(told: pl.DataFrame) -> list[str]:
    """The judge that lets everything pass."""
    return []


def receive(con: Connection, home: Home, judge: Judge = nothing_to_say) -> Iterator[Record]:
    """Take every new file of the inbox in and yield what became of it; files already known are only tidied away.

    `judge` looks at the facts of each delivery (see `Facts.told`) before they enter the store; what it says stops it.
    After a change of the declarations every archived delivery is read again first.
    """
    digest = declared_digest()
    if read_with(con) != digest:
        yield from read_again(con, home, judge)
        remember_reading(con, digest)
    known = known_deliveries(con)
    for arrival in take_in(home):
        if arrival.delivery_id not in known:
            known.add(arrival.delivery_id)
            record, facts = understand(arrival, judge)
            keep(con, record, facts)
            yield record
        arrival.forget()


def read_again(con: Connection, home: Home, judge: Judge = nothing_to_say) -> Iterator[Record]:
    """Read every archived delivery anew, oldest first."""
    columns = "delivery_id, sha256, file_name, sender, bytes, received_at, suffix"
    for row in con.sql(f"SELECT {columns} FROM deliveries ORDER BY received_at, delivery_id").fetchall():
        kept = archived(home, row[1], row[6])
        record, facts = understand(Arrival(row[0], row[1], row[2], row[3], row[4], row[5], kept, kept), judge)
        keep(con, record, facts)
        yield record


def understand(arrival: Arrival, judge: Judge) -> tuple[Record, Facts | None]:
    """Read, conform and judge one archived file; a file that can't be used becomes a record with its problems."""
    try:
        reading = read(arrival.path, arrival.file_name)
    except StopDelivery as stop:
        return Record(arrival, "unreadable", problem=str(stop)), None
    try:
        facts = conform(reading)
        _refuse(judge(facts.told()), arrival)
    except StopDelivery as stop:
        return _record(arrival, reading, "stopped", str(stop)), None
    return _record(arrival, reading, "accepted"), facts


def _refuse(faults: list[str], arrival: Arrival) -> None:
    if faults:
        raise StopDelivery([Problem(arrival.file_name, fault, "请核对后重新报送") for fault in faults])


def declared_digest() -> str:
    """Fingerprint of everything that decides how a file is understood."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in (FORMS, MEANINGS) for path in folder.rglob("*") if path.suffix in DECIDING):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _record(arrival: Arrival, reading: Reading, state: str, problem: str | None = None) -> Record:
    years = sorted({year for one in reading.returns for year in one.frame["year"].unique()})
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    first = reading.returns[0]
    return Record(arrival, state, first.form, first.title, span, first.release, reading.rows, problem)
