"""What a finding touches is told from the formulas: indicators, and duties with their present verdict."""

import pytest

from dashboards.english.telling import told
from expectations import check, judge, tell_effects
from tests.expectations.small_store import HUAIROU, Con, Paper, put, rows, value
from warehouse import compute_indicators


def verdict(con: Con, test: str, level: str, told: str) -> None:
    key = {"region": HUAIROU, "year": 2023, "level": level, "release": "bulletin"}
    put(con, "verdicts", **key, test=test, verdict=told)


def test_indicators_and_duties_made_of_the_figure_are_named(con: Con) -> None:
    Paper(con).fact("teachers", full_time_teachers=-5, staff=-5)
    value(con, "pupil_teacher_ratio", None, level="primary")
    value(con, "pupil_teacher_ratio", None, level="junior")
    verdict(con, "T2", "primary", "pass")
    check(con, recorded=False)
    tell_effects(con)
    effects = {row["measure"]: row["effect"] for row in rows(con, "FROM findings")}
    assert effects == {"full_time_teachers": "指标：小学生师比", "staff": None}


def test_the_duty_is_told_as_it_stands(con: Con) -> None:
    Paper(con).fact("funding", unit="万元", level="junior", public_expenditure=-1, funding_pupils=100)
    value(con, "per_pupil_public", None, level="junior")
    verdict(con, "T3b", "junior", "insufficient")
    verdict(con, "T2", "junior", "pass")
    check(con, recorded=False)
    tell_effects(con)
    [effect] = {row["effect"] for row in rows(con, "FROM findings WHERE measure = 'public_expenditure'")}
    assert effect == "指标：初中生均一般公共预算公用经费；法定检验：初中生均公用经费增长（现为数据不足）"


def spending(paper: Paper, year: int, public: float, goods: float, level: str = "junior") -> None:
    """What is spent per pupil besides salaries, of 1 000 a year before; mended, what is filed falls by 2.2%."""
    told = {"public_expenditure": public, "goods_services": goods, "other_capital": 100, "funding_pupils": 100}
    paper.fact("funding", unit="万元", year=year, level=level, **told)


def run(con: Con) -> list[str]:
    """Effects of the findings."""
    check(con, recorded=False)
    compute_indicators(con)
    judge(con)
    tell_effects(con)
    return [row["effect"] for row in rows(con, "FROM findings ORDER BY level")]


@pytest.fixture
def county(con: Con) -> Con:
    spending(Paper(con, "d0", file="上年.csv", form="basis"), 2022, 1000, 900)
    return con


T3B, C3B = "初中生均公用经费增长", "初中义教生均公用经费增长"


def test_the_duty_is_told_as_it_would_stand_with_the_number_proposed(county: Con) -> None:
    spending(Paper(county), 2023, 1009, 878)
    [effect] = run(county)
    outcome = "现为数据不足，按填报为达标 +0.90%，改为 978 则为不达标 −2.20%"
    assert effect.endswith(f"法定检验：{T3B}（{outcome}）、{C3B}（{outcome}）")
    assert "now: Insufficient data; as filed: Met +0.90%; with 978 instead: Not met −2.20%" in told(effect)


def test_of_several_proposals_the_outcome_of_all_is_told_and_nothing_of_it_stays(county: Con) -> None:
    spending(Paper(county), 2023, 1009, 878)
    spending(Paper(county, "d2", file="乙.csv"), 2023, 1013, 871, level="primary")
    check(county, recorded=False)
    compute_indicators(county)
    judge(county)
    kept = ("deliveries", "funding", "held_cells", "indicator_values", "verdicts", "next_year", "work.settled_facts")
    before = [county.sql(f"FROM {table} ORDER BY ALL").fetchall() for table in kept]
    tell_effects(county)
    assert "各处照改则为不达标 −2.20%" in rows(county, "FROM findings WHERE level = 'junior'")[0]["effect"]
    assert [county.sql(f"FROM {table} ORDER BY ALL").fetchall() for table in kept] == before
    assert all(before)


def test_a_blank_cell_gets_no_proposal(con: Con) -> None:
    Paper(con).fact("enrolment", pupils=None, grade_1=10, grade_2=10, grade_3=10, grade_4=10, grade_5=10, grade_6=10)
    Paper(con, "d2").fact("enrolment", level="junior", pupils=30, pupils_female=40)
    check(con, recorded=False)
    found = rows(con, "SELECT found, proposed FROM findings")
    assert found
    assert [row for row in found if row["proposed"] is not None] == []


def test_a_sum_beyond_what_is_kept_is_not_proposed(con: Con) -> None:
    grades = {f"grade_{grade}": 900_000_000_000 for grade in range(1, 7)}
    Paper(con).fact("enrolment", pupils=10, **grades)
    run(con)
    found = {row["proposed"] for row in rows(con, "FROM findings WHERE measure = 'pupils'")}
    assert found == {None}


def test_a_range_proposes_nothing(con: Con) -> None:
    Paper(con, "d0", file="上年.csv").fact("enrolment", year=2022, classes=18)
    Paper(con).fact("enrolment", classes=25)
    check(con, recorded=False)
    assert [(row["rule"], row["proposed"]) for row in rows(con, "FROM findings")] == [("Y-002", None)]


def test_a_correction_is_judged_by_its_own_cells(county: Con) -> None:
    """What was told before a correction has gone from the sheet; it is not blank, and nothing stands there any more."""
    for number, goods in enumerate([878, 901], start=1):
        paper = Paper(county, f"d{number}", file=f"{number}.csv", received=f"2024-02-0{number}", form="basis")
        spending(paper, 2023, 978, goods)
        put(county, "delivered_units", delivery_id=paper.id, form="basis", unit=HUAIROU, year=2023)
    run(county)
    assert [(row["delivery_id"], row["cause"], row["proposed"]) for row in rows(county, "FROM findings")] == [
        ("d2", None, 1001)
    ]
