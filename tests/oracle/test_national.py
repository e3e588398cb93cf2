"""全国教育经费执行情况统计公告：同口径增速与两年公布数直接相除并列。"""

import pytest

from tests.oracle.conftest import Ask

# 2021 公告：学段 → (直接相除, 同口径)
STATED_2021 = {
    "kindergarten": (1.01, 4.68),
    "primary": (0.41, 2.22),
    "junior": (-0.18, 1.74),
    "senior": (0.73, 2.95),
    "vocational": (-2.02, 0.58),
    "higher": (0.80, 1.65),
}
# 两年公布数直接相除即为公告增速
RECOMPUTED = [
    (2022, "per_pupil_funding", "primary", 3.32),
    (2022, "per_pupil_funding", "higher", -1.69),
    (2015, "per_pupil_operating", "primary", 15.07),
    (2014, "budget_education_total", "all", 5.47),
    (2009, "budget_education_total", "all", 17.90),
    (2017, "per_pupil_public", "primary", 4.64),
    (2017, "per_pupil_public", "junior", 6.47),
    (2017, "per_pupil_public", "senior", 6.18),
    (2017, "per_pupil_public", "vocational", 2.71),
    (2017, "per_pupil_public", "higher", 5.44),
]


@pytest.mark.parametrize("level", STATED_2021)
def test_2021_passes_as_stated_with_the_raw_ratio_beside(ask: Ask, level: str) -> None:
    told = ask(f"""SELECT verdict, flags, round(v.raw_growth, 2), round(left_value, 2)
        FROM verdicts JOIN indicator_values v USING (region, year, level, release)
        WHERE v.indicator = 'per_pupil_funding' AND test = 'T2' AND year = 2021 AND region = '000000'
        AND level = '{level}'""")
    assert told == [("pass", ["stated_only"], *STATED_2021[level])]


def test_2015_shows_both_growths(ask: Ask) -> None:
    told = ask("""SELECT growth, growth_basis, round(raw_growth, 2), stated_growth FROM indicator_values
        WHERE indicator = 'budget_education_total' AND year = 2015 AND region = '000000'""")
    assert told == [(9.41, "comparable", 14.55, 14.55)]
    ((evidence,),) = ask("SELECT evidence FROM verdicts WHERE test = 'T1' AND year = 2015 AND region = '000000'")
    assert "9.41%" in evidence and "14.55%" in evidence


@pytest.mark.parametrize(("year", "indicator", "level", "growth"), RECOMPUTED)
def test_printed_growth_is_recomputed(ask: Ask, year: int, indicator: str, level: str, growth: float) -> None:
    told = ask(f"""SELECT growth FROM indicator_values WHERE region = '000000' AND release = 'bulletin'
        AND (year, indicator, level) = ({year}, '{indicator}', '{level}')""")
    assert told[0][0] == pytest.approx(growth, abs=0.0051)


def test_flash_and_bulletin_coexist(ask: Ask) -> None:
    told = ask("""SELECT release, value / 10000 FROM indicator_values
        WHERE indicator = 'education_funding_total' AND year = 2016 AND region = '000000' ORDER BY release""")
    assert told[:2] == [("bulletin", 38888.39), ("flash", 38866.0)]


def test_provinces_add_up_to_the_bulletin(ask: Ask) -> None:
    """普通小学在校生 31 省之和与公报全国数相差不到万分之二（公报以万人公布）。"""
    told = ask("""SELECT b.year, abs(y.value / b.value - 1), y.coverage FROM indicator_values b JOIN indicator_values y
        USING (region, year, level, indicator) WHERE region = '000000' AND level = 'primary'
        AND indicator = 'pupils_total' AND b.release = 'bulletin' AND y.release = 'yearbook'""")
    assert len(told) >= 10 and all(off < 0.0002 and coverage == 1 for _, off, coverage in told)


def test_pupil_teacher_ratio_agrees_with_the_printed_one(ask: Ask) -> None:
    """公报的生师比与在校生、专任教师相除一致，只有1998年初中 (17.56 对 17.61) 是公布数本身的不一致。"""
    both = ask("""SELECT count(*) FROM published_figures f JOIN indicator_values v
        USING (region, year, level, indicator, release) WHERE indicator = 'pupil_teacher_ratio'
        AND v.basis = 'reported'""")
    assert both[0][0] >= 50
    assert ask("SELECT year, level FROM findings WHERE rule = 'E-004'") == [(1998, "junior")]


def test_every_published_number_resolves_to_its_cell(ask: Ask) -> None:
    orphans = ask("""SELECT count(*) FROM indicator_values v ANTI JOIN evidence e
        USING (region, year, level, indicator, release) WHERE v.basis <> 'rolled_up'""")
    assert orphans == [(0,)]
    assert ask("SELECT count(*) FROM evidence WHERE cell IS NULL") == [(0,)]
