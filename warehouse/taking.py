"""What lies in the inbox, file by file: new, known, still arriving, or one whose contents are deliveries too."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO

import polars as pl

from sources import Arrival, Home, Problem, StopDelivery, Unpacking, is_container, read
from sources.archive import kept
from sources.returned import book
from warehouse.answers import Past
from warehouse.decisions import Decisions
from warehouse.gathered import Facts
from warehouse.identity import Context
from warehouse.keeping import keep
from warehouse.store import Connection, Correction, Record, earlier_and_later
from warehouse.understanding import Judge, understand


@dataclass(frozen=True)
class Taking:
    """One look into the inbox: what is needed to understand a file, and the deliveries known by now."""

    con: Connection
    judge: Judge
    decisions: Decisions
    register: pl.DataFrame
    past: Past
    known: dict[str, tuple[str, str]]

    def take(self, arrival: Arrival, unpacking: Unpacking) -> Iterator[Record]:
        """What becomes of one file, and of every file in it when it is a zip; the zip itself is kept last."""
        if arrival.waits:
            yield self._keep(Record(arrival, "arriving", note=arrival.waits))
            return
        named = _told_apart(arrival, self.known)
        if named is None or named.delivery_id in self.known:
            yield Record(arrival, "known", note=_sent_again(self.con, named or arrival))
        elif is_container(named.path):
            yield from self._unpack(named, unpacking)
        else:
            context = Context(named.sender, self.decisions, self.register, self.past)
            record, facts = understand(named, self.judge, context)
            for correction in record.corrections:
                yield from self.take(_member(correction, named, unpacking.home), unpacking)
            yield self._keep(record, facts)

    def _unpack(self, zipped: Arrival, unpacking: Unpacking) -> Iterator[Record]:
        records: list[Record] = []
        try:
            for member in unpacking.members(zipped):
                for record in self.take(member, unpacking):
                    records.append(replace(record, reading=None))  # a zip may hold thousands of files
                    yield record
        except StopDelivery as stop:
            yield self._keep(Record(zipped, "unreadable", problem=str(stop)))
            return
        yield self._keep(_container(zipped, records, unpacking.refused))

    def _keep(self, record: Record, facts: Facts | None = None) -> Record:
        keep(self.con, record, facts)
        self.known[record.arrival.delivery_id] = (record.arrival.file_name, record.state)
        return record


def _member(correction: Correction, workbook: Arrival, home: Home) -> Arrival:
    """What was corrected in a return workbook as a delivery of the one who sent the original, archived like any."""
    member = kept(home, BytesIO(book(correction.sheets)), workbook, correction.name)
    return replace(member, sender=correction.original.sender)


def _container(zipped: Arrival, records: list[Record], refused: list[Problem]) -> Record:
    """What a zip held; one that held nothing to keep is answered like a file that can't be read."""
    problem = "\n".join(map(str, refused)) or None
    if not records:
        empty = str(Problem(zipped.file_name, "压缩包里没有文件", "请核对后重新压缩"))
        return Record(zipped, "unreadable", problem=problem or empty)
    inside = [record for record in records if record.arrival.container == zipped.delivery_id]
    return Record(zipped, "container", problem=problem, note=f"拆开得到 {len(inside)} 个文件")


def _sent_again(con: Connection, arrival: Arrival) -> str:
    """What a person should know who sends the same bytes a second time."""
    earlier, later = earlier_and_later(con, arrival.delivery_id)
    said = f"{arrival.file_name} 与此前收到的“{earlier}”是同一个文件，不重复入库"
    if later is None:
        return said
    return f"{said}；此后收到的“{later}”仍为现行数据，如要恢复这一份，请在 WPS 或 Excel 中打开并另存为 .xlsx 再报送"


def _told_apart(arrival: Arrival, known: dict[str, tuple[str, str]]) -> Arrival | None:
    """The arrival under its own id; None when the store knows it already.

    The same bytes are the same delivery, unless the name makes them another one: a table without a title is titled
    by its file name, and a file that could not be used may come again under a name with which it can.
    """
    file_name, state = known.get(arrival.delivery_id, ("", ""))
    if not state or file_name == arrival.file_name:
        return arrival
    if state == "container":
        return None
    if state == "accepted" and _titles(arrival, file_name) == _titles(arrival, arrival.file_name):
        return None
    apart = hashlib.sha256(f"{arrival.sha256} {arrival.file_name}".encode()).hexdigest()
    return replace(arrival, delivery_id=apart[:16])


def _titles(arrival: Arrival, file_name: str) -> list[tuple[object, ...]] | None:
    """What a file says it is about under a name: fields and years of each of its tables; None when it can't be read."""
    try:
        returns = read(arrival.path, file_name).returns
    except StopDelivery:
        return None
    return [(*(column.field for column in one.columns), *one.frame["year"].unique().sort()) for one in returns]
