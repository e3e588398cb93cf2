"""公布的校际差异系数：鸠江区2023、宁国市2022（优质均衡逐项判定），安徽2015（基本均衡看八项平均）。"""

from collections.abc import Iterator

import duckdb
import pytest

from tests.oracle.deliveries import judged

Con = duckdb.DuckDBPyConnection
NAMES = [
    "百生高于规定学历教师校际差异系数",
    "百生县级以上骨干教师校际差异系数",
    "百生体育、艺术教师校际差异系数",
    "生均教学及辅助用房校际差异系数",
    "生均体育运动场馆校际差异系数",
    "生均教学仪器设备值校际差异系数",
    "百生网络多媒体教室校际差异系数",
]
NINGGUO = [0.677, 0.674, 0.618, 0.519, 0.597, 0.167, 0.759]
BASIC = {("庐阳区", "小学"): 0.592, ("庐阳区", "初中"): 0.314, ("蜀山区", "小学"): 0.417, ("蜀山区", "初中"): 0.493}
ROWS = [
    f"2023,鸠江区,小学,{NAMES[1]},0.501787,系数,,,,,公示",
    "2023,鸠江区,小学,优质均衡七项综合差异系数,0.367503,系数,,,,,公示",
    "2023,鸠江区,小学,每百名学生拥有县级以上骨干教师数,0.887611,人,,,,,公示",
    *(f"2022,宁国市,小学,{name},{value},系数,,,,,公示" for name, value in zip(NAMES, NINGGUO, strict=True)),
    f"2022,宁国市,初中,{NAMES[1]},1.055,系数,,,,,公示",
    *(f"2015,{region},{level},基本均衡八项综合差异系数,{cv},系数,,,,,公示" for (region, level), cv in BASIC.items()),
]


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Con]:
    with judged(tmp_path_factory.mktemp("balance"), 差异系数=ROWS) as store:
        yield store


def told(con: Con, test: str, year: int, columns: str) -> list[tuple[object, ...]]:
    return con.sql(f"""SELECT {columns} FROM verdicts JOIN regions ON code = region
        WHERE test = '{test}' AND year = {year} AND name <> '示例县' ORDER BY name, level""").fetchall()


def test_0_501787_fails_0_50_whatever_the_composite_says(con: Con) -> None:
    """The exact figure decides; shown with two digits it would read 0.50, so the verdict is marked as near the line."""
    [row] = told(con, "Q2", 2023, "verdict, flags, left_indicator, left_value, right_value, round(gap, 6), formula")
    assert row[:6] == ("fail", ["marginal"], "cv_backbone", 0.501787, 0.5, -0.001787)
    assert "百生县级以上骨干教师校际差异系数 0.5018" in str(row[6]) and "＞ 0.5" in str(row[6])


def test_the_mean_of_a_county_is_not_judged_by_the_norm_of_a_school(con: Con) -> None:
    assert told(con, "Q1", 2023, "verdict") == []


def test_every_dispersion_counts_and_the_worst_is_told(con: Con) -> None:
    assert told(con, "Q2", 2022, "level, verdict, left_indicator, left_value") == [
        ("junior", "fail", "cv_backbone", 1.055),
        ("primary", "fail", "cv_network_classrooms", 0.759),
    ]
    [_, (formula,)] = told(con, "Q2", 2022, "formula")
    assert str(formula).startswith("7 项中 1 项达到；未达到：")


def test_the_older_scheme_looks_at_the_mean_of_eight(con: Con) -> None:
    assert told(con, "J1", 2015, "name, level, verdict, round(gap, 3)") == [
        ("庐阳区", "junior", "pass", 0.236),
        ("庐阳区", "primary", "pass", 0.058),
        ("蜀山区", "junior", "pass", 0.057),
        ("蜀山区", "primary", "pass", 0.233),
    ]
