"""What a finding touches is told from the formulas: indicators, and duties with their present verdict."""

from expectations import check, tell_effects
from tests.expectations.small_store import HUAIROU, Con, Paper, put, rows, value


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
