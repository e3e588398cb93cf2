"""Figures in another unit than the one asked for; see mistakes.py for what every function tells."""

import numpy as np

from sources.example.page import Page
from sources.example.spots import Place, Told, columns_of_list, figures, pick, put


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
    under = len(columns_of_list(page).get(where[1], page.places)) if where[0] >= page.head else len(page.places)
    return put(page, where, page.get(*where).replace("万元", "亿元"), under)


def other_unit(page: Page, chance: np.random.Generator) -> Told | None:
    """One column filled in in 元 where the header says 万元."""
    money = {c: places for c, places in columns_of_list(page).items() if "万元" in _header(page, c)}
    return _times(page, pick(chance, [money[column] for column in sorted(money)]), 10_000)


def hundredfold(page: Page, chance: np.random.Generator) -> Told | None:
    """One column of money filled in in 百元 where the header says 万元."""
    money = [places for c, places in sorted(columns_of_list(page).items()) if "万元" in _header(page, c)]
    return _times(page, pick(chance, money), 100)


def thousandth(page: Page, chance: np.random.Generator) -> Told | None:
    """One column of heads or areas told in thousands (千人, 千平方米) where the header asks for the number itself."""
    whole = [places for _, places in sorted(columns_of_list(page).items()) if _large(page, places)]
    return _times(page, pick(chance, whole), 0.001)


def _large(page: Page, places: list[Place]) -> bool:
    """Whether a column holds whole numbers that still tell something in thousands."""
    values = [page.get(*where) for where in places]
    return all(isinstance(value, int) for value in values) and min(values, default=0) >= 10


def sheet_in_yuan(page: Page, chance: np.random.Generator) -> Told | None:
    """A whole sheet of money filled in in 元 where it asks for 万元."""
    asks = any("万元" in str(cell) for row in page.cells[: page.body] for cell in row)
    money = [where for where in figures(page, money=True) if asks and not columns_of_list(page)]
    return _times(page, money, 10_000)


def _times(page: Page, places: list[Place] | None, factor: float) -> Told | None:
    """Every figure of these cells times a factor."""
    if not places:
        return None
    first, *rest = places
    for where in rest:
        page.put(*where, round(page.get(*where) * factor, 6))
    return put(page, first, round(page.get(*first) * factor, 6), len(places))


def _header(page: Page, column: int) -> str:
    return "".join(str(page.get(r, column) or "") for r in range(page.head, page.body))
