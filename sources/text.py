"""Text as people type it in tables: one spelling for matching, and the Excel names of columns."""

import re
import unicodedata

import polars as pl

SPACES = re.compile(r"\s+")
UNIT_AT_END = re.compile(r"^(?P<stem>.+)\((?P<unit>[^()]+)\)$")
UNIT_ALONE = re.compile(r"^\((?P<unit>[^()]+)\)$")
UNIT_CELL = re.compile(r"^\(?(?:计量)?单位:(?P<unit>[^()]+)\)?$")
UNIT_IN_TITLE = re.compile(r"(?:^|\(|计量|[^\w]|表)单位:(?P<unit>[^()]+)")
UNIT_WORD = re.compile(
    r"^(?:十|百|千|万|十万|百万|千万|亿)?"
    r"(?:元|人|名|所|个|班|册|台|套|间|处|张|户|幢|亩|公顷|平方米|㎡|m2|平方公里|米|公里|片|辆|件|座|次|%|‰|个?百分点|:1|Mbps)"
    r"(?:/\w+)?$"
)
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)(?!年\d{1,2}月)")  # 2020年12月 is a date of issue
SCHOOL_YEAR = re.compile(r"((?:19|20)\d{2})[-—–~～/至](?:(?:19|20)?\d{2})(?=学年)")  # counted as it begins
NOTE = re.compile(r"^(注|资料来源|数据来源|说明|备注)[:\s\d]")


def plain(text: str | None) -> str:
    """Half-width and without any white space: the spelling in which headers and names are compared."""
    return SPACES.sub("", unicodedata.normalize("NFKC", text or ""))


def split_unit(header: str) -> tuple[str, str | None]:
    """`教育经费(亿元)` → (`教育经费`, `亿元`); no brackets at the end → (header, None). Expects `plain` text."""
    found = UNIT_AT_END.match(header)
    return (found["stem"], found["unit"]) if found else (header, None)


def years_in(text: str) -> list[int]:
    """Every year printed in a text, in the order of appearance; a school year is the one it begins in."""
    return [int(year) for year in YEAR.findall(SCHOOL_YEAR.sub(r"\1", plain(text)))]


def letter(index: int) -> str:
    """Name of a column counted from 0: A … Z, AA …"""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def half_width(column: pl.Expr) -> pl.Expr:
    """The same folding as `plain` for a whole column of text (null stays null)."""
    return column.str.normalize("NFKC").str.replace_all(r"\s+", "")


def column_number(name: str) -> int:
    """The column a name stands for, counted from 1: A → 1, AA → 27."""
    number = 0
    for sign in name:
        number = number * 26 + ord(sign) - 64
    return number


def split_cell(cell: str) -> tuple[str, int]:
    """`AB12` → (`AB`, 12)."""
    name = cell.rstrip("0123456789")
    return name, int(cell[len(name) :] or 0)
