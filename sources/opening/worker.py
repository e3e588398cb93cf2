"""The process in which workbooks are opened: a file that breaks the reader, or asks for too much, breaks only this.

Reads requests as lines of JSON, answers each with one: the sheets (cells as Arrow files in the folder of the
request) or what went wrong. Its memory is limited; the process that asks keeps the time.
"""

import json
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from sources.opening.limits import MEMORY
from sources.text import letter


def main() -> None:
    """Answer requests until the asking process goes away."""
    with suppress(ValueError, OSError):  # a stricter limit of the system stays
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line))), flush=True)


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"sheets": _sheets(Path(request["path"]), request["names"])}
    except BaseException as error:  # the readers also panic, which is no Exception
        return {"error": " ".join(f"{type(error).__name__}: {error}".split())}


def _sheets(path: Path, names: list[str] | None) -> list[dict[str, Any]]:
    """Every worksheet, in the order of the workbook; without `names` the workbook itself is asked for them."""
    import fastexcel

    told = {name: {} for name in names} if names is not None else _described(path)
    book = fastexcel.read_excel(path)
    return [_sheet(book, name, path.with_name(f"{i}.arrow")) | told[name] for i, name in enumerate(told)]


def _sheet(book: Any, name: str, target: Path) -> dict[str, Any]:
    """Cells under their real letters: the reader leaves out empty columns on the left, but says where it began."""
    loaded = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    letters = {column.name: letter(column.absolute_index) for column in loaded.selected_columns}
    loaded.to_polars().rename(letters).write_ipc(target)
    return {"name": name, "cells": str(target)}


def _described(path: Path) -> dict[str, dict[str, Any]]:
    """Worksheets with their merged ranges and whether they are hidden, as far as the format tells."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_path(path)
    return {
        one.name: {
            "merges": book.get_sheet_by_name(one.name).merged_cell_ranges or [],
            "hidden": one.visible != SheetVisibleEnum.Visible,
        }
        for one in book.sheets_metadata
        if one.typ == SheetTypeEnum.WorkSheet
    }


if __name__ == "__main__":
    main()
