"""The desks: which return stands how, what was found, ledgers, deliveries, sign-off; real places apart."""

from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from dashboards.data.desk import BLOCK, columns, desk_scripts
from tests.dashboards import rows as sample
from tests.dashboards.store import fill
from tests.dashboards.visit import Visit, text


def scripts(**changed: list[dict[str, Any]]) -> dict[str, Any]:
    with duckdb.connect() as con:
        fill(con, sample.all_rows() | changed)
        return dict(desk_scripts(con))


def test_no_finding_is_cut_off_and_each_stands_where_its_list_says() -> None:
    [one, *others] = sample.findings()
    many = [one | {"finding_id": f"x{number}"} for number in range(BLOCK + 50)]
    told = scripts(findings=[*many, *others], failures=[])
    desk, blocks = told["quality"], [told["findings/0"], told["findings/1"]]
    assert desk["findings"]["rows"] == len(many) + len(others) == sum(len(block["finding_id"]) for block in blocks)
    ids = [each for block in blocks for each in block["finding_id"]]
    forms = [each for block in blocks for each in block["form"]]
    assert len(set(ids)) == len(ids)
    for first, count, form in zip(*(desk["lists"][name] for name in ("first", "count", "form")), strict=True):
        assert set(forms[first : first + count]) == {form}


def test_returns_are_told_year_by_year_and_the_newest_of_each_form_by_themselves() -> None:
    owed = {"unit": "110113", "form": "district_funding", "status": "missing", "basis": "last_year"}
    told = scripts(expected_returns=[owed | {"year": year} for year in (2024, 2022, 2023)], delivered_units=[])
    assert {name for name in told if name.startswith("returns/")} == {
        f"returns/{x}" for x in (2022, 2023, 2024, "latest")
    }
    assert told["returns/2023"]["year"] == [2023]
    assert (told["returns/latest"]["year"], told["quality"]["years"]["year"]) == ([2024], [2022, 2023, 2024])


def test_a_column_of_nothing_is_left_out_and_no_number_breaks_the_script() -> None:
    told = columns(pl.DataFrame({"a": [1.5, float("nan"), float("inf")], "b": [None, None, None]}))
    assert told == {"a": [1.5, None, None]}


@pytest.mark.browser
def test_the_desk_tells_what_became_of_a_return_and_what_to_do(browser: Any, site: Path) -> None:
    shown = text(browser, site, "quality")
    for words in (
        "顺义区",
        "逾期未报",
        "硬 1",
        "待说明 1",
        "签核台",
        "未签发",
        "可能原因",
        "两列互换",
        "将更正（填报人 王一）",
        "上年列序不同",
    ):
        assert words in shown, words
    assert "示例县的数不对" not in shown
    assert "示例县的数不对" in text(browser, site, "quality", "part=true")


@pytest.mark.slow
@pytest.mark.browser
def test_findings_are_narrowed_by_the_address(browser: Any, site: Path) -> None:
    hard = text(browser, site, "quality", "severity=hard", "#findings")
    assert "须更正" in hard
    assert "? 须说明" not in hard
    assert "没有符合所选条件的问题" in text(browser, site, "quality", "rule=NO-000", "#findings")


@pytest.mark.browser
def test_a_ledger_tells_both_values_the_difference_and_the_explanation(browser: Any, site: Path) -> None:
    real = text(browser, site, "ledgers")
    for words in ("1 对数相差超出容许差", "1,060", "1,000", "+60", "待说明"):
        assert words in real, words
    assert "示例县" not in real
    invented = text(browser, site, "ledgers", "part=true&only=all")
    assert "沿用说明" in invented and "沿用原说明：统计时点不同" in invented


@pytest.mark.browser
def test_a_delivery_shows_its_sheet_with_the_cited_cell_and_what_was_found(browser: Any, site: Path) -> None:
    page = Visit(browser, f"{(site / 'delivery').as_uri()}.html#delivery={sample.BEIJING}&sheet=1&cell=C4").drawn()
    cell = page.locator("#cell")
    assert cell.inner_text() == sample.grid(sample.BEIJING)[0][1][3][2]
    assert cell.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(255, 224, 138)"
    assert sample.FILES[sample.BEIJING] in page.inner_text("h1")
    page.close()


@pytest.mark.slow
@pytest.mark.browser
def test_a_delivery_that_could_not_be_read_says_why(browser: Any, tmp_path: Path) -> None:
    from dashboards import build_site

    tables = sample.all_rows()
    tables["deliveries"][0] |= {"state": "unreadable", "problem": "文件打不开", "release": None, "years": None}
    with duckdb.connect() as con:
        fill(con, tables)
        build_site(con, tmp_path, publication="20261122T094500-abcdef01", grid=sample.grid)
    assert "文件打不开" in text(browser, tmp_path, "delivery", f"delivery={tables['deliveries'][0]['delivery_id']}")


@pytest.mark.browser
def test_sign_off_says_where_it_stands(browser: Any, site: Path) -> None:
    shown = text(browser, site, "signing")
    assert "统计人员" in shown and "日志" in shown and "个逻辑校验问题" in shown
