"""X县2014年义务教育“三个增长”报告（公开文本中县名已隐去，此处记在示例县名下）：收入只说“负增长”，工资只有一年，培训费不足。"""

from collections.abc import Iterator

import duckdb
import pytest

from tests.oracle.deliveries import judged, verdicts

Con = duckdb.DuckDBPyConnection
ROWS = [
    "2014,示例县,合计,义务教育财政拨款,47115,万元,,2.8,,,县报告",
    "2014,示例县,合计,财政经常性收入,,万元,,负增长,,,县报告",
    "2014,示例县,初中,生均一般公共预算教育事业费,6771,元,,9.41,,,县报告",
    "2014,示例县,小学,生均一般公共预算教育事业费,3615,元,,3.17,,,县报告",
    "2014,示例县,初中,生均一般公共预算公用经费,2781,元,2726,2.04,,,县报告",
    "2014,示例县,小学,生均一般公共预算公用经费,1803,元,1786,0.94,,,县报告",
    "2014,示例县,合计,教师工资总额,36414,万元,,,,,县报告",
    "2014,示例县,合计,教师工资统计人数,7169,人,,,,,县报告",
    "2014,示例县,合计,居民消费价格指数,102.0,%,,,,,国家统计局",
    "2014,示例县,合计,教师培训经费,483,万元,,,,,县报告",
]


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Con]:
    with judged(tmp_path_factory.mktemp("x"), X县=ROWS) as store:
        store.execute("DELETE FROM verdicts WHERE region <> '991001'")
        yield store


def test_growth_over_a_revenue_known_to_fall_passes_without_a_gap(con: Con) -> None:
    told = verdicts(con, "C1", "verdict", "flags", "left_value", "right_value", "gap", "missing")
    assert told == {(2014, "all"): ("pass", ["stated_only", "revenue_fell"], 2.8, None, None, [])}
    assert "负增长" in verdicts(con, "C1", "formula")[2014, "all"]
    assert '"printed":"负增长"' in verdicts(con, "C1", "evidence")[2014, "all"]


def test_the_education_law_can_not_be_judged_without_all_education(con: Con) -> None:
    assert verdicts(con, "T1", "verdict", "missing")[2014, "all"] == (
        "insufficient",
        ["一般公共预算教育经费", "财政经常性收入增长率的数值（文件只说负增长）"],
    )


def test_per_pupil_money_passes_as_stated(con: Con) -> None:
    assert verdicts(con, "C2S", "verdict", "flags") == {
        (2014, "junior"): ("pass", ["stated_only"]),
        (2014, "primary"): ("pass", ["stated_only"]),
    }


def test_public_money_per_pupil_is_recomputed_and_both_stated_growths_are_within_rounding(con: Con) -> None:
    assert verdicts(con, "C3b", "verdict", "round(gap, 4)", "flags") == {
        (2014, "junior"): ("pass", 2.0176, []),
        (2014, "primary"): ("pass", 0.9518, []),
    }
    assert con.sql("SELECT count(*) FROM findings WHERE rule = 'F-002'").fetchall() == [(0,)]


def test_wages_of_one_year_prove_no_growth(con: Con) -> None:
    assert verdicts(con, "T3a", "verdict", "missing") == {(2014, "all"): ("insufficient", ["上年教师年平均工资"])}
    ((wage,),) = con.sql("""SELECT round(value) FROM indicator_values
        WHERE indicator = 'teacher_wage' AND basis = 'reported'""").fetchall()
    assert wage == 50794


def test_wages_are_not_compared_with_those_of_nobody(con: Con) -> None:
    assert verdicts(con, "F7", "verdict", "missing") == {(2014, "all"): ("insufficient", ["公务员年平均工资"])}


def test_training_is_short_of_63_21(con: Con) -> None:
    told = verdicts(con, "F6", "verdict", "round(left_value, 4)", "right_value", "round(shortfall, 2)", "gap_unit")
    assert told == {(2014, "all"): ("fail", 1.3264, 1.5, 63.21, "百分点")}
    assert verdicts(con, "F6", "formula")[2014, "all"].startswith("教师培训经费占教师工资总额比例 1.33% ＜ 1.5%")


def test_the_conclusions_are_conditional_at_best(con: Con) -> None:
    """义务教育法：缺工资序列；教育法：全口径拨款和收入额都没有，无法判定."""
    told = con.sql("SELECT family, summary, conditions FROM family_summaries WHERE year = 2014").fetchall()
    found = {family: (summary, conditions) for family, summary, conditions in told}
    assert found["compulsory_law"] == ("conditional", ["缺 教师年平均工资"])
    assert found["education_law"][0] == "undecided"
    assert "一般公共预算教育经费" in found["education_law"][1][0]


def remarks(con: Con, kind: str) -> dict[tuple[str, str], tuple[float, float, str]]:
    told = con.sql(f"""SELECT test, level, round(least, 2), round(most, 2), remark FROM verdict_remarks
        WHERE kind = '{kind}' ORDER BY 1, 2""").fetchall()
    return {(test, level): (least, most, text) for test, level, least, most, text in told}


def test_total_and_per_pupil_growth_agree_only_if_the_pupils_fell(con: Con) -> None:
    told = remarks(con, "implied_pupils")
    assert {key for key in told if key[0] == "C2S"} == {("C2S", "junior"), ("C2S", "primary")}
    assert told["C2S", "junior"][:2] == (-6.04, -0.36)
    assert "学生数须变化 −6.04%～−0.36%" in told["C2S", "junior"][2]


def test_growth_below_that_of_prices_is_a_real_decline_and_still_passes(con: Con) -> None:
    told = remarks(con, "real_decline")
    assert told["C3b", "primary"][2] == "实际下降：名义增长 0.95%，扣除价格上涨后 −1.03%"
    assert ("C3b", "junior") not in told  # 2.02 % against 2.0 %
    assert verdicts(con, "C3b", "verdict")[2014, "primary"] == "pass"
