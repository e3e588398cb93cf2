"""What the journal proves: nobody touched it, and what the publication says of deliveries and signatures is in it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.publication import publication_entry
from dashboards.signatures import signature_entries
from pipelines.language import say
from sources import Home

if TYPE_CHECKING:
    from warehouse import Connection, Entry
    from warehouse.journal import Written

EXPLANATION = re.compile(r"说明 ([0-9a-f]{16})）$")  # how an entry ends that tells of one
ACTS = ("signature", "withdrawal")


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was; `values` fill in the sentence that tells it."""

    kind: str
    values: dict[str, object]


def faults_of_journal(home: Home, con: "Connection") -> Iterator[Fault]:
    """Everything the journal of a publication, and that of the store after it, does not bear out."""
    from warehouse import reading_store
    from warehouse.journal import entries
    from warehouse.keeping import delivery_entries

    told = entries(con)
    yield from _breaks(con)
    yield from _contradictions(_last_of_each(told, "delivery"), delivery_entries(con))
    yield from _contradictions([one for one in told if one.kind in ACTS], signature_entries(con))
    yield from _lost_explanations(con, told)
    if home.store.exists():
        with reading_store(home) as store:
            yield from _faults_of_store(home, store, told)


def _breaks(con: "Connection") -> Iterator[Fault]:
    from warehouse.journal import broken

    if found := broken(con):
        yield Fault("broken", {"position": found[0], "why": say(f"verify.why.{found[1]}")})


def _last_of_each(told: "Iterable[Written]", kind: str) -> "list[Written]":
    return list({one.subject: one for one in told if one.kind == kind}.values())


def _contradictions(told: "Iterable[Written]", tables: "Iterable[Entry]") -> Iterator[Fault]:
    """What the tables say and the journal does not, and the other way round."""
    there = {(one.kind, one.subject, one.text): one.position for one in told}
    here = {(one.kind, one.subject, one.text) for one in tables}
    yield from (Fault("untold", {"text": each[2]}) for each in sorted(here - there.keys()))
    gone = sorted((position, each[2]) for each, position in there.items() if each not in here)
    yield from (Fault("unsupported", {"position": position, "text": text}) for position, text in gone)


def _lost_explanations(con: "Connection", told: "Iterable[Written]") -> Iterator[Fault]:
    known = {each for (each,) in con.sql("SELECT explanation_id FROM explanations").fetchall()}
    for one in told:
        found = EXPLANATION.search(one.text) if one.kind == "explanation" else None
        if found and found.group(1) not in known:
            yield Fault("unsupported", {"position": one.position, "text": one.text})


def _faults_of_store(home: Home, store: "Connection", told: "list[Written]") -> Iterator[Fault]:
    """The store's journal goes on from the published one, and names the publication with all its files."""
    from warehouse.journal import entries

    kept = entries(store)
    apart = [one.position for one, other in zip(told, [*kept, *[None] * len(told)], strict=False) if one != other]
    if apart:
        yield Fault("apart", {"position": apart[0]})
    yield from _breaks(store)
    folder = home.current.resolve()
    if publication_entry(folder).text not in {one.text for one in kept if one.kind == "publication"}:
        yield Fault("publication", {"name": folder.name})
