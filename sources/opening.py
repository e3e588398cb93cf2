"""Files → sheets of text, whatever kind of file it is."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from sources.grid import Sheet
from sources.problems import Problem, StopDelivery
from sources.text import letter

if TYPE_CHECKING:
    from fastexcel import ExcelReader

ENCODINGS = ("utf-8-sig", "gb18030")  # UTF-8 with or without BOM first: GB 18030 accepts nearly any bytes


def grids(path: Path, file_name: str | None = None) -> list[Sheet]:
    """Sheets of one file (.csv .xlsx .xls); raises StopDelivery when the bytes can't be read."""
    shown = file_name or path.name
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        kinds = "、".join(READERS)
        raise StopDelivery(
            [
                Problem(
                    shown,
                    f"不认识的文件类型 {path.suffix or '（无扩展名）'}",
                    f"请另存为 {kinds} 之一再放入收件夹",
                )
            ]
        )
    return reader(path, shown)


def _csv(path: Path, shown: str) -> list[Sheet]:
    try:
        rows = list(csv.reader(io.StringIO(_decoded(path, shown))))
    except csv.Error as error:
        raise StopDelivery(
            [Problem(shown, "逗号或引号不成对，分不出列", "请用 WPS 或 Excel 另存为 .xlsx 再报送")]
        ) from error
    width = max(map(len, rows), default=0)
    if not width:
        return []
    padded = [row + [""] * (width - len(row)) for row in rows]
    names = [letter(i) for i in range(width)]
    return [Sheet("", pl.DataFrame(padded, schema=dict.fromkeys(names, pl.String), orient="row"))]


def _decoded(path: Path, shown: str) -> str:
    content = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise StopDelivery([Problem(shown, "文字编码既不是 UTF-8 也不是 GBK", "请用 WPS 或 Excel 另存为 .xlsx 再报送")])


def _workbook(path: Path, shown: str) -> list[Sheet]:
    import fastexcel

    try:
        book = fastexcel.read_excel(path)
        return [_sheet(book, name) for name in book.sheet_names]
    except fastexcel.FastExcelError as error:
        problem = Problem(
            shown,
            "工作簿打不开（可能已损坏、加密或扩展名不符）",
            "请在 WPS 或 Excel 中打开并另存为 .xlsx 再报送",
        )
        raise StopDelivery([problem]) from error


def _sheet(book: "ExcelReader", name: str) -> Sheet:
    """Cells under their real letters: the reader leaves out empty columns on the left, but says where it began."""
    loaded = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    letters = {column.name: letter(column.absolute_index) for column in loaded.selected_columns}
    return Sheet(name, loaded.to_polars().rename(letters))


READERS: dict[str, Callable[[Path, str], list[Sheet]]] = {".csv": _csv, ".xlsx": _workbook, ".xls": _workbook}
