"""A store in memory, filled with a few figures."""

from collections.abc import Iterable
from typing import Any

import duckdb
import polars as pl

from tests.once import ALONE
from warehouse import Connection, prepare
from warehouse.store import insert

FIGURE = {
    "region": "000000",
    "year": 2020,
    "level": "all",
    "indicator": "budget_education_total",
    "scope": "",
    "release": "bulletin",
    "value": None,
    "previous_value": None,
    "stated_growth": None,
    "comparable": False,
    "unit": "万元",
    "value_decimals": 2,
    "previous_decimals": 2,
    "growth_decimals": 2,
    "printed_unit": "万元",
    "unit_factor": 1,
    "delivery_id": "d1",
    "sheet": "",
    "cell": "A1",
    "previous_cell": None,
    "growth_cell": None,
}


OPEN: list[Connection] = []


def store() -> Connection:
    """An empty store with two accepted deliveries, d1 before d2; closed after the test."""
    con = duckdb.connect(config=ALONE)
    OPEN.append(con)
    prepare(con)
    for name, day in (("d1", 1), ("d2", 2)):
        con.sql(
            f"INSERT INTO deliveries (delivery_id, received_at, state) VALUES ('{name}', '2024-01-0{day}', 'accepted')"
        )
    return con


def add_figures(con: Connection, *figures: dict[str, Any]) -> None:
    for figure in figures:
        row = FIGURE | figure
        names = ", ".join(row)
        con.execute(f"INSERT INTO published_figures ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


def add_facts(con: Connection, subject: str, rows: Iterable[dict[str, Any]], delivery: str = "d1") -> None:
    base = {"year": 2020, "level": "primary", "release": "yearbook", "delivery_id": delivery, "sheet": ""}
    insert(con, subject, pl.DataFrame([base | row for row in rows], infer_schema_length=None))


def values(con: Connection, *columns: str, where: str = "true") -> list[tuple[Any, ...]]:
    names = ", ".join(columns)
    return con.sql(f"SELECT {names} FROM indicator_values WHERE {where} ORDER BY region, indicator, year").fetchall()
