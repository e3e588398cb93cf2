"""The dictionary is complete: nothing is declared without use, without a source, or without standing in the tables."""

from dataclasses import replace

import duckdb

from warehouse import declarations
from warehouse.breaks import indicator_breaks, wrong_breaks
from warehouse.records import Break
from warehouse.store import prepare

# Delivered and kept for what they tell beside the indicators: balances of a year's changes, parts of totals, categories
# whose share nobody asks for. 只收不算的统计量。
TOLD_ONLY = {
    "teaching_points", "pupils_minority", "pupils_local", "pupils_school_age", "expected_graduates", "grade_2",
    "pupils_resumed", "pupils_other_gains", "pupils_completing", "pupils_suspended", "pupils_expelled", "pupils_died",
    "pupils_other_losses", "classes_51_55", "public_kindergartens", "home_taught", "staff_admin", "staff_support",
    "staff_workers", "staff_other", "guards", "teachers_minority", "teachers_associate", "teachers_secondary",
    "teachers_below_secondary", "teachers_assistant", "teachers_junior_rank", "teachers_unranked", "teachers_35_39",
    "teachers_40_44", "teachers_45_49", "green_area", "admin_area", "living_area", "other_area", "dangerous_area_d",
    "rented_area", "book_value", "classrooms", "terminals", "bandwidth", "enterprise_appropriation",
    "school_industry_income", "other_fiscal_funding", "in_budget_funding", "carried_over", "goods_services",
    "other_capital", "surcharge_education", "special_projects", "resident_population",
}  # fmt: skip
THEMES = {"access", "teachers", "classes", "facilities", "funding", "equity", "preschool", "special", "vocational"}


def test_every_measure_is_used_by_an_indicator_or_known_to_be_told_only() -> None:
    known = declarations()
    unused = set(known.measures) - set(known.computed_from)
    assert unused - TOLD_ONLY == set(), "used by no indicator: use it, or list it here"
    assert TOLD_ONLY - unused - {"resident_population"} == set(), "listed here, yet used"


def test_about_a_hundred_and_sixty_indicators_in_nine_themes() -> None:
    indicators = declarations().indicators.values()
    assert {one.theme for one in indicators} == THEMES
    assert len(indicators) >= 90 and sum(bool(one.numerator) for one in indicators) >= 90


def test_every_indicator_says_what_it_is() -> None:
    for one in declarations().indicators.values():
        assert one.definition and one.document and one.name and one.name_en and one.levels, one.id
        assert one.year_kind in ("census", "fiscal"), one.id
        assert (one.change == "points") == (one.unit in ("%", "百分点")), (
            f"{one.id}: a difference of rates is in points"
        )


def test_a_share_that_can_not_pass_a_hundred_says_so() -> None:
    """0—100 的比率都有 ceiling；可以合法超过 100% 的，经验上限都在 100 以上。"""
    for one in declarations().indicators.values():
        if one.unit == "%" and one.plausible and one.plausible[1] == 100:
            assert one.ceiling == 100 or one.id in ("land_accrual_rate",), one.id
        if one.ceiling is not None:
            assert one.plausible and one.plausible[1] <= one.ceiling, one.id


def test_fiscal_indicators_are_made_of_money_of_the_fiscal_year() -> None:
    known = declarations()
    for one in known.indicators.values():
        kinds = {known.measures[each.measure].year_kind for each in one.inputs}
        assert one.year_kind in kinds or not kinds, f"{one.id} is told as {one.year_kind} and made of {kinds}"


def test_every_indicator_stands_in_the_table_with_all_its_keys() -> None:
    known = declarations()
    with duckdb.connect() as con:
        prepare(con)
        told = {row["id"]: row for row in con.sql("FROM indicators").pl().to_dicts()}
        assert set(told) == set(known.indicators)
        for name, one in known.indicators.items():
            row = told[name]
            for key in (
                "name",
                "name_en",
                "unit",
                "kind",
                "official",
                "ceiling",
                "least",
                "most",
                "verify",
                "decimals",
            ):
                assert row[key] == getattr(one, key), (name, key)
            assert tuple(row["parts"]) == one.parts and row["levels"] == one.levels
        assert con.sql("SELECT count(*) FROM breaks").fetchall() == [(len(indicator_breaks(known)),)]


def test_a_break_of_a_measure_reaches_what_is_made_of_it_and_nothing_else() -> None:
    broken = {row["indicator"] for row in indicator_breaks(declarations()) if row["year"] == 2021}
    assert {"terminals_per_100", "cv_terminals", "composite_basic", "per_pupil_public"} <= broken
    assert broken.isdisjoint({"books_per_pupil", "cv_books", "composite_quality", "fiscal_funding_total"})


def test_a_break_of_unknown_releases_or_regions_is_refused() -> None:
    wrong = Break("pupils", 2020, ("nightly",), ("999999",), "示例", "示例")
    assert wrong_breaks(replace(declarations(), breaks=(wrong,))) == [
        "breaks.csv › pupils 2020：版次 nightly 未声明",
        "breaks.csv › pupils 2020：地区 999999 未声明",
    ]
