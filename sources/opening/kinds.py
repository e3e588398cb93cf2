"""What a file is, told by its first bytes; its extension only says what the sender believed."""

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from sources.opening.limits import MOST_FILE

HEAD = 4096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIPPED = (b"PK\x03\x04", b"PK\x05\x06")
BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
WEB = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")


@dataclass(frozen=True)
class Kind:
    """A kind of file: its name for people and the extensions it usually has."""

    id: str
    name: str
    suffixes: tuple[str, ...] = ()


XLSX = Kind("xlsx", "Excel 工作簿", (".xlsx", ".xlsm", ".xltx", ".xltm", ".et"))
XLSB = Kind("xlsb", "Excel 二进制工作簿", (".xlsb",))
ODS = Kind("ods", "开放文档表格", (".ods",))
XLS = Kind("xls", "Excel 97-2003 工作簿", (".xls", ".et", ".xlt", ".ett"))
DOCX = Kind("docx", "Word 文档", (".docx", ".docm", ".wps"))
TEXT = Kind("text", "文本", (".csv", ".txt", ".tsv"))
HTML = Kind("html", "网页", (".html", ".htm"))
ZIP = Kind("zip", "zip 压缩包", (".zip",))
EMPTY = Kind("empty", "空文件")
LOCKED = Kind("locked", "加密的 Office 文件")
LARGE = Kind("large", "太大的文件")
TORN = Kind("torn", "不完整的压缩文件")
READABLE = (XLSX, XLS, XLSB, ODS, DOCX, TEXT, HTML)

OTHERS = {  # what can't be read as tables: first bytes → what it is
    b"%PDF": "PDF 文件",
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf\x27\x1c": "7z 压缩包",
    b"\x1f\x8b": "gzip 压缩包",
    b"{\\rtf": "RTF 文档",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"MZ": "程序文件",
    b"\x7fELF": "程序文件",
    b"MIME-Version": "单个文件网页（.mht）",
    b"<?xml": "XML 文件",
}
INSIDE = {"xl/workbook.xml": XLSX, "xl/workbook.bin": XLSB, "word/document.xml": DOCX, "content.xml": ODS}
STREAMS = {"EncryptedPackage": LOCKED, "Workbook": XLS, "Book": XLS, "WordDocument": Kind("doc", "旧版 Word 文档")}


def kind_of(path: Path) -> Kind:
    """The kind of a file, judged by its content alone."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head:
        return EMPTY
    if head.startswith(ZIPPED):
        return _zipped(path)
    if path.stat().st_size > MOST_FILE:
        return LARGE
    if head.startswith(OLE):
        return _ole(path)
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if bare.startswith(WEB) or (bare.startswith(b"<?xml") and b"<html" in bare):
        return HTML
    known = next((name for magic, name in OTHERS.items() if head.startswith(magic)), None)
    return Kind("other", known) if known else _text(head)


def _text(head: bytes) -> Kind:
    """Text has no NUL bytes, unless its first bytes say that it is UTF-16."""
    wide = any(head.startswith(bom) for bom, encoding in BOMS.items() if encoding == "utf-16")
    return TEXT if wide or b"\0" not in head else Kind("other", "二进制文件")


def _zipped(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, EOFError):
        return TORN
    return next((kind for name, kind in INSIDE.items() if name in names), ZIP)


def _ole(path: Path) -> Kind:
    """Which streams a compound file holds: their names stand in its directory as UTF-16."""
    content = path.read_bytes()
    return next(
        (kind for name, kind in STREAMS.items() if f"{name}\0".encode("utf-16-le") in content),
        Kind("other", "Office 文件"),
    )
