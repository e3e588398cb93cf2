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
    return county.build(tmp_path_factory.mktemp("screens"))


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
    assert (
        "44,177.42" in funding.locator("#evidence").inner_text()
        or "4.42亿元" in funding.locator("#evidence").inner_text()
    )
    funding.keyboard.press("Escape")
    funding.wait_for_selector("#evidence", state="detached")
