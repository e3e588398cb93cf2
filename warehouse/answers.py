"""A return workbook taken in: its lines as rows of `answers`, what was corrected in its copies as deliveries."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl

from sources import Arrival, Copy, Home, Line, Problem, Reading, Returned, StopDelivery, archived, corrected, grids
from sources.archive import own_name
from sources.returned import in_excerpt
from warehouse.gathered import Facts
from warehouse.store import Connection, Correction, Record

ANOTHER = "请另报更正后的文件"
SETTLED = r"""
WITH told AS (
    SELECT *, regexp_extract(file_name, '([^/›]*?)(\.\w+)?$', 1).trim() AS stem FROM deliveries)
SELECT old.delivery_id, arg_max(new.delivery_id, (new.received_at, new.delivery_id))
FROM told AS old JOIN told AS new ON new.sender = old.sender AND new.received_at > old.received_at
LEFT JOIN told AS book ON book.delivery_id = new.container AND book.state = 'answers'
WHERE old.state = 'answers' AND old.problem IS NOT NULL AND new.state = 'answers'
    OR old.state IN ('stopped', 'unreadable', 'waiting') AND new.state = 'accepted' AND book.delivery_id IS NOT NULL
        AND new.stem = old.stem
GROUP BY ALL ORDER BY ALL
"""
SCHEMA: dict[str, Any] = {
    "sheet": pl.String,
    "row": pl.Int32,
    "finding_id": pl.String,
    **dict.fromkeys(("rule", "region"), pl.String),
    "year": pl.Int16,
    **dict.fromkeys(("level", "release", "measure", "covers"), pl.String),
    **dict.fromkeys(("treatment", "text", "author", "approver"), pl.String),
    "received_at": pl.Datetime,
}


def nothing_delivered(delivery: str) -> None:
    """Where no deliveries are known."""


@dataclass(frozen=True)
class Past:
    """What a return workbook is judged by: the deliveries it shows copies of, and what has been asked.

    `asked` tells the severity of each open finding, `closed` of one that is settled; None: any finding may be answered.
    """

    asked: Mapping[str, str] | None = None
    delivered: Callable[[str], Arrival | None] = field(default=nothing_delivered)


def past(con: Connection, home: Home, asked: Mapping[str, str] | None) -> Past:
    """The deliveries of a home and the findings asked about."""

    @cache
    def delivered(delivery: str) -> Arrival | None:
        columns = "delivery_id, sha256, file_name, sender, bytes, received_at, suffix, coalesce(container, '')"
        rows = con.execute(f"SELECT {columns} FROM deliveries WHERE delivery_id = ?", [delivery]).fetchall()
        for row in rows:
            kept = archived(home, row[1], row[6])
            return Arrival(row[0], row[1], row[2], row[3], row[4], row[5], kept, kept, container=row[7])
        return None

    return Past(asked, delivered)


def answered_in(con: Connection, delivery: str) -> dict[str, str]:
    """The findings that a return workbook taken in earlier answers: they were open then."""
    rows = con.execute("SELECT finding_id FROM answers WHERE delivery_id = ?", [delivery]).fetchall()
    return {finding: "answered" for (finding,) in rows}


def settled_by_workbooks(con: Connection) -> list[tuple[str, str]]:
    """Deliveries done with, each with the one that came instead: a return workbook with faulty lines, once its sender
    answered again; a file that could not be used, once it was corrected in a return workbook."""
    return con.sql(SETTLED).fetchall()


def answered(arrival: Arrival, reading: Reading, known: Past) -> tuple[Record, Facts]:
    """The record of a return workbook, with the corrections found in it, and its usable lines as facts."""
    returned = reading.returned or Returned((), (), (), ())
    refused = list(_refused(returned.lines, known.asked, arrival.file_name))
    usable = [line for line in returned.lines if line.finding_id not in {line.finding_id for line, _ in refused}]
    corrections, unread = _corrections(returned.copies, known, arrival.file_name)
    problems = [*returned.problems, *(problem for _, problem in refused), *unread]
    record = Record(
        replace(arrival, sender=arrival.sender or _sender(returned.copies, known)),
        "answers",
        title="退回表",
        rows=len(usable),
        problem="\n".join(map(str, problems)) or None,
        note="\n".join(reading.notes) or None,
        reading=reading,
        corrections=tuple(corrections),
    )
    return record, Facts(answers=[_frame(usable, arrival)])


def _frame(lines: list[Line], arrival: Arrival) -> pl.DataFrame:
    """The lines as rows of `answers`."""
    rows = [
        {name: value for name, value in vars(line).items() if name in SCHEMA}
        | line.asked
        | {"year": int(line.asked["year"]) if line.asked.get("year", "").isdecimal() else None}
        | {"received_at": arrival.received_at}
        for line in lines
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def _refused(
    lines: tuple[Line, ...], asked: Mapping[str, str] | None, file_name: str
) -> Iterator[tuple[Line, Problem]]:
    """The lines that answer what was not asked, or confirm what must be corrected."""
    for line in lines if asked is not None else ():
        severity = (asked or {}).get(line.finding_id)
        where = f"{file_name} › {line.sheet} › {line.place}" if line.sheet else f"{file_name} › {line.place}"
        if severity is None:
            says = f"问题编号 {line.finding_id} 不在现有问题之中，可能抄错，也可能数据已更正、问题不复存在"
            yield line, Problem(where, says, "请在最近一次的退回表里填写")
        elif severity == "closed":
            yield line, Problem(where, f"问题 {line.finding_id} 已经解决，不必再答复", "如仍有出入，请另行说明")
        elif severity == "hard" and line.treatment == "confirm":
            says = f"问题 {line.finding_id} 属于逻辑校验，必须更正，不能“确认无误”"
            yield line, Problem(where, says, f"请选“更正”，{ANOTHER}")


def _corrections(copies: tuple[Copy, ...], known: Past, file_name: str) -> tuple[list[Correction], list[Problem]]:
    """The deliveries whose copies were changed, and what was changed where it can't be read as a correction."""
    found: list[Correction] = []
    problems: list[Problem] = []
    for delivery, group in groupby(sorted(copies, key=_of_delivery), key=_of_delivery):
        shown = list(group)
        original = known.delivered(delivery)
        try:
            if original is None:
                raise StopDelivery([_unread(file_name, copy, "所依据的报送件不在本库") for copy in shown])
            sheets = grids(original.path, original.file_name)
            problems += [_unread(file_name, copy, "只是节选，却有改动") for copy in shown if in_excerpt(copy, sheets)]
            changed = corrected(shown, sheets)
        except StopDelivery as stop:
            problems += stop.problems
            continue
        if changed:
            found.append(Correction(original, f"{Path(own_name(original.file_name)).stem}.xlsx", tuple(changed)))
    return found, problems


def _sender(copies: tuple[Copy, ...], known: Past) -> str:
    """Who sent the sheets that a workbook shows, where its place in the inbox does not tell: the one there is."""
    originals = (known.delivered(copy.delivery_id) for copy in copies)
    senders = {original.sender for original in originals if original}
    return senders.pop() if len(senders) == 1 else ""


def _of_delivery(copy: Copy) -> str:
    return copy.delivery_id


def _unread(file_name: str, copy: Copy, says: str) -> Problem:
    return Problem(f"{file_name} › {copy.shown}", f"{says}，其中如有更正没有读入", ANOTHER)
