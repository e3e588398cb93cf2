"""What `edustat verify` shows: how far it has come, what was looked at, and everything that is not as it was."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from rich.progress import track as bar

from dashboards import numbers
from pipelines import wording
from pipelines.language import say
from pipelines.screens import complain, console, note

if TYPE_CHECKING:
    from pipelines.verify import Proof
    from warehouse.compared import Difference


def track(things: Iterable[Any], count: int, title: str) -> Iterator[Any]:
    """Pass things on under a bar; where there is no terminal only the title is told."""
    screen = console()
    if not screen.is_terminal:
        note(say(title))
    yield from bar(things, say(title), count, console=screen, transient=True, disable=not screen.is_terminal)


def proof(found: "Proof") -> None:
    """The answer in a few lines, everything that is wrong before it."""
    for fault in found.faults:
        complain(say(f"verify.{fault.kind}", **fault.values))
    for each in found.differences:
        complain(_difference(each))
    if found.outdated and found.differences:
        note(say("verify.outdated"))
    note(say("verify.looked", entries=found.entries, files=found.files, parts=found.parts, tables=found.tables))
    note(say("verify.faults", n=len(found.faults)))
    note(say("verify.differences", n=len(found.differences)))


def _difference(each: "Difference") -> str:
    key = " ".join(str(value) for value in each.key.values())
    told = {"table": each.table, "key": key, "place": wording.address(*each.place)}
    if not each.column:
        return say("verify.row_gone" if each.again is None else "verify.row_new", **told)
    sides = {"published": _shown(each.published), "again": _shown(each.again)}
    return say("verify.cell", **told, column=each.column, **sides)


def _shown(value: object) -> str:
    return numbers.ABSENT if value is None else str(value)
