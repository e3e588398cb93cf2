"""Workbooks (.xlsx .xlsm .xls .xlsb .ods): texts from the worker process, marks from the file's own XML."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from sources.grid import Merge, Sheet
from sources.opening.apart import WORKER, Broken, TooMuch
from sources.opening.kinds import XLS, XLSX, Kind
from sources.opening.limits import MEMORY, MIB, SECONDS
from sources.opening.marks import Marks, marks, percent_styles
from sources.opening.old_marks import PasswordSet, has_macros, old_marks
from sources.opening.package import RESAVE, Package, package
from sources.problems import Problem, StopDelivery
from sources.text import column_number, letter, split_cell

WORKBOOK = "xl/workbook.xml"
MANY = 1000  # percent cells of one column from which on the column is named instead, when it holds nothing else
MACROS = "工作簿带有宏，宏没有运行，只读取了保存的数值"
LOCKED = ("password", "encrypt")
Opened = tuple[list[Sheet], list[str]]


def workbook(path: Path, shown: str, kind: Kind) -> Opened:
    """Sheets of a workbook and what is worth knowing about it; raises StopDelivery when it can't be opened."""
    if kind == XLSX:
        with package(path, shown) as parts:
            return _xlsx(path, parts)
    content = path.read_bytes() if kind == XLS else b""
    found: list[Marks] = []
    with _told(shown), WORKER.asked(path, kind.suffixes[0], None) as asked:
        if content:
            found = old_marks(content)
        sheets = [one | {"frame": _frame(one)} for one in asked.answer()]
    found = found if len(found) == len(sheets) else [Marks() for _ in sheets]
    marked = [_old(one, its) for one, its in zip(sheets, found, strict=True)]
    return marked, [MACROS] if has_macros(content) else []


@contextmanager
def _told(shown: str) -> Iterator[None]:
    """What can go wrong while a workbook is read, as one sentence."""
    try:
        yield
    except PasswordSet as error:
        raise StopDelivery([Problem(shown, "工作簿有密码", "请去掉密码后再报送")]) from error
    except (TooMuch, Broken) as error:
        raise StopDelivery([_failed(shown, error)]) from error


def _failed(shown: str, error: Exception) -> Problem:
    if isinstance(error, TooMuch):
        limits = f"{MEMORY // MIB:,} MB 内存或 {SECONDS} 秒"
        return Problem(
            shown, f"展开这个工作簿超过了 {limits}，或它使读取程序中断", f"请删除数据区以外的行和列，{RESAVE[1:]}"
        )
    if any(word in str(error).lower() for word in LOCKED):
        return Problem(shown, "工作簿有密码", "请去掉密码后再报送")
    return Problem(shown, "工作簿打不开，内容已损坏", RESAVE)


def _frame(one: dict[str, Any]) -> pl.DataFrame:
    """The cells from column A on, so that the place of a column tells its letter."""
    read = pl.read_ipc(one["cells"])
    first = column_number(read.columns[0]) - 1 if read.width else 0
    return read.select(*(pl.lit(None, pl.String).alias(letter(i)) for i in range(first)), pl.all())


def _old(one: dict[str, Any], found: Marks) -> Sheet:
    found.merges = [Merge(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in one["merges"]]
    return _marked(one, found, one["hidden"])


def _xlsx(path: Path, parts: Package) -> Opened:
    """The worker reads the texts while the marks are looked for here."""
    listed = _listed(parts)
    styles = percent_styles(parts.part("xl/styles.xml"))
    stale = any(
        one.get("fullCalcOnLoad") in ("1", "true") for one in parts.tree(WORKBOOK).iter() if _is(one.tag, "calcPr")
    )
    with _told(parts.shown), WORKER.asked(path, ".xlsx", list(listed)) as asked:
        found = {name: marks(parts, part, styles, stale) for name, (part, _) in listed.items()}
        told = [one | {"frame": _frame(one)} for one in asked.answer()]
    return [_marked(one, found[one["name"]], listed[one["name"]][1]) for one in told], _notes(parts)


def _is(tag: str, name: str) -> bool:
    return tag.rpartition("}")[2] == name


def _listed(parts: Package) -> dict[str, tuple[str, bool]]:
    """Worksheet → the part that holds it and whether it is hidden; charts and macro sheets are none."""
    related = parts.related(WORKBOOK)
    listed = {}
    for one in parts.tree(WORKBOOK).iter():
        if _is(one.tag, "sheet"):
            relation = next((value for key, value in one.items() if _is(key, "id")), "")
            part = related.get(relation, "")
            if "worksheets/" in part and part in parts.names:
                listed[one.get("name", "")] = (part, one.get("state", "visible") != "visible")
    return listed


def _marked(one: dict[str, Any], found: Marks, hidden: bool) -> Sheet:
    cells = _with_errors(one["frame"], found.errors)
    return Sheet(
        one["name"],
        cells,
        merges=_inside(found.merges, cells),
        percent=_by_column(cells, found.percent),
        computed=found.formulas - len(found.uncomputed),
        uncomputed=tuple(found.uncomputed),
        hidden=hidden,
    )


def _inside(merges: list[Merge], cells: pl.DataFrame) -> tuple[Merge, ...]:
    """Merged ranges as far as the sheet holds anything: some reach down to the last row a sheet can have."""
    cut = (
        replace(one, last_row=min(one.last_row, cells.height), last_column=min(one.last_column, cells.width))
        for one in merges
    )
    kept = [m for m in cut if m.first_row <= m.last_row and m.first_column <= m.last_column]
    return tuple(m for m in kept if (m.first_row, m.first_column) != (m.last_row, m.last_column))


def _with_errors(cells: pl.DataFrame, errors: dict[str, str]) -> pl.DataFrame:
    """Error values (#DIV/0!) back where the reader leaves blanks: a fault is not an empty cell."""
    by_column: dict[str, dict[int, str]] = {}
    for cell, text in errors.items():
        name, row = split_cell(cell)
        if name in cells.columns and row <= cells.height:
            by_column.setdefault(name, {})[row - 1] = text
    return cells.with_columns(
        cells[name].scatter(list(texts), pl.Series(list(texts.values()))) for name, texts in by_column.items()
    )


def _by_column(cells: pl.DataFrame, percent: list[str]) -> frozenset[str]:
    """Percent cells, or the letter of a column in which there is nothing else from the first of many on."""
    by_column: dict[str, list[int]] = {}
    for cell in percent:
        name, row = split_cell(cell)
        by_column.setdefault(name, []).append(row)
    whole = {name for name, rows in by_column.items() if len(rows) >= MANY and _nothing_else(cells, name, rows)}
    return frozenset(whole) | {f"{name}{row}" for name in by_column.keys() - whole for row in by_column[name]}


def _nothing_else(cells: pl.DataFrame, name: str, rows: list[int]) -> bool:
    return name in cells.columns and cells[name].slice(min(rows) - 1).count() == len(rows)


def _notes(parts: Package) -> list[str]:
    """What a person should know who can't see it in the figures."""
    said = []
    if any(name.endswith("vbaProject.bin") for name in parts.names):
        said.append(MACROS)
    if any(name.startswith("xl/externalLinks/") for name in parts.names):
        said.append("工作簿链接了其他文件，没有去打开它们，采用的是保存时的数值")
    return said
