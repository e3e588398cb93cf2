"""The page of data quality and the ledgers: what stands where, and real places apart from invented ones."""

from pathlib import Path

import duckdb
import pytest

from dashboards.facts import load
from dashboards.quality import MOST_ROWS, MOST_SHOWN, ON_PAGE, Section, quality
from tests.dashboards.rows import all_rows, findings
from tests.dashboards.store import fill


@pytest.fixture(scope="module")
def page(site: Path) -> str:
    return (site / "quality.html").read_text(encoding="utf-8")


def part(page: str, id: str) -> str:
    return page.split(f'id="{id}"')[1].split('id="owed"', maxsplit=1)[0].split('id="invented"', maxsplit=1)[0]


def test_a_cell_tells_what_became_of_a_return(page: str) -> None:
    readiness = part(page, "real").split("</table>")[0]
    assert "顺义区" in readiness and "逾期未报" in readiness
    assert '<a href="#f-110000-district_funding"><b class="fail">硬 1</b> <b class="warn">待说明 1</b>' in readiness
    assert "2022 年" in part(page, "real"), "each year is there too"


def test_a_finding_has_one_row_with_its_cause_count_answer_and_last_years_reason(page: str) -> None:
    row = page.split('<tr id="f2">')[1].split("</tr>", maxsplit=1)[0]
    for words in (
        "须更正",
        "可能原因：两列互换",
        "答复将更正（填报人 王一）",
        "待更正",
        ">3<",
        "上年说明：上年列序不同",
        "规则 gap_identity",
    ):
        assert words in row


def test_invented_places_stand_apart_on_every_page(page: str, site: Path) -> None:
    assert "示例县的数不对" not in part(page, "real")
    assert "示例县的数不对" in part(page, "invented")
    ledgers = (site / "ledgers.html").read_text(encoding="utf-8")
    real, invented = ledgers.split("<h2>示例数据</h2>")
    assert "顺义区小学" in real and "示例县小学" in invented and "示例县小学" not in real


def test_a_ledger_tells_both_values_the_difference_and_the_explanation(site: Path) -> None:
    real, invented = (site / "ledgers.html").read_text(encoding="utf-8").split("<h2>示例数据</h2>")
    for words in ("1 对数相差超出容许差", "1,060", "1,000", "+60", "50", "待说明", "deliveries/"):
        assert words in real
    assert "沿用说明" in invented and "沿用原说明：统计时点不同" in invented


def test_rules_tell_how_often_they_were_right(page: str) -> None:
    yields = page.split("规则成效")[1].split("</section>", maxsplit=1)[0]
    assert "same_figures" in yields and "提出 2 · 更正 1" in yields


def test_what_is_explained_is_marked_no_more() -> None:
    tables = all_rows()
    for row in tables["findings"]:
        row["state"] = "explained"
    with duckdb.connect() as con:
        fill(con, tables)
        facts = load(con, "p")
        assert not facts.unexplained
        assert not any("unexplained" in verdict.flags for verdict in facts.verdicts)
        [real, _] = quality(con, facts)
        assert real.unanswered == [] and real.by_rule == []


def test_a_long_list_is_folded_and_nothing_is_lost() -> None:
    section = Section("a", "t", findings() * 200)
    assert (len(section.shown), len(section.folded), section.left) == (MOST_SHOWN, MOST_ROWS - MOST_SHOWN, 300)
    later = Section("b", "t", findings(), room=0)
    assert (later.shown, later.folded, later.left) == ([], [], 4)


def test_a_page_of_many_units_and_findings_stays_light(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("DELETE FROM findings; DELETE FROM expected_returns; DELETE FROM delivered_units")
    con.execute("""INSERT INTO expected_returns (unit, form, year, status)
        SELECT 'u' || i, 'school_list', 2023, if(i = 390, 'missing', 'accepted') FROM range(400) t(i)""")
    con.execute("""INSERT INTO delivered_units (delivery_id, form, reporter, unit, year)
        SELECT 'd' || i, 'school_list', 'u' || i, 'u' || i, 2023 FROM range(400) t(i)""")
    con.execute("""INSERT INTO findings (finding_id, rule, severity, delivery_id, region, year, state)
        SELECT i::VARCHAR, 'r', 'soft', 'd' || (i % 40), 'u' || (i % 40), 2023, 'open' FROM range(8000) t(i)""")
    [real] = quality(con, load(con, "p"))
    [grid_] = real.grids
    assert (len(grid_.lines), grid_.left) == (300, 100)
    assert "u390" in [name for name, _ in grid_.lines], "what is missing is never left out before what is in order"
    assert sum(len(section.shown) + len(section.folded) for section in real.sections) == ON_PAGE
    assert sum(section.left for section in real.sections) == 8000 - ON_PAGE
