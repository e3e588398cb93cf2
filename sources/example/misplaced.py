"""Figures in the wrong row or column, or not there at all; see mistakes.py for what every function tells."""

from itertools import pairwise

import numpy as np

from sources.example.page import Page
from sources.example.spots import Told, columns_of, columns_of_list, pick, put


def rows_shifted(page: Page, chance: np.random.Generator) -> Told | None:
    """From some row on, the figures stand one row too low: names and figures no longer belong together."""
    rows = sorted({r for places in columns_of_list(page).values() for r, _ in places})
    if len(rows) < 4:
        return None
    first = int(rows[int(chance.integers(1, len(rows) - 2))])
    columns = sorted(columns_of_list(page))
    before = [[page.get(r, c) for c in columns] for r in rows if r >= first]
    for r, line in zip(range(first + 1, rows[-1] + 1), before, strict=False):
        for c, value in zip(columns, line, strict=True):
            page.put(r, c, value)
    cells = sum(a != b for one, two in pairwise(before) for a, b in zip(one, two, strict=True))
    return (first + 1, columns[0]), str(before[1][0]), str(before[0][0]), cells


def columns_shifted(page: Page, chance: np.random.Generator) -> Told | None:
    """From some column on, the figures of a list stand one column too far to the right; the last ones are lost."""
    columns = sorted(columns_of_list(page))
    runs = [columns[i : i + n] for n in (4, 5, 6) for i in range(len(columns) - n)]
    run = pick(chance, [each for each in runs if each[-1] - each[0] == len(each) - 1 and _differ(page, each[0])])
    if run is None:
        return None
    rows = range(page.body, page.last)
    for r in rows:
        kept = [page.get(r, c) for c in run]
        for c, value in zip(run, [None, *kept[:-1]], strict=True):
            page.put(r, c, value)
    return (page.body, run[1]), "", str(page.get(page.body, run[1])), len(run) * len(rows)


def columns_exchanged(page: Page, chance: np.random.Generator) -> Told | None:
    """The figures of two neighbouring columns, under the other's header."""
    columns = columns_of(page)
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
    columns = columns_of_list(page)
    column = pick(chance, sorted(columns))
    if column is None:
        return None
    first, *rest = columns[column]
    for where in rest:
        page.put(*where, None)
    return put(page, first, None, len(columns[column]))


def school_twice(page: Page, chance: np.random.Generator) -> Told | None:
    """A row of a list typed twice; the notes under the list move down."""
    rows = sorted({r for places in columns_of_list(page).values() for r, _ in places})
    row = pick(chance, rows)
    if row is None:
        return None
    page.cells.insert(row + 1, list(page.cells[row]))
    page.places = {name: (r + (r > row), c) for name, (r, c) in page.places.items()}
    page.last += 1
    return (row + 1, 0), "", str(page.get(row, 0)), len(page.cells[row])
