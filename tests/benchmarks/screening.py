"""A county's 40 workbooks screened: `edustat check` of them all to reading their bare cells with openpyxl and pandas.

`python -m tests.benchmarks.screening` prints both ratios and the seconds; figures are invented (示例), only their
number matters: every workbook tells one district and year in three sheets, most measures at five levels.
"""

from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pandas as pd
import xlsxwriter

from pipelines.preview import preview
from sources import Home
from tests.benchmarks.timing import paired, report
from warehouse import Measure, declarations

HEAD = ("年度", "地区", "学段", "指标", "数值", "单位")
SUBJECTS = ("enrolment", "teachers", "facilities")
LEVELS = ("小学", "初中", "普通高中", "幼儿园", "合计")
DISTRICTS = ("江岸区", "江汉区", "硚口区", "汉阳区", "武昌区", "青山区", "洪山区", "蔡甸区", "江夏区", "黄陂区")
YEARS = (2016, 2017, 2018, 2019)


def workbooks(folder: Path) -> list[Path]:
    """One workbook for each district and year."""
    return [workbook(folder, f"武汉市{district}", year) for district, year in product(DISTRICTS, YEARS)]


def workbook(folder: Path, district: str, year: int) -> Path:
    path = folder / f"{district}{year}年示例.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for subject in SUBJECTS:
            sheet = book.add_worksheet(subject)
            sheet.write_row(0, 0, HEAD)
            for row, (one, level) in enumerate(product(measures(subject), LEVELS), 1):
                sheet.write_row(row, 0, (year, district, level, one.name, 1000 + row, one.unit))
    return path


def measures(subject: str) -> list[Measure]:
    return [one for one in declarations().measures.values() if one.subject == subject]


def screen(home: Home, files: list[Path]) -> None:
    seen = preview(home, files)
    assert not seen.unreadable and seen.values["added"] > 10_000, [each["problem"] for each in seen.files][:2]


def with_openpyxl(files: list[Path]) -> None:
    for path in files:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for sheet in book.worksheets:
            list(sheet.iter_rows(values_only=True))
        book.close()


def with_pandas(files: list[Path]) -> None:
    for path in files:
        pd.read_excel(path, sheet_name=None, engine="openpyxl")


def main() -> None:
    with TemporaryDirectory() as folder:
        files, home = workbooks(Path(folder)), Home(Path(folder) / "home")
        report("check / openpyxl", paired(lambda: screen(home, files), lambda: with_openpyxl(files), runs=1))
        report("check / pandas", paired(lambda: screen(home, files), lambda: with_pandas(files), runs=1))


if __name__ == "__main__":
    main()
