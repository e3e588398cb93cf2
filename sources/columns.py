"""Which field, unit and kind of numbers each recognised column or cell has."""

from collections.abc import Callable

from sources.forms import NAMED_ELSEWHERE, Declared
from sources.heads import Head
from sources.match import Match
from sources.page import Page
from sources.problems import Problem, StopDelivery
from sources.spelled import Kind
from sources.stub import Stub
from sources.text import plain

RATES = {"%", "‰", "百分点", "个百分点", ":1"}  # what a unit cell for the whole sheet (单位：元) does not speak of
PREFIXES = ("十万", "百万", "千万", "万", "亿", "千", "百", "十")


def field_of(column: Declared, match: Match, title: str, where: str) -> str:
    """The field itself, or the one that the table's title names; a title that names none stops the delivery."""
    if column.field != "@title":
        return "" if column.field in NAMED_ELSEWHERE else column.field
    named = [phrase for phrase in match.table.fields if plain(phrase) in plain(title)]
    if not named:
        known = "、".join(match.table.fields)
        fix = "请在表题（或文件名）中写明"
        raise StopDelivery([Problem(where, f"表题“{title}”没有说明是哪一项数据（{known}）", fix)])
    return match.table.fields[max(named, key=len)]


def unit_of(column: Declared, head: Head, stub: Stub | None, sheet_units: tuple[str, ...]) -> str:
    """The unit printed over the column or beside the row, else over its group, else for the sheet, else declared."""
    if own := head.unit or _unknown(column, head) or (stub.unit if stub else None):
        return own
    if column.part == "growth" or column.unit in RATES:
        return column.unit
    return head.group_unit or _of_several(column, sheet_units) or column.unit


def _unknown(column: Declared, head: Head) -> str | None:
    """A bracket that the declared header does not have can only be a unit, if an unknown one."""
    spelled = (text for template in column.headers.values() for text in template.split("|"))
    return None if any(text.endswith(f"({head.bracket})") for text in spelled) else head.bracket


def printed_unit(head: Head, stub: Stub | None, sheet_units: tuple[str, ...]) -> str | None:
    """The unit that the page prints for a cell, with nothing declared to go by."""
    own = head.unit or (stub.unit if stub else None) or head.group_unit
    return own or (sheet_units[0] if len(sheet_units) == 1 else None)


def _of_several(column: Declared, units: tuple[str, ...]) -> str | None:
    """The one of the sheet's units that this column can be in; with one unit only, that one."""
    if len(units) <= 1:
        return units[0] if units else None
    if column.unit in units:
        return column.unit
    alike = [unit for unit in units if _base(unit) == _base(column.unit)]
    return alike[0] if len(alike) == 1 else "、".join(units)


def _base(unit: str) -> str:
    prefix = next((word for word in PREFIXES if unit.startswith(word) and unit != word), "")
    return unit.removeprefix(prefix)


def kinds(
    column: Declared, unit: str, page: Page, percent: frozenset[int] | None, printed: dict[int, str]
) -> Callable[[int], Kind]:
    """The kind of each cell of a column, by row; `percent` rows are shown as percentages (None: all), `printed` are
    units printed in the rows."""
    falls = column.part == "growth" or unit in ("百分点", "个百分点")

    def kind(row: int) -> Kind:
        return Kind(printed.get(row, unit), falls, page.binary, percent is None or row in percent)

    return kind
