"""The store as it was known on a day: a copy in memory with only the deliveries received by then.

Nothing derived is copied: whoever asks has values, findings and verdicts computed in it the same way as today.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import duckdb

from warehouse.schema import DELIVERED
from warehouse.store import Connection, prepare

REGISTERS = ("regions", "schools")  # who exists, with the dates of each; they are kept, not delivered


@contextmanager
def as_of(con: Connection, moment: datetime) -> Iterator[Connection]:
    """A store of its own with what `con` had received at `moment`; gone when the block ends.

    `con` may be a store or a publication.
    """
    then = duckdb.connect()
    try:
        prepare(then)
        told = con.sql("SELECT delivery_id FROM deliveries WHERE received_at <= $moment", params={"moment": moment})
        known = [delivery for (delivery,) in told.fetchall()]
        for table in ("deliveries", *DELIVERED):
            _copy(con, then, table, "WHERE list_contains($known, delivery_id)", known=known)
        for table in REGISTERS:
            then.sql(f"DELETE FROM {table}")
            _copy(con, then, table)
        yield then
    finally:
        then.close()


def _copy(con: Connection, then: Connection, table: str, where: str = "", **values: object) -> None:
    """Rows of one table into the other store, columns by name."""
    rows = con.sql(f"SELECT * FROM {table} {where} ORDER BY rowid", params=values or None).to_arrow_table()
    then.register("copied", rows)
    then.sql(f"INSERT INTO {table} BY NAME SELECT * FROM copied")
    then.unregister("copied")
