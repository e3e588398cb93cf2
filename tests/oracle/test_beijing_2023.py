"""北京市2023年分区教育经费（北京市教育委员会开放数据）：法定检验第一项的两侧都已公布。"""

from tests.oracle.conftest import Ask

FAILED = {"顺义区": -10.92, "大兴区": -7.91, "怀柔区": -0.03, "通州区": -1.77, "石景山区": -4.38, "门头沟区": -63.18}
T1 = """SELECT name, verdict, flags, round(gap, 2), shortfall FROM verdicts JOIN regions ON code = region
    WHERE test = 'T1' AND verdicts.year = 2023 AND parent = '110000'"""


def test_six_districts_fail_and_ten_pass(ask: Ask) -> None:
    told = {name: (verdict, gap) for name, verdict, _, gap, _ in ask(T1)}
    assert {name: gap for name, (verdict, gap) in told.items() if verdict == "fail"} == FAILED
    assert sorted(verdict for verdict, _ in told.values()) == ["fail"] * 6 + ["pass"] * 10


def test_every_gap_is_the_printed_one(ask: Ask) -> None:
    printed = dict(ask("SELECT region, value::DOUBLE FROM published_figures WHERE indicator = 'growth_gap'"))
    told = dict(ask("SELECT region, round(gap, 2) FROM verdicts WHERE test = 'T1' AND year = 2023"))
    assert {region: gap for region, gap in told.items() if region in printed} == printed


def test_flags(ask: Ask) -> None:
    flags = {name: set(told) for name, _, told, _, _ in ask(T1)}
    assert flags["怀柔区"] == {"marginal", "stated_only"}
    assert flags["房山区"] == {"revenue_fell", "stated_only"}
    assert all("stated_only" in told for told in flags.values())


def test_shortfall_is_what_would_have_passed(ask: Ask) -> None:
    """顺义：E₀ = 52.51÷1.0085，E₀×1.1177 − 52.51 = 5.6857 亿元。"""
    shortfall = {name: money for name, _, _, _, money in ask(T1)}
    assert round(shortfall["顺义区"], 0) == round(525100 / 1.0085 * 1.1177 - 525100, 0)
    assert shortfall["房山区"] is None


def test_the_file_that_repeats_another_is_found_and_not_used(ask: Ask) -> None:
    """生均教育事业费 repeats 生均公用经费 figure by figure: it can't be right, and it blocks nothing else."""
    held = ask("SELECT file_name, message, cause FROM findings WHERE held AND year = 2023")
    assert [(file, cause) for file, _, cause in held] == [("北京市生均教育事业费增长情况2023.csv", "twin_document")]
    assert "生均公用经费增长情况2023.csv" in held[0][1]
    assert ask("SELECT count(*) FROM held_cells") == [(32,)]
    used = dict(
        ask("""SELECT indicator, count(*) FROM indicator_values JOIN regions ON code = region
            WHERE parent = '110000' AND year = 2023 GROUP BY indicator""")
    )
    assert used["per_pupil_public"] == 32 and "per_pupil_operating" not in used
    states = ask("SELECT DISTINCT state FROM deliveries")
    assert states == [("accepted",)]
