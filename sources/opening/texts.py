"""Text files (.csv .txt): their encoding, what parts the columns, and the cells."""

import csv
import io
import re
from collections import Counter
from pathlib import Path

import polars as pl

from sources.grid import Sheet, cells_where
from sources.opening.kinds import BOMS
from sources.opening.limits import LONGEST_CELL, MOST_CELLS
from sources.problems import Problem, StopDelivery
from sources.text import letter

ENCODINGS = ("utf-8", "gb18030")  # UTF-8 first: GB 18030 accepts nearly any bytes
SEPARATORS = ",\t;"
SAMPLE = 64 << 10  # characters that show how a file is written
LARGE = 16 << 20  # characters from which on the fast reader is worth its strictness
QUOTED = re.compile(r'"[^"]*"')
RESAVE = "请用 WPS 或 Excel 另存为 .xlsx 再报送"


def text_file(path: Path, shown: str) -> list[Sheet]:
    """The one sheet of a text file; raises StopDelivery when its letters or columns can't be told."""
    text = decoded(path.read_bytes(), shown)
    separator = _separator(text[:SAMPLE])
    cells = _fast(text, separator) if len(text) > LARGE else None
    if cells is None:
        cells = _exact(text, separator, shown)
    return [Sheet("", cells)] if cells.width else []


def decoded(content: bytes, shown: str) -> str:
    """Bytes as text: what a byte order mark says, else UTF-8, else GB 18030."""
    marked = [encoding for bom, encoding in BOMS.items() if content.startswith(bom)]
    for encoding in marked or ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise StopDelivery([Problem(shown, "文字编码既不是 UTF-8、UTF-16，也不是 GBK", RESAVE)])


def _separator(sample: str) -> str:
    """The sign that cuts the sample into the most columns most of the time; a comma when none does."""
    if sample.startswith("sep=") and len(sample) > 4:
        return sample[4]
    lines = QUOTED.sub("", sample).splitlines()[:200]
    return max(SEPARATORS, key=lambda sign: _usual_width(lines, sign))


def _usual_width(lines: list[str], sign: str) -> int:
    widths = Counter(line.count(sign) for line in lines if line)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _exact(text: str, separator: str, shown: str) -> pl.DataFrame:
    """Every line as it stands, however many columns it has."""
    previous = csv.field_size_limit(len(text) + 1)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise StopDelivery([Problem(shown, "分隔符或引号不成对，分不出列", RESAVE)]) from error
    finally:
        csv.field_size_limit(previous)
    width = max(map(len, rows), default=0)
    if width * len(rows) > MOST_CELLS:
        raise StopDelivery(
            [Problem(shown, f"有 {len(rows):,} 行 × {width:,} 列，超过能读取的大小", "请拆成几个文件报送")]
        )
    padded = [[text or None for text in row] + [None] * (width - len(row)) for row in rows]
    return pl.DataFrame(padded, schema=dict.fromkeys(map(letter, range(width)), pl.String), orient="row")


def _fast(text: str, separator: str) -> pl.DataFrame | None:
    """A large file whose lines all have the width of its first ones; None when it is not written like that."""
    width = max(line.count(separator) + 1 for line in text[:SAMPLE].splitlines())
    try:
        return pl.read_csv(
            text.encode(),
            has_header=False,
            separator=separator,
            schema=dict.fromkeys(map(letter, range(width)), pl.String),
        )
    except pl.exceptions.PolarsError:
        return None


def too_long(sheet: Sheet, where: str) -> list[Problem]:
    """Cells with more text than a spreadsheet cell can hold: something else was pasted into them."""
    suspects = cells_where(sheet.cells, pl.all().str.len_bytes() > LONGEST_CELL)
    lengths = ((name, row, len(text)) for name, row, text in suspects.rows())
    cells = [f"{name}{row + 1}（{length:,} 字）" for name, row, length in lengths if length > LONGEST_CELL]
    if not cells:
        return []
    return [Problem(where, f"单元格里的文字超过 {LONGEST_CELL:,} 字：{'、'.join(cells)}", "请核对是否误贴了其他内容")]
