"""Funding, per pupil, access and the profile of a region, in a real Chromium."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.dashboards import county
from tests.dashboards.visit import Visit

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The screens of the county; nothing is really drawn."""
    return county.build(tmp_path_factory.mktemp("screens"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return county.build(tmp_path_factory.mktemp("whole"), drawn=True)


SCREENS = ["funding", "region", "per-pupil", "access"]


@pytest.mark.slow
@pytest.mark.parametrize("screen", SCREENS)
def test_every_chart_is_drawn_and_the_page_prints(browser: Any, whole: Path, screen: str) -> None:
    visit = Visit(browser, (whole / f"{screen}.html").as_uri() + f"#region={county.COUNTY}&lang=en")
    page = visit.drawn()
    if screen == "region":
        page.wait_for_selector("#chart-peers")
    for plot in page.locator(".plot").all():
        plot.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelectorAll('.plot:not([data-drawn])').length === 0")
    assert page.locator(".js-plotly-plot .main-svg").count() >= 2
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    assert visit.trouble == []
    page.close()


@pytest.fixture(scope="module")
def funding(browser: Any, folder: Path) -> Iterator[Any]:
    """The funding screen of the county in 2022, where donations were not reported."""
    visit = Visit(browser, (folder / "funding.html").as_uri() + f"#region={county.COUNTY}&year=2022")
    page = visit.drawn()
    page.wait_for_selector("#chart-sources [data-drawn]")
    assert visit.trouble == []
    yield page
    page.close()


def test_rounded_steps_add_up_and_none_moves_by_a_whole_unit(funding: Any) -> None:
    draw = random.Random(7)
    cases = [
        [
            start := round(draw.uniform(0, 1e8), 6),
            steps := [round(draw.uniform(-1e6, 1e6) / 10 ** draw.randrange(8), 6) for _ in range(draw.randrange(1, 7))],
            start + sum(steps),
            draw.randrange(3),
        ]
        for _ in range(300)
    ]
    told = funding.evaluate("cases => cases.map(([a, s, b, d]) => EduStat.balanced(a, s, b, d))", cases)
    for (start, steps, end, decimals), shown in zip(cases, told, strict=True):
        unit = 10**decimals
        assert shown["from"] + sum(shown["steps"]) == shown["to"]
        assert abs(shown["from"] - start * unit) <= 0.5 + 1e-6
        assert abs(shown["to"] - end * unit) <= 0.5 + 1e-6
        assert all(abs(whole - step * unit) < 1 + 1e-6 for whole, step in zip(shown["steps"], steps, strict=True))


def test_what_no_source_tells_is_a_step_of_its_own(funding: Any) -> None:
    shown = funding.locator("#chart-sources").inner_text()
    assert "多 1,617 万元" in shown or "多 1,616 万元" in shown
    assert "社会捐赠缺上年或本年数，变动未知" in shown
    marks = funding.evaluate("document.querySelector('#chart-sources .plot').data[0].marker.pattern.shape")
    assert marks == ["", "", "", "", "", "", "x", ""]
    texts = funding.evaluate("document.querySelector('#chart-sources .plot').layout.annotations.map(a => a.text)")
    whole = [int(text.replace(",", "").replace("−", "-")) for text in texts if text != "未知"]
    assert whole[0] + sum(whole[1:-1]) == whole[-1]


def test_downloads_carry_the_unrounded_steps(funding: Any) -> None:
    cells = "r => [...r.cells].map(c => c.textContent)"
    rows = funding.evaluate(f"[...document.querySelectorAll('#chart-sources .behind tbody tr')].map({cells})")
    assert rows[4][:3] == ["社会捐赠经费总额", "73.76", "未报"]
    assert rows[1][3] == "+1,434.62"
    with funding.expect_download() as download:
        funding.locator("#chart-sources .tools button", has_text="CSV").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("来源,2021 年（万元）,2022 年（万元）,变动（万元）")
    assert lines[2].split(",")[1:3] == ["37766.14", "39200.76"]


def test_any_number_leads_to_its_evidence(funding: Any) -> None:
    funding.locator(".figures .num").first.click()
    funding.wait_for_selector("#evidence .big")
    assert "4.42亿元" in funding.locator("#evidence").inner_text()
    funding.keyboard.press("Escape")
    funding.wait_for_selector("#evidence", state="detached")


@pytest.fixture(scope="module")
def region(browser: Any, folder: Path) -> Iterator[Any]:
    """The county's profile, its peers drawn."""
    visit = Visit(browser, (folder / "region.html").as_uri() + f"#region={county.COUNTY}")
    page = visit.drawn()
    page.locator("#chart-peers").scroll_into_view_if_needed()
    page.wait_for_selector("#chart-peers [data-drawn]")
    assert visit.trouble == []
    yield page
    page.close()


def test_a_profile_tells_size_and_money_in_sentences(region: Any) -> None:
    told = region.locator(".profile").inner_text()
    assert "2023 年小学在校学生规模 1.00万人（+11.11%），初中在校学生规模 5,000人（+2.04%）。" in told
    assert "教育经费总投入 4.30亿元（−2.67%）" in told
    assert region.locator(".profile .num").count() >= 5


def test_what_failed_leads_to_its_card(region: Any) -> None:
    assert region.title().startswith("上城区：1 项检验，1 项不达标")
    link = region.locator(".summary a[href*='card=']").first.get_attribute("href")
    assert link == f"card.html#region={county.COUNTY}&year=2023&card=B1%7Call"


def test_peers_are_the_nearest_by_the_printed_rule(region: Any) -> None:
    told = region.locator("#peers").inner_text()
    assert "同为市辖区、同一年都有数的 6 个地区中，按规模（小学在校学生规模，2023 年）、财力（" in told
    names = region.evaluate("[...document.querySelectorAll('.likeness th[scope=row]')].map(n => n.textContent)")
    assert names == ["上城区", "<b>拱墅</b>区", "西湖区", "滨江区", "萧山区", "余杭区"]
    assert "7 个中由高到低第 7 位" in told
    assert region.locator("#peers b", has_text="拱墅").count() == 0


def test_distances_count_every_aspect_in_its_own_spread(region: Any) -> None:
    others = [["b", [1.0, 10.0]], ["a", [1.0, 10.0]], ["c", [3.0, 10.0]], ["d", [2.0, 30.0]]]
    told = region.evaluate("([own, others]) => EduStat.distances(own, others)", [[1.0, 10.0], others])
    assert [one["code"] for one in told] == ["a", "b", "c", "d"]
    assert [round(one["distance"], 6) for one in told[:2]] == [0, 0]
    scaled = [[code, [100 * x, y]] for code, (x, y) in others]
    again = region.evaluate("([own, others]) => EduStat.distances(own, others)", [[100.0, 10.0], scaled])
    assert [one["distance"] for one in again] == pytest.approx([one["distance"] for one in told])


@pytest.fixture(scope="module")
def pupil(browser: Any, folder: Path) -> Iterator[Any]:
    """The per-pupil screen of the county, as an index."""
    visit = Visit(browser, (folder / "per-pupil.html").as_uri() + f"#region={county.COUNTY}&in=index&base=2022")
    page = visit.drawn()
    page.wait_for_selector("#chart-per_pupil_split [data-drawn]")
    assert visit.trouble == []
    yield page
    page.close()


def test_growth_per_pupil_is_parted_without_rest(pupil: Any) -> None:
    told = pupil.locator("#chart-per_pupil_split").inner_text()
    assert "初中生均 +4.00%：经费 +2.50个百分点，学生 +1.50个百分点" in told
    assert "没有余项" in told
    parts = pupil.evaluate("EduStat.parted({growth: 4, by_numerator: 2.5, by_denominator: 1.25})")
    assert parts == {"money": 2.5, "pupils": 1.25, "rest": 0.25}


def test_an_index_is_100_in_its_base_year_and_stops_at_a_break(pupil: Any) -> None:
    lines = pupil.evaluate(
        "[...document.querySelectorAll('#chart-per_pupil_public_panels .plot')].map(p => p.data[0].y)"
    )
    assert [line[1] for line in lines] == [100, 100]
    told = pupil.evaluate("""EduStat.indexed({points: [[2019, 50], [2020, 60], [2021, 90]], indicator: {},
        rows: [2019, 2020, 2021].map(year => ({year, value: 1})), cuts: new Map([[2021, "x"]])}, 2019).points""")
    assert told == [[2019, 100], [2020, 120]]


def test_real_terms_are_chained_back_as_far_as_prices_are_known(pupil: Any) -> None:
    told = pupil.evaluate("""(() => {
        const rows = [[2020, 90, null], [2021, 100, null], [2022, 104, 2], [2023, 110, 10]]
            .map(([year, value, real_growth]) => ({year, value, real_growth}));
        return EduStat.realTerms({rows, last: rows.at(-1), points: [], indicator: {}, cuts: new Map()}).points; })()""")
    assert [year for year, _ in told] == [2021, 2022, 2023]
    assert [value for _, value in told] == pytest.approx([110 / 1.1 / 1.02, 100, 110])


@pytest.fixture(scope="module")
def access(browser: Any, folder: Path) -> Iterator[Any]:
    """The access screen of the county."""
    visit = Visit(browser, (folder / "access.html").as_uri() + f"#region={county.COUNTY}")
    page = visit.drawn()
    page.wait_for_selector("#chart-retention [data-drawn]")
    assert visit.trouble == []
    yield page
    page.close()


def test_rates_stand_on_one_axis_and_none_is_clipped(access: Any) -> None:
    told = access.evaluate("[[98, 96], [81, 105], [79.9, 96], [98, 112.1]].map(xs => EduStat.rateAxis(xs).range)")
    assert told == [[80, 105], [80, 105], [0, 105], [80, 115]]
    assert access.evaluate("document.querySelector('#chart-retention .plot').layout.yaxis.range") == [80, 105]


def test_what_is_above_100_is_explained_and_targets_are_drawn(access: Any) -> None:
    told = access.locator("#chart-retention").inner_text()
    assert "九年义务教育巩固率（毕业生，未修正） 2022–2023 年高于 100%：有净转入" in told
    assert "纵轴固定为 80%—105%，不从 0 起。" in told
    assert "目标≥85%（2020 年起）：教督〔2020〕1号。" in access.locator("#chart-gross_enrolment").inner_text()


def test_a_cohort_is_followed_with_both_adjustments(access: Any) -> None:
    told = access.locator("#chart-cohort_nine").inner_text()
    assert "2023 年初中毕业的一届：九年巩固率 104.00%" in told
    alt = access.locator("#chart-cohort_nine .plot").get_attribute("aria-label")
    for part in (
        "2014 年小学招生 1,000　100.0%",
        "2020 年小学毕业 未知",
        "2023 年初中毕业 1,040　104.0%",
        "写法A 的基数 1,040　100.0%",
        "写法B 的毕业生 990　99.0%",
    ):
        assert part in alt


@pytest.mark.slow
@pytest.mark.parametrize("code", ["330000", county.CITY, county.BARE])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_region_with_little_data_says_what_is_missing(browser: Any, whole: Path, screen: str, code: str) -> None:
    visit = Visit(browser, (whole / f"{screen}.html").as_uri() + f"#region={code}", 390)
    page = visit.drawn()
    page.wait_for_function("!document.querySelector('#peers') || document.querySelector('#peers').children.length > 1")
    page.wait_for_timeout(200)
    assert visit.trouble == []
    assert len(page.locator("main").inner_text()) > 40
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()
