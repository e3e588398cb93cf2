"""A return workbook read: answers line by line, the copies of the sender's sheets, and what is left aside."""

from collections.abc import Iterable
from dataclasses import dataclass

from sources.grid import Sheet
from sources.problems import Problem
from sources.returned.copies import Copy, copies
from sources.returned.lines import Line, findings_table, read_lines
from sources.returned.printed import CELLS, CONTENTS


@dataclass(frozen=True)
class Returned:
    """What a return workbook says: usable lines, the problems of the others, and sentences about its sheets."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    copies: tuple[Copy, ...]
    notes: tuple[str, ...]


def is_returned(sheets: Iterable[Sheet]) -> bool:
    """Whether one of the sheets is a findings sheet, judged by its headings."""
    return any(findings_table(sheet) for sheet in sheets)


def returned(sheets: list[Sheet], file_name: str) -> Returned:
    """Read every findings sheet of a workbook; `sheets` still name those who signed."""
    lines: list[Line] = []
    problems: list[Problem] = []
    own = set()
    for sheet in sheets:
        if table := findings_table(sheet):
            own.add(sheet.name)
            usable, faults = read_lines(table, f"{file_name} › {sheet.name}" if sheet.name else file_name)
            lines += usable
            problems += faults
    found, missing = copies(sheets)
    known = own | {copy.shown for copy in found}
    extra = [sheet.name for sheet in sheets if sheet.name not in known and _is_other(sheet)]
    return Returned(tuple(lines), tuple(problems), tuple(found), tuple(_notes(missing, extra)))


def _is_other(sheet: Sheet) -> bool:
    return bool(sheet.height) and not sheet.name.startswith((CELLS, CONTENTS))


def _notes(missing: list[str], extra: list[str]) -> list[str]:
    said = []
    if missing:
        said.append(f"目录所列的工作表 {_quoted(missing)} 不在本册中，其中如有更正没有读到，请另报更正后的文件")
    if extra:
        said.append(f"工作表 {_quoted(extra)} 不是退回表原有的，没有采用；其中如有更正，请另报文件")
    return said


def _quoted(names: list[str]) -> str:
    return "、".join(f"“{name}”" for name in names)
