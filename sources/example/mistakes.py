"""Mistakes inside one sheet: every function changes a page and tells where, what stood there before and after, and how
many cells it touched; None when the page has no place for it."""

import numpy as np

from sources.example import misplaced, units
from sources.example.page import Formula, Page, address
from sources.example.spots import Change, Told, figures, pick, put


def digits_swapped(page: Page, chance: np.random.Generator) -> Told | None:
    """Two neighbouring digits changed places."""
    where = pick(chance, [at for at in figures(page) if _swapped(page.get(*at)) is not None])
    return None if where is None else put(page, where, _swapped(page.get(*where)))


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
    where = pick(chance, figures(page))
    return None if where is None else put(page, where, -page.get(*where))


def point_moved(page: Page, chance: np.random.Generator) -> Told | None:
    """The decimal point one place too far to the right."""
    where = pick(chance, figures(page, money=True))
    return None if where is None else put(page, where, round(page.get(*where) * 10, 2))


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
    return None if pair is None else put(page, pair[0], page.get(*pair[1]))


def total_doubled(page: Page, chance: np.random.Generator) -> Told | None:
    """A total into which itself was summed once more."""
    wholes = [
        where
        for (unit, name), where in sorted(page.places.items())
        for whole, _, level in [name.partition("|")]
        if any((unit, f"{part}|{level}") in page.places for part in PARTS.get(whole, ())) and page.get(*where)
    ]
    where = pick(chance, wholes)
    return None if where is None else put(page, where, round(page.get(*where) * 2, 2))


def zero_blank(page: Page, chance: np.random.Generator) -> Told | None:
    """A zero that was left out: the cell is blank."""
    zeros = [where for where in sorted(page.places.values()) if page.get(*where) == 0]
    where = pick(chance, zeros)
    return None if where is None else put(page, where, None)


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
    where = pick(chance, figures(page))
    if where is None:
        return None
    return put(page, where, Formula(f"=SUM({address((where[0] - 1, where[1]))})"))


def words_for_number(page: Page, chance: np.random.Generator) -> Told | None:
    """Words where a number is asked for."""
    where = pick(chance, figures(page))
    return None if where is None else put(page, where, "详见附件")


OF_PAGES: dict[str, Change] = {
    each.__name__: each
    for each in (
        *(units.unit_in_header, units.other_unit, units.hundredfold, units.thousandth, units.sheet_in_yuan),
        *(digits_swapped, sign_lost, point_moved, total_among_parts, total_doubled, zero_blank),
        *(misplaced.rows_shifted, misplaced.columns_shifted, misplaced.columns_exchanged, misplaced.column_blank),
        *(misplaced.school_twice, formula_empty, words_for_number),
    )
}
