"""The site of the demo: real figures, every link alive, light and quick."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from dashboards.english.telling import told
from dashboards.workbook import AS_WRITTEN, write_workbook
from sources import Home
from tests.dashboards.telling import left_in_chinese
from tests.dashboards.visit import Visit


@pytest.fixture(scope="module")
def published(demo_home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    con = duckdb.connect(str(demo_home.current / "warehouse.duckdb"), read_only=True)
    yield con
    con.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("region=110116&year=2023&card=T1|all", ("不达标", "−0.03个百分点", "临界", "需增拨")),
        ("region=000000&year=2021&card=T2|junior", ("+1.74%", "−0.18%", "未复算", "达标")),
    ],
)
def test_cards_of_the_published_cases(browser: Any, demo_home: Home, state: str, words: tuple[str, ...]) -> None:
    """怀柔 fails by three hundredths; the nation's 初中 2021 shows the direct growth beside the like-for-like one."""
    page = Visit(browser, f"{(demo_home.current / 'site' / 'card.html').as_uri()}#{state}").drawn()
    shown = page.inner_text("article.card")
    assert all(word in shown for word in words)
    page.close()


@pytest.mark.browser
def test_front_page_is_light_and_names_the_worst(browser: Any, demo_home: Home) -> None:
    page = Visit(browser, (demo_home.current / "site" / "index.html").as_uri()).drawn()
    text = page.inner_text("main")
    assert "北京市 2023 年：16 个地区中 9 个有不达标项" in text
    assert "门头沟区 −63.18个百分点" in text
    page.close()


@pytest.mark.parametrize("side", ["numerator", "denominator"])
def test_cited_cells_hold_the_numbers_that_count(published: duckdb.DuckDBPyConnection, side: str) -> None:
    cited = published.sql(f"""SELECT v.{side}::DOUBLE AS counts, e.value AS stands FROM indicator_values v
        JOIN indicators i ON i.id = v.indicator AND i.{side} IN (SELECT id FROM measures)
        JOIN evidence e ON (e.region, e.year, e.level, e.indicator, e.release, e.part)
            = (v.region, v.year, v.level, v.indicator, v.release, '{side}')
        WHERE v.basis = 'reported'""").fetchall()
    assert len(cited) > 500
    assert [pair for pair in cited if pair[0] != pytest.approx(pair[1])] == []


@pytest.mark.browser
@pytest.mark.parametrize(("year", "level"), [(2024, "primary"), (2024, "junior"), (2023, "primary")])
def test_the_equity_page_counts_schools_as_the_verdict_does(
    browser: Any, demo_home: Home, published: duckdb.DuckDBPyConnection, year: int, level: str
) -> None:
    """The page weighs each school by itself; the indicator that is judged is computed in the warehouse."""
    query = """SELECT numerator::INTEGER, denominator::INTEGER FROM indicator_values
        WHERE indicator = 'quality_schools_share' AND (region, year, level) = ('991001', ?, ?)"""
    [(met, schools)] = published.execute(query, [year, level]).fetchall()
    url = f"{(demo_home.current / 'site' / 'equity.html').as_uri()}#region=991001&year={year}&level={level}"
    page = Visit(browser, url).drawn()
    assert f"{schools} 所学校中 {schools - met} 所没有做到" in page.inner_text("p.lead")
    page.close()


@pytest.mark.browser
def test_a_resource_without_data_leaves_open_what_rests_on_it(browser: Any, demo_home: Home) -> None:
    """Six of seven within the limit are not all, and a school may still meet the seventh or fall below its floor."""
    url = f"{(demo_home.current / 'site' / 'equity.html').as_uri()}#region=991001&year=2024&level=junior"
    page = Visit(browser, url).drawn()
    assert page.locator(".schools .pass").count() > 0
    page.evaluate("""() => {
        const all = EduStat.series;
        EduStat.series = (data, id, level) => (id === "cv_backbone" ? null : all(data, id, level));
        location.hash = location.hash.replace("junior", "primary");
    }""")
    page.wait_for_function("document.querySelector('h1').innerText.includes('小学')")
    assert "1 项数据不足" in page.inner_text("h1")
    assert "所数据不足" in page.inner_text("p.lead")
    assert page.locator(".badges .insufficient").count() == 1
    assert page.locator(".schools .pass").count() == 0 < page.locator(".schools .insufficient").count()
    page.close()


def test_no_cause_is_named_of_a_table_of_many_years(published: duckdb.DuckDBPyConnection) -> None:
    """Where the years of a province stand one below the other, each row holds last year's number of the next."""
    query = "SELECT file_name, cause_text FROM findings WHERE cause IN ('rows_shifted', 'other_region')"
    assert published.sql(query).fetchall() == []


def test_what_the_database_says_is_told_in_english(published: duckdb.DuckDBPyConnection) -> None:
    """A finding begins with its place, whose name stays."""
    found = published.sql("""
        SELECT regexp_replace(message, '^.*?(\\d{4})年', 'X\\1年') FROM failures WHERE year IS NOT NULL
        UNION SELECT unnest([found, expected, difference, hint]) FROM failures
        UNION SELECT unnest([cause_text, effect, answer]) FROM findings
        UNION SELECT formula FROM verdicts UNION SELECT formula FROM verdict_scopes
        UNION SELECT unnest(missing) FROM verdicts UNION SELECT remark FROM verdict_remarks
        UNION SELECT unnest(conditions || failing) FROM family_summaries
        UNION SELECT label FROM evidence UNION SELECT unnest(string_split(note, chr(10))) FROM deliveries
        UNION SELECT unnest([title, left_name, right_name, owner, source]) FROM reconciliation
        UNION SELECT unnest([title, hint, source]) FROM rules UNION SELECT unnest([title, document]) FROM norms
        UNION SELECT unnest([definition, document, official]) FROM indicators
        UNION SELECT unnest([short, law, article, text, note]) FROM statutory_tests
        UNION SELECT unnest([reason, document]) FROM breaks""").fetchall()
    assert {text for (text,) in found if text and left_in_chinese(text)} == set()


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_front_page_keeps_to_one_sheet_of_paper(browser: Any, demo_home: Home, lang: str) -> None:
    page = Visit(browser, f"{(demo_home.current / 'site' / 'index.html').as_uri()}#lang={lang}").drawn()
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    page.close()


def test_the_english_workbook_has_no_chinese_of_its_own(published: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    write_workbook(published, tmp_path, "en")
    sheets = pl.read_excel(tmp_path / "edustat.xlsx", sheet_id=0, engine="calamine", infer_schema_length=0)
    written = {told(name) for name in AS_WRITTEN}
    columns = [column for sheet in sheets.values() for column in sheet.iter_columns() if column.name not in written]
    texts = {text for column in columns for text in (column.name, *column.drop_nulls().unique())}
    assert len(texts) > 1000
    assert [text for text in texts if left_in_chinese(text) and "示例" not in text] == []
