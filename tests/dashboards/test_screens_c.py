"""Deliveries: what a cell is read as, and where its sheet leads."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboards import build_site
from dashboards.data.desk import desk_scripts
from dashboards.data.layouts import layouts_scripts
from tests.dashboards import rows as sample
from tests.dashboards.store import fill
from tests.dashboards.test_data import rows_of, store
from tests.dashboards.visit import Visit

EVIL = "<img src=x onerror=alert(1)>"


def test_every_delivery_says_which_of_its_cells_mean_what_and_which_are_marked() -> None:
    cell = {"delivery_id": "d1", "form": "f", "field": "pupils", "level": "primary", "part": "value", "sheet": "表"}
    deliveries = [{"delivery_id": "d1"}, {"delivery_id": "d2"}]
    found = [{"finding_id": "f1", "delivery_id": "d1", "cell": "C3", "severity": "hard", "message": "不对"}]
    with store(layouts=[{**cell, "column": "C"}], deliveries=deliveries, findings=found) as con:
        told = dict(layouts_scripts(con)) | dict(desk_scripts(con))
    assert rows_of(told["layouts/d1"])[0]["field"] == "pupils"
    assert rows_of(told["marked/d1"])[0]["cell"] == "C3"
    assert told["layouts/d2"] == told["marked/d2"] == {}


@pytest.mark.slow
@pytest.mark.browser
def test_a_cell_says_what_it_is_read_as(browser: Any, site: Path) -> None:
    for delivery in sample.FILES:
        visit = Visit(browser, f"{(site / 'delivery.html').as_uri()}#delivery={delivery}")
        page = visit.drawn()
        page.locator("td[data-cell]").last.click()
        page.wait_for_selector(".meant")
        assert page.locator(".meant b").inner_text() in page.url
        assert visit.trouble == []
        page.close()


@pytest.mark.slow
@pytest.mark.browser
def test_a_large_sheet_is_never_on_the_page_as_a_whole(browser: Any, tmp_path: Path) -> None:
    tables = sample.all_rows()
    tables["deliveries"] = [row | {"file_name": f"{EVIL}.csv"} for row in tables["deliveries"]]
    sheet = [["甲", EVIL, str(number)] for number in range(1, 5001)]
    with duckdb.connect() as con:
        fill(con, tables)
        build_site(con, tmp_path, publication="20261122T094500-abcdef01", grid=lambda _: [(EVIL, sheet)])
    visit = Visit(browser, f"{(tmp_path / 'delivery.html').as_uri()}#delivery={sample.BEIJING}&sheet=1&cell=C4321")
    page = visit.drawn()
    assert page.locator(".sheet tbody tr").count() <= 200
    assert page.locator("#cell").inner_text() == "4321"
    assert page.locator(".sheet thead tr").count() == 4, "the head of the sheet stays in sight"
    assert page.locator("main img").count() == 0
    assert visit.trouble == []
    page.close()
