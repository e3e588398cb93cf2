"""Which hidden cells of a table can be worked out from what stands beside them: exact linear algebra, sparse.

An equation is a sum of cells that comes to nothing, each cell with how many times it is added: a total is minus one,
its parts are one each.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TypeVar

Cell = TypeVar("Cell", bound=Hashable)
Equation = Mapping[Cell, int]


def solvable(equations: Iterable[Equation[Cell]], unknown: Collection[Cell]) -> set[Cell]:
    """The unknown cells that the equations determine, everything else being known."""
    rows = [{cell: Fraction(n) for cell, n in one.items() if cell in unknown and n} for one in equations]
    return {cell for part in _connected([row for row in rows if row]) for cell in _determined(part)}


def _connected(rows: list[dict[Cell, Fraction]]) -> Iterator[list[dict[Cell, Fraction]]]:
    """The equations in parts that share no unknown."""
    of_cell: dict[Cell, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for cell in row:
            of_cell[cell].append(number)
    seen: set[int] = set()
    for start in range(len(rows)):
        if start in seen:
            continue
        seen.add(start)
        part = [start]
        for number in part:
            more = {other for cell in rows[number] for other in of_cell[cell]} - seen
            seen |= more
            part += sorted(more)
        yield [rows[number] for number in part]


def _determined(rows: list[dict[Cell, Fraction]]) -> Iterator[Cell]:
    """Cells left alone in a row once every other row's leading cell is cleared from it."""
    leading: dict[Cell, dict[Cell, Fraction]] = {}
    for given in rows:
        row = dict(given)
        for cell in [each for each in row if each in leading]:
            _clear(row, cell, leading[cell])
        if not row:
            continue
        first = next(iter(row))
        factor = row[first]
        row = {cell: n / factor for cell, n in row.items()}
        for other in leading.values():
            _clear(other, first, row)
        leading[first] = row
    yield from (cell for cell, row in leading.items() if len(row) == 1)


def _clear(row: dict[Cell, Fraction], cell: Cell, by: dict[Cell, Fraction]) -> None:
    """Take so many times `by` from a row that `cell` is gone from it."""
    times = row.get(cell)
    if not times:
        return
    for each, n in by.items():
        left = row.get(each, Fraction(0)) - times * n
        if left:
            row[each] = left
        else:
            row.pop(each, None)
