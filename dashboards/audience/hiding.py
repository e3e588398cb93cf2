"""Complementary suppression: which further cells must go so that no hidden one follows from the rest."""

from collections.abc import Callable, Collection, Iterable, Mapping

from dashboards.audience.solving import Cell, Equation, solvable

Equations = Callable[[Cell], Iterable[Equation[Cell]]]  # a cell → the equations it stands in


def hide(
    values: Mapping[Cell, float], equations: Equations[Cell], small: Collection[Cell], fixed: Collection[Cell] = ()
) -> set[Cell]:
    """All cells to hide: the small ones, and as few and as little others as keep them from being worked out.

    Cells that are not in `values` are published nowhere; those in `fixed` are known to the reader anyway.
    """
    hidden = {cell for cell in small if cell not in fixed}
    exposed = set(hidden)
    while exposed:
        _cover(values, equations, hidden, exposed, fixed)
        near = _near(equations, hidden)
        unknown = {cell for one in near for cell in one if cell in hidden or cell not in values}
        exposed = solvable(near, unknown) & hidden
        more = [_hide_beside(values, equations(cell), hidden, fixed) for cell in sorted(exposed, key=repr)]
        if not any(each is not None for each in more):
            break  # what is left follows from what the reader knows anyway
    return hidden


def _cover(
    values: Mapping[Cell, float],
    equations: Equations[Cell],
    hidden: set[Cell],
    waiting: Collection[Cell],
    fixed: Collection[Cell],
) -> None:
    """Hide a second cell in every equation in which a hidden one stands alone."""
    queue = sorted(waiting, key=repr)
    for cell in queue:
        for one in equations(cell):
            unknown = [each for each in one if each in hidden or each not in values]
            if len(unknown) == 1 and (more := _hide_beside(values, [one], hidden, fixed)) is not None:
                queue.append(more)


def _hide_beside(
    values: Mapping[Cell, float], equations: Iterable[Equation[Cell]], hidden: set[Cell], fixed: Collection[Cell]
) -> Cell | None:
    """Hide the cell of these equations that tells least: the smallest one, but a nought only for want of others."""
    open_ = {each for one in equations for each in one if each in values and each not in hidden and each not in fixed}
    if not open_:
        return None
    least = min(open_, key=lambda each: (values[each] == 0, abs(values[each]), repr(each)))
    hidden.add(least)
    return least


def _near(equations: Equations[Cell], hidden: Collection[Cell]) -> list[Equation[Cell]]:
    """Every equation with a hidden cell, each once."""
    found = {frozenset(one.items()): one for cell in hidden for one in equations(cell)}
    return list(found.values())
