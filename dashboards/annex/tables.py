"""The cells of one annex table: numbers or signs, each with its source in words, and the notes under them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dashboards.annex.declared import Column, Table, annexes
from dashboards.annex.figures import Figures
from dashboards.words import words
from warehouse import declarations

Row = dict[str, Any]
GAP, MONEY, INCOME = "growth_gap", "budget_education_total", "recurrent_revenue_total"
SCALE, LARGER = 6, 4  # decimals of the store, and how many more an amount may need in a larger unit (万元 in 亿元)
COMPUTED = "由本年数与上年数算得"


@dataclass(frozen=True)
class Cell:
    """One cell: a number in the unit of its column, or the sign for none; the release it is of and where it stands."""

    number: float | None
    sign: str
    release: str
    source: str


@dataclass(frozen=True)
class Filled:
    """One annex table of one group: a row of cells for each region, notes, and the line of those who sign."""

    id: str
    title: str
    columns: list[Column]
    rows: list[tuple[str, list[Cell]]]
    notes: list[str]
    signed: str


def filled(told: Figures) -> Iterator[Filled]:
    """The tables of a group, one by one."""
    for table in annexes().tables.values():
        columns = [each for each in table.columns(told.group.year) if _has_place(each, told)]
        rows = [(region["name"], [_cell(told, region, column) for column in columns]) for region in told.regions]
        title = table.titled(told.group.year, told.group.name)
        yield Filled(table.id, title, columns, rows, list(_notes(told, table, columns, rows)), _signed(told))


def _has_place(column: Column, told: Figures) -> bool:
    """Whether a column is printed: those of some levels only where there is something to tell."""
    told_levels = {level for _, level, indicator in told.values if indicator == column.indicator}
    return column.level not in annexes().may_be_left_out or column.level in told_levels


def _cell(told: Figures, region: Row, column: Column) -> Cell:
    key = region["code"], column.level, column.indicator
    number, source = _gap(told, key) if column.indicator == GAP else _number(told, key, column)
    if number is None:
        return Cell(None, annexes().signs[_absence(told, region, column)], "", "")
    return Cell(number, "", told.values.get(key, {}).get("release", ""), source)


def _absence(told: Figures, region: Row, column: Column) -> str:
    if (region["code"], column.level, column.indicator) in told.suppressed:
        return "suppressed"
    run_by = annexes().run_by.get(column.level)
    return "not_applicable" if run_by and region["kind"] not in run_by else "missing"


def _number(told: Figures, key: tuple[str, str, str], column: Column) -> tuple[float | None, str]:
    row = told.values.get(key)
    number = row[column.part] if row else None
    if row is None or number is None:
        return None, ""
    source = _source(row, column.part, told.cells.get(key, []))
    return (round(number, SCALE) if column.part == "growth" else _in_unit(number, column)), source


def _in_unit(number: float, column: Column) -> float:
    factor = declarations().exact(column.unit, column.indicator)
    return round(round(number, SCALE) * factor.denominator / factor.numerator, SCALE + LARGER)


def _gap(told: Figures, key: tuple[str, str, str]) -> tuple[float | None, str]:
    """The difference of the two rates of growth printed beside it; as published only where one of them is missing."""
    left, right = (told.values.get((key[0], key[1], each), {}).get("growth") for each in (MONEY, INCOME))
    if left is not None and right is not None:
        return round(left - right, SCALE), "本行前两个增长率之差"
    row = told.values.get(key)
    if row is None or row["value"] is None:
        return None, ""
    return row["value"], _source(row, "value", told.cells.get(key, []))


def _source(row: Row, part: str, cells: list[Row]) -> str:
    """Where a number stands, or from which cells it was computed."""
    stated = row["growth_basis"] in ("stated", "comparable")
    if part == "growth" and not stated:
        return COMPUTED
    printed = [each for each in cells if each["part"] == part and each["year"] == row["year"]]
    back = row["year"] - (part == "previous")
    inputs = [each for each in cells if each["part"] in ("numerator", "denominator") and each["year"] == back]
    if found := printed or inputs:
        return "；".join(dict.fromkeys(map(_address, found)))
    return "由下级各地区汇总" if row["basis"] == "rolled_up" else ""


def _address(cell: Row) -> str:
    places = (cell["file_name"] or cell["delivery_id"], cell["sheet"], cell["cell"])
    return f"{' › '.join(str(place) for place in places if place)}（{cell['label']} {cell['printed']}）"


def _notes(told: Figures, table: Table, columns: list[Column], rows: list[tuple[str, list[Cell]]]) -> Iterator[str]:
    """What a reader of the table must know, in whole sentences."""
    cells = [cell for _, of_region in rows for cell in of_region]
    declared = annexes()
    used = [name for name, sign in declared.signs.items() if any(cell.sign == sign for cell in cells)]
    if used:
        yield "；".join(f"“{declared.signs[name]}”表示{declared.legend[name]}" for name in used) + "。"
    indicators = list(dict.fromkeys(column.indicator for column in columns))
    for each in (declarations().indicators[name] for name in indicators if name != GAP):
        yield f"口径：{each.name}，{each.definition}。"
    yield from _growth_notes(told, indicators)
    yield from (
        f"本年口径有变：{each['reason']}（{each['document']}）。"
        for each in told.breaks
        if each["indicator"] in indicators
    )
    releases = Counter(cell.release for cell in cells if cell.release)
    counted = "、".join(f"{told.releases[name]} {releases[name]} 个数" for name in told.releases if releases[name])
    if counted:
        yield f"版次：{counted}。"
    if held := sum(told.held.get(name, 0) for name in indicators):
        yield f"本表有 {held} 个已收到的数因逻辑校验未通过暂不采用，按未报列示。"


def _growth_notes(told: Figures, indicators: list[str]) -> Iterator[str]:
    kinds = {
        row["growth_basis"] for key, row in told.values.items() if key[2] in indicators and row["growth"] is not None
    }
    said = [text for name, text in words().growth_basis.items() if name in kinds]
    if said:
        yield f"增长率：{'；'.join(said)}。"


def _signed(told: Figures) -> str:
    """Who checked and who signed, or that nobody has yet."""
    roles = {role.role: role for role in told.sign_off.roles}
    order = ("reviewer", "head", "statistician")
    said = (f"{roles[name].title}：{_by(roles[name])}" for name in order if name in roles)
    return f"{'　　'.join(said)}　　签发状态：{words().signing[told.sign_off.state]}　　数据版本：{told.publication}"


def _by(role: Any) -> str:
    return f"{role.name or '已签发'} {role.day}" if role.state == "signed" else f"（{words().signing[role.state]}）"
