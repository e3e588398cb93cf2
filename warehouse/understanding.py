"""One archived file → a record of it and its facts: read, conform, judge; whatever happens, it is answered."""

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from sources import Arrival, Problem, Reading, Return, StopDelivery, read
from warehouse.answers import answered
from warehouse.conform import conform
from warehouse.gathered import Facts
from warehouse.identity import Context
from warehouse.store import Record

Judge = Callable[[pl.DataFrame], list[str]]


def nothing_to_say(told: pl.DataFrame) -> list[str]:
    """The judge that lets everything pass."""
    return []


def understand(arrival: Arrival, judge: Judge, context: Context | None = None) -> tuple[Record, Facts | None]:
    """Read, conform and judge one archived file; a file that can't be used becomes a record with its problems."""
    try:
        reading = read(arrival.path, arrival.file_name)
    except StopDelivery as stop:
        more = _more(stop.partial, arrival, judge, context)
        return Record(arrival, "unreadable", problem="\n".join(map(str, [*stop.problems, *more]))), None
    except Exception as error:
        return Record(arrival, "unreadable", problem=str(_unforeseen(arrival, error))), None
    if reading.returned is not None:
        return _answers(arrival, reading, context or Context())
    try:
        facts, problems = _conformed(reading, arrival, judge, context)
    except Exception as error:
        return _record(arrival, reading, "stopped", str(_unforeseen(arrival, error))), None
    if problems:
        return _record(arrival, reading, "stopped", "\n".join(map(str, problems))), None
    open_names = "\n".join(map(str, facts.waiting)) or None
    return _record(arrival, reading, "waiting" if facts.is_empty and open_names else "accepted", open_names), facts


def _conformed(
    reading: Reading, arrival: Arrival, judge: Judge, context: Context | None
) -> tuple[Facts, list[Problem]]:
    """The facts of a reading, and all that is wrong with its names, its units and the facts themselves."""
    problems: list[Problem] = []
    try:
        facts = conform(reading, replace(context or Context(), received=arrival.received_at))
    except StopDelivery as stop:
        assert isinstance(stop.partial, Facts)
        facts, problems = stop.partial, stop.problems
    faults = [] if facts.is_empty else judge(facts.told())
    return facts, problems + [Problem(arrival.file_name, fault, "请核对后重新报送") for fault in faults]


def _more(partial: object, arrival: Arrival, judge: Judge, context: Context | None) -> list[Problem]:
    """What else is wrong with a file that can't be read as a whole: whoever mends it shall not learn of it later."""
    if not isinstance(partial, Reading):
        return []
    dated = replace(partial, returns=tuple(filter(lambda one: one.frame.height, map(_dated, partial.returns))))
    try:
        return _conformed(dated, arrival, judge, context)[1]
    except Exception as error:
        return [_unforeseen(arrival, error)]


def _dated(one: Return) -> Return:
    """The rows of which the year is known; who a row is about depends on it."""
    known = one.frame["year"].is_not_null()
    return replace(one, frame=one.frame.filter(known), shown=one.shown.filter(known))


def _answers(arrival: Arrival, reading: Reading, context: Context) -> tuple[Record, Facts | None]:
    try:
        return answered(arrival, reading, context.past)
    except Exception as error:
        return Record(arrival, "unreadable", problem=str(_unforeseen(arrival, error))), None


def _unforeseen(arrival: Arrival, error: Exception) -> Problem:
    """A file may be odd in ways nobody thought of; it is answered all the same, and the others go on."""
    told = " ".join(f"{type(error).__name__}: {error}".split())
    says = f"读取时遇到没有预料到的内容（{told[:200]}）"
    return Problem(arrival.file_name, says, "请核对文件；确认无误的请连同文件报告给开发者")


def _record(arrival: Arrival, reading: Reading, state: str, problem: str | None = None) -> Record:
    years = sorted({year for one in reading.returns for year in one.frame["year"].unique()})
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    first = reading.returns[0]
    said = "\n".join(reading.notes) or None
    return Record(arrival, state, first.form, first.title, span, first.release, reading.rows, problem, said, reading)
