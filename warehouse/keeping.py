"""Deliveries kept: what one says, and what became of it, in one transaction with its entry in the journal."""

import polars as pl

from warehouse.declarations import declarations
from warehouse.gathered import Facts
from warehouse.journal import Entry, enter
from warehouse.schema import DELIVERED
from warehouse.states import states
from warehouse.store import Connection, Record, insert, replace, transaction

PASSING = "arriving"  # not received yet; the row goes with the next run


def keep(con: Connection, record: Record, facts: Facts | None) -> None:
    """Write one delivery and its facts in one transaction; a delivery read again replaces what it said before."""
    delivery = record.arrival.delivery_id
    same = f"delivery_id = '{delivery}'"
    with transaction(con):
        before = delivery_entries(con, same)
        replace(con, "deliveries", record.frame(), same)
        enter(con, (entry for entry in delivery_entries(con, same) if entry not in before))
        for table in DELIVERED:
            con.sql(f"DELETE FROM {table} WHERE {same}")
        for table, frames in facts.frames.items() if facts else ():
            if frames:
                whole = pl.concat([_for_table(frame, table) for frame in frames], how="diagonal_relaxed")
                insert(con, table, whole.with_columns(delivery_id=pl.lit(delivery)))


def delivery_entries(con: Connection, which: str = "true") -> list[Entry]:
    """What the journal must say of these deliveries as they are now, in order of arrival."""
    columns = 'delivery_id, file_name, sha256, state, "rows"'
    query = f"SELECT {columns} FROM deliveries WHERE state <> '{PASSING}' AND {which} ORDER BY received_at, delivery_id"
    return [
        Entry("delivery", delivery, f"{name}：{states()[state].name}，{rows} 行，SHA-256 {sha256}")
        for delivery, name, sha256, state, rows in con.sql(query).fetchall()
    ]


def enter_earlier(con: Connection) -> None:
    """Enter deliveries that a version without a journal took in."""
    with transaction(con):
        enter(con, delivery_entries(con, "delivery_id NOT IN (SELECT subject FROM journal WHERE kind = 'delivery')"))


def _for_table(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """Working names of `conform` → names of the table."""
    if table != "published_figures":
        return frame
    indicators = declarations().indicators
    renamed = {
        "unit": "region",
        "field": "indicator",
        "previous": "previous_value",
        "growth": "stated_growth",
    }
    cells = {"value_cell": "cell"}
    dropped = [name for name in ("row", "first", "previous_note") if name in frame.columns]
    units = {name: one.unit for name, one in indicators.items()}
    return (
        frame.drop(dropped)
        .rename(renamed | cells)
        .with_columns(unit=pl.col("indicator").replace_strict(units, return_dtype=pl.String))
    )
