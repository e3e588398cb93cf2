"""Official thresholds: each of a declared indicator, each in force from one year to another, none beside another."""

from itertools import combinations
from pathlib import Path

import pytest

from expectations import Norm, declared_tests, judge, norms
from sources import DeclarationError
from sources.example.plan import plan
from tests.expectations.small_store import Con, rows, value
from warehouse import declarations

HEAD = "id,indicator,level,operator,value,unit,valid_from,valid_to,area,title,document,verify"


def in_force(indicator: str, level: str, year: int, area: str = "") -> list[tuple[str, float]]:
    return sorted((norm.operator, norm.value) for norm in norms() if holds(norm, indicator, level, year, area))


def holds(norm: Norm, indicator: str, level: str, year: int, area: str) -> bool:
    there = (norm.indicator, norm.level, norm.area) == (indicator, level, area)
    return there and norm.valid_from <= year <= (norm.valid_to or year)


@pytest.mark.parametrize(
    ("indicator", "level", "year", "told"),
    [
        ("fiscal_gdp_share", "all", 2011, []),
        ("fiscal_gdp_share", "all", 2012, [(">=", 4)]),
        ("fiscal_gdp_share", "all", 2025, [(">", 4)]),
        ("public_grant_per_pupil", "primary", 2015, []),
        ("public_grant_per_pupil", "primary", 2016, [(">=", 600)]),
        ("public_grant_per_pupil", "junior", 2022, [(">=", 850)]),
        ("public_grant_per_pupil", "primary", 2023, [(">=", 720)]),
        ("public_grant_per_pupil", "junior", 2023, [(">=", 940)]),
        ("public_grant_per_pupil", "special", 2024, [(">=", 6000)]),
        ("public_grant_per_pupil", "special", 2025, [(">=", 7000)]),
        ("boarding_grant_per_boarder", "primary", 2022, [(">=", 200)]),
        ("boarding_grant_per_boarder", "primary", 2023, [(">=", 300)]),
        ("small_school_grant", "primary", 2021, [(">=", 650)]),
        ("training_share_wages", "all", 2014, [("<=", 2.5), (">=", 1.5)]),
        ("cv_backbone", "primary", 2016, []),
        ("cv_backbone", "primary", 2023, [("<=", 0.5)]),
        ("cv_backbone", "junior", 2023, [("<=", 0.45)]),
        ("composite_basic", "primary", 2015, [("<=", 0.65)]),
        ("composite_basic", "junior", 2015, [("<=", 0.55)]),
        ("extra_large_class_share", "junior", 2017, []),
        ("extra_large_class_share", "junior", 2018, [("<=", 2)]),
        ("large_class_share", "primary", 2019, []),
        ("large_class_share", "primary", 2020, [("<=", 5)]),
        ("pupil_teacher_ratio", "kindergarten", 2020, [("<=", 15)]),
        ("pupils_per_post", "junior", 2020, [("<=", 13.5)]),
    ],
)
def test_a_year_has_the_norms_valid_in_that_year(
    indicator: str, level: str, year: int, told: list[tuple[str, float]]
) -> None:
    assert in_force(indicator, level, year) == told


def test_a_province_may_ask_for_more() -> None:
    assert in_force("public_grant_per_pupil", "primary", 2016, "110000") == [(">=", 650)]
    assert in_force("gross_enrolment_rate", "kindergarten", 2022, "410000") == [(">=", 90)]


QUOTAS = {  # quota of county.yaml → the norms that say the same
    "primary": [("public_grant_per_pupil", "primary"), ("small_school_grant", "primary")],
    "junior": [("public_grant_per_pupil", "junior")],
    "special": [("public_grant_per_pupil", "special")],
    "boarders": [("boarding_grant_per_boarder", "primary"), ("boarding_grant_per_boarder", "junior")],
}


def test_the_example_county_pays_by_the_same_quotas() -> None:
    """`sources` may not read norms.csv, so what county.yaml repeats of it is compared here."""
    for quota, same in QUOTAS.items():
        for indicator, level in same:
            for year in range(2016, 2027):
                assert in_force(indicator, level, year) == [(">=", plan().quota(quota, year))], (quota, year)
    assert plan().quotas.keys() == QUOTAS.keys()
    levied = {"surcharge_levied": "surcharge_rate", "local_surcharge_levied": "local_surcharge_rate"}
    for measure, share in plan().surcharges.items():
        assert in_force(levied[measure], "all", 2020) == [(">=", share * 100)]


def test_no_two_norms_of_one_kind_hold_at_once() -> None:
    clashes = [
        (a.id, b.id)
        for a, b in combinations(norms(), 2)
        if (a.indicator, a.level, a.operator, a.area) == (b.indicator, b.level, b.operator, b.area)
        and a.valid_from <= (b.valid_to or 9999)
        and b.valid_from <= (a.valid_to or 9999)
    ]
    assert clashes == []


def test_the_seven_resources_have_norms_for_schools_and_for_their_dispersion() -> None:
    share = declarations().indicators["quality_schools_share"]
    assert (len(share.parts), share.at_least, share.floor) == (7, 6, 0.85)
    for level in share.levels:
        assert all(len(in_force(part, level, 2023)) == 1 for part in share.parts)
        spread = [one.id for one in declarations().indicators.values() if one.kind == "dispersion"]
        assert sum(bool(in_force(one, level, 2023)) for one in spread) == 7


def test_every_norm_says_where_it_comes_from_and_mid_year_changes_say_so() -> None:
    assert all(norm.title and norm.document for norm in norms())
    assert all("春季学期" in norm.title for norm in norms() if norm.value in (300, 720, 940, 7000))


def test_every_norm_is_asked_by_a_test_or_of_every_school() -> None:
    """A threshold nobody is judged by would be a number without use."""
    asked = {(indicator, level) for test in declared_tests() for indicator in test.of for level in test.levels}
    shares = [one for one in declarations().indicators.values() if one.kind == "schools_share"]
    asked |= {(part, level) for share in shares for part in share.parts for level in share.levels}
    assert [norm.id for norm in norms() if (norm.indicator, norm.level) not in asked] == []


@pytest.mark.parametrize(
    ("test", "indicator", "level", "figures"),
    [
        ("E1", "pupils_per_post", "junior", (13.5, 13.6)),
        ("E2", "dropout_rate", "primary", (1, 1.1)),
        ("D3", "class_50_share", "senior", (100, 99)),
    ],
)
def test_a_threshold_divides(con: Con, test: str, indicator: str, level: str, figures: tuple[float, float]) -> None:
    for region, number in zip(("110116", "110117"), figures, strict=True):
        value(con, indicator, None, "none", value=number, level=level, year=2017, region=region)
    judge(con)
    told = rows(con, f"FROM verdicts WHERE test = '{test}' ORDER BY region")
    assert [row["verdict"] for row in told] == ["pass", "fail"]


def test_only_the_regions_asked_for_and_those_above_are_judged_anew(con: Con) -> None:
    for region in ("110116", "110117", "110000"):
        value(con, "dropout_rate", None, "none", value=1, level="primary", year=2017, region=region)
    assert judge(con) == 3
    con.execute("UPDATE indicator_values SET value = 2")
    assert judge(con, regions=["110117"]) == 2
    told = {row["region"]: row["verdict"] for row in rows(con, "FROM verdicts WHERE test = 'E2'")}
    assert told == {"110116": "pass", "110117": "fail", "110000": "fail"}


def test_every_wrong_norm_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "norms.csv"
    wrong = ["X-1,nothing,all,>=,1,%,2000,,,t,d,", "X-2,class_45_share,junior,=,1,元,2000,,999999,t,d,"]
    path.write_text("\n".join([HEAD, *wrong]), encoding="utf-8")
    with pytest.raises(DeclarationError) as error:
        norms(path)
    for text in (
        "X-1：指标 nothing 未声明",
        "X-2：operator 只能是",
        "X-2：指标 class_45_share 没有学段 junior",
        "X-2：单位 元 与指标 class_45_share 的单位不同",
        "X-2：适用地区 999999 未声明",
    ):
        assert text in str(error.value)
