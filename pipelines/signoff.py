"""Signing what is published and withdrawing a signature: refused whole, or done and published anew."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards import signatures, signing
from dashboards.signatures import Obstacle, Signer
from dashboards.signed import content_now
from dashboards.words import words
from pipelines import published
from pipelines.homes import sole_use
from pipelines.language import Refusal, say
from pipelines.log import LOG
from pipelines.returning import return_workbooks
from sources import Home

if TYPE_CHECKING:
    from warehouse import Connection

FROM_FILE = "@"


class Against(Exception):
    """What was asked is refused, for these reasons."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        self.obstacles = obstacles
        super().__init__(obstacles)


def role(given: str) -> str:
    """A role by its id or its Chinese name."""
    known = {word: name for name, title in words().roles.items() for word in (name, title)}
    if given not in known:
        raise Refusal("refuse.role", given=given, known=say("list").join(known))
    return known[given]


def findings(given: Sequence[str]) -> list[str]:
    """Ids of findings as given, those in a file (@FILE) one a line."""
    return [finding for each in given for finding in (_lines(Path(each[1:])) if each.startswith(FROM_FILE) else [each])]


def _lines(file: Path) -> list[str]:
    try:
        return [line.strip() for line in file.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError):
        raise Refusal("refuse.unreadable", file=file) from None


def sign(home: Home, signer: Signer) -> None:
    """Sign the current publication and publish it so; raises `Against` if anything stands against it."""
    with _current(home) as (con, content):
        standing = signing.standing(con, content)
        _refuse(signatures.obstacles(con, standing, signer))
        signatures.sign(con, standing, content, signer)
        _publish(con, home)


def unsign(home: Home, name: str, reason: str) -> None:
    """Withdraw a person's signature of the current publication, and those that rest on it; publish it so."""
    with _current(home) as (con, content):
        standing = signing.standing(con, content)
        _refuse(signatures.against_withdrawing(standing, name, reason))
        signatures.withdraw(con, standing, name, reason)
        _publish(con, home)


def _refuse(against: list[Obstacle]) -> None:
    if against:
        raise Against(against)


@contextmanager
def _current(home: Home) -> "Iterator[tuple[Connection, str]]":
    """The store, and what there is to sign; refused when either went on since it was published."""
    from warehouse import open_store

    with published.publication(home) as con:
        offered = signing.content(con)
    with sole_use(home), open_store(home) as con:
        if offered is None or offered != content_now(con):
            raise Against([Obstacle("unpublished")])
        yield con, offered


def _publish(con: "Connection", home: Home) -> None:
    """Publish what stands now, and tell the senders' workbooks where the sign-off stands."""
    from dashboards import publish

    LOG.info(say("run.publishing"))
    publish(con, home)
    return_workbooks(con, home)
