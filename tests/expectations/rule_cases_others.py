"""Failing and passing papers of the rules over population, money, changes from year to year, blanks and zeros."""

from tests.expectations.cases import Case, Pair, both, fact, figure, pair, parts, school, two_years, years
from tests.expectations.small_store import Paper, put

MONEY = {"level": "all"}
OF_RETURN = {"teachers_bachelor": 8, "release": "return"}
SAME = {"full_time_teachers": 30, "teachers_bachelor": 20, "teachers_female": 18, "teachers_backbone": 5,
        "teachers_intermediate": 11, "teachers_vice_senior": 6}  # fmt: skip


def _of_region(*writers: Case) -> Case:
    """The same about a registered region."""

    def write(paper: Paper) -> None:
        put(paper.con, "regions", code=paper.region, name=f"{paper.region}县", kind="county", parent="")
        both(*writers)(paper)

    return write


POPULATION: dict[str, Pair] = {
    "P-001": pair("enrolment", {"enrolled_school_age": 101}, {"enrolled_school_age": 100}, school_age_population=100),
    "P-002": pair("enrolment", {"migrant_in_purchased": 3}, {"migrant_in_purchased": 2}, migrant_in_public=8,
                  migrant_eligible=10),
    "P-003": pair("enrolment", {"pupils": 131}, {"pupils": 130}, school_age_population=100),
    "P-004": (
        years("enrolment", {"pupils": 90}, {"pupils": 101}, school_age_population=100),
        years("enrolment", {"pupils": 90}, {"pupils": 99}, school_age_population=100),
    ),
    "P-005": pair("enrolment", {"enrolled_school_age": 94}, {"enrolled_school_age": 95}, school_age_population=100),
    "P-006": pair("enrolment", {"public_kindergartens": 6}, {"public_kindergartens": 5}, inclusive_kindergartens=5,
                  level="kindergarten"),
    "P-007": pair("enrolment", {"small_schools": 25}, {"small_schools": 24}, schools=15, teaching_points=5),
    "P-008": pair("enrolment", {"home_taught": -1}, {"home_taught": 0}),
    "P-009": pair("enrolment", {"cohort_out": 101}, {"cohort_out": 100}, graduates=100),
}  # fmt: skip
FUNDING: dict[str, Pair] = {
    "F-019": parts("funding", "fiscal_funding", "budget_education", "government_fund_education",
                   "school_industry_income", **MONEY),
    "F-020": parts("funding", "budget_education", "operating_expenditure", "capital_construction",
                   "surcharge_education", **MONEY),
    "F-021": parts("funding", "operating_expenditure", "personnel_expenditure", "public_expenditure", **MONEY),
    "F-022": parts("funding", "public_expenditure", "goods_services", "other_capital", **MONEY),
    "F-023": pair("funding", {"tuition": 102}, {"tuition": 101}, operating_income=100, **MONEY),
    "F-024": pair("funding", {"education_spending": 113}, {"education_spending": 112}, education_funding=100,
                  carried_over=10, **MONEY),
    "F-025": (
        both(figure("per_pupil_public", 1020), fact("funding", public_expenditure=100, funding_pupils=1000, **MONEY)),
        both(figure("per_pupil_public", 1009), fact("funding", public_expenditure=100, funding_pupils=1000, **MONEY)),
    ),
    "F-026": pair("funding", {"teacher_wages": 10.125}, {"teacher_wages": 10.12}, release="return", **MONEY),
}  # fmt: skip
YEARLY: dict[str, Pair] = {
    "Y-001": (
        years("enrolment", {"pupils": 1000}, {"pupils": 890}, release="return"),
        years("enrolment", {"pupils": 1000}, {"pupils": 740}, release="return"),
    ),
    "Y-002": (two_years("enrolment", graduates=(1000, 590)), two_years("enrolment", graduates=(100, 41))),
    "Y-003": (
        years("funding", {"public_expenditure": 100}, {"public_expenditure": 94}, funding_pupils=50, release="return"),
        years("funding", {"public_expenditure": 100}, {"public_expenditure": 79}, funding_pupils=50, release="return"),
    ),
    "Y-004": (
        years("funding", {"public_expenditure": 100}, {"public_expenditure": 161}, funding_pupils=50),
        years("funding", {"public_expenditure": 100}, {"public_expenditure": 160}, funding_pupils=50),
    ),
    "Y-005": (
        figure("per_pupil_public", 2001, previous_value=1000),
        figure("per_pupil_public", 2000, previous_value=1000),
    ),
    "Y-006": (
        figure("nine_year_retention", 97.1, previous_value=95),
        figure("nine_year_retention", 97.0, previous_value=95),
    ),
    "Y-007": (
        figure("gross_enrolment_rate", 101, previous_value=90),
        figure("gross_enrolment_rate", 100, previous_value=90),
    ),
    "Y-008": (
        two_years("enrolment", pupils=(612, 612), entrants=(98, 98), graduates=(103, 103)),
        two_years("enrolment", pupils=(612, 612), entrants=(98, 98), graduates=(103, 104)),
    ),
    "Y-009": (
        both(two_years("enrolment", pupils=(612, 612), classes=(14, 14)), years("teachers", SAME, SAME)),
        both(two_years("enrolment", pupils=(612, 612), classes=(14, 14)),
             years("teachers", SAME, SAME | {"teachers_female": 19})),
    ),
    "Y-010": (
        _of_region(two_years("funding", inclusive_kindergarten_grants=(49.2, 491.9))),
        _of_region(two_years("funding", inclusive_kindergarten_grants=(49.2, 240))),
    ),
}  # fmt: skip
ZEROS: dict[str, Pair] = {
    "Z-001": pair("enrolment", {}, {"pupils": 50}, grade_1=50),
    "Z-002": (
        years("teachers", {"teachers_certified": 0}, {"teachers_certified": None}, **OF_RETURN),
        years("teachers", {"teachers_certified": 9}, {"teachers_certified": 0}, **OF_RETURN),
    ),
    "Z-003": (
        years("enrolment", {"classes": 9}, {"classes": 0}, pupils=40),
        years("enrolment", {"classes": 9}, {"classes": None}, pupils=40),
    ),
}


def _levels(table: str, *told: dict[str, object]) -> Case:
    """A row for each level."""
    return both(*(fact(table, **values) for values in told))


def _twice(*told: tuple[str, float], release: str = "return") -> Case:
    """The same number in two forms, each a delivery of its own."""

    def write(paper: Paper) -> None:
        for number, (form, value) in enumerate(told):
            id = f"{paper.id} {number}" if number else paper.id
            other = Paper(paper.con, id, paper.region, f"{form}.xlsx", received="2023-01-01") if number else paper
            other.fact("enrolment", pupils=value, release=release)
            paper.con.execute("UPDATE deliveries SET form = ? WHERE delivery_id = ?", [form, id])

    return write


def _printed(*units: str) -> Case:
    """Columns of money in these units."""

    def write(paper: Paper) -> None:
        paper.con.execute("UPDATE deliveries SET release = 'return' WHERE delivery_id = ?", [paper.id])
        for name, unit in zip(("donations", "tuition"), units, strict=True):
            paper.fact("funding", unit=unit, release="return", **{name: 1})

    return write


ALL: dict[str, object] = {"level": "all"}
JUNIOR: dict[str, object] = {"level": "junior"}
AGREEMENT: dict[str, Pair] = {
    "L-003": (_printed("万元", "亿元"), _printed("万元", "万元")),
    "I-003": (
        both(fact("enrolment", pupils=76, classes=1)),
        both(fact("enrolment", pupils=75, classes=1)),
    ),
    "R-001": (_twice(("population", 100), ("grades", 101)), _twice(("population", 100), ("grades", 100))),
    "R-002": (
        _twice(("tidy", 100), ("yearbook", 101), release="yearbook"),
        _twice(("tidy", 100), ("yearbook", 101)),
    ),
    "R-003": (
        both(fact("enrolment", pupils=1006, release="return"), fact("enrolment", pupils=1000, release="yearbook")),
        both(fact("enrolment", pupils=1005, release="return"), fact("enrolment", pupils=1000, release="yearbook")),
    ),
    "R-004": (
        both(fact("teachers", full_time_teachers=20), fact("funding", waged_teachers=31)),
        both(fact("teachers", full_time_teachers=20), fact("funding", waged_teachers=30)),
    ),
    "R-005": (
        _levels(
            "funding", {"budget_education": 100} | ALL, {"budget_education": 60}, {"budget_education": 45} | JUNIOR
        ),
        _levels(
            "funding", {"budget_education": 100} | ALL, {"budget_education": 60}, {"budget_education": 40} | JUNIOR
        ),
    ),
    "R-006": (
        _levels("enrolment", {"home_taught": 9} | ALL, {"home_taught": 5}, {"home_taught": 3} | JUNIOR),
        _levels("enrolment", {"home_taught": 9} | ALL, {"home_taught": 5}, {"home_taught": 4} | JUNIOR),
    ),
    "R-007": (
        _levels("teachers", {"staff": 9} | ALL, {"full_time_teachers": 6}, {"full_time_teachers": 4} | JUNIOR),
        _levels("teachers", {"staff": 10} | ALL, {"full_time_teachers": 6}, {"full_time_teachers": 4} | JUNIOR),
    ),
    "R-008": (
        school(fact("enrolment", classes=6, pupils=150), fact("facilities", floor_area=0, **ALL)),
        school(fact("enrolment", classes=6, pupils=150), fact("facilities", floor_area=0, rented_area=900, **ALL)),
    ),
    "R-009": (
        school(fact("enrolment", pupils=100), fact("facilities", floor_area=6001, **ALL)),
        school(fact("enrolment", pupils=100), fact("facilities", floor_area=6000, **ALL)),
    ),
    "R-010": (
        school(fact("enrolment", classes=12), fact("facilities", classrooms=5, **ALL)),
        school(fact("enrolment", classes=12), fact("facilities", classrooms=6, **ALL)),
    ),
    "R-011": (
        _levels("enrolment", {"resident_population": 99} | ALL, {"school_age_population": 100}),
        _levels("enrolment", {"resident_population": 100} | ALL, {"school_age_population": 100}),
    ),
    "R-012": (
        _levels("enrolment", {"graduates": 1000}, {"entrants": 1061} | JUNIOR),
        _levels("enrolment", {"graduates": 1000}, {"entrants": 1060} | JUNIOR),
    ),
    "R-013": (
        _levels("enrolment", {"graduates": 1000}, {"entrants": 1501} | JUNIOR),
        _levels("enrolment", {"graduates": 1000}, {"entrants": 1500} | JUNIOR),
    ),
}
OTHER_CASES = POPULATION | FUNDING | YEARLY | ZEROS | AGREEMENT
