"""Schools under their county: sums, coverage, resources split over levels, figures that cross levels or look back."""

from dataclasses import replace
from decimal import Decimal
from unittest.mock import patch

import pytest
from hypothesis import strategies as st

from tests.laws import law
from tests.warehouse.facts import add_facts, store, values
from tests.warehouse.kinds import BASE, BOOKS, CITY, COUNTY, OTHER, compute_with, county, register
from warehouse import Connection, compute_indicators
from warehouse.declarations import declarations

AT_COUNTY = f"region = '{COUNTY}'"
RELEASE = {"release": "return"}


def told(con: Connection, indicator: str, *columns: str, region: str = COUNTY) -> list[tuple[object, ...]]:
    return values(con, *columns, where=f"indicator = '{indicator}' AND region = '{region}'")


def test_a_county_is_the_ratio_of_sums_over_its_schools_and_says_how_many_told() -> None:
    con = county(["s1", "s2", "s3", "s4"])
    add_facts(con, "enrolment", [{"unit": f"s{i}", "pupils": 100 * i} for i in (1, 2, 3)])
    add_facts(con, "teachers", [{"unit": "s1", "full_time_teachers": 10}, {"unit": "s2", "full_time_teachers": 10}])
    compute_indicators(con)
    assert told(con, "pupil_teacher_ratio", "numerator", "denominator", "value", "basis", "coverage") == [
        (Decimal(300), Decimal(20), 15.0, "rolled_up", 0.5)
    ]
    assert told(con, "pupils_total", "value", "coverage") == [(600.0, 0.75)]


def test_a_county_own_return_is_preferred_and_the_sum_of_its_schools_stays_beside() -> None:
    con = county(["s1"])
    add_facts(con, "enrolment", [{"unit": "s1", "pupils": 90}, {"unit": COUNTY, "pupils": 100}])
    compute_indicators(con)
    assert told(con, "pupils_total", "value", "basis") == [(100.0, "reported")]
    beside = f"SELECT value, basis FROM indicator_alternatives WHERE {AT_COUNTY} AND indicator = 'pupils_total'"
    assert con.sql(beside).fetchall() == [(90.0, "rolled_up")]
    assert told(con, "pupils_total", "value", region=CITY) == [(100.0,)]


def test_a_school_is_expected_only_while_it_exists_and_only_at_its_levels() -> None:
    con = county(["s1"])
    register(con, ["s2"], ["primary"], valid_to="2020")
    register(con, ["s3"], ["primary"], valid_from="2021")
    register(con, ["s4"], ["junior"])
    add_facts(con, "enrolment", [{"unit": "s1", "pupils": 90}])
    compute_indicators(con)
    assert told(con, "pupils_total", "coverage") == [(1.0,)]


def test_a_school_that_moved_to_another_county_counts_where_it_was() -> None:
    con = store()
    register(con, ["s1"], ["primary"], COUNTY, valid_to="2021")
    register(con, ["s1"], ["primary"], OTHER, valid_from="2021")
    add_facts(con, "enrolment", [{"unit": "s1", "pupils": year, "year": year} for year in (2020, 2021)])
    compute_indicators(con)
    assert told(con, "pupils_total", "year") == [(2020,)]
    assert told(con, "pupils_total", "year", region=OTHER) == [(2021,)]


def test_a_corrected_school_is_counted_once() -> None:
    con = county(["s1", "s2"])
    add_facts(con, "enrolment", [{"unit": "s1", "pupils": 90}, {"unit": "s2", "pupils": 10}])
    add_facts(con, "enrolment", [{"unit": "s1", "pupils": 95}], delivery="d2")
    compute_indicators(con)
    assert told(con, "pupils_total", "value", "coverage") == [(105.0, 1.0)]


def split(levels: dict[str, int | None], **more: int) -> Connection:
    con = county(["s1"], list(levels))
    add_facts(con, "enrolment", [{"unit": "s1", "level": level, "pupils": n} for level, n in levels.items()])
    add_facts(con, "facilities", [{"unit": "s1", "level": "all"} | more])
    compute_with(con, x_books=BOOKS)
    return con


def test_a_school_of_one_level_gives_it_everything() -> None:
    assert values(split({"primary": 200}, books=1000), "level", "numerator", where="indicator = 'x_books'")[0] == (
        "primary",
        Decimal(1000),
    )


@pytest.mark.parametrize(
    ("levels", "junior"),
    [
        ({"primary": 600, "junior": 300}, 1000 * 1.1 * 300 / (600 + 1.1 * 300)),
        ({"junior": 300, "senior": 500}, 1000 * 300 / (300 + 1.2 * 500)),
        ({"primary": 600, "junior": 300, "senior": 500}, 1000 * 1.1 * 300 / (600 + 1.1 * 300 + 1.32 * 500)),
    ],
)
def test_resources_are_split_by_the_official_weights(levels: dict[str, int | None], junior: float) -> None:
    con = split(levels, books=1000)
    (numerator,) = values(con, "numerator", where=f"indicator = 'x_books' AND level = 'junior' AND {AT_COUNTY}")
    assert float(numerator[0]) == pytest.approx(junior, abs=1e-6)


@law(st.integers(1, 10**9), st.integers(1, 5000), st.integers(0, 5000), st.integers(0, 5000), few=2, many=5)
def test_the_parts_of_a_split_school_add_up_to_the_whole(books: int, primary: int, junior: int, senior: int) -> None:
    con = split({"primary": primary, "junior": junior, "senior": senior}, books=books)
    parts = con.sql("SELECT sum(books), count(*) FROM work.settled_facts WHERE level <> 'all'").fetchall()
    assert parts == [(Decimal(books), 3)]


def test_nothing_is_split_when_the_pupils_of_one_level_are_unknown() -> None:
    con = split({"primary": 600, "junior": None}, books=1000)
    assert values(con, "level", where="indicator = 'x_books'") == []


def test_what_crosses_levels_is_computed_from_sums_of_the_county() -> None:
    con = county(["s1"], ["primary"])
    register(con, ["s2"], ["junior"])
    add_facts(con, "enrolment", [{"unit": "s1", "graduates": 80}, {"unit": "s2", "level": "junior", "entrants": 100}])
    compute_indicators(con)
    assert told(con, "promotion_rate", "level", "value", "coverage") == [("primary", 125.0, 1.0)]


RETENTION = BASE | {
    "unit": "%", "levels": ["all"], "scale": 100, "numerator": "junior.grade_3",
    "denominator": "ago(primary.entrants, 8)", "systems": {"54": {"numerator": "junior.grade_4"}},
}  # fmt: skip


def cohort(unit: str) -> list[dict[str, object]]:
    """九年级在校生 of autumn 2023 ↔ children who entered primary school in autumn 2015."""
    return [
        {"unit": unit, "year": 2015, "entrants": 1000, "release": "yearbook"},
        {"unit": unit, "year": 2023, "level": "junior", "grade_3": 938, "grade_4": 900, "release": "return"},
    ]


def test_a_cohort_rate_looks_back_whatever_the_release_of_then() -> None:
    con = store()
    add_facts(con, "enrolment", cohort(COUNTY))
    compute_with(con, [2023], x_retention=RETENTION)
    assert told(con, "x_retention", "year", "value", "release") == [(2023, 93.8, "return")]


def test_a_five_four_region_counts_its_own_grades() -> None:
    con = store()
    add_facts(con, "enrolment", [*cohort(COUNTY), *cohort(OTHER)])
    regions = declarations().regions
    with patch.dict(regions, {OTHER: replace(regions[OTHER], system="54")}):
        compute_with(con, x_retention=RETENTION)
    assert told(con, "x_retention", "value") == [(93.8,)]
    assert told(con, "x_retention", "value", region=OTHER) == [(90.0,)]
    assert told(con, "x_retention", "numerator", "denominator", region=CITY) == [(Decimal(1838), Decimal(2000))]


def test_a_cohort_of_schools_is_covered_as_far_as_both_ends_are() -> None:
    con = county(["p1", "p2"], ["primary"])
    register(con, ["j1"], ["junior"])
    first, last = cohort("p1")[0], cohort("j1")[1]
    add_facts(con, "enrolment", [first, last])
    compute_with(con, x_retention=RETENTION)
    assert told(con, "x_retention", "value", "coverage") == [(93.8, 0.5)]


def test_rates_over_one_hundred_stand_with_a_word_and_impossible_ones_are_named() -> None:
    con = store()
    rows = [{"unit": COUNTY, "pupils": 110, "school_age_population": 100},
            {"unit": OTHER, "pupils": 300, "school_age_population": 100}]  # fmt: skip
    add_facts(con, "enrolment", rows)
    gross = BASE | {"unit": "%", "numerator": "pupils", "denominator": "school_age_population", "scale": 100}
    compute_with(con, x_gross=gross | {"plausible": [50, 130]}, x_net=gross | {"ceiling": 100})
    assert told(con, "x_gross", "value", "caution") == [(110.0, "over_100")]
    assert told(con, "x_gross", "value", "caution", region=OTHER) == [(300.0, "implausible")]
    assert told(con, "x_net", "value", "caution") == [(110.0, "beyond_ceiling")]
