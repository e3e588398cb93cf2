"""The site of the demo: real figures, every link alive, light and quick."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboards import build_site
from dashboards.delivered import archive_grids
from sources import Home


@pytest.fixture(scope="module")
def published(demo_home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    con = duckdb.connect(str(demo_home.current / "warehouse.duckdb"), read_only=True)
    yield con
    con.close()


@pytest.fixture(scope="module")
def pages(demo_home: Home) -> dict[str, str]:
    site = demo_home.current / "site"
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}


def card(page: str, anchor: str) -> str:
    return page.split(f'id="{anchor}"')[1].split("</article>", maxsplit=1)[0]


def test_front_page_is_light_and_names_the_worst(demo_home: Home, pages: dict[str, str]) -> None:
    assert (demo_home.current / "site" / "index.html").stat().st_size < 120_000
    assert "北京市 2023 年：16 个区中" in pages["index.html"]
    assert "门头沟区 −63.18个百分点" in pages["index.html"]


def test_huairou_fails_by_three_hundredths(pages: dict[str, str]) -> None:
    shown = card(pages["regions/110116.html"], "v-T1-all-2023")
    for words in ("不达标", "−0.03个百分点", "临界", "需增拨"):
        assert words in shown


def test_national_junior_2021_shows_the_direct_growth_beside(pages: dict[str, str]) -> None:
    shown = card(pages["regions/000000.html"], "v-T2-junior-2021")
    for words in ("+1.74%", "−0.18%", "未复算", "达标"):
        assert words in shown


def test_no_cause_is_named_of_a_table_of_many_years(published: duckdb.DuckDBPyConnection) -> None:
    """Where the years of a province stand one below the other, each row holds last year's number of the next."""
    query = "SELECT file_name, cause_text FROM findings WHERE cause IN ('rows_shifted', 'other_region')"
    assert published.sql(query).fetchall() == []


def test_every_link_of_every_page_leads_to_its_place(pages: dict[str, str]) -> None:
    ids = {name: set(re.findall(r'\bid="([^"]+)"', text)) for name, text in pages.items()}
    broken = {
        (name, link)
        for name, text in pages.items()
        for link in re.findall(r'href="([^"]+\.html(?:#[^"]*)?|#[^"]+)"', text)
        if not found(ids, name, link)
    }
    assert not broken


def found(ids: dict[str, set[str]], page: str, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (Path("/") / page).parent.joinpath(path).resolve().relative_to("/").as_posix() if path else page
    return target in ids and (not anchor or anchor in ids[target])


def test_site_is_built_in_seconds(published: duckdb.DuckDBPyConnection, demo_home: Home, tmp_path: Path) -> None:
    start = time.process_time()
    build_site(published, tmp_path, publication="p", grid=archive_grids(published, demo_home))
    assert time.process_time() - start < 3
