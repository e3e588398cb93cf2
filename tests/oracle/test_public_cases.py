"""各地公开公告中的法定检验：一眼能核的数字和它们应得的结论。"""

from collections.abc import Iterator

import duckdb
import pytest

from tests.oracle.deliveries import judged

Con = duckdb.DuckDBPyConnection
TOTAL, SHARE, OPERATING, PUBLIC = (
    "一般公共预算教育经费",
    "一般公共预算教育经费占一般公共预算支出比例",
    "生均一般公共预算教育事业费",
    "生均一般公共预算公用经费",
)
ROWS = [
    f"2011,石家庄市,合计,{TOTAL},,万元,,21.98,,,通报",
    "2011,石家庄市,合计,财政经常性收入,,万元,,15.20,,,通报",
    f"2017,沾益区,合计,{TOTAL},,万元,,15.23,,,公告",
    "2017,沾益区,合计,财政经常性收入,,万元,,2.19,,,公告",
    f"2022,随州市,合计,{TOTAL},,万元,,0.83,,,公告",
    f"2022,随州市,合计,{SHARE},15.68,%,18.92,,,,公告",
    f"2022,随州市,小学,{OPERATING},,元,,-1.64,,,公告",
    f"2022,莲都区,幼儿园,{OPERATING},13248.56,元,17049.52,-22.29,,,公告",
    f"2022,莲都区,合计,{TOTAL},,万元,,9.00,,,公告",
    f"2023,腾冲市,小学,{OPERATING},12273.99,元,12272.64,0.01,,,公告",
    f"2017,沾益区,初中,{PUBLIC},,元,,0.11,,,公告",
]
EXPECTED = {
    ("石家庄市", "T1", "all"): ("pass", 6.78, "百分点"),
    ("沾益区", "T1", "all"): ("pass", 13.04, "百分点"),
    ("沾益区", "T3b", "junior"): ("pass", 0.11, "%"),
    ("随州市", "B1", "all"): ("pass", 0.83, "%"),
    ("随州市", "P2", "all"): ("fail", -3.24, "百分点"),
    ("随州市", "T2S", "primary"): ("fail", -1.64, "%"),
    ("莲都区", "T2S", "kindergarten"): ("fail", -22.29, "%"),
    ("莲都区", "B1", "all"): ("pass", 9.0, "%"),
    ("腾冲市", "T2S", "primary"): ("pass", 0.01, "%"),
}


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Con]:
    with judged(tmp_path_factory.mktemp("public"), 各地公告=ROWS) as store:
        yield store


@pytest.mark.parametrize("case", EXPECTED, ids="-".join)
def test_verdict(con: Con, case: tuple[str, str, str]) -> None:
    region, test, level = case
    rows = con.sql(f"""SELECT verdict, round(gap, 2), gap_unit FROM verdicts JOIN regions ON code = region
        WHERE name = '{region}' AND test = '{test}' AND level = '{level}'""").fetchall()
    assert rows == [EXPECTED[case]]


def test_a_hundredth_of_a_percent_is_near_the_line(con: Con) -> None:
    rows = con.sql("""SELECT flags FROM verdicts JOIN regions ON code = region
        WHERE name = '腾冲市' AND test = 'T2S'""").fetchall()
    assert rows == [(["marginal"],)]
