"""Deliveries into the store: archive, read, conform, keep; one bad file never stops the others."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl

from sources import Arrival, Home, Unpacking, archived, is_container, take_in
from sources.forms import FOLDER as FORMS
from warehouse.decisions import Decisions, read_decisions
from warehouse.declarations import FOLDER as MEANINGS
from warehouse.declarations import declarations
from warehouse.drifts import renew_drift
from warehouse.expected import Expected, made_good, read_expected, renew_expected
from warehouse.identity import Context
from warehouse.keeping import enter_earlier, keep
from warehouse.register import NAMING_SCHOOLS, registered_schools, renew_schools
from warehouse.schools import no_schools
from warehouse.store import Connection, Record, known_deliveries, read_with, remember_reading
from warehouse.superseded import renew_superseded
from warehouse.taking import Taking
from warehouse.understanding import Judge, nothing_to_say, understand

SHANGHAI = ZoneInfo("Asia/Shanghai")
DECIDING = (".yaml", ".csv")


def receive(con: Connection, home: Home, judge: Judge = nothing_to_say) -> Iterator[Record]:
    """Take every new file of the inbox in and yield what became of it; a file already known is told as such.

    `judge` looks at the facts of each delivery (see `Facts.told`) before they enter the store; what it says stops it.
    After a change of the declarations or decisions every archived delivery is read again first; after new schools
    came to be known, those that name schools without a code.
    """
    digest, by_hand, register = declared_digest(home), _by_hand(home), registered_schools(con)
    if read_with(con) != digest:
        yield from _read(con, home, judge, by_hand.decisions)
        remember_reading(con, digest)
    con.sql("DELETE FROM deliveries WHERE state = 'arriving'")
    enter_earlier(con)
    known = known_deliveries(con)
    taking = Taking(con, judge, by_hand.decisions, register, dict(known))
    for arrival in take_in(home):
        yield from taking.take(arrival, Unpacking(home))
        arrival.forget()
    renew_drift(con, taking.known.keys() - known.keys())
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
    renew_superseded(con, declarations(), made_good(con, by_hand.expected))
    renew_expected(con, by_hand.expected, datetime.now(SHANGHAI).date())


def read_again(con: Connection, home: Home, judge: Judge = nothing_to_say) -> Iterator[Record]:
    """Read every archived delivery anew, oldest first."""
    by_hand, before = _by_hand(home), no_schools()
    yield from _read(con, home, judge, by_hand.decisions)
    yield from _conclude(con, home, judge, by_hand, before)


def _read(con: Connection, home: Home, judge: Judge, decisions: Decisions, which: str = "true") -> Iterator[Record]:
    """Read these archived deliveries anew, oldest first, with the schools known by now."""
    register = registered_schools(con)
    columns = "delivery_id, sha256, file_name, sender, bytes, received_at, suffix, coalesce(container, '')"
    which = f"state NOT IN ('container', 'arriving') AND ({which})"
    for row in con.sql(f"SELECT {columns} FROM deliveries WHERE {which} ORDER BY received_at, delivery_id").fetchall():
        kept = archived(home, row[1], row[6])
        if is_container(kept):
            continue
        again = Arrival(row[0], row[1], row[2], row[3], row[4], row[5], kept, kept, container=row[7])
        record, facts = understand(again, judge, Context(again.sender, decisions, register))
        keep(con, record, facts)
        yield record
    renew_drift(con, known_deliveries(con))


def declared_digest(home: Home) -> str:
    """Fingerprint of everything that decides how a file is understood, the decisions of this home among it."""
    digest = hashlib.sha256(home.decisions.read_bytes() if home.decisions.exists() else b"")
    for path in sorted(path for folder in (FORMS, MEANINGS) for path in folder.rglob("*") if path.suffix in DECIDING):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
