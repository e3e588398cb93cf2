"""One archived file → a record of it and its facts: read, conform, judge; whatever happens, it is answered."""

from collections.abc import Callable

import polars as pl

from sources import Arrival, Problem, Reading, StopDelivery, read
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
        return Record(arrival, "unreadable", problem=str(stop)), None
    except Exception as error:
        return Record(arrival, "unreadable", problem=_unforeseen(arrival, error)), None
    if reading.returned is not None:
        return _answers(arrival, reading, context or Context())
    try:
        facts = conform(reading, context)
        _refuse([] if facts.is_empty else judge(facts.told()), arrival)
    except StopDelivery as stop:
        return _record(arrival, reading, "stopped", str(stop)), None
    except Exception as error:
        return _record(arrival, reading, "stopped", _unforeseen(arrival, error)), None
    open_names = "\n".join(map(str, facts.waiting)) or None
    return _record(arrival, reading, "waiting" if facts.is_empty and open_names else "accepted", open_names), facts


def _answers(arrival: Arrival, reading: Reading, context: Context) -> tuple[Record, Facts | None]:
    try:
        return answered(arrival, reading, context.past)
    except Exception as error:
        return Record(arrival, "unreadable", problem=_unforeseen(arrival, error)), None


def _unforeseen(arrival: Arrival, error: Exception) -> str:
    """A file may be odd in ways nobody thought of; it is answered all the same, and the others go on."""
    told = " ".join(f"{type(error).__name__}: {error}".split())
    return str(
        Problem(
            arrival.file_name,
            f"读取时遇到没有预料到的内容（{told[:200]}）",
            "请核对文件；确认无误的请连同文件报告给开发者",
        )
    )


def _refuse(faults: list[str], arrival: Arrival) -> None:
    if faults:
        raise StopDelivery([Problem(arrival.file_name, fault, "请核对后重新报送") for fault in faults])


def _record(arrival: Arrival, reading: Reading, state: str, problem: str | None = None) -> Record:
    years = sorted({year for one in reading.returns for year in one.frame["year"].unique()})
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    first = reading.returns[0]
    said = "\n".join(reading.notes) or None
    return Record(arrival, state, first.form, first.title, span, first.release, reading.rows, problem, said, reading)
