"""Revisions: how far releases lie apart, and what a publication says differently from each of those before it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboards import build_site
from dashboards.data.revisions import revisions_scripts
from tests.dashboards import rows as sample
from tests.dashboards.store import fill
from tests.dashboards.unpacked import rows_of
from tests.dashboards.visit import Visit, text

LAST, BEFORE, NOW = "20261120T080000-aaaa0001", "20261121T093000-aaaa0002", "20261122T094500-aaaa0003"
VERSIONS = [
    {"position": place, "publication": name, "version": version, "added": 0, "removed": 0, "changed": 0}
    for place, (name, version) in enumerate(((LAST, "1.0.0"), (BEFORE, "1.1.0"), (NOW, "2.0.0")), 1)
]
ABOUT = {"year": 2023, "level": "all", "release": "bulletin"}


def value(since: str, region: str, item: str, *sides: float | None) -> dict[str, Any]:
    before, after = sides
    change = "added" if before is None else "removed" if after is None else "changed"
    told = {"since": since, "kind": "value", "region": region, "item": item, "change": change}
    return ABOUT | told | {"before": before, "after": after}


def turned(since: str, region: str, before: str, after: str) -> dict[str, Any]:
    told = {"since": since, "kind": "verdict", "region": region, "item": "T1", "change": "changed"}
    return ABOUT | told | {"before": 1.0, "after": -1.0, "before_word": before, "after_word": after}


REVISIONS = [
    value(BEFORE, "110113", "budget_education_total", 100.0, 90.0),
    value(BEFORE, "110111", "budget_education_total", 100.0, 101.0),
    value(BEFORE, "110111", "fiscal_gdp_share", 4.0, None),
    value(BEFORE, "110116", "budget_education_total", None, 5.0),
    turned(BEFORE, "110111", "pass", "fail"),
    value(LAST, "110113", "budget_education_total", 80.0, 90.0),
]


def scripts(**changed: list[dict[str, Any]]) -> dict[str, Any]:
    with duckdb.connect() as con:
        fill(con, sample.all_rows() | changed)
        return dict(revisions_scripts(con))


def test_a_release_is_compared_with_the_next_of_the_same_scope_in_the_terms_of_its_indicator() -> None:
    one = {"region": "110000", "year": 2023, "level": "all", "basis": "published", "scope": "s"}
    share, money = one | {"indicator": "share", "unit": "%"}, one | {"indicator": "money", "unit": "万元"}
    told_of = [(share, "flash", 4.0), (share, "bulletin", 4.5), (share, "yearbook", 4.25)]
    told_of += [(money, "flash", 200.0), (money, "yearbook", 150.0), (money | {"scope": "other"}, "return", 9.0)]
    releases = [{"id": id_, "rank": rank} for rank, id_ in enumerate(("flash", "return", "bulletin", "yearbook"))]
    values = [about | {"release": release, "value": value} for about, release, value in told_of]
    told = rows_of(scripts(indicator_values=values, releases=releases)["revisions"]["triangle"])
    moved = {(row["indicator"], row["before_release"], row["release"]): row["mean"] for row in told}
    assert moved == {
        ("share", "flash", "bulletin"): 0.5,
        ("share", "bulletin", "yearbook"): 0.25,
        ("money", "flash", "yearbook"): 25,
    }


def test_every_earlier_publication_is_told_by_itself() -> None:
    told = scripts(revisions=REVISIONS, versions=VERSIONS)
    assert told["revisions"]["sinces"] == [BEFORE, LAST]
    assert [row["moved"] for row in rows_of(told[f"revisions/{LAST}/values/0"])] == [12.5]
    assert [(row["region"], row["after_word"]) for row in rows_of(told[f"revisions/{BEFORE}/verdicts/0"])] == [
        ("110111", "fail")
    ]
    values = rows_of(told[f"revisions/{BEFORE}/values/0"])
    assert [(row["region"], row["moved"], row["touched"]) for row in values] == [
        ("110111", 1.0, True),  # a verdict turned here
        ("110111", None, True),
        ("110113", -10.0, False),
    ]
    assert told[f"revisions/{BEFORE}"]["values"] == {"real": 3, "example": 0, "rows": 3, "block": 400}
    assert rows_of(told[f"revisions/{BEFORE}"]["added"]) == [
        {"example": False, "kind": "value", "year": 2023, "figures": 1, "regions": 1}
    ]


@pytest.fixture(scope="module")
def revised(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A site whose publication is the third."""
    folder = tmp_path_factory.mktemp("revised")
    with duckdb.connect() as con:
        fill(con, sample.all_rows() | {"revisions": REVISIONS, "versions": VERSIONS})
        build_site(con, folder, publication=NOW, grid=sample.grid)
    yield folder


@pytest.mark.browser
def test_the_publication_to_compare_with_can_be_chosen(browser: Any, revised: Path) -> None:
    shown = text(browser, revised, "revisions")
    for words in ("第 2.0.0 版：1 项结论、3 个数值与第 1.1.0 版不同", "1.0.0（2026-11-20 08:00）", "房山区", "新增"):
        assert words in shown, words
    chosen = text(browser, revised, "revisions", f"since={LAST}")
    assert "第 2.0.0 版：0 项结论、1 个数值与第 1.0.0 版不同" in chosen
    assert "房山区" not in chosen
    assert "第 2.0.0 版：1 项结论" in text(browser, revised, "revisions", "since=../../elsewhere")


@pytest.mark.browser
def test_the_download_has_every_revision(browser: Any, revised: Path, tmp_path: Path) -> None:
    visit = Visit(browser, f"{(revised / 'revisions').as_uri()}.html#")
    page = visit.drawn()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV 下载 改变了的数值").click()
    waiting.value.save_as(tmp_path / "told.csv")
    assert len((tmp_path / "told.csv").read_text(encoding="utf-8-sig").strip().splitlines()) == 4
    assert visit.trouble == []
    page.close()


@pytest.mark.browser
def test_a_first_publication_has_nothing_to_compare_with(browser: Any, site: Path) -> None:
    assert "没有更早的发布" in text(browser, site, "revisions")
