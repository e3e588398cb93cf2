"""Print what the line costs as ratios to what it can't do without, measured in turn on this machine.

demo / imports   the warm demo, whole process, to importing Dagster and Great Expectations alone
read / fastexcel reading and typing a workbook of 50,000 rows × 11 figures to reading its bare text with fastexcel
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import fastexcel
import xlsxwriter

from sources import read
from sources.forms import load_forms

RUNS = 3
ROWS = 50_000


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def paired(first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float, float]:
    """Medians of both, run in turn after one warm-up each, and the median of their ratios."""
    first(), second()
    pairs = [(seconds(first), seconds(second)) for _ in range(RUNS)]
    return median(a for a, _ in pairs), median(b for _, b in pairs), median(a / b for a, b in pairs)


def python(*arguments: str, **environment: str) -> Callable[[], object]:
    command = [sys.executable, *arguments]
    return lambda: subprocess.run(command, env=os.environ | environment, check=True, stdout=subprocess.DEVNULL)


def long_list(path: Path) -> Path:
    """A yearbook table with very many rows (synthetic figures; only its size matters)."""
    headers = [column.header(None) for column in load_forms()["yearbook"].columns_of("schools")]
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("示例")
        sheet.write_row(0, 0, headers)
        for row in range(1, ROWS + 1):
            sheet.write_row(row, 0, ["110000", "北京市", 1000 + row % 9000, *range(row, row + len(headers) - 3)])
    return path


def report(name: str, figures: tuple[float, float, float]) -> None:
    first, second, ratio = figures
    print(f"{name:18} {ratio:6.2f}   ({first:.2f} s / {second:.2f} s)")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = str(Path(folder) / "demo")
        imports = python("-c", "import dagster, great_expectations")
        report("demo / imports", paired(python("-m", "pipelines.cli", "run", "--demo", EDUSTAT_HOME=home), imports))
        path = long_list(Path(folder) / "list.xlsx")
        bare = paired(lambda: read(path), lambda: fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_polars())
        report("read / fastexcel", bare)


if __name__ == "__main__":
    main()
