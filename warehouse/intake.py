"""Deliveries into the store: archive, read, conform, keep; one bad file never stops the others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl

from sources import MEANING, Arrival, Home, Unpacking, archived, fingerprint, is_container, take_in
from sources.forms import FOLDER as FORMS
from warehouse.answers import answered_in, past, settled_by_workbooks
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


def receive(
    con: Connection, home: Home, judge: Judge = nothing_to_say, asked: Mapping[str, str] | None = None
) -> Iterator[Record]:
    """Take every new file of the inbox in and yield what became of it; a file already known is told as such.

    `judge` looks at the facts of each delivery (see `Facts.told`) before they enter the store; what it says stops it.
    `asked` tells which findings return workbooks may answer (see `Past`).
    After a change of the declarations, of the program or of decisions every archived delivery is read again first;
    after new schools came to be known, those that name schools without a code.
    """
    digest, terms, register = reading_digest(home), _terms(home, judge, asked), registered_schools(con)
    if read_with(con) != digest:
        yield from _read(con, home, terms)
        remember_reading(con, digest)
    con.sql("DELETE FROM deliveries WHERE state = 'arriving'")
    enter_earlier(con)
    known = known_deliveries(con)
    taking = Taking(con, judge, terms.decisions, register, past(con, home, asked), dict(known))
    for arrival in take_in(home):
        yield from taking.take(arrival, Unpacking(home))
        arrival.forget()
    renew_drift(con, taking.known.keys() - known.keys())
    yield from _conclude(con, home, terms, register)


@dataclass(frozen=True)
class Terms:
    """On what terms files are taken: who judges their facts, what people keep in the home beside the inbox (decisions
    about names, who owes what), and which findings may be answered."""

    judge: Judge
    decisions: Decisions
    expected: list[Expected] | None
    asked: Mapping[str, str] | None


def _terms(home: Home, judge: Judge, asked: Mapping[str, str] | None = None) -> Terms:
    return Terms(judge, read_decisions(home.decisions), read_expected(home.expected), asked)


def _conclude(con: Connection, home: Home, terms: Terms, before: pl.DataFrame) -> Iterator[Record]:
    """Look again at schools without a code when others came to be known; renew what follows from all deliveries."""
    if not registered_schools(con).equals(before):
        yield from _read(con, home, terms, NAMING_SCHOOLS)
    renew_schools(con, terms.decisions)
    renew_superseded(con, declarations(), [*made_good(con, terms.expected), *settled_by_workbooks(con)])
    renew_expected(con, terms.expected, datetime.now(SHANGHAI).date())


def read_again(con: Connection, home: Home, judge: Judge = nothing_to_say) -> Iterator[Record]:
    """Read every archived delivery anew, oldest first."""
    terms = _terms(home, judge)
    yield from _read(con, home, terms)
    yield from _conclude(con, home, terms, no_schools())


def _read(con: Connection, home: Home, terms: Terms, which: str = "true") -> Iterator[Record]:
    """Read these archived deliveries anew, oldest first, with the schools known by now; what was answered stays so."""
    register = registered_schools(con)
    columns = "delivery_id, sha256, file_name, sender, bytes, received_at, suffix, coalesce(container, '')"
    which = f"state NOT IN ('container', 'arriving') AND ({which})"
    for row in con.sql(f"SELECT {columns} FROM deliveries WHERE {which} ORDER BY received_at, delivery_id").fetchall():
        kept = archived(home, row[1], row[6])
        if is_container(kept):
            continue
        again = Arrival(row[0], row[1], row[2], row[3], row[4], row[5], kept, kept, container=row[7])
        asked = {**(terms.asked or {}), **answered_in(con, again.delivery_id)}
        context = Context(again.sender, terms.decisions, register, past(con, home, asked))
        record, facts = understand(again, terms.judge, context)
        keep(con, record, facts)
        yield record
    renew_drift(con, known_deliveries(con))


def reading_digest(home: Home) -> str:
    """Fingerprint of everything that decides how a file is understood: what is declared, what reads it, decisions."""
    return fingerprint((FORMS.parent, MEANINGS), MEANING, home.decided)
