"""Every screen in a real Chromium: quiet, within its folder and width, in both languages, on grey paper, in print."""

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboards import build_site
from dashboards.screens import screens
from tests.dashboards import rows as sample
from tests.dashboards.store import fill
from tests.dashboards.visit import Visit

pytestmark = pytest.mark.browser
IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
CITED = re.compile(r"\([^()]*\)|〔[^〕]*〕|《[^》]*》|中文")  # originals beside their English, and the switch back
QUICK = ("index", "matrix", "card")  # the others, and all of them on a phone and in English, in the slow tier
STATES = {"card": "region=110116&year=2023&card=T1|all", "booklet": "region=110116", "funding": "region=000000"}


def address(site: Path, name: str, lang: str = "zh") -> str:
    return f"{(site / f'{name}.html').as_uri()}#{STATES.get(name, '')}&lang={lang}"


def each(quick: tuple[str, ...] = QUICK) -> list[Any]:
    return [pytest.param(name, marks=[] if name in quick else pytest.mark.slow) for name in screens()]


def drawn(browser: Any, url: str, width: int = 1366) -> Visit:
    visit = Visit(browser, url, width)
    visit.drawn()
    return visit


@pytest.mark.parametrize("name", each())
def test_a_screen_is_quiet_stays_home_and_fits(browser: Any, site: Path, name: str) -> None:
    visit = drawn(browser, address(site, name))
    assert visit.trouble == []
    assert visit.page.locator("h1").inner_text().strip()
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 1366
    assert "undefined" not in visit.page.inner_text("body")
    visit.page.close()


@pytest.mark.parametrize("name", each(("index",)))
def test_a_screen_fits_on_a_phone(browser: Any, site: Path, name: str) -> None:
    visit = drawn(browser, address(site, name), 390)
    assert visit.trouble == []
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    visit.page.close()


@pytest.mark.parametrize("name", ["index", "matrix"])  # all of them on the demo: test_screens_in_english
def test_the_switch_turns_a_screen_into_english_but_for_proper_names(browser: Any, site: Path, name: str) -> None:
    page = drawn(browser, address(site, name)).page
    page.locator("#lang").click()
    page.wait_for_selector("html[lang=en]")
    names = page.evaluate(
        """() => [...EduStat.known.regions.values()].map(one => one.name)
            .concat([...(EduStat.known.deliveries?.values() ?? [])]
            .flatMap(one => [one.file_name, one.title, ...(one.sheets ?? []).map(([sheet]) => sheet)]))
            .filter(Boolean)"""
    )
    page.evaluate("() => document.querySelectorAll('.sheet, [lang=zh-CN], .printed').forEach(node => node.remove())")
    text = page.inner_text("body")
    for known in sorted(names, key=len, reverse=True):
        text = text.replace(known, "")
    assert [line for line in CITED.sub("", text).splitlines() if IDEOGRAPH.search(line)] == []
    page.close()


def test_a_link_reopens_the_view_and_pickers_write_it(browser: Any, site: Path) -> None:
    page = drawn(browser, address(site, "index")).page
    page.fill("#pick-region", "怀柔区（北京市）")
    page.wait_for_function("location.hash.includes('region=110116')")
    page.wait_for_function("document.querySelector('h1').textContent.includes('怀柔区')")
    again = drawn(browser, page.url).page
    assert again.locator("h1").inner_text() == page.locator("h1").inner_text()
    page.close()
    again.close()


def test_any_number_is_one_click_from_its_cell(browser: Any, site: Path) -> None:
    page = drawn(browser, address(site, "card")).page
    page.locator(".inputs summary").first.click()
    cell = page.locator(".inputs td.here").first
    cell.wait_for()
    assert cell.inner_text().strip()
    page.locator(".inputs a.where").first.click()
    page.wait_for_url(re.compile(r"/deliver"))
    page.close()


def test_the_front_page_says_the_verdict_on_one_screen(browser: Any, site: Path) -> None:
    page = drawn(browser, address(site, "index")).page
    text = page.inner_text("main")
    for words in ("北京市 2023 年：3 个地区中 2 个有不达标项", "未签发", "数据质量", "需增拨"):
        assert words in text
    for part in ("h1", ".honesty", ".tiles >> nth=0", ".pair .lines >> nth=0"):
        box = page.locator(part).first.bounding_box()
        assert box["y"] + box["height"] <= 768, part
    assert page.evaluate("window.Plotly") is None
    page.fill("#find", "顺义")
    shown = page.locator("#places").inner_text()
    assert "顺义区" in shown
    assert "怀柔区" not in shown
    page.close()


@pytest.mark.slow
def test_duties_and_data_quality_never_share_a_list(browser: Any, site: Path) -> None:
    page = drawn(browser, address(site, "index")).page
    duties, quality = page.locator(".pair section").all_inner_texts()
    assert "须更正" not in duties and "须说明" not in duties
    assert "不达标" not in quality and "需增拨" not in quality
    page.close()


def test_what_is_missing_is_named_where_nothing_could_be_judged(browser: Any, site: Path) -> None:
    page = drawn(browser, f"{(site / 'matrix.html').as_uri()}#region=420100&year=2019").page
    assert "财政经常性收入" in page.locator("td.insufficient a").first.get_attribute("title")
    page.close()


@pytest.mark.slow
def test_a_store_without_anything_says_so(browser: Any, tmp_path: Path) -> None:
    build(tmp_path, {})
    for name in screens():
        visit = drawn(browser, (tmp_path / f"{name}.html").as_uri())
        assert [said for said in visit.trouble if "ERR_FILE_NOT_FOUND" not in said] == [], name
        assert visit.page.locator("h1").inner_text().strip()
        visit.page.close()


@pytest.mark.slow
def test_hostile_names_are_shown_as_they_are(browser: Any, tmp_path: Path) -> None:
    tables = sample.all_rows()
    evil = "</script><img src=x onerror=alert(1)>\u2028\"'"
    for row in tables["deliveries"] + tables["regions"] + tables["indicators"] + tables["findings"]:
        row |= {name: evil for name in ("file_name", "name", "message") if name in row}
    build(tmp_path, tables)
    for name in screens():
        visit = drawn(browser, address(tmp_path, name))
        assert visit.trouble == [], name
        assert visit.page.locator("img").count() == 0, name
        visit.page.close()


def build(folder: Path, tables: dict[str, list[dict[str, Any]]]) -> None:
    with duckdb.connect() as con:
        fill(con, tables)
        build_site(con, folder, publication="20261122T094500-abcdef01", grid=sample.grid)


def test_a_card_shows_its_growth_what_is_missing_and_where_numbers_stand(browser: Any, site: Path) -> None:
    card = (site / "card.html").as_uri()
    shown = {
        "region=000000&year=2021&card=T2|junior": ("+1.74%", "未复算", "达标"),
        "region=420114&year=2019&card=T1|all": ("数据不足", "财政经常性收入"),
        "region=110116&year=2023&card=T1|all": ("不达标", f"{sample.FILES[sample.BEIJING]} › C4"),
    }
    for state, words in shown.items():
        page = drawn(browser, f"{card}#{state}").page
        text = page.inner_text("article.card")
        assert [word for word in words if word not in text] == [], state
        page.close()


def test_charts_are_drawn_marked_and_share_nothing(browser: Any, site: Path) -> None:
    page = drawn(browser, f"{(site / 'funding.html').as_uri()}#region=000000").page
    page.wait_for_selector(".js-plotly-plot .main-svg")
    assert page.locator(".modebar-btn").count() == 0
    text = page.inner_text("main")
    assert "2016 年没有数据，留空不补。" in text
    assert "待说明：2023 年所用数字有经验校验提出的问题" in text
    page.close()


def test_grey_paper_tells_verdicts_apart(browser: Any, site: Path) -> None:
    page = drawn(browser, address(site, "matrix")).page
    icons = page.evaluate("() => [...EduStat.known.verdicts.values()].map(one => [one.icon, one.word])")
    assert len({icon for icon, _ in icons}) == len({word for _, word in icons}) == len(icons)
    cells = page.locator(".matrix tbody td a").all_inner_texts()
    assert cells
    assert all(any(icon in text and word in text for icon, word in icons) for text in cells)
    page.close()


@pytest.mark.slow
def test_chinese_is_set_in_a_chinese_font(browser: Any, site: Path) -> None:
    page = drawn(browser, address(site, "index")).page
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    heading = session.send("DOM.querySelector", {"nodeId": root, "selector": "h1"})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": heading})["fonts"]
    assert any("CJK" in font["familyName"] or "Han" in font["familyName"] for font in fonts)
    page.close()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "pages"), [("index", 2), ("card", 1)])
def test_screens_print_on_the_pages_they_should(browser: Any, site: Path, name: str, pages: int) -> None:
    page = drawn(browser, address(site, name)).page
    printed = page.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= pages
    page.close()
