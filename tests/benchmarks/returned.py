"""Print what return workbooks cost as a ratio to writing the same cells barely, in processor time.

outbox / cells     10,000 failing cells of four senders in forty findings, each sender's sheet 2,500 × 30, to writing
                   the cells of those sheets with nothing else; then once more, when nothing changed
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import xlsxwriter  # type: ignore[import-untyped]

from dashboards import write_outbox
from sources import Home
from tests.benchmarks.timing import report
from tests.dashboards.returning import Con, sent, store
from tests.sources.files import write_book

SENDERS, FINDINGS, EACH = 4, 10, 250
ROWS, COLUMNS = 2_500, 30
RULE = {"rule": "F-031", "severity": "hard", "file_name": "甲.xlsx", "sheet": "表", "hint": "核对台账后改合计"}
TOLD = {
    "found": "1,438.40",
    "expected": "1,483.40",
    "difference": "45",
    "message": "合计 1,438.40 与分项之和 1,483.40 不等",
}


def rows(sender: int) -> list[list[object]]:
    body = ([f"第{row}校", *(row * 1.5 + column + sender for column in range(COLUMNS - 1))] for row in range(ROWS))
    return [["地区", *(f"列{column}" for column in range(COLUMNS - 1))], *body]


def find(con: Con, delivery: str) -> None:
    """Findings about a delivery, each with failing cells down one column."""
    findings = [{**RULE, **TOLD, "finding_id": f"{delivery}{n}", "delivery_id": delivery, "cell": "B2",
                 "failures": EACH, "state": "open", "year": 2023} for n in range(FINDINGS)]  # fmt: skip
    failures = [{**RULE, **TOLD, "finding_id": f"{delivery}{n}", "delivery_id": delivery,
                 "failure_id": f"{delivery}{n}-{row}", "cell": f"{'BCDEFGHIJK'[n]}{row + 2}"}
                for n in range(FINDINGS) for row in range(EACH)]  # fmt: skip
    for table, told in (("findings", findings), ("failures", failures)):
        con.register("incoming", pl.DataFrame(told))
        con.sql(f"INSERT INTO {table} BY NAME FROM incoming")
        con.unregister("incoming")


def spent(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def barely(folder: Path) -> None:
    for sender in range(SENDERS):
        with xlsxwriter.Workbook(folder / f"{sender}.xlsx") as book:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows(sender)):
                sheet.write_row(at, 0, row)


def main() -> None:
    con = store()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = Home(folder / "home").create()
        for sender in range(SENDERS):
            find(con, sent(con, home, write_book(folder / f"甲{sender}.xlsx", 表=rows(sender)), f"县{sender}"))
        returned, bare = spent(lambda: write_outbox(con, home)), spent(lambda: barely(folder))
        report("outbox / cells", (returned, bare, returned / bare))
        report("again / cells", (again := spent(lambda: write_outbox(con, home)), bare, again / bare))


if __name__ == "__main__":
    main()
