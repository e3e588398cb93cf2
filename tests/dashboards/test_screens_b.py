"""Indicator pages, dictionary, coverage, classes, teachers, facilities, equity: their data, and what the pages show."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboards.data.coverage import coverage_scripts
from dashboards.data.dictionary import lineage_content, rules_content, spoken_of
from dashboards.data.equity import equity_scripts
from dashboards.data.portions import prepare
from dashboards.data.sql import MACROS
from tests.dashboards import county
from tests.dashboards.store import fill
from tests.dashboards.visit import Visit

pytestmark = pytest.mark.browser
SCREENS = ["indicator", "dictionary", "coverage", "classes", "teachers", "facilities", "equity"]
AMOUNTS = [(279, 45), (137, 37), (935, 89), (160, 76), (402, 55)]


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


def schools_of_a_county() -> dict[str, list[dict[str, Any]]]:
    """Five primary schools of the county in 2023: a published example whose coefficient is 0.5153."""
    place = {"region": county.COUNTY, "year": 2023, "level": "primary", "release": "return"}
    told = [
        place
        | {"school": f"31990000{i}", "indicator": "backbone_per_100", "value": 100 * x / p, "norm": 500.0}
        | {"met": 100 * x / p >= 500, "ratio": x / p / 5, "numerator": float(x), "denominator": float(p)}
        for i, (x, p) in enumerate(AMOUNTS)
    ]
    limit = {"id": "N-217", "indicator": "cv_backbone", "level": "primary", "operator": "<=", "value": 0.5, "area": ""}
    return {
        "school_conditions": told,
        "schools": [{"code": told[0]["school"], "name": "<b>一</b>小"}],
        "norms": [limit | {"unit": "系数", "valid_from": 2017}],
    }


def test_schools_with_their_weight_in_the_dispersion_and_what_would_mend_it() -> None:
    with duckdb.connect() as store:
        fill(store, schools_of_a_county())
        for macro in MACROS:
            store.execute(macro)
        [(key, text)] = equity_scripts(store)
    told = json.loads(text)
    assert (key, told["at_least"], told["floor"]) == (f"equity/{county.COUNTY}", 6, 0.85)
    assert told["schools"]["spread"] == pytest.approx([0.5153] * 5, abs=1e-4)
    assert told["schools"]["name"].count("<b>一</b>小") == 1
    assert told["additions"]["target"] == [0.5] * len(told["additions"]["school"])
    raised = dict(zip(told["additions"]["school"], told["additions"]["addition"], strict=True))
    both = [(x + raised.get(f"31990000{i}", 0), p) for i, (x, p) in enumerate(AMOUNTS)]
    mean = sum(x for x, _ in both) / sum(p for _, p in both)
    variance = sum(p * (x / p - mean) ** 2 for x, p in both) / sum(p for _, p in both)
    assert variance**0.5 / mean == pytest.approx(0.5)


def test_a_region_without_schools_has_no_equity_script(con: duckdb.DuckDBPyConnection) -> None:
    for macro in MACROS:
        con.execute(macro)
    assert list(equity_scripts(con)) == []


def test_equity_of_a_region_without_schools_says_so(seen: Any) -> None:
    assert "没有学校一级的数据" in seen("equity").locator("h1").inner_text()


def test_coverage_counts_the_regions_below_that_have_a_figure() -> None:
    with duckdb.connect() as store:
        regions = [{"code": code, "name": code, "parent": "11", "kind": "district"} for code in ("1", "2")]
        key = {"indicator": "pupils_total", "level": "primary", "release": "return", "value": 1.0}
        values = [key | {"region": region, "year": year} for region, year in (("1", 2020), ("2", 2020), ("1", 2022))]
        fill(store, {"regions": [{"code": "11", "name": "市", "kind": "city"}, *regions], "indicator_values": values})
        prepare(store)
        [(name, text)] = coverage_scripts(store)
    told = {"indicator": "pupils_total", "first": 2020, "have": [2, 0, 1]}
    assert (name, json.loads(text)) == ("coverage/11", {"region": "11", "children": 2, "indicators": [told]})


def test_a_cell_of_the_coverage_leads_to_the_regions(seen: Any) -> None:
    page = seen("coverage", f"region={county.CITY}")
    page.locator(".coverage a[href*='=pupil_teacher_ratio'][href*='year=2023']").click(timeout=5000)
    page.wait_for_selector("#chart-ranking")
    assert "indicator.html" in page.url


def test_the_dictionary_finds_by_name_english_and_code(seen: Any) -> None:
    page = seen("dictionary")
    for text in ("财政性教育经费占国内生产总值", "GDP", "fiscal_gdp_share"):
        page.fill("#find", text)
        assert page.locator("#indicators-fiscal_gdp_share").is_visible(), text
        assert not page.locator("#indicators-pupil_teacher_ratio").is_visible()
    assert "q=fiscal_gdp_share" in page.url


@pytest.mark.parametrize("screen", ["classes", "teachers", "facilities"])
def test_a_subject_without_figures_says_where_there_are_some(seen: Any, screen: str) -> None:
    page = seen(screen, f"region={county.BARE}")
    assert "没有" in page.locator("h1").inner_text()
    assert page.locator("main a").count() > 0


@pytest.mark.slow
@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "screen", ["indicator", "dictionary", "coverage", "classes", "teachers", "facilities", "equity"]
)
def test_screens_fit_and_are_quiet_in_both_languages(seen: Any, screen: str, lang: str, width: int) -> None:
    page = seen(screen, f"lang={lang}", width)
    assert page.locator("h1").inner_text().strip()
    if lang == "en":
        assert "年" not in page.locator("h1").inner_text()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
