"""The journal: what happened, in order; each entry carries a digest of itself and of the one before it.

Whoever changes, removes or inserts an entry breaks the chain from there on. Entries are only ever added, in the
transaction of what they tell. Its end can't be cut off or written anew unnoticed either: every publication carries
the journal as it was, and every page prints the last digest.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

import duckdb
import polars as pl

KINDS = ("delivery", "correction", "explanation", "signature", "withdrawal", "publication")
BEFORE_ALL = ""
Con = duckdb.DuckDBPyConnection


@dataclass(frozen=True)
class Entry:
    """Something that happened: its kind (one of KINDS), the id of what it is about, and what a person reads."""

    kind: str
    subject: str
    text: str


@dataclass(frozen=True)
class Written:
    """An entry as it stands in the journal."""

    position: int
    at: datetime
    kind: str
    subject: str
    text: str
    digest: str
    previous: str

    @property
    def sealed(self) -> str:
        """The digest that this content must carry."""
        told = [self.position, self.at.isoformat(), self.kind, self.subject, self.text]
        return hashlib.sha256(f"{self.previous}{json.dumps(told, ensure_ascii=False)}".encode()).hexdigest()


def enter(con: Con, entries: Iterable[Entry]) -> None:
    """Add entries at the end; belongs inside the transaction of what they tell."""
    last = head(con)
    rows = list(_chained(entries, last.position if last else 0, last.digest if last else BEFORE_ALL))
    if rows:
        con.register("entered", pl.DataFrame([vars(row) for row in rows]))
        con.sql("INSERT INTO journal BY NAME FROM entered")
        con.unregister("entered")


def _chained(entries: Iterable[Entry], position: int, previous: str) -> Iterator[Written]:
    now = datetime.now(UTC).replace(tzinfo=None)
    for place, entry in enumerate(entries, position + 1):
        one = Written(place, now, entry.kind, entry.subject, entry.text, "", previous)
        previous = one.sealed
        yield Written(**{**vars(one), "digest": previous})


def head(con: Con, kind: str | None = None) -> Written | None:
    """The last entry (of a kind), if there is one."""
    which = "true" if kind is None else f"kind = '{kind}'"
    return next(iter(_written(con, f"WHERE {which} ORDER BY position DESC LIMIT 1")), None)


def latest(con: Con, most: int) -> list[Written]:
    """The last entries, the newest first."""
    return list(_written(con, f"ORDER BY position DESC LIMIT {most}"))


def entries(con: Con) -> list[Written]:
    """The whole journal, from the first entry to the last."""
    return list(_written(con, "ORDER BY position"))


def broken(con: Con) -> tuple[int, str] | None:
    """Position of the first entry that is missing, detached (from the one before) or altered, and which of these.

    None for a journal nobody touched.
    """
    known = entries(con)
    start = Written(0, datetime.min, "", "", "", BEFORE_ALL, BEFORE_ALL)
    for before, one in pairwise([start, *known]):
        if one.position != before.position + 1:
            return before.position + 1, "missing"
        if one.previous != before.digest:
            return one.position, "detached"
        if one.digest != one.sealed:
            return one.position, "altered"
    return None


def _written(con: Con, which: str) -> Iterator[Written]:
    columns = ", ".join(f'"{name}"' for name in Written.__dataclass_fields__)
    for row in con.sql(f"SELECT {columns} FROM journal {which}").fetchall():
        yield Written(*row)
