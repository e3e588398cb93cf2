"""The only door to the store: DuckDB tables, one writer, every change a transaction."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from sources import Arrival, Home, Reading, Sheet
from warehouse.declarations import declarations
from warehouse.declared import declared_tables
from warehouse.schema import tables, views

Connection = duckdb.DuckDBPyConnection
SUPPOSING: set[int] = set()  # connections of `supposing`, whose transactions are all part of one that is undone


class StoreBusy(Exception):
    """Another process is writing to the same store."""


@contextmanager
def open_store(home: Home) -> Iterator[Connection]:
    """A connection to the store of this home with every table there, declarations written anew."""
    home.create()
    try:
        con = connect(home.store)
    except duckdb.IOException as error:
        raise StoreBusy(f"数据仓库正被另一个进程写入：{home.store}。请等它结束后再试。") from error
    try:
        prepare(con)
        yield con
    finally:
        con.close()


@contextmanager
def reading_store(home: Home) -> Iterator[Connection]:
    """A connection to the store as it is, which can't change it."""
    try:
        con = duckdb.connect(home.store, read_only=True)
    except duckdb.IOException as error:
        raise StoreBusy(f"数据仓库正被另一个进程写入：{home.store}。请等它结束后再试。") from error
    try:
        yield con
    finally:
        con.close()


def connect(path: Path) -> Connection:
    """A connection that may write to the store at `path`, which is checkpointed when it is closed.

    By itself DuckDB would do it after every statement of 16 MB, and pack the temporary tables too: where a nation is
    judged that took as long as all the rest.
    """
    return duckdb.connect(path, config={"checkpoint_threshold": "1TB"})


def prepare(con: Connection) -> None:
    """Make missing tables and columns, and write the declarations as tables."""
    known = declarations()
    wanted = tables(known)
    with transaction(con):
        for name, columns in wanted.items():
            con.sql(f"CREATE TABLE IF NOT EXISTS {name} ({columns})")
            add_columns(con, name, columns)
        for view in views(known):
            con.sql(view)
        for name, frame in declared_tables(known).items():
            con.sql(f"CREATE OR REPLACE TABLE {name} ({wanted[name]})")
            insert(con, name, frame)


def forget(con: Connection, *tables: str) -> None:
    """Drop temporary tables that have served; what they hold can't leave memory but by way of the disk."""
    for table in tables:
        con.sql(f"DROP TABLE IF EXISTS temp.{table}")


def any_row(con: Connection, table: str) -> bool:
    """Whether a table holds anything: to plan hundreds of expressions over nothing takes longer than to look."""
    return bool(con.sql(f"SELECT 1 FROM {table} LIMIT 1").fetchall())


def add_columns(con: Connection, table: str, columns: str) -> None:
    """Give a table made by an earlier version the columns it lacks."""
    there = set(con.table(table).columns)
    if len(there) == len(re.sub(r"\([^)]*\)", "", columns).split(",")):
        return
    con.sql(f"CREATE OR REPLACE TEMP TABLE wanted ({columns})")
    for name, kind in con.sql("SELECT column_name, column_type FROM (DESCRIBE wanted)").fetchall():
        if name not in there:
            con.sql(f'ALTER TABLE {table} ADD COLUMN "{name}" {kind}')


@contextmanager
def transaction(con: Connection) -> Iterator[None]:
    """All or nothing; a killed process leaves nothing. Inside of `supposing` it ends with what encloses it."""
    if id(con) in SUPPOSING:
        yield
        return
    con.begin()
    try:
        yield
    except BaseException:
        con.rollback()
        raise
    con.commit()


@contextmanager
def supposing(con: Connection) -> Iterator[Connection]:
    """Another connection to the same store, of which nothing stays: what it writes is there until the block ends."""
    trial = con.cursor()
    SUPPOSING.add(id(trial))
    trial.begin()
    try:
        yield trial
    finally:
        SUPPOSING.remove(id(trial))
        trial.close()  # takes back what was not committed


def replace(con: Connection, table: str, frame: pl.DataFrame, where: str = "true") -> None:
    """Put `frame` in the place of the rows of `table` that match `where`; columns go by name."""
    con.sql(f"DELETE FROM {table} WHERE {where}")
    insert(con, table, frame)


def insert(con: Connection, table: str, frame: pl.DataFrame) -> None:
    """Add rows; columns go by name, absent ones stay NULL."""
    if frame.is_empty():
        return
    con.register("incoming", frame)
    con.sql(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
    con.unregister("incoming")


@dataclass(frozen=True)
class Correction:
    """The sheets of an earlier delivery as they were corrected in a return workbook, and the name they go by."""

    original: Arrival
    name: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True)
class Record:
    """One row of `deliveries`: an arrival and what became of it."""

    arrival: Arrival
    state: str
    form: str = ""
    title: str = ""
    years: str = ""
    release: str = ""
    rows: int = 0
    problem: str | None = None
    note: str | None = None
    reading: Reading | None = None  # what was understood of the file; not kept in the store
    corrections: tuple[Correction, ...] = ()  # what a return workbook corrects; each becomes a delivery of its own

    def frame(self) -> pl.DataFrame:
        arrived = self.arrival
        row = {
            "delivery_id": arrived.delivery_id,
            "file_name": arrived.file_name,
            "sha256": arrived.sha256,
            "bytes": arrived.size,
            "suffix": arrived.path.suffix,
            "received_at": arrived.received_at,
            "sender": arrived.sender,
            "form": self.form,
            "title": self.title,
            "years": self.years,
            "release": self.release,
            "state": self.state,
            "rows": self.rows,
            "problem": self.problem,
            "note": self.note,
            "container": arrived.container,
        }
        return pl.DataFrame([row], schema_overrides={"problem": pl.String, "note": pl.String})


def known_deliveries(con: Connection) -> dict[str, tuple[str, str]]:
    """File name and state of every delivery the store has heard of, by id."""
    rows = con.sql("SELECT delivery_id, file_name, state FROM deliveries").fetchall()
    return {delivery: (file_name, state) for delivery, file_name, state in rows}


def earlier_and_later(con: Connection, delivery: str) -> tuple[str, str | None]:
    """Name under which a delivery was first received, and the newer one that tells the same again, if any."""
    found = con.sql(f"""SELECT one.file_name, newer.file_name FROM deliveries one
        LEFT JOIN deliveries newer ON newer.delivery_id = one.superseded_by
        WHERE one.delivery_id = '{delivery}'""").fetchall()
    name, later = found[0]
    return str(name), later


def read_with(con: Connection) -> str | None:
    """Fingerprint of the declarations with which the deliveries of the store were last read."""
    found = con.sql("SELECT digest FROM read_with").fetchall()
    return str(found[0][0]) if found else None


def remember_reading(con: Connection, digest: str) -> None:
    """Note that every delivery has been read with these declarations."""
    with transaction(con):
        replace(con, "read_with", pl.DataFrame({"digest": [digest]}))
