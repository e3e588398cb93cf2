"""How much a run has to compute: what depends on what came in, or everything once a declaration has changed."""

from pathlib import Path

import expectations
import sources
import warehouse
from sources import Home
from warehouse import Connection, Due, find_due, remember_computed

ROOMS = (sources, warehouse, expectations)


def due(con: Connection, home: Home, years: list[int] | None = None) -> Due:
    """Of the years asked for everything; where none are named, whatever is due."""
    return find_due(con, fingerprint(home)) if years is None else Due(tuple(years))


def done(con: Connection, home: Home, years: list[int] | None = None) -> None:
    """Remember that nothing is due any more; years computed one by one leave the others due."""
    if years is None:
        remember_computed(con, fingerprint(home))


def fingerprint(home: Home) -> str:
    """Of everything but the deliveries that decides what values and verdicts come out: the rooms and the decisions."""
    return sources.fingerprint((Path(str(room.__file__)).parent for room in ROOMS), sources.MEANING, home.decided)
