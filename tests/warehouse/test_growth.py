"""The base of a growth, case by case (domain: pairs from the same document first, breaks never crossed silently)."""

import pytest

from tests.warehouse.facts import add_figures, store, values
from warehouse import Connection, compute_indicators


def growth_of(con: Connection, year: int) -> tuple[float | None, str, float | None]:
    compute_indicators(con)
    (row,) = values(con, "round(growth, 3)", "growth_basis", "round(raw_growth, 3)", where=f"year = {year}")
    return row  # type: ignore[return-value]


def test_the_previous_value_of_the_same_document_comes_first() -> None:
    con = store()
    add_figures(con, {"year": 2019, "value": 100}, {"value": 110, "previous_value": 105, "stated_growth": 9.9})
    assert growth_of(con, 2020) == (4.762, "printed_previous", 10.0)


def test_a_comparable_growth_beats_last_years_value_and_the_raw_ratio_stays_beside() -> None:
    con = store()
    add_figures(con, {"year": 2019, "value": 17803.60}, {"value": 17772.06, "stated_growth": 1.74, "comparable": True})
    assert growth_of(con, 2020) == (1.74, "comparable", -0.177)


def test_an_unadjusted_previous_value_in_the_row_does_not_beat_its_comparable_growth() -> None:
    con = store()
    add_figures(con, {"value": 17772.06, "previous_value": 17803.60, "stated_growth": 1.74, "comparable": True})
    assert growth_of(con, 2020) == (1.74, "comparable", -0.177)


def test_an_adjusted_previous_value_is_the_base() -> None:
    con = store()
    add_figures(con, {"value": 101.74, "previous_value": 100, "stated_growth": 1.74, "comparable": True})
    assert growth_of(con, 2020) == (1.74, "printed_previous", 1.74)


def test_last_years_value_confirms_a_stated_growth() -> None:
    con = store()
    add_figures(con, {"year": 2019, "value": 27700.63}, {"value": 29919.78, "stated_growth": 8.01})
    assert growth_of(con, 2020) == (8.011, "last_year", 8.011)


def test_a_stated_growth_that_last_years_value_contradicts_stands_as_stated() -> None:
    con = store()
    add_figures(con, {"year": 2019, "value": 100}, {"value": 99, "stated_growth": 3})
    assert growth_of(con, 2020) == (3.0, "stated", -1.0)


def test_no_growth_over_a_declared_break() -> None:
    con = store()
    add_figures(con, {"year": 2014, "value": 22576.01}, {"year": 2015, "value": 25861.87})
    assert growth_of(con, 2015) == (None, "break", 14.555)


def test_a_break_of_some_releases_is_none_of_the_others() -> None:
    """What the national bulletin of 2021 adjusted says nothing about a county's own returns."""
    con = store()
    for release in ("return", "bulletin"):
        add_figures(con, *({"year": year, "value": 100 + year % 7, "release": release} for year in (2020, 2021)))
    compute_indicators(con)
    told = values(con, "release", "growth_basis", where="year = 2021 AND indicator = 'budget_education_total'")
    assert sorted(told) == [("bulletin", "break"), ("return", "last_year")]


def test_a_break_of_some_regions_is_one_of_those_below_them() -> None:
    con = store()
    con.sql("""INSERT INTO breaks BY NAME SELECT 'budget_education_total' AS indicator, 2019 AS year,
        ['420000', '110101'] AS regions""")
    regions = ("110101", "110102", "420000", "420102")
    add_figures(con, *({"region": code, "year": year, "value": 9} for code in regions for year in (2018, 2019)))
    compute_indicators(con)
    told = values(con, "region", "growth_basis", where="year = 2019 AND basis = 'published'")
    assert [region for region, basis in told if basis == "break"] == ["110101", "420000", "420102"]


def test_no_growth_between_scopes() -> None:
    con = store()
    add_figures(con, {"year": 2011, "value": 100, "scope": "旧口径"}, {"year": 2012, "value": 120})
    assert growth_of(con, 2012) == (None, "break", 20.0)


def test_the_year_before_last_is_no_base() -> None:
    con = store()
    add_figures(con, {"year": 2018, "value": 100}, {"value": 120})
    assert growth_of(con, 2020) == (None, "none", None)


def test_releases_do_not_mix() -> None:
    con = store()
    add_figures(con, {"year": 2019, "value": 100, "release": "flash"}, {"value": 120})
    assert growth_of(con, 2020) == (None, "none", None)


def test_both_growths_of_2015() -> None:
    con = store()
    both = {"year": 2015, "value": 25861.87}
    add_figures(
        con,
        {"year": 2014, "value": 22576.01},
        both | {"stated_growth": 14.55},
        both | {"stated_growth": 9.41, "comparable": True, "cell": "A2"},
    )
    assert growth_of(con, 2015) == (9.41, "comparable", 14.555)
    assert values(con, "stated_growth", where="year = 2015") == [(14.55,)]


def test_shares_change_by_points() -> None:
    con = store()
    share = {"indicator": "budget_education_share", "unit": "%"}
    add_figures(con, share | {"year": 2019, "value": 14.75}, share | {"value": 14.71})
    assert growth_of(con, 2020) == (-0.04, "last_year", -0.04)


def test_a_base_that_is_not_positive_gives_no_growth() -> None:
    con = store()
    add_figures(con, {"year": 2019, "value": 0}, {"value": 5})
    assert growth_of(con, 2020) == (None, "none", None)


def test_margin_is_half_the_last_printed_digit() -> None:
    con = store()
    add_figures(con, {"stated_growth": 19, "growth_decimals": 0, "value": None, "cell": None, "growth_cell": "C1"})
    compute_indicators(con)
    assert values(con, "value", "growth", "growth_basis", "growth_margin") == [(None, 19.0, "stated", 0.5)]


def test_a_later_delivery_wins_and_the_earlier_stays() -> None:
    con = store()
    add_figures(con, {"value": 100}, {"value": 101, "delivery_id": "d2"})
    compute_indicators(con)
    assert values(con, "value", "delivery_id") == [(101.0, "d2")]
    assert con.sql("SELECT count(*) FROM published_figures").fetchall() == [(2,)]


@pytest.mark.parametrize("cell", ["cell", "previous_cell", "growth_cell"])
def test_a_figure_with_a_held_cell_is_not_used(cell: str) -> None:
    con = store()
    add_figures(con, {"value": 100, "cell": None, cell: "B7"})
    con.sql("INSERT INTO held_cells VALUES ('f', 2020, 'd1', '', 'B7')")
    compute_indicators(con)
    assert values(con, "value") == []


def test_computing_one_year_leaves_the_others() -> None:
    con = store()
    add_figures(con, {"year": 2019, "value": 100}, {"value": 120})
    assert compute_indicators(con, [2020]) == 1
    assert values(con, "year", "growth") == [(2020, 20.0)]
    compute_indicators(con, [2019])
    assert values(con, "year") == [(2019,), (2020,)]


@pytest.mark.parametrize(("note", "sign"), [("negative", -1), ("positive", 1), ("masked", None), (None, None)])
def test_a_growth_told_by_its_sign_alone_has_a_sign_and_no_number(note: str | None, sign: int | None) -> None:
    con = store()
    add_figures(con, {"value": 47115, "growth_note": note, "growth_cell": "H2"})
    compute_indicators(con)
    assert values(con, "growth", "growth_sign", "growth_basis") == [(None, sign, "stated" if sign else "none")]
