"""Ratios of sums up the region tree; own figures before sums; coverage for what is missing."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.laws import law
from tests.warehouse.facts import add_facts, add_figures, store, values
from warehouse import compute_indicators

BEIJING, DONGCHENG, XICHENG = "110000", "110101", "110102"
RATIO = "indicator = 'pupil_teacher_ratio'"


def districts(*rows: tuple[str, int, int | None]) -> Any:
    con = store()
    add_facts(
        con, "enrolment", [{"unit": unit, "pupils": pupils, "row": i} for i, (unit, pupils, _) in enumerate(rows)]
    )
    add_facts(con, "teachers", [{"unit": u, "full_time_teachers": t, "row": i} for i, (u, _, t) in enumerate(rows)])
    compute_indicators(con)
    return con


def test_a_ratio_of_sums_is_no_mean_of_ratios() -> None:
    con = districts((DONGCHENG, 100, 10), (XICHENG, 900, 30))
    told = values(con, "numerator", "denominator", "value", "basis", where=f"{RATIO} AND region = '{BEIJING}'")
    assert told == [(Decimal(1000), Decimal(40), 25.0, "rolled_up")]


def test_a_child_without_both_sides_lowers_the_coverage_and_enters_neither_sum() -> None:
    con = districts((DONGCHENG, 100, 10), (XICHENG, 900, None))
    told = values(con, "value", "coverage", where=f"{RATIO} AND region = '{BEIJING}'")
    assert told == [(10.0, 1 / 16)]


def test_an_own_return_is_preferred_and_the_sum_is_kept_beside() -> None:
    con = districts((BEIJING, 120, 10), (DONGCHENG, 100, 10))
    assert values(con, "value", "basis", where=f"{RATIO} AND region = '{BEIJING}'") == [(12.0, "reported")]
    beside = f"SELECT value, basis FROM indicator_alternatives WHERE {RATIO} AND region = '{BEIJING}'"
    assert con.sql(beside).fetchall() == [(10.0, "rolled_up")]


def test_sums_over_different_children_are_not_compared() -> None:
    con = store()
    rows = [{"unit": DONGCHENG, "pupils": 100, "row": 1}, {"unit": XICHENG, "pupils": 100, "row": 2}]
    add_facts(con, "enrolment", rows)
    add_facts(con, "enrolment", [{"unit": DONGCHENG, "pupils": 90, "year": 2021, "row": 3}])
    compute_indicators(con)
    where = f"indicator = 'pupils_total' AND year = 2021 AND region = '{BEIJING}'"
    assert values(con, "growth", "growth_basis", "raw_growth", where=where) == [(None, "none", None)]


def test_a_hard_finding_holds_back_the_measure_and_nothing_beside_it() -> None:
    con = store()
    rows = [
        {"unit": BEIJING, "level": "primary", "pupils": 100, "schools": 5, "row": 3},
        {"unit": BEIJING, "level": "junior", "pupils": 80, "schools": 4, "row": 3},
    ]
    add_facts(con, "enrolment", rows)
    for level, column in (("primary", "C"), ("junior", "D")):
        con.sql(f"""INSERT INTO layouts (delivery_id, field, level, sheet, "column")
            VALUES ('d1', 'pupils', '{level}', '', '{column}')""")
    con.sql("INSERT INTO held_cells VALUES ('f', 2020, 'd1', '', 'C3')")
    compute_indicators(con)
    assert values(con, "level", "value", where=f"indicator = 'pupils_total' AND region = '{BEIJING}'") == [
        ("junior", 80.0)
    ]
    assert con.sql("SELECT schools FROM work.settled_facts WHERE level = 'primary'").fetchall() == [(5,)]


def test_division_by_zero_is_no_value() -> None:
    con = districts((DONGCHENG, 100, 0))
    assert values(con, "value", where=f"{RATIO} AND region = '{DONGCHENG}'") == [(None,)]


def test_a_formula_may_cross_levels() -> None:
    con = store()
    rows = [{"unit": BEIJING, "level": "primary", "graduates": 80, "entrants": 1, "row": 1},
            {"unit": BEIJING, "level": "junior", "graduates": 1, "entrants": 100, "row": 1}]  # fmt: skip
    add_facts(con, "enrolment", rows)
    compute_indicators(con)
    where = f"indicator = 'promotion_rate' AND region = '{BEIJING}'"
    assert values(con, "level", "value", where=where) == [("primary", 125.0)]


def test_each_measure_comes_from_the_latest_delivery_that_tells_it() -> None:
    con = store()
    add_facts(con, "enrolment", [{"unit": BEIJING, "pupils": 100, "schools": 5, "row": 1}])
    add_facts(con, "enrolment", [{"unit": BEIJING, "pupils": 120, "row": 1}], delivery="d2")
    compute_indicators(con)
    where = f"region = '{BEIJING}' AND indicator = 'pupils_per_school'"
    assert values(con, "numerator", "denominator", where=where) == [(Decimal(120), Decimal(5))]


def test_evidence_of_a_tidy_cell_and_of_a_column() -> None:
    con = store()
    add_facts(con, "enrolment", [{"unit": BEIJING, "pupils": 100, "row": 7}])
    add_facts(con, "teachers", [{"unit": BEIJING, "full_time_teachers": 10, "row": 7}])
    con.sql(
        """INSERT INTO layouts (delivery_id, field, level, sheet, "column")
        VALUES ('d1', 'pupils', 'primary', '', 'F')"""
    )
    con.sql("""INSERT INTO layouts (delivery_id, field, level, sheet, "row", cell)
        VALUES ('d1', 'full_time_teachers', 'primary', '', 7, 'E9')""")
    compute_indicators(con)
    cells = con.sql(f"SELECT part, cell, printed FROM evidence WHERE {RATIO} ORDER BY part").fetchall()
    assert cells == [("denominator", "E9", "10人"), ("numerator", "F7", "100人")]


def test_evidence_of_published_figures_names_each_cell() -> None:
    con = store()
    add_figures(con, {"value": 110, "previous_value": 100, "stated_growth": 10, "cell": "C5", "previous_cell": "B5",
                      "growth_cell": "D5"})  # fmt: skip
    compute_indicators(con)
    told = con.sql("SELECT part, cell, printed FROM evidence ORDER BY part").fetchall()
    assert told == [("growth", "D5", "10%"), ("previous", "B5", "100万元"), ("value", "C5", "110万元")]


@law(st.lists(st.tuples(st.integers(0, 10**7), st.integers(1, 10**5)), min_size=3, max_size=3), few=2, many=5)
def test_roll_up_does_not_depend_on_the_grouping(pairs: list[tuple[int, int]]) -> None:
    """Two districts of 武汉 and one of 北京 add up to the country as if they had reported to it directly."""
    units = ("420102", "420103", DONGCHENG)
    con = districts(*((unit, pupils, teachers) for unit, (pupils, teachers) in zip(units, pairs, strict=True)))
    told = values(con, "numerator", "denominator", where=f"{RATIO} AND region = '000000'")
    assert told == [(Decimal(sum(p for p, _ in pairs)), Decimal(sum(t for _, t in pairs)))]
