"""市县公告里的公开案例：能复算的复算，写错的找出来，结论与公布数同向（出处逐行写在 published/ 的文件里）。"""

import pytest

from tests.oracle.line import only
from warehouse import Connection

Case = tuple[str, str, str, str, list[str], float]
# 地区 → 检验 → 学段 → (结论, 标记, 差距)
VERDICTS: list[Case] = [
    ("莲都区", "B1", "all", "pass", ["stated_only"], 9.0),
    ("莲都区", "T2", "kindergarten", "fail", [], -22.294),
    ("莲都区", "T2", "primary", "pass", [], 11.604),
    ("沾益区", "T1", "all", "pass", ["stated_only"], 13.04),
    ("沾益区", "T3b", "junior", "pass", ["stated_only"], 0.11),
    ("随州市", "B1", "all", "pass", ["stated_only"], 0.83),
    ("随州市", "T2", "primary", "fail", ["stated_only"], -1.64),
    ("随州市", "T2", "junior", "fail", ["stated_only"], -0.84),
    ("青田县", "T2", "primary", "pass", ["stated_only"], 0.20),
    ("腾冲市", "T2S", "primary", "pass", ["marginal", "stated_only"], 0.01),
    ("广西壮族自治区", "T2", "vocational", "fail", ["stated_only"], -3.26),
    ("石家庄市", "T1", "all", "pass", ["stated_only"], 6.78),
    ("石家庄市", "T2S", "primary", "pass", ["stated_only"], 11.36),
    ("石家庄市", "T2S", "junior", "pass", ["stated_only"], 19.97),
]


@pytest.mark.parametrize("case", VERDICTS, ids=lambda case: "-".join(case[:3]))
def test_a_verdict_follows_the_printed_figures(published: Connection, case: Case) -> None:
    region, test, level, verdict, flags, gap = case
    told = published.sql(f"""SELECT verdict, flags, round(gap, 3) FROM verdicts JOIN regions ON code = region
        WHERE (name, test, level) = ('{region}', '{test}', '{level}')""").fetchall()
    assert told == [(verdict, flags, gap)]


def test_the_one_wrong_growth_is_found_and_nothing_else(published: Connection) -> None:
    """莲都2022事业收入：33844.74 对 34583.04 万元，印作“下降1.73%”，实为 −2.13%。"""
    [(rule, found, expected)] = published.sql(
        "SELECT rule, found, expected FROM findings WHERE region NOT IN ('000000', '991001')"
    ).fetchall()
    assert (rule, found, expected) == ("F-002", "−1.73%", "−2.13%")


def test_what_is_computed_is_the_right_growth_whatever_is_printed(published: Connection) -> None:
    told = published.sql("""SELECT growth, growth_basis, stated_growth FROM indicator_values
        JOIN regions ON code = region WHERE name = '莲都区' AND indicator = 'operating_income_total'""").fetchall()
    assert told == [(pytest.approx(-2.1349, abs=1e-4), "printed_previous", -1.73)]


def test_a_test_without_its_revenue_side_is_not_passed(published: Connection) -> None:
    told = published.sql("""SELECT name, verdict, missing FROM verdicts JOIN regions ON code = region
        WHERE test = 'T1' AND name IN ('莲都区', '随州市', '青田县') ORDER BY name""").fetchall()
    assert told == [
        ("莲都区", "insufficient", ["财政经常性收入"]),
        ("随州市", "insufficient", ["财政经常性收入"]),
        ("青田县", "insufficient", ["一般公共预算教育经费", "财政经常性收入"]),
    ]


def test_a_share_that_fell_by_points_is_told_in_points(published: Connection) -> None:
    """随州2022：占比 15.68%，比上年降 3.24 个百分点，同年总量增长 0.83%。"""
    told = published.sql("""SELECT value, growth, growth_basis FROM indicator_values
        WHERE indicator = 'budget_education_share' AND region = '421300'""").fetchall()
    assert told == [(15.68, -3.24, "stated")]


def test_a_difference_of_growths_printed_in_percent_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    """沾益2016原文“高于…13.04%”：两个增长率之差的单位是百分点。"""
    from expectations import check_return
    from sources import Home
    from warehouse import open_store, receive

    home = Home(tmp_path_factory.mktemp("zhanyi")).create()
    head = "年度,地区,学段,指标,数值,单位"
    row = "2016,沾益区,合计,教育经费与财政经常性收入增长幅度比较,13.04,%"
    (home.inbox / "沾益.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    with open_store(home) as con:
        [record] = receive(con, home, check_return)
        assert record.state == "stopped" and "百分点" in record.problem
        assert only(con.sql("SELECT count(*) FROM published_figures").fetchall()) == 0
