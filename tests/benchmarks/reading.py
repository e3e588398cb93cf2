"""Reading a list of 100,000 schools × 60 columns: against fastexcel alone, and the most memory it ever held.

python -m tests.benchmarks.reading          ratio of times and peak memory, each printed
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import fastexcel
import xlsxwriter

from sources import forms, load_forms, read

ROWS, MEASURES, RUNS = 100_000, 57, 3
FORM = "title: 示例\ntitle_en: Example\nrelease: return\ndocument: 示例\ntables:\n  t: {title: 学校一览表}\n"
ROLES = ["t,@school_code,,,,required,,学校标识码", "t,@school,,,,required,,学校名称", "t,@ownership,,,,optional,,办别"]


def prepared(folder: Path) -> Path:
    """A synthetic school list (labelled 示例, seeded) and the form it follows."""
    (folder / "f").mkdir()
    (folder / "f" / "form.yaml").write_text(FORM, encoding="utf-8")
    measures = [f"t,m{i},all,value,人,optional,,项目{i}" for i in range(MEASURES)]
    lines = ["table,field,level,part,unit,need,row,2015", *ROLES, *measures]
    (folder / "f" / "columns.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    pick = random.Random(1)
    with xlsxwriter.Workbook(folder / "list.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet("示例")
        sheet.write_row(0, 0, ["示例县2023年学校一览表"])
        sheet.write_row(1, 0, ["学校标识码", "学校名称", "办别", *(f"项目{i}" for i in range(MEASURES))])
        for row in range(ROWS):
            figures = [pick.randrange(3000) if i % 3 else pick.randrange(300_000) / 100 for i in range(MEASURES)]
            told = [figure if pick.random() < 0.9 else None for figure in figures]
            sheet.write_row(row + 2, 0, [f"21{row:08d}", f"示例第{row}小学", "公办", *told])
    return folder / "list.xlsx"


def use(folder: Path) -> None:
    forms.FOLDER = folder
    load_forms.cache_clear()


def peak(folder: Path) -> None:
    """Read once and print the most memory held, by this process and the one that opens files, in MB."""
    use(folder)
    read(folder / "list.xlsx")
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    print(sum(_high_water(pid) for pid in ("self", *children)) // 1024)


def _high_water(pid: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def bare(path: Path) -> None:
    fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_polars()


def seconds(path: Path, alone: bool) -> float:
    begun = time.perf_counter()
    bare(path) if alone else read(path)
    return time.perf_counter() - begun


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = prepared(folder)
        use(folder)
        pairs = [(seconds(path, alone=False), seconds(path, alone=True)) for _ in range(RUNS)]
        ours, theirs = (median(times) for times in zip(*pairs, strict=True))
        ratio = median(one / other for one, other in pairs)
        print(f"{'school list':18} {ratio:6.2f}   ({ours:.2f} s / {theirs:.2f} s)")
        command = [sys.executable, "-m", "tests.benchmarks.reading", name]
        held = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        print(f"{'its peak memory':18} {held:>6} MB")
    load_forms.cache_clear()


if __name__ == "__main__":
    peak(Path(sys.argv[1])) if len(sys.argv) > 1 else main()
