"""全国公告：同口径与直接相除并列（domain 夹具），两个总量之比复算，2017年公用经费七个序列。"""

import pytest

from tests.oracle.line import only
from warehouse import Connection

Case = tuple[int, str, str, float, float, str]
# (年, 指标, 学段, 直接相除, 公告增速, 依据)
GROWTHS: list[Case] = [
    (2009, "budget_education_total", "all", 17.90, 17.90, "printed_previous"),
    (2014, "budget_education_total", "all", 5.467, 5.467, "printed_previous"),
    (2015, "budget_education_total", "all", 14.55, 9.41, "comparable"),
    (2021, "budget_education_total", "all", 3.18, 5.17, "comparable"),
    (2021, "per_pupil_funding", "kindergarten", 1.01, 4.68, "comparable"),
    (2021, "per_pupil_funding", "primary", 0.41, 2.22, "comparable"),
    (2021, "per_pupil_funding", "junior", -0.18, 1.74, "comparable"),
    (2021, "per_pupil_funding", "senior", 0.73, 2.95, "comparable"),
    (2021, "per_pupil_funding", "vocational", -2.02, 0.58, "comparable"),
    (2021, "per_pupil_funding", "higher", 0.80, 1.65, "comparable"),
    (2022, "per_pupil_funding", "primary", 3.32, 3.32, "last_year"),
    (2022, "per_pupil_funding", "higher", -1.69, -1.69, "last_year"),
    (2019, "per_pupil_funding", "primary", 5.48, 5.48, "last_year"),
    (2018, "per_pupil_funding", "kindergarten", 10.36, 10.36, "printed_previous"),
    (2015, "per_pupil_operating", "primary", 15.07, 15.07, "printed_previous"),
    (2017, "per_pupil_public", "primary", 4.64, 4.64, "printed_previous"),
    (2017, "per_pupil_public", "primary_rural", 3.90, 3.90, "printed_previous"),
    (2017, "per_pupil_public", "junior", 6.47, 6.47, "printed_previous"),
    (2017, "per_pupil_public", "junior_rural", 4.59, 4.59, "printed_previous"),
    (2017, "per_pupil_public", "senior", 6.18, 6.18, "printed_previous"),
    (2017, "per_pupil_public", "vocational", 2.71, 2.71, "printed_previous"),
    (2017, "per_pupil_public", "higher", 5.44, 5.44, "printed_previous"),
]


@pytest.mark.parametrize("case", GROWTHS, ids=lambda case: "-".join(map(str, case[:3])))
def test_growth_and_the_direct_ratio_stand_side_by_side(published: Connection, case: Case) -> None:
    year, indicator, level, raw, growth, basis = case
    told = published.sql(f"""SELECT raw_growth, growth, growth_basis FROM indicator_values
        WHERE region = '000000' AND release = 'bulletin'
        AND (year, indicator, level) = ({year}, '{indicator}', '{level}')""").fetchall()
    assert told == [(pytest.approx(raw, abs=0.0051), pytest.approx(growth, abs=0.0051), basis)]


def test_nothing_published_contradicts_itself(published: Connection) -> None:
    """No rule objects: 2024 占一般公共预算支出 14.58%，占国内生产总值 4.02%，都由两个总量复算。"""
    assert published.sql("SELECT rule, message FROM findings WHERE region = '000000'").fetchall() == []


@pytest.mark.parametrize(
    ("year", "test", "level", "verdict"),
    [
        (2016, "T3b", "higher", "fail"),
        (2021, "T2", "junior", "pass"),
        (2021, "T2", "vocational", "pass"),
        (2022, "T2", "higher", "fail"),
        (2024, "T2", "all", "pass"),
        (2024, "T3b", "all", "fail"),
    ],
)
def test_a_total_that_grows_hides_no_part_that_falls(
    published: Connection, year: int, test: str, level: str, verdict: str
) -> None:
    query = (
        f"SELECT verdict FROM verdicts WHERE region = '000000' AND (year, test, level) = ({year}, '{test}', '{level}')"
    )
    assert only(published.sql(query).fetchall()) == verdict
