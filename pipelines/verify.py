"""Proving a publication: the journal's chain, its own files, the archive's bytes, and every figure computed again."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dashboards.earlier import MANIFEST
from dashboards.publication import file_names
from pipelines import narrowing, published
from pipelines.again import conclude
from pipelines.journal_proof import Fault, faults_of_journal
from pipelines.language import Refusal, say
from pipelines.log import LOG
from sources import Home, archived, intact

if TYPE_CHECKING:
    from warehouse import Connection
    from warehouse.compared import Difference

# Tables that tell how things came about instead of what follows from the deliveries.
HISTORY = {
    *("journal", "signatures", "sign_off", "closed_findings", "checked_until", "read_with", "computed"),
    *("revisions", "versions", "rule_yield"),
}
# What settled findings held back stays held; only the publication tells that they were ever found.
HELD_BEFORE = """INSERT INTO held_cells BY NAME SELECT * FROM published.main.held_cells
    WHERE finding_id NOT IN (SELECT finding_id FROM published.main.findings)"""
Track = Callable[[Iterable[Any], int, str], Iterator[Any]]


@dataclass
class Proof:
    """What was looked at and what is wrong with it."""

    entries: int = 0
    parts: int = 0
    files: int = 0
    tables: int = 0
    outdated: bool = False  # made by other programs, declarations or decisions than those at hand
    faults: list[Fault] = field(default_factory=list)
    differences: "list[Difference]" = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.faults and not self.differences


def verify(home: Home, track: Track) -> Proof:
    """Look at everything and change nothing; `track` passes things on and shows how far it has come."""
    proof = Proof()
    with published.publication(home) as con:
        known = {name for (name,) in con.sql("SELECT table_name FROM duckdb_tables()").fetchall()}
        if not {"journal", "sign_off", "answers", "computed"} <= known:
            raise Refusal("refuse.no_journal")
        LOG.info(say("verify.journal"))
        proof.entries = con.sql("SELECT count(*) FROM journal").fetchall()[0][0]
        proof.faults += faults_of_journal(home, con)
        proof.outdated = _outdated(home, con)
        lost = _archive(home, con, proof, track)
    _parts(home, proof, track)
    _figures(home, lost, proof, track)
    return proof


def _outdated(home: Home, con: "Connection") -> bool:
    """Whether the run that published computed otherwise than one would now."""
    made = [said for (said,) in con.sql("SELECT said FROM computed WHERE kind = 'declared'").fetchall()]
    return bool(made) and not made[0].startswith(narrowing.fingerprint(home))


def _archive(home: Home, con: "Connection", proof: Proof, track: Track) -> set[str]:
    """Every file ever received must be there as it was; the deliveries whose file is not there at all."""
    query = """SELECT delivery_id, file_name, sha256, suffix FROM deliveries WHERE state <> 'arriving'
        ORDER BY received_at, delivery_id"""
    rows = con.sql(query).fetchall()
    lost = set()
    for delivery, name, sha256, suffix in track(rows, len(rows), "verify.archive"):
        path = archived(home, sha256, suffix)
        if not intact(path, sha256):
            proof.faults.append(Fault("altered" if path.exists() else "lost", {"file": name, "path": path.name}))
        lost |= set() if path.exists() else {delivery}
    proof.files = len(rows)
    return lost


def _parts(home: Home, proof: Proof, track: Track) -> None:
    """Every page, download and database of the publication must be the one its manifest names."""
    folder = home.current.resolve()
    told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    for name in track(sorted(told), len(told), "verify.parts"):
        if not intact(folder / name, told[name]):
            proof.faults.append(Fault("part", {"path": name}))
    proof.faults += [Fault("added", {"path": name}) for name in file_names(folder) if name not in told]
    proof.parts = len(told)


def _figures(home: Home, lost: Collection[str], proof: Proof, track: Track) -> None:
    """Read every delivery anew and compare all that follows from them with what is published."""
    from expectations import check_return
    from warehouse import read_again
    from warehouse.again import as_on, beside
    from warehouse.compared import differences, published_tables

    moment = datetime.strptime(home.current.resolve().name[:15], "%Y%m%dT%H%M%S")
    with beside(home, home.current / "warehouse.duckdb", lost) as (con, trial):
        count = con.sql("SELECT count(*) FROM deliveries WHERE state <> 'container'").fetchall()[0][0]
        for _ in track(read_again(con, trial, check_return), count, "verify.reading"):
            pass
        as_on(con, trial, moment)
        con.sql(HELD_BEFORE)
        conclude(con, moment)
        tables = [name for name in published_tables(con) if name not in HISTORY]
        for table in track(tables, len(tables), "verify.comparing"):
            proof.differences += differences(con, table)
        proof.tables = len(tables)
