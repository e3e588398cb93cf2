"""Statutory verdicts: the table of cases, what they rest on, and laws that hold for all inputs."""

import json
import re
from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest
from hypothesis import strategies as st

from expectations import judge
from tests.expectations.small_store import HUAIROU, Con, Paper, empty_store, put, rows, value
from tests.laws import law

KEY = {"region": HUAIROU, "year": 2023, "level": "all", "release": "bulletin"}
EDUCATION, REVENUE = "budget_education_total", "recurrent_revenue_total"


def verdict(con: Con, test: str) -> dict[str, Any]:
    judge(con)
    [row] = rows(con, f"FROM verdicts WHERE test = '{test}'")
    return row


@pytest.mark.parametrize(
    ("left", "right", "expected", "flags"),
    [
        (0.62, 0.65, "fail", {"marginal", "stated_only"}),
        (2.04, 2.00, "pass", {"marginal", "stated_only"}),
        (8.73, 6.00, "pass", {"stated_only"}),
        (5.00, 5.00, "fail", {"marginal", "stated_only"}),
        (2.52, -16.23, "pass", {"revenue_fell", "stated_only"}),
        (0.00, -1.00, "pass", {"revenue_fell", "stated_only"}),
        (-1.00, -2.00, "pass_in_form", {"revenue_fell", "stated_only"}),
        (-3.00, -2.00, "fail", {"revenue_fell", "stated_only"}),
        (-3.00, 1.00, "fail", {"stated_only"}),
    ],
)
def test_appropriation_against_revenue(con: Con, left: float, right: float, expected: str, flags: set[str]) -> None:
    value(con, EDUCATION, left, "stated", value=245400)
    value(con, REVENUE, right, "stated")
    told = verdict(con, "T1")
    assert (told["verdict"], set(told["flags"])) == (expected, flags)


def test_equal_growth_of_exact_amounts_is_not_higher(con: Con) -> None:
    """100 → 103 and 138 → 142.14 both grow by exactly 3 %; their quotients differ as doubles."""
    left, right = ((now / before - 1) * 100 for now, before in ((103, 100), (142.14, 138)))
    assert left != right
    value(con, EDUCATION, max(left, right), "last_year", value=103)
    value(con, REVENUE, min(left, right), "last_year")
    told = verdict(con, "T1")
    assert (told["verdict"], told["gap"]) == ("fail", 0)


@pytest.mark.parametrize(("growth", "expected"), [(0.001, "pass"), (0.0, "flat"), (-0.001, "fail")])
@pytest.mark.parametrize(
    ("test", "indicator"),
    [("T2", "per_pupil_funding"), ("T2S", "per_pupil_operating"), ("T3b", "per_pupil_public"), ("B1", EDUCATION)],
)
def test_what_must_grow_or_not_fall(con: Con, test: str, indicator: str, growth: float, expected: str) -> None:
    value(con, indicator, growth)
    told = verdict(con, test)
    assert told["verdict"] == expected
    assert told["gap"] == growth


def test_huairou_fails_by_three_hundredths(con: Con) -> None:
    value(con, EDUCATION, 0.62, "stated", value=245400)
    value(con, REVENUE, 0.65, "stated")
    told = verdict(con, "T1")
    assert told["formula"] == "0.62% − 0.65% = −0.03 个百分点"
    assert round(told["gap"], 9) == -0.03
    assert round(told["shortfall"], 2) == round(245400 / 1.0062 * 1.0065 - 245400, 2)


def test_fangshan_is_told_with_its_negative_revenue(con: Con) -> None:
    value(con, EDUCATION, 2.52, "stated")
    value(con, REVENUE, -16.23, "stated")
    assert verdict(con, "T1")["formula"] == "2.52% − （−16.23%） = 18.75 个百分点"


def test_a_missing_input_is_named_and_nothing_takes_its_place(con: Con) -> None:
    value(con, EDUCATION, -9.3, "stated", value=103489.047)
    told = verdict(con, "T1")
    assert (told["verdict"], told["missing"], told["gap"]) == ("insufficient", ["财政经常性收入"], None)
    assert told["formula"] == "−9.30% − ？ = ？（缺 财政经常性收入）"
    assert [side["role"] for side in json.loads(told["evidence"])] == ["left", "right"]
    assert verdict(con, "B1")["verdict"] == "fail"


def test_a_value_without_growth_lacks_last_year(con: Con) -> None:
    value(con, "per_pupil_public", None, "none", value=1044.41)
    assert verdict(con, "T3b")["missing"] == ["上年生均一般公共预算公用经费"]


def test_a_break_is_not_comparable_and_shows_the_raw_growth(con: Con) -> None:
    value(con, "per_pupil_funding", None, "break", value=17772.06, raw_growth=-0.177)
    told = verdict(con, "T2")
    assert (told["verdict"], told["missing"], told["flags"]) == ("not_comparable", [], [])
    assert "直接相除 −0.18%" in told["formula"]


def test_missing_data_is_asked_for_before_a_break_is_told(con: Con) -> None:
    value(con, EDUCATION, None, "break", value=1)
    assert verdict(con, "T1")["missing"] == ["财政经常性收入"]


def test_comparable_growth_decides_and_the_raw_one_stands_beside(con: Con) -> None:
    value(con, "per_pupil_funding", 1.74, "comparable", value=17772.06, raw_growth=-0.1772, level="junior")
    told = verdict(con, "T2")
    assert (told["verdict"], told["flags"]) == ("pass", ["stated_only"])
    assert told["formula"] == "文件所列同口径增长 1.74%（直接相除 −0.18%）"
    [left] = json.loads(told["evidence"])
    assert (left["growth"], left["raw_growth"], left["growth_basis"]) == (1.74, -0.1772, "comparable")


def test_evidence_leads_to_the_cells(con: Con) -> None:
    Paper(con, "d1", file="武汉市.xlsx")
    value(con, "per_pupil_public", -37.45, value=6829.69, previous=10918.35)
    key = {**KEY, "indicator": "per_pupil_public", "delivery_id": "d1", "sheet": "表四", "unit": "元"}
    put(con, "evidence", **key, part="previous", label="上年", value=10918.35, printed="10918.35", cell="B6")
    put(con, "evidence", **key, part="value", label="本年", value=6829.69, printed="6829.69", cell="C6")
    told = verdict(con, "T3b")
    assert told["formula"] == "6,829.69 ÷ 10,918.35 − 1 = −37.45%"
    [left] = json.loads(told["evidence"])
    assert [(cell["part"], cell["file"], cell["sheet"], cell["cell"]) for cell in left["cells"]] == [
        ("value", "武汉市.xlsx", "表四", "C6"),
        ("previous", "武汉市.xlsx", "表四", "B6"),
    ]


def test_shortfall_of_a_total_is_what_it_fell_by(con: Con) -> None:
    value(con, EDUCATION, -10.0, value=90, previous=100)
    assert verdict(con, "B1")["shortfall"] == pytest.approx(10)


def test_shortfall_per_pupil_needs_the_pupils(con: Con) -> None:
    value(con, "per_pupil_public", -10.0, value=900, previous=1000, level="primary")
    assert verdict(con, "T3b")["shortfall"] is None
    value(con, "pupils_total", None, "none", value=20000, unit="人", level="primary")
    assert verdict(con, "T3b")["shortfall"] == pytest.approx(200)


def test_flash_is_provisional_and_both_margins_count(con: Con) -> None:
    value(con, EDUCATION, 5.0, value=1, growth_margin=0.3, release="flash")
    value(con, REVENUE, 4.5, growth_margin=0.3, release="flash")
    told = verdict(con, "T1")
    assert (told["verdict"], told["flags"]) == ("pass", ["marginal", "provisional"])


def test_releases_are_judged_apart(con: Con) -> None:
    value(con, EDUCATION, 5.0, release="flash")
    value(con, REVENUE, 4.5, release="bulletin")
    assert verdict(con, "T1")["verdict"] == "insufficient"


@pytest.mark.parametrize("computed", [True, False], ids=["value computed", "value left out"])
def test_a_held_figure_decides_nothing(con: Con, computed: bool) -> None:
    judge(con)
    Paper(con).figure("per_pupil_operating", 17689.93, level="primary", cell="G2")
    put(con, "held_cells", finding_id="f", year=2023, delivery_id="d1", sheet="", cell="G2")
    if computed:
        key = {**KEY, "level": "primary", "indicator": "per_pupil_operating", "delivery_id": "d1", "sheet": ""}
        value(con, "per_pupil_operating", 70.8, value=17689.93, level="primary")
        put(con, "evidence", **key, part="value", cell="G2")
    told = verdict(con, "T2S")
    assert (told["verdict"], told["flags"]) == ("insufficient", ["held"])
    assert told["missing"] == ["生均一般公共预算教育事业费（暂不采用）"]
    [left] = json.loads(told["evidence"])
    assert [cell["cell"] for cell in left["cells"]] == ["G2"]


def test_duties_stand_the_same_whether_or_not_it_is_cited_what_they_rest_on(con: Con) -> None:
    value(con, EDUCATION, 5.0)
    value(con, REVENUE, 4.5)
    judge(con)
    cited = rows(con, "SELECT * EXCLUDE (evidence), evidence IS NULL AS bare FROM verdicts ORDER BY test")
    judge(con, cite=False)
    told = rows(con, "SELECT * EXCLUDE (evidence), evidence IS NULL AS bare FROM verdicts ORDER BY test")
    assert told == [{**row, "bare": True} for row in cited] != cited


def test_held_cells_of_one_sheet_do_not_touch_another(con: Con) -> None:
    judge(con)
    put(con, "held_cells", finding_id="f", year=2023, delivery_id="d1", sheet="表二", cell="G2")
    value(con, "per_pupil_public", 1.0)
    key = {**KEY, "indicator": "per_pupil_public", "delivery_id": "d1"}
    put(con, "evidence", **key, part="value", sheet="表四", cell="G2")
    assert verdict(con, "T3b")["verdict"] == "pass"


def test_tests_begin_when_the_duty_does(con: Con) -> None:
    for year in (2016, 2017):
        value(con, EDUCATION, 1.0, year=year)
    judge(con)
    assert [row["year"] for row in rows(con, "FROM verdicts WHERE test = 'B1'")] == [2017]
    assert len(rows(con, "FROM verdicts WHERE test = 'T1'")) == 2


def test_only_the_years_asked_for_are_replaced(con: Con) -> None:
    for year in (2022, 2023):
        value(con, EDUCATION, 1.0, year=year)
    assert judge(con) == 6  # T1, B1, and T3a, which the law can't do without
    con.execute("UPDATE indicator_values SET growth = -1")
    assert judge(con, [2023]) == 3
    told = {row["year"]: row["verdict"] for row in rows(con, "FROM verdicts WHERE test = 'B1'")}
    assert told == {2022: "pass", 2023: "fail"}


def test_year_by_year_comes_to_the_same_as_all_at_once(con: Con, monkeypatch: pytest.MonkeyPatch) -> None:
    for year in (2021, 2022, 2023):
        value(con, EDUCATION, 1.0, year=year)
    judge(con)
    at_once = rows(con, "FROM verdicts ORDER BY ALL")
    con.execute("UPDATE verdicts SET gap = 7")
    monkeypatch.setattr("expectations.statutory.AT_ONCE", 0)
    judge(con)
    assert rows(con, "FROM verdicts ORDER BY ALL") == at_once


@pytest.fixture(scope="module")
def bench() -> Iterator[Con]:
    connection = empty_store()
    yield connection
    connection.close()


NOISE = 1e-10  # 百分点: what two equal quotients may differ by as doubles
growths = st.floats(min_value=-90, max_value=300, allow_nan=False)
nudges = st.lists(st.floats(min_value=1e-6, max_value=0.004), min_size=1, max_size=20)
pairs = st.lists(st.tuples(growths, growths) | growths.map(lambda x: (x, x)), min_size=1, max_size=30)


def judged(con: Con, sides: list[tuple[float, float]], *, cite: bool = False) -> list[dict[str, Any]]:
    """T1 for each pair of growths, every pair a region of its own."""
    con.execute("DELETE FROM indicator_values")
    told = [(f"{at:03}", name, each[i]) for at, each in enumerate(sides) for i, name in enumerate((EDUCATION, REVENUE))]
    frame = pl.DataFrame(told, schema=["region", "indicator", "growth"], orient="row")
    same = "2023 AS year, 'all' AS level, 'bulletin' AS release, 1000 AS value, 'printed_previous' AS growth_basis"
    con.register("told", frame)
    con.execute(f"INSERT INTO indicator_values BY NAME SELECT *, {same} FROM told")
    judge(con, cite=cite)
    return rows(con, "FROM verdicts WHERE test = 'T1' ORDER BY region")


@law(sides=pairs, few=2, many=10)
def test_a_verdict_follows_the_unrounded_growths(bench: Con, sides: list[tuple[float, float]]) -> None:
    for (left, right), told in zip(sides, judged(bench, sides), strict=True):
        assert (told["verdict"] == "fail") == (left - right < NOISE)
        assert ("marginal" in told["flags"]) == (abs(left - right) <= 0.05)
        assert ("revenue_fell" in told["flags"]) == (right < 0)


@law(sides=pairs, few=2, many=10)
def test_swapping_the_sides_turns_the_verdict_round_unless_they_are_equal(
    bench: Con, sides: list[tuple[float, float]]
) -> None:
    there, back = (judged(bench, each) for each in (sides, [(right, left) for left, right in sides]))
    for (left, right), one, other in zip(sides, there, back, strict=True):
        failed = {one["verdict"] == "fail", other["verdict"] == "fail"}
        assert failed == ({True} if abs(left - right) < NOISE else {True, False})


@law(
    growth=growths,
    nudges=st.lists(st.floats(min_value=1e-6, max_value=0.004), min_size=1, max_size=20),
    few=6,
    many=40,
)
def test_no_rounding_for_people_hides_which_side_is_ahead(bench: Con, growth: float, nudges: list[float]) -> None:
    for told in judged(bench, [(growth, growth + nudge) for nudge in nudges], cite=True):
        assert re.search(r"= −0\.0*[1-9]\d* 个百分点$", told["formula"]), told["formula"]
