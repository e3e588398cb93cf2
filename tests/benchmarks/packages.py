"""Large files of the synthetic county for measuring how fast files are read; made once into a folder.

`python -m tests.benchmarks.packages FOLDER [ROWS [COLUMNS]]` writes a school list of that size and a county's package
of forty workbooks.
"""

import sys
from pathlib import Path

import xlsxwriter

from sources.example import Order, deliver, make_county
from sources.example.files import NOTES, school_frame
from sources.example.page import Caption, list_page
from sources.example.plan import plan

ROWS, COLUMNS, BOOKS, SEED = 100_000, 60, 40, 1


def long_school_list(path: Path, rows: int = ROWS, columns: int = COLUMNS) -> Path:
    """A school list of `rows` schools and the first `columns` columns of its form, headings not merged."""
    year = plan().last_year
    frame = school_frame(make_county(rows, 1, SEED, year), year)
    caption = Caption("school_list", "schools", year, "学校一览", f"示例县{year}年学校一览表", NOTES)
    page = list_page(caption, frame.head(200))
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet(page.name)
        for r, line in enumerate(page.cells[: page.body]):
            sheet.write_row(r, 0, ["" if cell is None else cell for cell in line[:columns]])
        for r, row in enumerate(frame.select(page.keys[:columns]).iter_rows(), page.body):
            for c, cell in enumerate(row):
                if cell is not None:
                    sheet.write(r, c, cell)
    return path


def county_package(folder: Path, workbooks: int = BOOKS) -> list[Path]:
    """One year of a county of 300 schools as `workbooks` files: its own, and some schools' with several sheets each."""
    own = len(plan().files) + 1
    return list(deliver(folder, Order(schools=300, years=1, seed=SEED, books=workbooks - own)).files)


def main(folder: str, rows: int = ROWS, columns: int = COLUMNS) -> None:
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    print(long_school_list(place / "学校一览表.xlsx", rows, columns))
    print(len(county_package(place / "示例县")), "files")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
