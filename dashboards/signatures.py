"""Signing a publication and withdrawing a signature: what stands against it is told all at once, then done whole.

Three different people sign in the order of the roles, each the same content: what the first leaves out of the
signature (findings named one by one), the later ones leave out too, and may leave out more. Withdrawing one's signature
takes those that rest on it along.
"""

import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import duckdb

from dashboards.signing import Role, SignOff, local
from dashboards.words import words
from warehouse import Entry, enter, transaction

Con = duckdb.DuckDBPyConnection


@dataclass(frozen=True)
class Obstacle:
    """One reason not to sign; `values` fill in the sentence that tells it."""

    kind: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Signer:
    """Who wants to sign as what, and the findings they leave out."""

    role: str
    name: str
    withheld: Collection[str] = ()


def obstacles(con: Con, standing: SignOff, signer: Signer) -> list[Obstacle]:
    """Everything that stands against this signature under the present sign-off."""
    return [*_of_person(standing, signer), *_of_findings(con, standing, signer.withheld)]


def _of_person(standing: SignOff, signer: Signer) -> Iterator[Obstacle]:
    if not spelt(signer.name):
        yield Obstacle("nameless")
    for signed in standing.signed:
        if signed.role == signer.role:
            yield Obstacle("already", {"role": signed.role, "name": signed.name, "day": signed.day})
        elif same_person(signed.name or "", signer.name):
            yield Obstacle("same_person", {"name": spelt(signer.name), "role": signed.role})
    earlier = list(words().roles)[: list(words().roles).index(signer.role)]
    for awaited in standing.awaited:
        if awaited.role in earlier:
            yield Obstacle("order", {"role": signer.role, "awaited": awaited.role})


def _of_findings(con: Con, standing: SignOff, given: Collection[str]) -> Iterator[Obstacle]:
    left_out = {*standing.withheld, *given}
    known = {finding for (finding,) in con.sql("SELECT finding_id FROM findings").fetchall()}
    for finding in sorted(set(given) - known):
        yield Obstacle("unknown", {"finding": finding})
    blocking = [one for one in unanswered(con) if one["finding"] not in left_out]
    if blocking:
        hard = sum(one["severity"] == "hard" for one in blocking)
        yield Obstacle("unanswered", {"hard": hard, "soft": len(blocking) - hard})
    yield from (Obstacle("finding", one) for one in blocking)


def unanswered(con: Con) -> list[dict[str, str]]:
    """Hard findings, and soft ones nobody has explained."""
    query = """SELECT finding_id, severity, rule, message FROM findings
        WHERE severity = 'hard' OR state IS DISTINCT FROM 'explained' ORDER BY severity, rule, finding_id"""
    names = ("finding", "severity", "rule", "message")
    return [dict(zip(names, row, strict=True)) for row in con.sql(query).fetchall()]


def sign(con: Con, standing: SignOff, content: str, signer: Signer) -> None:
    """Write a signature against which nothing stands."""
    left_out = sorted({*standing.withheld, *signer.withheld})
    row = (signer.role, spelt(signer.name), _now(), content, left_out)
    with transaction(con):
        con.execute("INSERT INTO signatures VALUES (?, ?, ?, ?, ?, NULL, NULL)", row)
        enter(con, [_signature(*row)])


def against_withdrawing(standing: SignOff, name: str, reason: str) -> list[Obstacle]:
    """Everything that stands against this person withdrawing."""
    found = [] if spelt(reason) else [Obstacle("reasonless")]
    if not _resting_on(standing, name):
        found.append(Obstacle("no_signature", {"name": spelt(name), "signed": [role.name for role in standing.signed]}))
    return found


def withdraw(con: Con, standing: SignOff, name: str, reason: str) -> None:
    """Withdraw a person's signature and those that rest on it, against which nothing stands."""
    told = f"{spelt(name)}：{spelt(reason)}"
    with transaction(con):
        for role in _resting_on(standing, name):
            con.execute(
                """UPDATE signatures SET withdrawn_at = ?, withdrawn_reason = ?
                   WHERE role = ? AND signed_at = ? AND withdrawn_at IS NULL""",
                (_now(), told, role.role, role.signed_at),
            )
            enter(con, [_withdrawal(role.role, role.name or "", told)])


def _resting_on(standing: SignOff, name: str) -> list[Role]:
    """The signature of this person and those after it; none if they have none."""
    own = next((i for i, role in enumerate(standing.signed) if same_person(role.name or "", name)), None)
    return [] if own is None else standing.signed[own:]


def signature_entries(con: Con) -> list[Entry]:
    """What the journal must say of the signatures as they are now."""
    rows = con.sql("""SELECT role, name, signed_at, content, withheld, withdrawn_reason, withdrawn_at IS NOT NULL
        FROM signatures ORDER BY signed_at""").fetchall()
    signed = [_signature(*row[:5]) for row in rows]
    return signed + [_withdrawal(row[0], row[1], row[5]) for row in rows if row[6]]


def _signature(role: str, name: str, signed_at: datetime, content: str, withheld: list[str]) -> Entry:
    left_out = f"；不在签发范围的问题：{'、'.join(withheld)}" if withheld else ""
    when = f"{local(signed_at):%Y-%m-%d %H:%M:%S.%f}"
    return Entry("signature", role, f"{words().roles[role]} {name} 于 {when} 签发，内容 {content}{left_out}")


def _withdrawal(role: str, name: str, told: str) -> Entry:
    return Entry("withdrawal", role, f"{words().roles[role]} {name} 的签发已撤回。{told}")


def spelt(text: str) -> str:
    """A name or reason on one line, without characters that can't be seen."""
    seen = (letter for letter in text if letter.isspace() or unicodedata.category(letter)[0] != "C")
    return " ".join("".join(seen).split())


def same_person(one: str, other: str) -> bool:
    """Whether two spellings name the same person: spaces, width and case do not matter."""
    return _compared(one) == _compared(other)


def _compared(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", spelt(name)).split()).casefold()


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
