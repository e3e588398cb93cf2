"""Sheets → the bytes of one .xlsx that reads back as the same sheets."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from itertools import product
from typing import Any

import polars as pl

from sources.grid import Merge, Sheet
from sources.text import letter

CREATED = datetime(2000, 1, 1)  # a fixed date: the same sheets give the same bytes
PLAIN = r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$"
BARRED = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]")  # in the name of a sheet
LONGEST_NAME = 31  # signs of it
SIGNIFICANT = 15  # digits that a spreadsheet keeps
LARGEST_MERGE = 100_000  # cells of a merged range
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def book(sheets: Iterable[Sheet]) -> bytes:
    """Every text as a text, so that no digit is lost; shares shown as percentages stay such numbers."""
    import xlsxwriter  # type: ignore[import-untyped]

    stream = BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as made:
        made.set_properties({"created": CREATED})
        percent = made.add_format({"num_format": "0.00%"})
        taken: set[str] = set()
        for number, sheet in enumerate(sheets, 1):
            name = fitting(sheet.name)
            page = made.add_worksheet(name if name and name.casefold() not in taken else f"表{number}")
            taken.add(page.name.casefold())
            for merge in disjoint(sheet.merges):
                page.merge_range(*corners(merge), "")
            _write(page, sheet, percent)
    return stream.getvalue()


def fitting(name: str) -> str:
    """A name that a sheet may have, as near to the one given as programs allow."""
    said = BARRED.sub("_", name).strip("' ")
    while len(said.encode("utf-16-le")) > 2 * LONGEST_NAME:
        said = said[:-1]
    return said.rstrip("' ")


def _write(page: Any, sheet: Sheet, percent: Any) -> None:
    for column, texts in enumerate(sheet.cells.iter_columns()):
        name = letter(column)
        whole = name in sheet.percent
        for row, (text, number) in enumerate(zip(texts, plain_numbers(texts), strict=True)):
            if number is not None and (whole or f"{name}{row + 1}" in sheet.percent):
                page.write_number(row, column, number, percent)
            elif text is not None:
                page.write_string(row, column, text)


def plain_numbers(texts: pl.Series) -> list[float | None]:
    """The number that each text is, when a spreadsheet would show the very same digits; None for all others."""
    plain = texts.str.contains(PLAIN) & (texts.str.count_matches(r"\d") <= SIGNIFICANT)
    numbers: list[float | None] = texts.set(~plain, None).cast(pl.Float64).to_list()
    return numbers


def corners(merge: Merge) -> tuple[int, int, int, int]:
    """Rows and columns of a merged range counted from 0, as the writer of workbooks wants them."""
    return merge.first_row - 1, merge.first_column - 1, merge.last_row - 1, merge.last_column - 1


def disjoint(merges: Iterable[Merge]) -> Iterator[Merge]:
    """Merged ranges that a workbook may hold: none that overlaps an earlier one, none of one cell, none endless."""
    taken: set[tuple[int, int]] = set()
    for merge in merges:
        rows = range(merge.first_row, merge.last_row + 1)
        columns = range(merge.first_column, merge.last_column + 1)
        if 1 < len(rows) * len(columns) <= LARGEST_MERGE and taken.isdisjoint(product(rows, columns)):
            taken.update(product(rows, columns))
            yield merge
