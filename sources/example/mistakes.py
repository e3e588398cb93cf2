"""Mistakes inside one sheet: every function changes a page and tells where, what stood there before and after, and how
many cells it touched; None when the page has no place for it."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from sources.example.page import Formula, Page, address

Place = tuple[int, int]
Told = tuple[Place, str, str, int]
Change = Callable[[Page, np.random.Generator], Told | None]


def _figures(page: Page, money: bool = False) -> list[Place]:
    """Cells with a number that a reader takes in; `money`: only those with digits after the point."""
    places = sorted(page.places.values())
    kinds = (float,) if money else (int, float)
    return [where for where in places if isinstance(page.get(*where), kinds) and page.get(*where)]


def pick(chance: np.random.Generator, places: list[Any]) -> Any:
    return places[int(chance.integers(len(places)))] if places else None


def _columns(page: Page) -> dict[int, list[Place]]:
    """The figures of a list by column; a matrix has no columns of its own kind."""
    found: dict[int, list[Place]] = {}
    for (unit, _), where in page.places.items():
        if unit:
            found.setdefault(where[1], []).append(where)
    return found


def _set(page: Page, where: Place, after: Any, cells: int = 1) -> Told:
    before = page.get(*where)
    page.put(*where, after)
    return where, str(before), str(after), cells


def unit_in_header(page: Page, chance: np.random.Generator) -> Told | None:
    """万元 became 亿元 in a header or in the unit cell: every figure under it is ten thousand times too large."""
    texts = [
        (r, c)
        for r in range(page.body)
        for c, text in enumerate(page.cells[r])
        if isinstance(text, str) and "万元" in text
    ]
    where = pick(chance, texts)
    if where is None:
        return None
    under = len(_columns(page).get(where[1], page.places)) if where[0] >= page.head else len(page.places)
    return _set(page, where, page.get(*where).replace("万元", "亿元"), under)


def other_unit(page: Page, chance: np.random.Generator) -> Told | None:
    """One column filled in in 元 where the header says 万元."""
    money = {c: places for c, places in _columns(page).items() if "万元" in _header(page, c)}
    column = pick(chance, sorted(money))
    if column is None:
        return None
    for where in money[column][1:]:
        page.put(*where, round(page.get(*where) * 10_000))
    first = money[column][0]
    return _set(page, first, round(page.get(*first) * 10_000), len(money[column]))


def _header(page: Page, column: int) -> str:
    return "".join(str(page.get(r, column) or "") for r in range(page.head, page.body))


def digits_swapped(page: Page, chance: np.random.Generator) -> Told | None:
    """Two neighbouring digits changed places."""
    where = pick(chance, [at for at in _figures(page) if _swapped(page.get(*at)) is not None])
    return None if where is None else _set(page, where, _swapped(page.get(*where)))


def _swapped(value: float) -> float | None:
    """The number with its first two neighbouring digits that differ exchanged (0 never comes first)."""
    text = repr(value)
    for i in range(len(text) - 1):
        if text[i : i + 2].isdigit() and text[i] != text[i + 1] and not (i == 0 and text[1] == "0"):
            changed = text[:i] + text[i + 1] + text[i] + text[i + 2 :]
            return type(value)(float(changed))
    return None


def sign_lost(page: Page, chance: np.random.Generator) -> Told | None:
    """A figure with the wrong sign."""
    where = pick(chance, _figures(page))
    return None if where is None else _set(page, where, -page.get(*where))


def point_moved(page: Page, chance: np.random.Generator) -> Told | None:
    """The decimal point one place too far to the right."""
    where = pick(chance, _figures(page, money=True))
    return None if where is None else _set(page, where, round(page.get(*where) * 10, 2))


def rows_shifted(page: Page, chance: np.random.Generator) -> Told | None:
    """From some row on, the figures stand one row too low: names and figures no longer belong together."""
    rows = sorted({r for places in _columns(page).values() for r, _ in places})
    if len(rows) < 4:
        return None
    first = int(rows[int(chance.integers(1, len(rows) - 2))])
    columns = sorted(_columns(page))
    before = [[page.get(r, c) for c in columns] for r in rows if r >= first]
    for r, line in zip(range(first + 1, rows[-1] + 1), before, strict=False):
        for c, value in zip(columns, line, strict=True):
            page.put(r, c, value)
    cells = sum(a != b for one, two in pairwise(before) for a, b in zip(one, two, strict=True))
    return (first + 1, columns[0]), str(before[1][0]), str(before[0][0]), cells


def columns_exchanged(page: Page, chance: np.random.Generator) -> Told | None:
    """The figures of two neighbouring columns, under the other's header."""
    columns = _columns(page)
    pairs = [(c, c + 1) for c in sorted(columns) if c + 1 in columns and _differ(page, c)]
    pair = pick(chance, pairs)
    if pair is None:
        return None
    left, right = pair
    where = columns[left][0]
    before, rows = page.get(*where), range(page.body, page.last)
    for r in rows:
        one, two = page.get(r, left), page.get(r, right)
        page.put(r, left, two)
        page.put(r, right, one)
    return where, str(before), str(page.get(*where)), 2 * len(rows)


def _differ(page: Page, column: int) -> bool:
    return any(page.get(r, column) != page.get(r, column + 1) for r in range(page.body, page.last))


def column_blank(page: Page, chance: np.random.Generator) -> Told | None:
    """A column left empty."""
    columns = _columns(page)
    column = pick(chance, sorted(columns))
    if column is None:
        return None
    first, *rest = columns[column]
    for where in rest:
        page.put(*where, None)
    return _set(page, first, None, len(columns[column]))


def school_twice(page: Page, chance: np.random.Generator) -> Told | None:
    """A row of a list typed twice; the notes under the list move down."""
    rows = sorted({r for places in _columns(page).values() for r, _ in places})
    row = pick(chance, rows)
    if row is None:
        return None
    page.cells.insert(row + 1, list(page.cells[row]))
    page.places = {name: (r + (r > row), c) for name, (r, c) in page.places.items()}
    page.last += 1
    return (row + 1, 0), "", str(page.get(row, 0)), len(page.cells[row])


def total_among_parts(page: Page, chance: np.random.Generator) -> Told | None:
    """The total typed again into one of its parts."""
    pairs = [
        (page.places[unit, f"{part}|{level}"], where)
        for (unit, name), where in sorted(page.places.items())
        for whole, _, level in [name.partition("|")]
        for part in PARTS.get(whole, ())
        if (unit, f"{part}|{level}") in page.places and page.get(*where)
    ]
    pair = pick(chance, [(part, whole) for part, whole in pairs if page.get(*part) != page.get(*whole)])
    return None if pair is None else _set(page, pair[0], page.get(*pair[1]))


PARTS = {
    "pupils": ("grade_1", "grade_2", "grade_3"),
    "classes": ("classes_36_40", "classes_41_45"),
    "full_time_teachers": ("teachers_bachelor", "teachers_intermediate", "teachers_35_39"),
    "floor_area": ("teaching_area", "living_area"),
    "budget_education": ("operating_expenditure",),
    "operating_expenditure": ("public_expenditure",),
}


def formula_empty(page: Page, chance: np.random.Generator) -> Told | None:
    """A formula that no program has computed yet."""
    where = pick(chance, _figures(page))
    if where is None:
        return None
    return _set(page, where, Formula(f"=SUM({address((where[0] - 1, where[1]))})"))


def words_for_number(page: Page, chance: np.random.Generator) -> Told | None:
    """Words where a number is asked for."""
    where = pick(chance, _figures(page))
    return None if where is None else _set(page, where, "详见附件")


OF_PAGES: dict[str, Change] = {
    each.__name__: each
    for each in (
        *(unit_in_header, other_unit, digits_swapped, sign_lost, point_moved, rows_shifted, columns_exchanged),
        *(column_blank, school_twice, total_among_parts, formula_empty, words_for_number),
    )
}
