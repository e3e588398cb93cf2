"""No hidden cell can be solved for: a law over random small tables, judged by numpy's rank."""

from collections.abc import Iterable
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.audience.hiding import hide
from dashboards.audience.solving import Equation, solvable

Cell = tuple[int, ...]  # 0 is the total of an axis, 1… its parts
SMALL = 10


def sums(shape: tuple[int, ...]) -> list[Equation[Cell]]:
    """Along each axis, parts come to their total."""
    found: list[Equation[Cell]] = []
    for axis, size in enumerate(shape):
        rest = [range(n + 1) if i != axis else range(1) for i, n in enumerate(shape)]
        for place in product(*rest):
            line = [(*place[:axis], i, *place[axis + 1 :]) for i in range(size + 1)]
            found.append({cell: -1 if i == 0 else 1 for i, cell in enumerate(line)})
    return found


def beside(equations: list[Equation[Cell]], cell: Cell) -> Iterable[Equation[Cell]]:
    return [one for one in equations if cell in one]


def total(inner: dict[Cell, int], cell: Cell) -> int:
    return sum(n for place, n in inner.items() if all(c in (0, p) for c, p in zip(cell, place, strict=True)))


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[Cell, float], list[Equation[Cell]]]:
    shape = draw(st.sampled_from([(3,), (2, 2), (3, 4), (4, 3), (2, 2, 3)]))
    numbers = st.integers(0, 40) | st.integers(50, 5000)
    inner = {cell: draw(numbers) for cell in product(*(range(1, n + 1) for n in shape))}
    cells = product(*(range(n + 1) for n in shape))
    return {cell: float(total(inner, cell)) for cell in cells}, sums(shape)


def determined(equations: list[Equation[Cell]], hidden: list[Cell]) -> list[Cell]:
    """Hidden cells whose unit vector lies in the space that the published sums span."""
    matrix = np.array([[one.get(cell, 0) for cell in hidden] for one in equations])
    rank = np.linalg.matrix_rank(matrix)
    units = np.eye(len(hidden))
    return [cell for cell, unit in zip(hidden, units, strict=True)
            if np.linalg.matrix_rank(np.vstack([matrix, unit])) == rank]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(tables())
def test_no_hidden_cell_can_be_solved_for(table: tuple[dict[Cell, float], list[Equation[Cell]]]) -> None:
    values, equations = table
    small = {cell for cell, n in values.items() if 0 < n < SMALL}
    hidden = hide(values, lambda cell: beside(equations, cell), small)
    assert small <= hidden
    assert not hidden or determined(equations, sorted(hidden)) == []


@settings(max_examples=60, deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_solvable_is_what_the_rank_says(table: tuple[dict[Cell, float], list[Equation[Cell]]], random) -> None:  # type: ignore[no-untyped-def]
    values, equations = table
    hidden = sorted(random.sample(sorted(values), random.randint(1, len(values))))
    assert solvable(equations, hidden) == set(determined(equations, hidden))


def test_what_a_reader_knows_is_no_cover() -> None:
    """One of two parts is the reader's own: the total has to go."""
    values: dict[Cell, float] = {(0,): 103.0, (1,): 3.0, (2,): 100.0}
    equations = sums((2,))
    assert hide(values, lambda cell: beside(equations, cell), [(1,)]) == {(1,), (2,)}
    assert hide(values, lambda cell: beside(equations, cell), [(1,)], fixed=[(2,)]) == {(0,), (1,)}


def test_a_number_published_nowhere_is_cover() -> None:
    values: dict[Cell, float] = {(0,): 103.0, (1,): 3.0}
    equations = sums((2,))
    assert hide(values, lambda cell: beside(equations, cell), [(1,)]) == {(1,)}


def test_what_follows_from_the_readers_own_figures_ends_the_search() -> None:
    """The total of a region that has only the reader's below it can't be kept from that reader."""
    values: dict[Cell, float] = {(0,): 3.0, (1,): 3.0}
    equations = sums((1,))
    assert hide(values, lambda cell: beside(equations, cell), [(0,), (1,)], fixed=[(1,)]) == {(0,)}
