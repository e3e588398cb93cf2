"""Rows of a small store, written as short as a test needs them."""

from dataclasses import dataclass
from itertools import count
from string import ascii_uppercase
from typing import Any

import duckdb

from tests.once import ALONE
from warehouse import declarations, prepare

Con = duckdb.DuckDBPyConnection
HUAIROU = "110116"


def empty_store() -> Con:
    con = duckdb.connect(config=ALONE)
    prepare(con)
    return con


def put(con: Con, table: str, **values: Any) -> None:
    names = ", ".join(f'"{name}"' for name in values)
    con.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(values))})", list(values.values()))


def rows(con: Con, query: str) -> list[dict[str, Any]]:
    return con.sql(query).pl().to_dicts()


@dataclass
class Paper:
    """One delivery about one region in 2023, row after row; cells are named `<indicator>:v` (value), `:p`, `:g`."""

    con: Con
    id: str = "d1"
    region: str = HUAIROU
    file: str = "甲.csv"
    state: str = "accepted"
    problem: str | None = None
    received: str = "2024-01-01"
    form: str = ""  # each delivery has one of its own unless told

    def __post_init__(self) -> None:
        self.row = count(7)
        told = {"delivery_id": self.id, "file_name": self.file, "state": self.state, "problem": self.problem}
        put(self.con, "deliveries", **told, form=self.form or self.id, release="bulletin", received_at=self.received)

    def figure(self, indicator: str, value: float | None = None, **more: Any) -> None:
        row = {
            "region": self.region,
            "year": 2023,
            "level": "all",
            "indicator": indicator,
            "scope": "",
            "release": "bulletin",
            "value": value,
            "comparable": False,
            "value_decimals": 2,
            "previous_decimals": 2,
            "growth_decimals": 2,
            "printed_unit": "亿元",
            "unit_factor": 1,
            "delivery_id": self.id,
            "sheet": "",
            "cell": f"{indicator}:v",
            "previous_cell": f"{indicator}:p",
            "growth_cell": f"{indicator}:g",
        }
        put(self.con, "published_figures", **(row | more))

    def fact(self, table: str, unit: str | None = None, **more: Any) -> None:
        """A row of a subject table; `unit` is the unit its columns B, C, … are printed in (None: the measure's own)."""
        keys = {"unit": self.region, "year": 2023, "level": "primary", "release": "bulletin"}
        at = {"delivery_id": self.id, "sheet": "", "row": next(self.row)}
        for name in more.keys() - keys.keys():
            column = ascii_uppercase[sorted(more).index(name) + 1]
            place = {"field": name, "level": "", "part": "value", "sheet": "", "column": column, "header": f"{name}栏"}
            put(self.con, "layouts", delivery_id=self.id, unit=unit or declarations().measures[name].unit, **place)
        put(self.con, table, **(keys | at | more))


def value(con: Con, indicator: str, growth: float | None, basis: str = "printed_previous", **more: Any) -> None:
    """One indicator value of 怀柔区 2023."""
    row = {
        "region": HUAIROU,
        "year": 2023,
        "level": "all",
        "indicator": indicator,
        "release": "bulletin",
        "unit": "元" if indicator.startswith("per_pupil") else "万元",
        "growth": growth,
        "growth_basis": basis,
        "growth_margin": 0.0,
    }
    put(con, "indicator_values", **(row | more))
