"""The synthetic county keeps the identities returns must keep, for every seed; the same seed gives the same county."""

import hashlib
from functools import cache

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.example import County, make_county
from sources.example.measures import BANDS
from sources.example.teachers import AGES, DEGREES, RANKS

LAST = 2024
LEVELS = ("kindergarten", "primary", "junior", "senior", "vocational", "special")
GRADES = {"kindergarten": 3, "primary": 6, "junior": 3, "senior": 3, "vocational": 3}
FLOORS = (1, 26, 31, 36, 41, 46, 51, 56, 61, 66)
CEILINGS = (25, 30, 35, 40, 45, 50, 55, 60, 65, 200)
GAINS = ("pupils_last_autumn", "entrants", "pupils_resumed", "pupils_in", "pupils_other_gains")
LOSSES = (
    *("graduates", "pupils_completing", "pupils_suspended", "pupils_dropped_out", "pupils_expelled"),
    *("pupils_died", "pupils_out", "pupils_other_losses"),
)
INSIDE_PUPILS = (
    *("pupils_female", "pupils_minority", "pupils_boarding", "pupils_migrant", "pupils_left_behind", "pupils_disabled"),
    *("pupils_in_regular_classes", "pupils_local", "pupils_school_age", "entrants", "expected_graduates"),
)
INSIDE_TEACHERS = (
    *("teachers_qualified", "teachers_above_required", "teachers_certified", "teachers_backbone", "teachers_female"),
    *("teachers_arts_sports", "teachers_trained_360", "teachers_minority", "exchange_eligible"),
)
POSTS = ("full_time_teachers", "staff_admin", "staff_support", "staff_workers", "staff_other")

counties = st.builds(
    make_county,
    schools=st.integers(20, 70),
    years=st.integers(1, 4),
    seed=st.integers(0, 2**32),
    last=st.just(LAST),
)


@cache
def small() -> County:
    return make_county(40, 4, 7, LAST)


def column(name: str, level: str) -> pl.Expr:
    return pl.col(f"{name}|{level}").fill_null(0)


def total(names: tuple[str, ...], level: str) -> pl.Expr:
    return pl.sum_horizontal(column(name, level) for name in names)


def weighted(limits: tuple[int, ...], level: str) -> pl.Expr:
    return pl.sum_horizontal(column(band, level) * limit for band, limit in zip(BANDS, limits, strict=True))


def always(frame: pl.DataFrame, law: pl.Expr) -> bool:
    return bool(frame.select(law.all()).item())


@settings(max_examples=5, deadline=None)
@given(counties)
def test_pupils_add_up(county: County) -> None:
    for told in county.years:
        frame = county.of_schools(told.year)
        for level in LEVELS:
            pupils = column("pupils", level)
            assert always(frame, total(GAINS, level) - total(LOSSES, level) == pupils)
            assert all(always(frame, column(name, level).is_between(0, pupils)) for name in INSIDE_PUPILS)
            assert always(frame, column("entrants_with_preschool", level) <= column("entrants", level))
        for level, grades in GRADES.items():
            each = tuple(f"grade_{grade + 1}" for grade in range(grades))
            assert always(frame, total(each, level) == column("pupils", level))
            assert always(frame, column("entrants", level) == column("grade_1", level))
            assert always(frame, column(each[-1], level) == column("expected_graduates", level))


@settings(max_examples=5, deadline=None)
@given(counties)
def test_an_autumn_begins_where_the_last_one_ended(county: County) -> None:
    for before, after in zip(county.years, county.years[1:], strict=False):
        then, now = county.of_county(before.year), county.of_county(after.year)
        assert all(now[f"pupils_last_autumn|{level}"] == then[f"pupils|{level}"] for level in LEVELS)
        both = county.of_schools(before.year).join(county.of_schools(after.year), on="code", suffix="_now")
        assert always(both, pl.col("pupils_last_autumn|all_now") == pl.col("pupils|all"))


@settings(max_examples=5, deadline=None)
@given(counties)
def test_classes_and_teachers_add_up(county: County) -> None:
    for told in county.years:
        frame = county.of_schools(told.year)
        for level in LEVELS:
            pupils, classes, teachers = (column(n, level) for n in ("pupils", "classes", "full_time_teachers"))
            assert always(frame, total(tuple(BANDS), level) == classes)
            assert always(frame, pupils.is_between(weighted(FLOORS, level), weighted(CEILINGS, level)))
            assert always(frame, (pupils > 0) == (classes > 0))
            assert always(frame, (pupils > 0) == (teachers > 0))
            for parts in (DEGREES, RANKS, AGES):
                assert always(frame, total(parts, level) == teachers)
            assert always(frame, total(POSTS, level) == column("staff", level))
            assert always(frame, column("staff_established", level) <= column("staff", level))
            assert all(always(frame, column(name, level).is_between(0, teachers)) for name in INSIDE_TEACHERS)
            assert always(frame, (teachers == 0) | (pupils / teachers <= 60))
            assert always(frame, (pupils < 20) | (pupils / teachers >= 2))  # a handful of pupils need teachers too


@settings(max_examples=5, deadline=None)
@given(counties)
def test_facilities_add_up(county: County) -> None:
    parts = ("teaching_area", "admin_area", "living_area", "other_area")
    smaller = {"dangerous_area": "floor_area", "dangerous_area_d": "dangerous_area", "rented_area": "floor_area"}
    smaller |= {"indoor_sports_area": "teaching_area", "network_classrooms": "classrooms", "book_value": "fixed_assets"}
    smaller |= {"equipment_value": "fixed_assets", "classes": "classrooms"}
    for told in county.years:
        frame = county.of_schools(told.year)
        assert always(frame, total(parts, "all") == column("floor_area", "all"))
        assert all(always(frame, column(one, "all") <= column(whole, "all")) for one, whole in smaller.items())
        assert always(frame, total(("sports_ground_area", "green_area"), "all") <= column("land_area", "all"))
        assert always(frame, total(("pupil_terminals", "teacher_terminals"), "all") <= column("terminals", "all"))


@settings(max_examples=5, deadline=None)
@given(counties)
def test_money_adds_up_to_the_cent(county: County) -> None:
    for told in county.years:
        for release in county.releases(told.year):
            of_county = county.of_county(told.year, release)
            money = {name: round(value * 100) for name, value in of_county.items()}
            for level in (*LEVELS, "all"):
                one = {name.partition("|")[0]: value for name, value in money.items() if name.endswith(f"|{level}")}
                budget = one["operating_expenditure"] + one["capital_construction"] + one["surcharge_education"]
                assert one["budget_education"] == budget
                assert one["operating_expenditure"] == one["personnel_expenditure"] + one["public_expenditure"]
                assert one["public_expenditure"] == one["goods_services"] + one["other_capital"]
            fiscal = ("budget_education", "government_fund_education", "enterprise_appropriation")
            fiscal += ("school_industry_income", "other_fiscal_funding")
            others = ("private_school_funding", "donations", "operating_income", "other_funding")
            assert one["fiscal_funding"] == sum(one[name] for name in fiscal)
            assert one["education_funding"] == one["fiscal_funding"] + sum(one[name] for name in others)
            assert one["education_spending"] <= one["education_funding"] + one["carried_over"]
            assert one["tuition"] <= one["operating_income"]
            assert one["budget_education"] == sum(money[f"budget_education|{level}"] for level in LEVELS)


def test_rates_that_must_not_exceed_one_hundred() -> None:
    for told in small().years:
        known = small().of_county(told.year)
        for level in ("primary", "junior"):
            assert known[f"enrolled_school_age|{level}"] <= known[f"school_age_population|{level}"]
            came = known[f"cohort_in|{level}"] - known[f"cohort_out|{level}"]
            assert known[f"graduates|{level}"] > 0
            assert came < known[f"graduates|{level}"]
        assert known["disabled_enrolled|all"] <= known["disabled_children|all"]
        assert known["migrant_in_public|all"] + known["migrant_in_purchased|all"] <= known["migrant_eligible|all"]


def test_a_cohort_never_ends_larger_than_it_began_and_was_joined() -> None:
    """写法 A: graduates ÷ (entrants three years before + transfers in − out) ≤ 100 %, for every junior school."""
    county = make_county(60, 6, 3, LAST)
    for year in range(LAST - 2, LAST + 1):
        both = county.of_schools(year).join(county.of_schools(year - 3), on="code", suffix="_then")
        began = column("entrants", "junior_then") + column("cohort_in", "junior") - column("cohort_out", "junior")
        assert always(both, column("graduates", "junior") <= began)


def test_schools_open_close_and_keep_every_pupil() -> None:
    county = make_county(300, 10, 11, LAST)
    closed = county.schools.filter(pl.col("closed") <= LAST)
    assert closed.height > 0
    assert county.schools.filter(pl.col("opened") >= LAST - 9).height > 0
    for code, year in closed.select("code", "closed").rows():
        last = county.of_schools(year).filter(pl.col("code") == code)
        assert last["pupils|all"].item() == 0
        assert last["pupils_out|all"].item() > 0
        assert code not in county.of_schools(year + 1)["code"] if year < LAST else True


def test_names_and_codes_say_that_they_are_invented() -> None:
    schools = make_county(300, 2, 5, LAST).schools
    assert schools["name"].str.starts_with("示例县").all()
    assert schools["name"].n_unique() == schools["code"].n_unique() == schools.height == 300
    assert schools["code"].str.contains(r"^\d{2}99\d{6}$").all()


def test_the_same_seed_gives_the_same_county() -> None:
    again = make_county(40, 4, 7, LAST)
    assert all(again.of_schools(year).equals(small().of_schools(year)) for year in range(LAST - 3, LAST + 1))
    assert again.of_county(LAST) == small().of_county(LAST)
    assert not make_county(40, 4, 8, LAST).of_schools(LAST).equals(small().of_schools(LAST))


def test_the_last_years_are_the_same_however_many_come_before() -> None:
    """A path of money is anchored at its end, so that a short county meets the same verdicts as a long one."""
    assert small().releases(LAST) == ["flash", "return"]
    assert make_county(40, 10, 7, LAST).releases(2015) == ["return"]


def test_the_county_is_the_same_on_every_machine() -> None:
    """Nothing but additions, products and quotients: no machine may differ in a digit (changes when the model does)."""
    text = small().of_schools(LAST).write_csv() + repr(sorted(small().of_county(LAST).items()))
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "e379f4ba94050446"
