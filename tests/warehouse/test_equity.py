"""Which schools move a 差异系数 most, and the least addition that brings it under the norm."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from math import sqrt
from unittest.mock import patch

import pytest
from hypothesis import strategies as st

from sources import DeclarationError
from tests.laws import law
from tests.warehouse.kinds import BOOKS, SPREAD
from tests.warehouse.test_dispersion import EXAMPLE, schools, spread, weighted
from warehouse import Connection
from warehouse.declarations import declarations
from warehouse.equity import least_addition, school_influence, school_values
from warehouse.records import Indicator

FIGURES = st.lists(st.tuples(st.integers(1, 900), st.integers(1, 9000)), min_size=2, max_size=6)


@contextmanager
def books() -> Iterator[None]:
    records = {"x_books": BOOKS, "x_spread": SPREAD}
    made = {name: Indicator(id=name, name=name, **values) for name, values in records.items()}
    known = replace(declarations(), indicators=declarations().indicators | made)
    with patch("warehouse.equity.declarations", lambda: known):
        yield


def computed(figures: list[tuple[int, int]]) -> Connection:
    con = schools(figures)
    spread(con)
    return con


def added(figures: list[tuple[int, int]], target: float, standard: float = 0) -> list[tuple[int, float]]:
    """(pupils, books) of every school after the least addition."""
    with books():
        relation = least_addition(computed(figures), "x_spread", target, standard)
        more = {school: addition for school, addition in relation.select("school, addition").fetchall()}
    return [(pupils, own + more.get(f"s{i}", 0)) for i, (pupils, own) in enumerate(figures)]  # type: ignore[misc]


def test_every_school_has_its_own_figure() -> None:
    with books():
        told = school_values(computed(EXAMPLE), "x_books").order("school").select("school, value").fetchall()
    assert [round(value, 3) for _, value in told] == [6.2, 3.703, 10.506, 2.105, 7.309]


def test_without_a_school_the_spread_is_that_of_the_others() -> None:
    with books():
        told = dict(school_influence(computed(EXAMPLE), "x_spread").select("school, spread_without").fetchall())
    others = {f"s{i}": weighted(EXAMPLE[:i] + EXAMPLE[i + 1 :]) for i in range(len(EXAMPLE))}
    assert told == pytest.approx(others)


def test_the_school_that_moves_it_most_comes_first() -> None:
    with books():
        first = school_influence(computed(EXAMPLE), "x_spread").select("school, spread, moves").fetchall()[0]
    assert first[0] == "s3" and first[1] == pytest.approx(weighted(EXAMPLE))


def test_the_least_addition_just_reaches_the_target() -> None:
    assert weighted(added(EXAMPLE, 0.5)) == pytest.approx(0.5)
    assert weighted(added(EXAMPLE, 0.2)) == pytest.approx(0.2)


def test_nothing_is_added_where_nothing_is_short() -> None:
    assert added(EXAMPLE, 0.6) == EXAMPLE


def test_each_school_reaches_its_standard() -> None:
    after = added(EXAMPLE, 0.6, standard=5)
    assert min(x / p for p, x in after) == pytest.approx(5)
    assert after[0] == EXAMPLE[0]


@law(FIGURES, st.floats(0.05, 0.9), few=2, many=5)
def test_it_reaches_any_target_and_no_school_could_do_with_less(figures: list[tuple[int, int]], target: float) -> None:
    after = added(figures, target)
    assert weighted(after) <= target + 1e-6
    raised = [i for i, (old, new) in enumerate(zip(figures, after, strict=True)) if new[1] > old[1] * (1 + 1e-9)]
    levels = [after[i][1] / after[i][0] for i in raised]
    assert levels == pytest.approx([levels[0]] * len(levels)) if levels else weighted(figures) <= target + 1e-9
    if raised:
        assert weighted(after) == pytest.approx(target, abs=1e-6)
        total = sum(new[1] - old[1] for old, new in zip(figures, after, strict=True))
        assert total <= _even(figures, target) * (1 + 1e-6) + 1e-6


def _even(figures: list[tuple[int, int]], target: float) -> float:
    """The addition needed when every pupil gets the same: another way to the target, never a cheaper one."""
    pupils, amount = sum(p for p, _ in figures), sum(x for _, x in figures)
    return weighted(figures) * amount / target - amount if pupils else sqrt(0)


def test_only_dispersions_can_be_mended() -> None:
    with books(), pytest.raises(DeclarationError, match="不是差异系数"):
        least_addition(computed(EXAMPLE), "x_books", 0.5)
