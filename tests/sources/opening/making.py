"""Awkward files, built byte by byte where no office program would write them."""

import struct
import zipfile
from pathlib import Path

import xlsxwriter

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
WORDS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OLE_SIGN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def book(path: Path, rows: str, after: str = "", styles: str = "", extra: dict[str, str] | None = None) -> Path:
    """A workbook whose only sheet holds exactly these rows of XML."""
    with xlsxwriter.Workbook(path) as blank:
        blank.add_worksheet("表")
    sheet = f'<?xml version="1.0"?><worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>'
    replace(path, {"xl/worksheets/sheet1.xml": sheet} | ({"xl/styles.xml": styles} if styles else {}) | (extra or {}))
    return path


def replace(path: Path, parts: dict[str, str]) -> Path:
    """Put other parts into an office file, or new ones."""
    with zipfile.ZipFile(path) as old:
        kept = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in (kept | {name: text.encode() for name, text in parts.items()}).items():
            new.writestr(name, content)
    return path


def docx(path: Path, body: str, doctype: str = "") -> Path:
    """A document with this body and nothing else an office program would add."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("[Content_Types].xml", "<Types/>")
        text = f'<?xml version="1.0"?>{doctype}<w:document {WORDS}><w:body>{body}</w:body></w:document>'
        new.writestr("word/document.xml", text)
    return path


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str = "", span: int = 1, vertical: str = "") -> str:
    merge = {"": "", "continue": "<w:vMerge/>"}.get(vertical, f'<w:vMerge w:val="{vertical}"/>')
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merge}</w:tcPr>{paragraph(text)}</w:tc>'


def table(*rows: list[str]) -> str:
    return "<w:tbl>" + "".join("<w:tr>" + "".join(row) + "</w:tr>" for row in rows) + "</w:tbl>"


def compound(path: Path, stream: str, content: bytes) -> Path:
    """A compound file (OLE) with one stream of at least 4096 bytes."""
    content += bytes(max(0, 4096 - len(content)))
    sectors = -(-len(content) // SECTOR)
    fat = [FAT, END, *range(3, 2 + sectors), END]
    fat_sector = struct.pack(f"<{SECTOR // 4}I", *fat, *[FREE] * (SECTOR // 4 - len(fat)))
    directory = _entry("Root Entry", 5, END, 0, child=1) + _entry(stream, 2, 2, len(content)) + bytes(2 * 128)
    head = OLE_SIGN + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<I", 0)
    head += struct.pack("<I", FREE) * ((SECTOR - len(head)) // 4)
    path.write_bytes(head + fat_sector + directory + content + bytes(-len(content) % SECTOR))
    return path


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    spelled = (name + "\0").encode("utf-16-le")
    head = spelled.ljust(64, b"\0") + struct.pack("<HBBIII", len(spelled), kind, 1, FREE, FREE, child)
    return head + bytes(16 + 4 + 16) + struct.pack("<IQ", start, size)


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def old_book(path: Path, *cells: bytes, before: bytes = b"", stream: str = "Workbook") -> Path:
    """A BIFF8 workbook (.xls, .et) with one sheet 表 of these cell records."""
    sheet_name = "表".encode("utf-16-le")
    globals_head = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + before
    bound_size = 4 + 8 + len(sheet_name)
    start = len(globals_head) + bound_size + 4
    bound = record(0x85, struct.pack("<IBBBB", start, 0, 0, 1, 1) + sheet_name)
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0)) + b"".join(cells) + record(0x0A)
    return compound(path, stream, globals_head + bound + record(0x0A) + sheet)


def label(row: int, column: int, text: str, style: int = 0) -> bytes:
    spelled = text.encode("utf-16-le")
    return record(0x204, struct.pack("<HHHHB", row, column, style, len(text), 1) + spelled)


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, style, value))
