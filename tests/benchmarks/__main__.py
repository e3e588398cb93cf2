"""Print what the line costs as ratios to what it can't do without, measured in turn on this machine.

demo / imports   the warm demo, whole process, to importing Dagster and Great Expectations alone
read / fastexcel reading and typing a workbook of 50,000 rows × 11 figures to reading its bare text with fastexcel
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import fastexcel
import xlsxwriter

from sources import read
from sources.forms import load_forms
from tests.benchmarks.timing import paired, report

ROWS = 50_000


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
