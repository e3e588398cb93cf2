"""Deliveries into the store: archive, read, conform, keep; one bad file never stops the others."""

from collections.abc import Iterator

from sources import Arrival, Home, Reading, StopDelivery, archived, read, take_in
from warehouse.conform import Facts, conform
from warehouse.store import Connection, Record, keep, known_deliveries


def receive(con: Connection, home: Home) -> Iterator[Record]:
    """Take every new file of the inbox in and yield what became of it; files already known are only tidied away."""
    known = known_deliveries(con)
    for arrival in take_in(home):
        if arrival.delivery_id not in known:
            known.add(arrival.delivery_id)
            record, facts = understand(arrival)
            keep(con, record, facts)
            yield record
        arrival.forget()


def read_again(con: Connection, home: Home) -> Iterator[Record]:
    """Read every archived delivery anew, after a change of forms, names or units."""
    columns = "delivery_id, sha256, file_name, sender, bytes, received_at, suffix"
    for row in con.sql(f"SELECT {columns} FROM deliveries ORDER BY received_at, delivery_id").fetchall():
        kept = archived(home, row[1], row[6])
        record, facts = understand(Arrival(*row[:6], path=kept, inbox_path=kept))
        keep(con, record, facts)
        yield record


def understand(arrival: Arrival) -> tuple[Record, Facts | None]:
    """Read and conform one archived file; a file that can't be used becomes a record with its problems."""
    try:
        reading = read(arrival.path, arrival.file_name)
    except StopDelivery as stop:
        return Record(arrival, "unreadable", problem=str(stop)), None
    try:
        facts = conform(reading)
    except StopDelivery as stop:
        return _record(arrival, reading, "stopped", str(stop)), None
    return _record(arrival, reading, "accepted"), facts


def _record(arrival: Arrival, reading: Reading, state: str, problem: str | None = None) -> Record:
    years = sorted({year for one in reading.returns for year in one.frame["year"].unique()})
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    first = reading.returns[0]
    return Record(arrival, state, first.form, first.title, span, first.release, reading.rows, problem)
