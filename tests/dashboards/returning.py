"""Findings about small deliveries, and the one workbook that returns them."""

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl  # type: ignore[import-untyped]

from dashboards import return_workbooks, write_outbox
from expectations.tables import TABLES
from sources import Home, archived
from warehouse.schema import FIXED

Con = duckdb.DuckDBPyConnection
SHEET: list[list[object]] = [
    ["表四  生均公用经费", None, None, None],
    ["地区", "普通小学", "普通初中", "备注"],
    *([f"第{at}校", 100 + at, 7.5, "=1+1"] for at in range(40)),
]


def store() -> Con:
    """The few tables that return workbooks are made of."""
    con = duckdb.connect()
    for name, columns in (FIXED | TABLES).items():
        if name in ("deliveries", "findings", "failures", "rules"):
            con.sql(f"CREATE TABLE {name} ({columns})")
    con.sql("INSERT INTO rules (id, title) VALUES ('F-031', '合计等于分项之和'), ('E-005', '与上年相差过大')")
    return con


def put(con: Con, table: str, **values: Any) -> None:
    names = ", ".join(f'"{name}"' for name in values)
    con.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(values))})", list(values.values()))


def sent(con: Con, home: Home, path: Path, sender: str = "甲县", **more: Any) -> str:
    """A delivery in the archive; returns its id."""
    id = f"d{con.sql('SELECT count(*) FROM deliveries').fetchall()[0][0]}"
    path.replace(archived(home, id, path.suffix))
    told = {"delivery_id": id, "sha256": id, "suffix": path.suffix, "file_name": path.name, "sender": sender}
    put(con, "deliveries", **told, **{"state": "accepted", "received_at": datetime(2026, 9, 1, 20), **more})
    return id


def found(con: Con, delivery: str | None, *cells: str | None, id: str = "a1b2", **more: Any) -> None:
    """A finding with one failure for each cell."""
    where = {"delivery_id": delivery, "file_name": "甲.xlsx", "sheet": "表四", "row_label": "普通初中"}
    told = {
        "column_label": "公用经费",
        "found": "1,438.40",
        "expected": "1,483.40",
        "difference": "45",
        "rate": "−3.0%",
    }
    says = {"message": "合计与分项不等", "hint": "核对台账后改合计"}
    row = {"finding_id": id, "rule": "F-031", "severity": "hard", **where, **told, **says} | more
    about = {"cause_text": "两位数字颠倒", "effect": "达标变为不达标", "last_reason": "上年因撤并", "covers": "9f"}
    put(con, "findings", **row, **about, cell=cells[0], failures=len(cells), state="open", year=2023, region="110116")
    for at, cell in enumerate(cells):
        put(con, "failures", failure_id=f"{id}{at}", **row, cell=cell)


def workbook(con: Con, home: Home) -> Any:
    """The one workbook of the outbox, opened by another program."""
    write_outbox(con, home)
    [path] = return_workbooks(home)
    return openpyxl.load_workbook(path)
