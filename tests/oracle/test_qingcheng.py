"""清远市清城区“三个增长”自查（落款2009年5月）。原文年份被统一改写，2006—2008年是由落款推断的；数字为原文所列。"""

from collections.abc import Iterator

import duckdb
import pytest

from tests.oracle.deliveries import judged, verdicts

Con = duckdb.DuckDBPyConnection
SPENT = {2006: (20596, 18.68), 2007: (25772, 25.13), 2008: (31973, 24.06)}
PLANNED = {2006: (13555, 14.59), 2007: (15892, 17.24), 2008: (22945, 44.38)}
REVENUE = {2006: "11.91", 2007: "19.0", 2008: "23.00"}
PER_PUPIL = {2006: (2297, 19.51), 2007: (2871, 24.99), 2008: (3563, 24.1)}
PUBLIC = {2006: ("1044.41", 2.17), 2007: ("1108.56", 6.14), 2008: ("1126.23", 1.56)}
ROWS = [
    *(f"{y},清城区,合计,一般公共预算教育经费,{v},万元,,{g},,,自查报告" for y, (v, g) in SPENT.items()),
    *(f"{y},清城区,合计,年初预算教育经费,{v},万元,,{g},,,自查报告" for y, (v, g) in PLANNED.items()),
    *(f"{y},清城区,合计,财政经常性收入,,万元,,{g},,,自查报告" for y, g in REVENUE.items()),
    *(f"{y},清城区,合计,一般公共预算收入总额,,万元,,48.0,,,自查报告（年均）" for y in SPENT),
    *(f"{y},清城区,合计,生均一般公共预算教育事业费,{v},元,,{g},,,自查报告" for y, (v, g) in PER_PUPIL.items()),
    *(f"{y},清城区,合计,生均一般公共预算公用经费,{v},元,,{g},,,自查报告" for y, (v, g) in PUBLIC.items()),
    "2008,清城区,合计,教师年平均工资,40620,元,34330,,,,自查报告",
]


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Con]:
    with judged(tmp_path_factory.mktemp("qingcheng"), 清城区自查=ROWS) as store:
        yield store


def test_appropriation_grew_faster_in_all_three_years(con: Con) -> None:
    assert verdicts(con, "T1", "verdict", "round(gap, 2)", "gap_unit") == {
        (2006, "all"): ("pass", 6.77, "百分点"),
        (2007, "all"): ("pass", 6.13, "百分点"),
        (2008, "all"): ("pass", 1.06, "百分点"),
    }


def test_the_first_year_has_no_base_and_rests_on_what_is_stated(con: Con) -> None:
    bases = con.sql("""SELECT year, growth_basis FROM indicator_values WHERE indicator = 'budget_education_total'
        ORDER BY 1""")
    assert bases.fetchall() == [(2006, "stated"), (2007, "last_year"), (2008, "last_year")]
    assert verdicts(con, "T1", "list_contains(flags, 'stated_only')")[2006, "all"]
    assert verdicts(con, "T2S", "flags")[2006, "all"] == ["stated_only"]
    assert verdicts(con, "T2S", "flags")[2007, "all"] == []


def test_budgeted_money_and_general_revenue_stand_beside_and_turn_the_verdict(con: Con) -> None:
    told = con.sql("""SELECT scope, year, verdict, round(gap, 2) FROM verdict_scopes WHERE test = 'T1' AND scope <> ''
        ORDER BY ALL""").fetchall()
    assert told == [
        ("一般公共预算收入", 2006, "fail", -29.32),
        ("一般公共预算收入", 2007, "fail", -22.87),
        ("一般公共预算收入", 2008, "fail", -23.94),
        ("年初预算", 2006, "pass", 2.68),
        ("年初预算", 2007, "fail", -1.76),
        ("年初预算", 2008, "pass", 21.38),
    ]
    assert all(verdicts(con, "T1", "list_contains(flags, 'definition_sensitive')").values())


def test_per_pupil_spending_and_wages_grew(con: Con) -> None:
    assert set(verdicts(con, "T2S", "verdict").values()) == {"pass"}
    assert verdicts(con, "T3b", "verdict", "round(gap, 4)") == {
        (2006, "all"): ("pass", 2.17), (2007, "all"): ("pass", 6.1422), (2008, "all"): ("pass", 1.5940),
    }  # fmt: skip
    assert verdicts(con, "T3a", "verdict", "round(gap, 2)")[2008, "all"] == ("pass", 18.32)
    assert verdicts(con, "T3a", "verdict", "missing")[2007, "all"] == ("insufficient", ["教师年平均工资"])


def test_only_the_growth_outside_its_rounding_is_a_finding(con: Con) -> None:
    """1.56 lies outside [1.5930, 1.5949]; every other stated growth is within the rounding of the two figures."""
    found = con.sql("SELECT year, found FROM findings WHERE rule IN ('F-002', 'F-003') ORDER BY 1").fetchall()
    assert [(year, text[:4]) for year, text in found] == [(2008, "1.56")]


def test_all_of_it_is_met_in_the_year_whose_wages_are_told(con: Con) -> None:
    told = con.sql("""SELECT year, summary, stated, conditions FROM family_summaries
        WHERE family = 'education_law' ORDER BY year""").fetchall()
    lacking = ["缺 教师年平均工资"]
    assert [(year, summary, conditions) for year, summary, _, conditions in told] == [
        (2006, "conditional", lacking), (2007, "conditional", lacking), (2008, "pass", [])]  # fmt: skip
    assert told[0][2] == 3  # the first year rests on stated growth alone


def test_the_pupils_behind_the_figures_hardly_change(con: Con) -> None:
    told = con.sql("""SELECT year, round(pupils), remark FROM verdict_remarks WHERE kind = 'implied_pupils'
        AND test = 'T2S' ORDER BY 1""").fetchall()
    assert [(year, pupils) for year, pupils, _ in told] == [(2006, 89665), (2007, 89767), (2008, 89736)]
    assert told[2][2] == "由拨款总额和生均数反推学生数 89,736 人（比上年 −0.03%）"
