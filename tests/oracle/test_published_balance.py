"""公示的校际差异系数、巩固率和普惠率：逐项与综合分别判定，超过100%的合法，两个近似的指标不混。"""

import pytest

from tests.oracle.line import only
from warehouse import Connection

# 地区, 年, 检验, 学段, 结论, 差距
VERDICTS = [
    ("鸠江区", 2023, "Q2", "primary", "fail", -0.001787),
    ("宁国市", 2022, "Q2", "primary", "fail", -0.259),
    ("宁国市", 2022, "Q2", "junior", "fail", -0.605),
    ("庐阳区", 2015, "J1", "primary", "pass", 0.058),
    ("庐阳区", 2015, "J1", "junior", "pass", 0.236),
    ("蜀山区", 2015, "J1", "primary", "pass", 0.233),
    ("蜀山区", 2015, "J1", "junior", "pass", 0.057),
]


@pytest.mark.parametrize("case", VERDICTS, ids=lambda case: "-".join(map(str, case[:4])))
def test_dispersions_meet_or_miss_the_norm_of_their_scheme(
    published: Connection, case: tuple[str, int, str, str, str, float]
) -> None:
    region, year, test, level, verdict, gap = case
    told = published.sql(f"""SELECT verdict, gap FROM verdicts JOIN regions ON code = region
        WHERE (name, year, test, level) = ('{region}', {year}, '{test}', '{level}')""").fetchall()
    assert told == [(verdict, pytest.approx(gap, abs=1e-9))]


def test_one_item_over_the_line_fails_whatever_the_composite(published: Connection) -> None:
    """鸠江2023：综合 0.367503 远低于 0.50，骨干教师 0.501787 仍不达标；差值舍入到两位小数看不出来。"""
    told = dict(published.sql("""SELECT indicator, value FROM indicator_values JOIN regions ON code = region
        WHERE name = '鸠江区'""").fetchall())  # fmt: skip
    assert (told["composite_quality"], told["cv_backbone"]) == (0.367503, 0.501787)
    flags = published.sql("""SELECT flags FROM verdicts JOIN regions ON code = region
        WHERE name = '鸠江区' AND test = 'Q2'""").fetchall()  # fmt: skip
    assert only(flags) == ["marginal"]


def test_six_of_ningguos_seven_items_miss(published: Connection) -> None:
    formula = published.sql("""SELECT formula FROM verdicts JOIN regions ON code = region
        WHERE name = '宁国市' AND test = 'Q2' AND level = 'primary'""").fetchall()
    assert "7 项中 1 项达到" in str(only(formula))


def test_rates_that_may_pass_a_hundred_are_no_errors(published: Connection) -> None:
    """银川2025：小学六年巩固率 112.1%、毛入园率 109.2%；全国1990年小学毛入学率 111.0%。"""
    over = "SELECT count(*) FROM published_figures WHERE value > 100 AND unit = '%' AND region <> '991001'"
    assert only(published.sql(over).fetchall()) == 5
    assert published.sql("SELECT message FROM findings WHERE rule LIKE 'I-%'").fetchall() == []


def test_coverage_of_children_is_not_the_share_of_kindergartens(published: Connection) -> None:
    told = dict(published.sql("""SELECT indicator, value FROM indicator_values
        WHERE indicator LIKE 'inclusive%' AND region = '000000' AND year = 2021""").fetchall())  # fmt: skip
    assert told == {"inclusive_coverage": 87.78, "inclusive_kindergarten_share": 83.0}


def test_a_report_that_contradicts_itself_is_found(published: Connection) -> None:
    """某县2022：增长14.6%、增收4376万元，按 30161 对 25785 应为 16.97%。"""
    told = published.sql("SELECT rule, found, expected FROM findings WHERE region = '991001'").fetchall()
    assert told == [("F-002", "14.6%", "16.97%")]
