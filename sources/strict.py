"""What can be wrong with the declaration of a form; every mistake is found, each in a sentence that says where."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from sources.forms import ABSENT, LAYOUTS, NAMED, NAMED_ELSEWHERE, PARTS, ROLES, WHO, Declared, Form, Table

NEEDS = ("required", "optional")
BESIDE_ROWS = ("matrix", "years")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
KNOWN_PLACEHOLDERS = {"year", "previous"}
HEAD = ("table", "field", "level", "part", "unit", "need")


def lines(form: str, path: Path) -> Iterator[str]:
    """What is wrong with the lines of a columns.csv before anyone asks what they say: its head, lines too short."""
    if not path.exists():
        yield f"{form}：没有 columns.csv"
        return
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head, *rows = [*csv.reader(stream)] or [[]]
    years = [int(name) for name in head if name.isdigit()]
    strange = [name for name in head if not name.isdigit() and name not in (*HEAD, "row")]
    checks = {
        f"缺少列 {'、'.join(name for name in HEAD if name not in head)}": set(HEAD) <= set(head),
        f"不认识的列 {'、'.join(strange)}": not strange,
        "没有一个年份列": bool(years),
        "年份列应从早到晚、不重复": years == sorted(set(years)),
    }
    yield from (f"{form}/columns.csv：{says}" for says, holds in checks.items() if not holds)
    wrong = [number for number, row in enumerate(rows, 2) if len(row) != len(head)]
    yield from (f"{form}/columns.csv 第 {number} 行的列数与表头不符" for number in wrong)


def mistakes(form: Form) -> list[str]:
    """Everything that is wrong with a form, in the order of its files."""
    return [*_of_tables(form), *_of_columns(form), *_of_levels(form), *_ambiguous(form)]


def _of_tables(form: Form) -> Iterator[str]:
    where = f"{form.id}/form.yaml"
    for table in form.tables.values():
        columns = form.columns_of(table.id)
        titled = any(column.field == "@title" for column in columns)
        checks = {
            f"表 {table.id} 没有任何列": bool(columns),
            f"表 {table.id} 的 layout “{table.layout}” 不认识（只能是 {'、'.join(sorted(LAYOUTS))}）": table.layout
            in LAYOUTS,
            f"表 {table.id} 用到 @title，却没有用 fields 说明表题中的说法各指什么": not titled or bool(table.fields),
            f"表 {table.id} 声明了 fields，却没有一列是 @title": titled or not table.fields,
            f"表 {table.id} 没有一列说明是哪个地区或学校": not columns or _says_who(table, columns),
        }
        yield from (f"{where}：{says}" for says, holds in checks.items() if not holds)


def _says_who(table: Table, columns: list[Declared]) -> bool:
    return table.layout in BESIDE_ROWS or bool(table.region) or any(column.field in WHO for column in columns)


def _of_columns(form: Form) -> Iterator[str]:
    for column in form.columns:
        where = f"{form.id}/columns.csv 第 {column.line} 行（{column.field}）"
        yield from (f"{where}：{says}" for says in (*_of_words(form, column), *_of_headers(form, column)))


def _of_words(form: Form, column: Declared) -> Iterator[str]:
    """The columns table, field, level, part, unit and need of one line."""
    if column.table not in form.tables:
        yield f"表 {column.table} 未在 form.yaml 声明"
    if column.need not in NEEDS:
        yield f"need “{column.need}” 不认识（只能是 {'、'.join(NEEDS)}）"
    if column.is_role:
        extra = [name for name in ("part", "unit") if getattr(column, name)]
        yield from [f"角色不带 {'、'.join(extra)}"] if extra else []
        return
    yield from _of_data(column)


def _of_data(column: Declared) -> Iterator[str]:
    """What a line that tells numbers must say."""
    if column.field.startswith("@") and column.field not in NAMED_ELSEWHERE:
        yield f"角色 {column.field} 不认识（已有 {'、'.join(sorted(ROLES | NAMED_ELSEWHERE))}）"
    if column.part not in PARTS:
        yield f"part “{column.part}” 不认识（只能是 {'、'.join(sorted(PARTS))}）"
    blank = {"学段（不分学段的写 all）": column.level, "单位": column.unit}
    yield from (f"没有写{name}" for name, text in blank.items() if not text and column.field != NAMED)


def _of_headers(form: Form, column: Declared) -> Iterator[str]:
    table = form.tables.get(column.table)
    if not column.headers:
        yield "没有任何年份的表头"
    for year, text in column.headers.items():
        words = [each for each in text.split("|") if each != ABSENT]
        if ABSENT in text.split("|") and words:
            yield f"{year} 列里“-”（没有这一列）不能和别的表头并列"
        if any(not part for each in words for part in each.split("/")):
            yield f"{year} 列的“{text}”有空的一级或空的并列写法"
        strange = sorted(set(PLACEHOLDER.findall(text)) - KNOWN_PLACEHOLDERS)
        loose = PLACEHOLDER.sub("", text)
        if strange or "{" in loose or "}" in loose:
            yield f"{year} 列的“{text}”里大括号只能写 {{year}}、{{previous}}、{{level}}"
    if table is not None and table.layout == "list" and column.row:
        yield "一行一个单位的表（list）不用 row"
    if table is not None and table.layout == "matrix" and not column.row and not column.is_role:
        yield "一表一个单位的表（matrix）要用 row 写明行标题"


def _of_levels(form: Form) -> Iterator[str]:
    used = {column.level for column in form.columns if column.shared or column.spoken}
    for level in sorted(form.levels.keys() - used):
        yield f"{form.id}/form.yaml：levels 声明的 {level} 没有一列用到"
    for line, level in sorted({(c.line, c.level) for c in form.columns if c.spoken and c.level not in form.levels}):
        yield f"{form.id}/columns.csv 第 {line} 行：用到 {{level}}，但 form.yaml 的 levels 没有说 {level} 怎么叫"


def _ambiguous(form: Form) -> Iterator[str]:
    """Two columns of one table that a layout prints under the same words."""
    said = set()
    for year in sorted({year for column in form.columns for year in column.headers}):
        claimed: dict[tuple[str, str, str], Declared] = {}
        for column in (each for each in form.columns if not any(_of_headers(form, each))):
            for place in _places(column, year):
                first = claimed.setdefault(place, column)
                if first is not column and (first.line, column.line, place[1]) not in said:
                    said.add((first.line, column.line, place[1]))
                    yield (
                        f"{form.id}/columns.csv 第 {first.line} 行（{first.field}）和第 {column.line} 行"
                        f"（{column.field}）：{year} 年版式同用表头“{place[1]}”"
                    )


def _places(column: Declared, year: int) -> set[tuple[str, str, str]]:
    """Table, header and row path of every place in which a layout may print a column."""
    words = [text for text in column.spellings(year) if text != ABSENT]
    return {(column.table, text, row) for text in words for row in column.rows or ("",)}
