"""Situations of county reports, each a few tidy rows: what is masked, only said, cumulated, unchanged or split."""

from collections.abc import Iterator

import duckdb
import pytest

from tests.oracle.deliveries import judged, verdicts

Con = duckdb.DuckDBPyConnection
TOTAL, REVENUE, PUBLIC = "一般公共预算教育经费", "财政经常性收入", "生均一般公共预算公用经费"
FUNDING = "生均一般公共预算教育经费"
ROWS = [
    f"2019,示例县,合计,{TOTAL},100000,万元,,5.0,,,甲",
    f"2019,示例县,合计,{REVENUE},××,万元,,,,,甲",
    f"2019,示例县,小学,{PUBLIC},,元,,正增长,,,甲",
    f"2019,示例县,初中,{PUBLIC},,元,,负增长,,,甲",
    f"2020,示例县,合计,{TOTAL},520000,万元,100000,,,,累计数误作年度数",
    f"2020,示例县,合计,{FUNDING},9900,元,10000,,,,乙",
    f"2020,示例县,小学,{PUBLIC},650,元,650,,,,乙",
    "2022,示例县,小学,公用经费拨款,650,万元,,,,,丙",
    "2022,示例县,小学,年平均在校学生数,10000,人,,,,,丙",
    "2023,示例县,小学,公用经费拨款,690,万元,,,,,丙",
    "2023,示例县,小学,年平均在校学生数,10000,人,,,,,丙",
    "2024,示例县,小学,公用经费拨款,690,万元,,,,,丙",
    "2024,示例县,小学,年平均在校学生数,10000,人,,,,,丙",
    "2023,示例县,合计,土地出让收入,1000,万元,,,,,丙",
    "2023,示例县,合计,土地出让收入扣除项,1200,万元,,,,,丙",
    "2023,示例县,合计,土地出让收益计提教育资金,0,万元,,,,,丙",
    "2024,示例县,合计,土地出让收入,3000,万元,,,,,丙",
    "2024,示例县,合计,土地出让收入扣除项,1000,万元,,,,,丙",
    "2024,示例县,合计,土地出让收益计提教育资金,150,万元,,,,,丙",
    "2024,示例县,小学,教师工资总额,8000,万元,,,,,丙",
    "2024,示例县,小学,教师工资统计人数,1000,人,,,,,丙",
    "2024,示例县,合计,教师培训经费,30,万元,,,,,丙",
    "2024,示例县,合计,公务员工资总额,900,万元,,,,,丙",
    "2024,示例县,合计,公务员工资统计人数,100,人,,,,,丙",
]


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Con]:
    with judged(tmp_path_factory.mktemp("situations"), 情形=ROWS) as store:
        store.execute("DELETE FROM verdicts WHERE region <> '991001'")
        yield store


def test_a_masked_number_is_insufficient_and_said_to_be_masked(con: Con) -> None:
    told = verdicts(con, "T1", "verdict", "missing")
    assert told[2019, "all"] == ("insufficient", ["财政经常性收入（数字被遮蔽）"])


def test_words_without_figures_never_pass_and_an_admitted_fall_fails(con: Con) -> None:
    told = verdicts(con, "T3b", "verdict", "missing")
    assert told[2019, "primary"] == ("insufficient", [f"{PUBLIC}增长率的数值（文件只说正增长）"])
    assert told[2019, "junior"] == ("fail", [])


def test_a_total_of_several_years_taken_for_one_passes_but_is_found(con: Con) -> None:
    assert verdicts(con, "B1", "verdict")[2020, "all"] == "pass"
    assert con.sql("SELECT year, cell FROM findings WHERE rule = 'F-018'").fetchall() == [(2020, "E6")]


def test_the_total_may_grow_while_money_per_pupil_falls(con: Con) -> None:
    assert verdicts(con, "B1", "verdict")[2020, "all"] == "pass"
    assert verdicts(con, "B2", "verdict", "round(gap, 2)")[2020, "all"] == ("fail", -1.0)


def test_a_standard_that_stays_the_same_is_flat(con: Con) -> None:
    assert verdicts(con, "T3b", "verdict")[2020, "primary"] == "flat"


def test_a_quota_raised_during_the_year_is_asked_for_by_term(con: Con) -> None:
    told = verdicts(con, "F11", "verdict", "flags", "round(shortfall, 2)")
    assert told[2022, "primary"] == ("pass", ["marginal"], None)
    assert told[2023, "primary"] == ("insufficient", ["mid_year"], None)
    assert told[2024, "primary"] == ("fail", [], 30.0)
    assert verdicts(con, "F11", "missing")[2023, "primary"] == ["分学期实拨数（年中提标）"]


def test_nothing_is_owed_on_a_base_that_is_not_positive(con: Con) -> None:
    told = verdicts(con, "F4", "verdict", "flags", "shortfall")
    assert told[2023, "all"] == ("pass", ["no_base"], None)
    assert told[2024, "all"] == ("fail", [], 50.0)


def test_two_averages_are_compared_and_the_gap_told_in_money(con: Con) -> None:
    told = verdicts(con, "F7", "verdict", "gap", "gap_unit", "shortfall")
    assert told[2024, "primary"] == ("fail", -10000.0, "元", 1000.0)


def test_a_ratio_without_its_denominator_names_what_is_lacking(con: Con) -> None:
    assert verdicts(con, "F5", "verdict", "missing") == {
        (2024, "all"): ("insufficient", ["教师培训经费占公用经费预算比例（缺公用经费预算总额）"])
    }


def test_what_next_year_asks_follows_the_declared_growth(con: Con) -> None:
    rows = con.sql("""SELECT amount, growth, needed, strictly FROM next_year
        WHERE test = 'T1' AND year = 2019 AND region = '991001'""")
    assert rows.fetchall() == [(100000.0, 5.0, 105000.0, True)]
    assert con.sql("SELECT needed(100000, 'growth_over', 8)").fetchall() == [(108000.0,)]
