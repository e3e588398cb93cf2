"""What an .xls sheet says beside its texts: passwords, percent cells, formulas and errors (records of BIFF 5 and 8)."""

import struct
from collections.abc import Iterator

from sources.opening.compound import Compound
from sources.opening.marks import BUILT_IN_PERCENT, Marks, shows_percent
from sources.text import letter

BEGIN, FILE_PASS, LISTED, FORMAT, STYLE = 0x809, 0x2F, 0x85, 0x41E, 0xE0
NUMBER, SHORT_NUMBER, SHORT_NUMBERS, FORMULA, LOGICAL = 0x203, 0x27E, 0xBD, 0x06, 0x205
CELLS = {NUMBER, SHORT_NUMBER, SHORT_NUMBERS, FORMULA, LOGICAL}
WORKSHEET = 0x10
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


class PasswordSet(Exception):
    """The workbook is encrypted."""


def old_marks(content: bytes) -> list[Marks]:
    """Marks of each worksheet in the order in which they stand in the file; raises PasswordSet."""
    try:
        stream = Compound(content).stream("Workbook", "Book")
        return _read(stream)
    except (struct.error, IndexError):  # a record that ends too early
        return []


def has_macros(content: bytes) -> bool:
    """Whether a compound file carries a macro project."""
    return "_VBA_PROJECT_CUR\0".encode("utf-16-le") in content


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Every record: where it stands, what it is, what it holds."""
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _read(stream: bytes) -> list[Marks]:
    formats: dict[int, str] = {}
    styles: list[int] = []
    listed: list[int] = []
    sheets: dict[int, Marks] = {}
    current = None
    for at, kind, content in _records(stream):
        if kind == FILE_PASS:
            raise PasswordSet
        if kind == BEGIN:
            current = sheets.setdefault(at, Marks()) if _half(content, 2) == WORKSHEET else None
        elif kind == FORMAT:
            formats[_half(content, 0)] = _format(content)
        elif kind == STYLE:
            styles.append(_half(content, 2))
        elif kind == LISTED and not content[5]:
            listed.append(struct.unpack_from("<I", content)[0])
        elif current and kind in CELLS:
            _cell(kind, content, current, _Percent(formats, styles))
    return [sheets.get(at, Marks()) for at in listed]


def _half(content: bytes, at: int) -> int:
    return int(struct.unpack_from("<H", content, at)[0])


def _format(content: bytes) -> str:
    """A number format; BIFF 8 has a flag for wide letters, BIFF 5 none."""
    wide = len(content) > 4 and content[4] == 1 and len(content) > 5
    return content[5:].decode("utf-16-le", "replace") if wide else content[3:].decode("latin-1")


class _Percent:
    """Which styles show percentages."""

    def __init__(self, formats: dict[int, str], styles: list[int]) -> None:
        self._formats, self._styles = formats, styles

    def __contains__(self, style: int) -> bool:
        number = self._styles[style] if style < len(self._styles) else 0
        return number in BUILT_IN_PERCENT or shows_percent(self._formats.get(number, ""))


def _cell(kind: int, content: bytes, found: Marks, percent: _Percent) -> None:
    row, column, style = struct.unpack_from("<HHH", content)
    cell = f"{letter(column)}{row + 1}"
    error = _error(kind, content)
    found.formulas += kind == FORMULA
    if error:
        found.errors[cell] = error
    elif kind == SHORT_NUMBERS:
        styles = [_half(content, at) for at in range(4, len(content) - 2, 6)]
        found.percent += [f"{letter(column + i)}{row + 1}" for i, each in enumerate(styles) if each in percent]
    elif style in percent and kind != LOGICAL:
        found.percent.append(cell)


def _error(kind: int, content: bytes) -> str:
    if kind == LOGICAL and content[7]:
        return ERRORS.get(content[6], "#ERROR!")
    if kind == FORMULA and content[12:14] == b"\xff\xff" and content[6] == 2:
        return ERRORS.get(content[8], "#ERROR!")
    return ""
