"""差异系数 over schools, weighted by pupils; composites; shares of schools that meet the norms."""

from decimal import Decimal
from math import sqrt

import pytest
from hypothesis import strategies as st

from tests.laws import law
from tests.warehouse.facts import add_facts, values
from tests.warehouse.kinds import BASE, BOOKS, CITY, COUNTY, OTHER, SPREAD, compute_with, county, register
from warehouse import Connection

EXAMPLE = [(45, 279), (37, 137), (89, 935), (76, 160), (55, 402)]  # 五所小学，在校生与图书：全国统一算例


def schools(figures: list[tuple[int, int]], prefix: str = "s", con: Connection | None = None,
            parent: str = COUNTY) -> Connection:  # fmt: skip
    names = [f"{prefix}{i}" for i in range(len(figures))]
    made = con or county([])
    register(made, names, ["primary"], parent)
    add_facts(made, "enrolment", [{"unit": u, "pupils": p} for u, (p, _) in zip(names, figures, strict=True)])
    add_facts(made, "facilities", [{"unit": u, "books": x} for u, (_, x) in zip(names, figures, strict=True)])
    return made


def spread(con: Connection, region: str = COUNTY) -> float:
    compute_with(con, x_books=BOOKS, x_spread=SPREAD)
    ((value,),) = values(con, "value", where=f"indicator = 'x_spread' AND region = '{region}'")
    return float(value)


def weighted(figures: list[tuple[int, int]]) -> float:
    """The definition, word by word."""
    pupils, books = sum(p for p, _ in figures), sum(x for _, x in figures)
    mean = books / pupils
    return sqrt(sum(p / pupils * (x / p - mean) ** 2 for p, x in figures)) / mean


def test_the_official_example() -> None:
    """CV 0.52, exactly 0.5153; 0.489 and 0.546 would be the unweighted ones."""
    assert round(spread(schools(EXAMPLE)), 4) == 0.5153


@law(st.lists(st.tuples(st.integers(1, 3000), st.integers(1, 10**6)), min_size=2, max_size=6), few=2, many=5)
def test_it_is_the_definition_for_any_schools(figures: list[tuple[int, int]]) -> None:
    assert spread(schools(figures)) == pytest.approx(weighted(figures), rel=1e-9, abs=1e-6)


def test_a_city_spreads_over_all_schools_of_its_counties_not_over_county_means() -> None:
    con = schools(EXAMPLE[3:], "t", schools(EXAMPLE[:3]), OTHER)
    assert round(spread(con, CITY), 4) == 0.5153


def test_a_school_without_pupils_or_books_is_left_out_and_lowers_the_coverage() -> None:
    con = schools(EXAMPLE)
    register(con, ["s8", "s9", "s10"], ["primary"])
    add_facts(con, "enrolment", [{"unit": "s8", "pupils": 0}, {"unit": "s9", "pupils": 40}])
    add_facts(con, "facilities", [{"unit": "s8", "books": 10}, {"unit": "s10", "books": 40}])
    assert round(spread(con), 4) == 0.5153
    assert values(con, "coverage", where=f"indicator = 'x_spread' AND region = '{COUNTY}'") == [(5 / 8,)]


@pytest.mark.parametrize("books", [999_999_999_999, 10**10])
def test_absurd_figures_count_as_not_told_and_stop_nobody(books: int) -> None:
    con = schools([(1, books), (1, books)], "t", schools(EXAMPLE))
    assert round(spread(con), 4) == 0.5153
    assert values(con, "coverage", where=f"indicator = 'x_spread' AND region = '{COUNTY}'") == [(5 / 7,)]


def test_nothing_to_spread_is_no_zero() -> None:
    con = schools([(10, 0), (20, 0)])
    compute_with(con, x_books=BOOKS, x_spread=SPREAD)
    assert values(con, "value", where=f"indicator = 'x_spread' AND region = '{COUNTY}'") == [(None,)]


def test_a_region_row_has_no_dispersion() -> None:
    con = county([])
    add_facts(con, "enrolment", [{"unit": COUNTY, "pupils": 45}])
    add_facts(con, "facilities", [{"unit": COUNTY, "books": 279}])
    compute_with(con, x_books=BOOKS, x_spread=SPREAD)
    assert values(con, "region", where="indicator = 'x_spread'") == []


def test_a_composite_is_the_mean_of_its_dispersions_and_needs_all_of_them() -> None:
    con = schools(EXAMPLE)
    rooms = BASE | {"numerator": "classrooms", "denominator": "pupils"}
    more = {"x_rooms": rooms, "x_rooms_spread": SPREAD | {"of": "x_rooms"},
            "x_mean": BASE | {"kind": "composite", "of": ["x_spread", "x_rooms_spread"]}}  # fmt: skip
    compute_with(con, x_books=BOOKS, x_spread=SPREAD, **more)
    assert values(con, "value", where="indicator = 'x_mean'") == []
    add_facts(con, "facilities", [{"unit": f"s{i}", "classrooms": p} for i, (p, _) in enumerate(EXAMPLE)], "d2")
    compute_with(con, x_books=BOOKS, x_spread=SPREAD, **more)
    (mean,) = values(con, "value", where=f"indicator = 'x_mean' AND region = '{COUNTY}'")
    assert mean[0] == pytest.approx((weighted(EXAMPLE) + 0) / 2)


SHARE = BASE | {"kind": "schools_share", "unit": "%", "of": ["x_books", "x_rooms"], "at_least": 1, "floor": 0.85}
ROOMS = BASE | {"numerator": "network_classrooms", "denominator": "pupils", "scale": 100}


def judged(con: Connection, *norms: tuple[str, str, float, str]) -> list[tuple[object, ...]]:
    con.sql("""CREATE TABLE norms (indicator VARCHAR, level VARCHAR, operator VARCHAR, value DOUBLE,
        valid_from SMALLINT, valid_to SMALLINT, area VARCHAR)""")
    for indicator, operator, value, area in norms:
        con.sql(f"INSERT INTO norms VALUES ('{indicator}', 'primary', '{operator}', {value}, 2017, NULL, '{area}')")
    compute_with(con, x_books=BOOKS, x_rooms=ROOMS, x_share=SHARE)
    columns = ("numerator", "denominator", "value", "coverage")
    return values(con, *columns, where=f"indicator = 'x_share' AND region = '{COUNTY}'")


def norm_schools() -> Connection:
    """Books per pupil 10, 8.5, 8.4, 10, unknown; rooms per hundred 2.3 but 1 in the fourth."""
    con = schools([(100, 1000), (100, 850), (100, 840), (100, 1000)])
    register(con, ["s4"], ["primary"])
    rooms = [{"unit": f"s{i}", "network_classrooms": n} for i, n in enumerate((2.3, 2.3, 2.3, 1, 2.3))]
    add_facts(con, "facilities", rooms, "d2")
    return con


def test_a_school_meets_enough_norms_and_falls_far_below_none() -> None:
    """The first passes, the second just reaches 85 % of one norm, the third does not, nor the fourth of the other."""
    told = judged(norm_schools(), ("x_books", ">=", 10, ""), ("x_rooms", ">=", 2.3, ""))
    assert told == [(Decimal(2), Decimal(4), 50.0, 0.8)]


def test_a_stricter_norm_of_the_place_holds_there() -> None:
    norms = [
        ("x_books", ">=", 10, ""),
        ("x_rooms", ">=", 2.3, ""),
        ("x_books", ">=", 11, CITY),
        ("x_books", ">=", 99, "110000"),
    ]
    assert judged(norm_schools(), *norms)[0][:2] == (Decimal(1), Decimal(4))


def test_a_norm_in_yuan_times_the_pupils_of_a_large_school_is_no_overflow() -> None:
    """教学仪器设备值 2500 元 × 3000 人: the product needs more digits than either factor."""
    con = schools([(3000, 7_500_000), (970, 2_000_000)])
    rooms = [{"unit": f"s{i}", "network_classrooms": 99} for i in range(2)]
    add_facts(con, "facilities", rooms, "d2")
    told = judged(con, ("x_books", ">=", 2500, ""), ("x_rooms", ">=", 2.3, ""))
    assert told[0][:2] == (Decimal(1), Decimal(2))


def test_a_school_with_absurd_figures_stops_nobody() -> None:
    con = schools([(3000, 999_999_999_999), (100, 1000)])
    rooms = [{"unit": f"s{i}", "network_classrooms": n} for i, n in enumerate((999_999_999_999, 3))]
    add_facts(con, "facilities", rooms, "d2")
    told = judged(con, ("x_books", ">=", 10, ""), ("x_rooms", ">=", 2.3, ""))
    assert told[0][:2] == (Decimal(1), Decimal(1))


def test_a_year_before_the_norms_has_no_share() -> None:
    con = norm_schools()
    con.sql("UPDATE enrolment SET year = 2016")
    con.sql("UPDATE facilities SET year = 2016")
    assert judged(con, ("x_books", ">=", 10, ""), ("x_rooms", ">=", 2.3, "")) == []


def test_without_norms_there_are_no_shares() -> None:
    con = norm_schools()
    compute_with(con, x_books=BOOKS, x_rooms=ROOMS, x_share=SHARE)
    assert values(con, "region", where="indicator = 'x_share'") == []


def test_results_are_the_same_bits_however_many_threads_and_in_whatever_order() -> None:
    figures = [(17 + 13 * i % 997, 1000 + i * i % 89_123) for i in range(4000)]
    told = []
    for threads, rows in ((1, figures), (2, figures[::-1])):
        con = county([])
        con.sql(f"SET threads = {threads}")
        told.append((spread(schools(rows, con=con)), values(con, "numerator", "value", where="indicator = 'x_books'")))
    assert told[0] == told[1]
