"""Indicator pages, dictionary, coverage, classes, teachers, facilities, equity: their data, and what the pages show."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboards.data.dictionary import lineage_content, rules_content, spoken_of
from tests.dashboards import county
from tests.dashboards.store import fill
from tests.dashboards.visit import Visit

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return county.build(tmp_path_factory.mktemp("screens"))


@pytest.fixture
def seen(browser: Any, folder: Path) -> Iterator[Any]:
    """Open a screen of the county: (screen, more of its address) → page; nothing may complain."""
    opened: list[Visit] = []

    def see(screen: str, more: str = "", width: int = 1366) -> Any:
        visit = Visit(browser, (folder / f"{screen}.html").as_uri() + f"#region={county.COUNTY}&{more}", width)
        opened.append(visit)
        return visit.drawn()

    yield see
    for visit in opened:
        assert visit.trouble == []
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= visit.page.viewport_size["width"]
        visit.page.close()


def test_rules_know_what_they_speak_of(con: duckdb.DuckDBPyConnection) -> None:
    assert spoken_of()["B-001"] == ["admin_area", "floor_area", "living_area", "other_area", "teaching_area"]
    told = rules_content(con)
    assert {len(each) for each in told.values()} == {len(told["id"])}


def test_lineage_counts_accepted_deliveries_of_a_form_and_their_years() -> None:
    with duckdb.connect() as store:
        deliveries = [("a", "2022", "accepted", None), ("b", "2019–2024", "accepted", None)]
        deliveries += [("c", "2010", "unreadable", None), ("d", "2011", "accepted", "a")]
        names = ("delivery_id", "years", "state", "superseded_by")
        layouts = [{"delivery_id": key, "form": "f", "field": "pupils"} for key, *_ in deliveries for _ in "12"]
        told = [dict(zip(names, each, strict=True)) for each in deliveries]
        fill(store, {"deliveries": told, "layouts": layouts, "forms": [{"id": "f", "title": "表"}]})
        rows = {name: values[0] for name, values in lineage_content(store).items()}
    assert rows == {
        "field": "pupils",
        "form": "f",
        "title": "表",
        "deliveries": 2,
        "first_year": 2019,
        "last_year": 2024,
    }


def test_an_indicator_says_what_it_means_and_how_regions_stand(seen: Any) -> None:
    page = seen("indicator", "indicator=fiscal_gdp_share")
    assert page.locator("#chart-ranking").count() == 1
    assert page.locator(".meaning").inner_text().count("财政") > 0
    assert "固定链接" in page.locator("main").inner_text()
    assert "发布号" in page.locator(".cite").first.inner_text()


def test_an_indicator_without_figures_says_so(seen: Any) -> None:
    page = seen("indicator", "indicator=exchange_rate&lang=en")
    assert "no figures" in page.locator("h1").inner_text()
    assert page.locator(".meaning").count() == 1
