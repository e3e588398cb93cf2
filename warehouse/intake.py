"""Deliveries into the store: archive, read, conform, keep; one bad file never stops the others."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl

from sources import Arrival, Home, Problem, Reading, StopDelivery, archived, read, take_in
from sources.forms import FOLDER as FORMS
from warehouse.conform import conform
from warehouse.decisions import Decisions, read_decisions
from warehouse.declarations import FOLDER as MEANINGS
from warehouse.declarations import declarations
from warehouse.expected import Expected, read_expected, renew_expected
from warehouse.gathered import Facts
from warehouse.identity import Context
from warehouse.register import NAMING_SCHOOLS, registered_schools, renew_schools
from warehouse.schools import no_schools
from warehouse.store import Connection, Record, keep, known_deliveries, read_with, remember_reading
from warehouse.superseded import renew_superseded

Judge = Callable[[pl.DataFrame], list[str]]
SHANGHAI = ZoneInfo("Asia/Shanghai")
DECIDING = (".yaml", ".csv")


def nothing_to_say(told: pl.DataFrame) -> list[str]:
    """The judge that lets everything pass."""
    return []


def receive(con: Connection, home: Home, judge: Judge = nothing_to_say) -> Iterator[Record]:
    """Take every new file of the inbox in and yield what became of it; files already known are only tidied away.

    `judge` looks at the facts of each delivery (see `Facts.told`) before they enter the store; what it says stops it.
    After a change of the declarations or decisions every archived delivery is read again first; after new schools
    came to be known, those that name schools without a code.
    """
    digest, by_hand, register = declared_digest(home), _by_hand(home), registered_schools(con)
    if read_with(con) != digest:
        yield from _read(con, home, judge, by_hand.decisions)
        remember_reading(con, digest)
    known = known_deliveries(con)
    for arrival in take_in(home):
        named = _told_apart(arrival, known)
        if named and named.delivery_id not in known:
            record, facts = understand(named, judge, Context(named.sender, by_hand.decisions, register))
            keep(con, record, facts)
            known[named.delivery_id] = (named.file_name, record.state)
            yield record
        arrival.forget()
    yield from _conclude(con, home, judge, by_hand, register)


@dataclass(frozen=True)
class ByHand:
    """What people keep in the home beside the inbox: decisions about names, and who owes what."""

    decisions: Decisions
    expected: list[Expected] | None


def _by_hand(home: Home) -> ByHand:
    return ByHand(read_decisions(home.decisions), read_expected(home.expected))


def _conclude(con: Connection, home: Home, judge: Judge, by_hand: ByHand, before: pl.DataFrame) -> Iterator[Record]:
    """Look again at schools without a code when others came to be known; renew what follows from all deliveries."""
    if not registered_schools(con).equals(before):
        yield from _read(con, home, judge, by_hand.decisions, NAMING_SCHOOLS)
    renew_schools(con, by_hand.decisions)
    renew_superseded(con, declarations())
    renew_expected(con, by_hand.expected, datetime.now(SHANGHAI).date())


def _told_apart(arrival: Arrival, known: dict[str, tuple[str, str]]) -> Arrival | None:
    """The arrival under its own id; None when the store knows it already.

    The same bytes are the same delivery, unless the name makes them another one: a table without a title is titled
    by its file name, and a file that could not be used may come again under a name with which it can.
    """
    file_name, state = known.get(arrival.delivery_id, ("", ""))
    if not state or file_name == arrival.file_name:
        return arrival
    if state == "accepted" and _titles(arrival, file_name) == _titles(arrival, arrival.file_name):
        return None
    apart = hashlib.sha256(f"{arrival.sha256} {arrival.file_name}".encode()).hexdigest()
    return replace(arrival, delivery_id=apart[:16])


def _titles(arrival: Arrival, file_name: str) -> list[tuple[object, ...]] | None:
    """What a file says it is about under a name: fields and years of each of its tables; None when it can't be read."""
    try:
        returns = read(arrival.path, file_name).returns
    except StopDelivery:
        return None
    return [(*(column.field for column in one.columns), *one.frame["year"].unique().sort()) for one in returns]


def read_again(con: Connection, home: Home, judge: Judge = nothing_to_say) -> Iterator[Record]:
    """Read every archived delivery anew, oldest first."""
    by_hand, before = _by_hand(home), no_schools()
    yield from _read(con, home, judge, by_hand.decisions)
    yield from _conclude(con, home, judge, by_hand, before)


def _read(con: Connection, home: Home, judge: Judge, decisions: Decisions, which: str = "true") -> Iterator[Record]:
    """Read these archived deliveries anew, oldest first, with the schools known by now."""
    register = registered_schools(con)
    columns = "delivery_id, sha256, file_name, sender, bytes, received_at, suffix"
    for row in con.sql(f"SELECT {columns} FROM deliveries WHERE {which} ORDER BY received_at, delivery_id").fetchall():
        kept = archived(home, row[1], row[6])
        again = Arrival(row[0], row[1], row[2], row[3], row[4], row[5], kept, kept)
        record, facts = understand(again, judge, Context(again.sender, decisions, register))
        keep(con, record, facts)
        yield record


def understand(arrival: Arrival, judge: Judge, context: Context | None = None) -> tuple[Record, Facts | None]:
    """Read, conform and judge one archived file; a file that can't be used becomes a record with its problems."""
    try:
        reading = read(arrival.path, arrival.file_name)
    except StopDelivery as stop:
        return Record(arrival, "unreadable", problem=str(stop)), None
    except Exception as error:
        return Record(arrival, "unreadable", problem=_unforeseen(arrival, error)), None
    try:
        facts = conform(reading, context)
        _refuse([] if facts.is_empty else judge(facts.told()), arrival)
    except StopDelivery as stop:
        return _record(arrival, reading, "stopped", str(stop)), None
    except Exception as error:
        return _record(arrival, reading, "stopped", _unforeseen(arrival, error)), None
    open_names = "\n".join(map(str, facts.waiting)) or None
    return _record(arrival, reading, "waiting" if facts.is_empty and open_names else "accepted", open_names), facts


def _unforeseen(arrival: Arrival, error: Exception) -> str:
    """A file may be odd in ways nobody thought of; it is answered all the same, and the others go on."""
    told = " ".join(f"{type(error).__name__}: {error}".split())
    return str(
        Problem(
            arrival.file_name,
            f"读取时遇到没有预料到的内容（{told[:200]}）",
            "请核对文件；确认无误的请连同文件报告给开发者",
        )
    )


def _refuse(faults: list[str], arrival: Arrival) -> None:
    if faults:
        raise StopDelivery([Problem(arrival.file_name, fault, "请核对后重新报送") for fault in faults])


def declared_digest(home: Home) -> str:
    """Fingerprint of everything that decides how a file is understood, the decisions of this home among it."""
    digest = hashlib.sha256(home.decisions.read_bytes() if home.decisions.exists() else b"")
    for path in sorted(path for folder in (FORMS, MEANINGS) for path in folder.rglob("*") if path.suffix in DECIDING):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _record(arrival: Arrival, reading: Reading, state: str, problem: str | None = None) -> Record:
    years = sorted({year for one in reading.returns for year in one.frame["year"].unique()})
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    first = reading.returns[0]
    return Record(arrival, state, first.form, first.title, span, first.release, reading.rows, problem)
