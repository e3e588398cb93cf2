"""Small files as bureaus send them, made on the spot."""

from pathlib import Path

import xlsxwriter

SAMPLES = Path(__file__).parents[2] / "sources" / "samples"


def write_csv(path: Path, *lines: str, encoding: str = "utf-8-sig") -> Path:
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def write_book(path: Path, **sheets: list[list[object]]) -> Path:
    """A workbook from rows of cells; None stays an empty cell."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(r, c, cell)
    return path


ANNEX = [
    ["表四  各级教育生均一般公共预算公用经费增长情况"],
    [None, None, None, None, "单位：元"],
    ["地区", "普通小学", None, None, "普通初中", None, None],
    [None, "2018年", "2019年", "增长率（%）", "2018年", "2019年", "增长率（%）"],
    ["    江岸区", 4011.51, 4289.75, 6.94, 5456.38, 6465.75, 18.5],
    ["    江汉区", 7435.34, 10258.01, 37.96, "—", None, "×"],
    ["资料来源：示例"],
]
