"""Per-pupil growth taken apart into money and pupils, and growth in real terms."""

import pytest
from hypothesis import strategies as st

from tests.laws import law
from tests.warehouse.facts import add_facts, add_figures, store, values
from tests.warehouse.kinds import BASE, COUNTY, compute_with
from warehouse import compute_indicators

SPENDING = BASE | {"unit": "元", "numerator": "books", "denominator": "pupils", "scale": 10_000}
ONE = st.tuples(st.integers(0, 10**7), st.integers(1, 10**6))


def parts(then: tuple[int, int], now: tuple[int, int], **more: object) -> list[tuple[float, float, float]]:
    con = store()
    for year, (money, pupils) in ((2019, then), (2020, now)):
        add_facts(con, "enrolment", [{"unit": COUNTY, "year": year, "pupils": pupils}])
        add_facts(con, "facilities", [{"unit": COUNTY, "year": year, "books": money}])
    compute_with(con, x_spending=SPENDING | more)
    where = f"indicator = 'x_spending' AND year = 2020 AND region = '{COUNTY}'"
    return values(con, "growth", "by_numerator", "by_denominator", where=where)  # type: ignore[return-value]


def test_fewer_pupils_alone_raise_what_each_gets() -> None:
    assert parts((1000, 100), (1000, 80)) == [(25.0, 0.0, pytest.approx(25.0))]


def test_more_money_alone() -> None:
    assert parts((1000, 100), (1100, 100)) == [(10.0, pytest.approx(10.0), 0.0)]


@law(ONE, ONE, few=2, many=5)
def test_the_parts_add_up_to_the_growth(then: tuple[int, int], now: tuple[int, int]) -> None:
    ((growth, money, pupils),) = parts(then, now)
    if growth is None:
        assert then[0] == 0
    else:
        assert money + pupils == pytest.approx(growth, rel=1e-9, abs=1e-7)


def test_shares_come_apart_in_points() -> None:
    ((growth, over, under),) = parts((20, 100), (30, 120), change="points", unit="%", scale=100)
    assert growth == pytest.approx(5) and over + under == pytest.approx(growth)


def test_a_growth_against_another_base_is_not_taken_apart() -> None:
    con = store()
    add_figures(con, {"value": 110, "previous_value": 100})
    compute_indicators(con)
    assert values(con, "growth", "by_numerator") == [(10.0, None)]


CPI = {"indicator": "price_index", "unit": "%", "printed_unit": "%"}


def test_real_growth_takes_the_prices_of_the_nearest_region_above() -> None:
    con = store()
    money = {"value": 102, "previous_value": 100, "cell": "A1"}
    add_figures(con, CPI | {"value": 102, "cell": "B1"}, CPI | {"value": 101, "cell": "B2", "region": "420000"})
    add_figures(con, *(money | {"region": code} for code in ("000000", "420000", COUNTY, "110000")))
    compute_indicators(con)
    told = values(con, "region", "round(real_growth, 4)", where="indicator = 'budget_education_total'")
    in_hubei = round(102 / 1.01 - 100, 4)
    assert told == [("000000", 0.0), ("110000", 0.0), ("420000", in_hubei), (COUNTY, in_hubei)]


def test_without_prices_there_is_no_real_growth_and_people_have_none() -> None:
    con = store()
    add_figures(con, {"value": 102, "previous_value": 100})
    add_figures(con, CPI | {"value": 102, "year": 2021, "cell": "B1"})
    add_figures(con, {"indicator": "pupils_total", "unit": "人", "year": 2021, "value": 102, "previous_value": 100})
    compute_indicators(con)
    assert {real for (real,) in values(con, "real_growth")} == {None}
