"""Failing and passing papers of the rules over pupils, classes, teachers and buildings."""

from tests.expectations.cases import Pair, both, fact, pair, parts, school, years

GRADES = ("grade_1", "grade_2", "grade_3", "grade_4", "grade_5", "grade_6")
BANDS = ("classes_25", "classes_26_30", "classes_31_35", "classes_36_40", "classes_41_45", "classes_46_50",
         "classes_51_55", "classes_56_60", "classes_61_65", "classes_66")  # fmt: skip
DEGREES = {"teachers_master": 1, "teachers_bachelor": 8, "teachers_associate": 1}
RANKS = {"teachers_vice_senior": 3, "teachers_intermediate": 5, "teachers_unranked": 2}
FLOW = {"pupils_last_autumn": 100, "entrants": 20, "pupils_in": 3, "graduates": 15, "pupils_out": 4,
        "pupils_dropped_out": 1}  # fmt: skip
AREAS = {"level": "all"}

PUPILS: dict[str, Pair] = {
    "E-010": parts("enrolment", "pupils", *GRADES),
    "E-011": pair("enrolment", {"pupils_boarding": 101}, {"pupils_boarding": 100}, pupils=100),
    "E-012": pair("enrolment", {"entrants_with_preschool": 31}, {"entrants_with_preschool": 30}, entrants=30),
    "E-013": pair("enrolment", {"entrants": 54}, {"entrants": 53}, grade_1=50),
    "E-014": pair("enrolment", {"grade_5": 40}, {"grade_5": 50}, expected_graduates=50, grade_6=0),
    "E-015": pair("enrolment", {"pupils": 104}, {"pupils": 103}, **FLOW),
    "E-016": (
        years("enrolment", {"pupils": 100}, {"pupils_last_autumn": 101}),
        years("enrolment", {"pupils": 100}, {"pupils_last_autumn": 100}),
    ),
    "E-017": (
        years("enrolment", {"grade_1": 100}, {"grade_2": 89}),
        years("enrolment", {"grade_1": 40, "grade_2": 100}, {"grade_2": 30, "grade_3": 110}),
    ),
    "E-018": pair("enrolment", {"pupils_school_age": 940}, {"pupils_school_age": 950}, pupils=1000),
    "E-019": pair("enrolment", {"pupils_in_regular_classes": 3}, {"pupils_in_regular_classes": 2}, pupils_disabled=2),
    "E-020": pair("enrolment", {"graduates": 101}, {"graduates": 100}, pupils_last_autumn=100),
    "E-021": (
        years("enrolment", {"expected_graduates": 100}, {"graduates": 89}),
        years("enrolment", {"expected_graduates": 50}, {"graduates": 40}),
    ),
    "E-022": (
        school(fact("enrolment", pupils=100, pupils_female=71)),
        school(fact("enrolment", pupils=99, pupils_female=90)),
    ),
    "E-023": (
        school(fact("enrolment", pupils_dropped_out=51, pupils_last_autumn=1000)),
        school(fact("enrolment", pupils_dropped_out=50, pupils_last_autumn=1000)),
    ),
    "E-024": pair("enrolment", {"pupils": 12.5}, {"pupils": 12}),
    "E-025": pair("enrolment", {"pupils_out": -1}, {"pupils_out": 0}),
    "E-026": pair("enrolment", {"grade_4": -1}, {"grade_4": 0}),
}
CLASSES: dict[str, Pair] = {
    "C-001": parts("enrolment", "classes", *BANDS),
    "C-002": pair("enrolment", {"pupils": 82}, {"pupils": 83}, classes_26_30=2, classes_31_35=1),
    "C-003": pair("enrolment", {"pupils": 96}, {"pupils": 95}, classes_26_30=2, classes_31_35=1),
    "C-004": pair("enrolment", {"pupils": 51}, {"pupils": 50}, classes=0),
    "C-005": pair("enrolment", {"classes": 0}, {"classes": 1}, pupils=50),
    "C-006": pair("enrolment", {"pupils": 0}, {"pupils": 1}, classes=1),
    "C-007": pair("enrolment", {"pupils": 109}, {"pupils": 108}, classes=3, level="kindergarten"),
    "C-008": pair("enrolment", {"classes_56_60": 2}, {"classes_56_60": 1}, classes=3, classes_66=2),
    "C-009": (
        school(fact("enrolment", pupils=226, classes=3)),
        school(fact("enrolment", pupils=225, classes=3)),
    ),
    "C-010": pair("enrolment", {"classes_66": -1}, {"classes_66": 0}),
}
TEACHERS: dict[str, Pair] = {
    "T-001": parts("teachers", "staff", "full_time_teachers", "staff_admin", "staff_workers", release="return"),
    "T-002": (
        fact("teachers", full_time_teachers=11, teachers_below_secondary=0, **DEGREES),
        fact("teachers", full_time_teachers=11, **DEGREES),
    ),
    "T-003": (
        fact("teachers", full_time_teachers=9, **RANKS),
        fact("teachers", full_time_teachers=11, teachers_junior_rank=1, **RANKS),
    ),
    "T-004": parts("teachers", "full_time_teachers", "teachers_24", "teachers_40_44", "teachers_60"),
    "T-014": (
        fact("teachers", full_time_teachers=22, **DEGREES),
        fact(
            "teachers", full_time_teachers=22, teachers_below_secondary=11, teachers_junior_rank=11, **DEGREES, **RANKS
        ),
    ),
    "T-005": pair("teachers", {"teachers_certified": 11}, {"teachers_certified": 10}, full_time_teachers=10),
    "T-006": pair("teachers", {"exchanged": 4}, {"exchanged": 3}, exchange_eligible=3),
    "T-007": pair("teachers", {"teachers_qualified": 10}, {"teachers_qualified": 9}, level="senior", **DEGREES),
    "T-008": pair("teachers", {"teachers_above_required": 9}, {"teachers_above_required": 10}, **DEGREES),
    "T-009": (
        school(fact("enrolment", pupils=601), fact("teachers", full_time_teachers=10)),
        school(fact("enrolment", pupils=29), fact("teachers", full_time_teachers=10)),
    ),
    "T-010": (
        both(fact("enrolment", pupils=5), fact("teachers", full_time_teachers=0)),
        both(fact("enrolment", pupils=0), fact("teachers", full_time_teachers=0)),
    ),
    "T-011": pair("teachers", {"staff_established": 11}, {"staff_established": 10}, staff_posts=10),
    "T-012": (
        school(fact("teachers", guards=6, full_time_teachers=20, staff=30)),
        fact("teachers", guards=6, full_time_teachers=20, staff=30),
    ),
    "T-013": pair("teachers", {"guards": -1}, {"guards": 0}),
}
BUILDINGS: dict[str, Pair] = {
    "B-001": parts("facilities", "floor_area", "teaching_area", "admin_area", "living_area", "other_area", **AREAS),
    "B-002": pair("facilities", {"dangerous_area": 102}, {"dangerous_area": 101}, floor_area=100, **AREAS),
    "B-003": pair("facilities", {"green_area": 102}, {"green_area": 101}, land_area=100, **AREAS),
    "B-004": pair("facilities", {"land_area": 97}, {"land_area": 98}, sports_ground_area=60, green_area=40, **AREAS),
    "B-005": pair("facilities", {"floor_area": 501}, {"floor_area": 500}, land_area=100, **AREAS),
    "B-006": pair("facilities", {"network_classrooms": 6}, {"network_classrooms": 5}, classrooms=5),
    "B-007": pair("facilities", {"terminals": 14}, {"terminals": 15}, pupil_terminals=10, teacher_terminals=5),
    "B-008": pair("facilities", {"equipment_value": 101}, {"equipment_value": 100}, fixed_assets=100),
    "B-009": pair("facilities", {"books": -1}, {"books": 0}),
    "B-010": pair("facilities", {"books": 3.5}, {"books": 3}),
    "B-011": pair("facilities", {"book_value": 51}, {"book_value": 50}, books=1000),
}  # fmt: skip
SCHOOL_CASES = PUPILS | CLASSES | TEACHERS | BUILDINGS
