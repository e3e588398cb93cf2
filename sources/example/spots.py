"""Where mistakes can be made on a page, and how one is told."""

from collections.abc import Callable
from typing import Any

import numpy as np

from sources.example.page import Page

Place = tuple[int, int]
Told = tuple[Place, str, str, int]
Change = Callable[[Page, np.random.Generator], Told | None]


def figures(page: Page, money: bool = False) -> list[Place]:
    """Cells with a number that a reader takes in; `money`: only those with digits after the point."""
    places = sorted(page.places.values())
    kinds = (float,) if money else (int, float)
    return [where for where in places if isinstance(page.get(*where), kinds) and page.get(*where)]


def pick(chance: np.random.Generator, places: list[Any]) -> Any:
    return places[int(chance.integers(len(places)))] if places else None


def columns_of_list(page: Page) -> dict[int, list[Place]]:
    """The figures of a list by column; a matrix has no columns of its own kind."""
    found: dict[int, list[Place]] = {}
    for (unit, _), where in page.places.items():
        if unit:
            found.setdefault(where[1], []).append(where)
    return found


def columns_of(page: Page) -> dict[int, list[Place]]:
    """The figures by column, of a matrix too."""
    found: dict[int, list[Place]] = {}
    for where in sorted(page.places.values()):
        found.setdefault(where[1], []).append(where)
    return found


def put(page: Page, where: Place, after: Any, cells: int = 1) -> Told:
    before = page.get(*where)
    page.put(*where, after)
    return where, str(before), str(after), cells
