"""The whole synthetic county through the line: everything is taken in, nothing contradicts, and what the store computes
equals what the model itself knows."""

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest

from pipelines.cli import answer
from sources import Home
from sources.example import County, Order, Package, send
from sources.example.plan import plan

pytestmark = pytest.mark.slow
COUNTY = plan().place["code"]
LEVELS = ("kindergarten", "primary", "junior", "senior", "vocational")
# indicator, numerator, denominator (all measures of the indicator's own level), scale, levels
RATIOS = [
    ("pupil_teacher_ratio", "pupils", "full_time_teachers", 1, LEVELS),
    ("average_class_size", "pupils", "classes", 1, ("primary", "junior", "senior")),
    ("extra_large_class_share", "classes_66", "classes", 100, ("primary", "junior", "senior")),
    ("qualified_teacher_rate", "teachers_qualified", "full_time_teachers", 100, ("kindergarten", "primary", "junior")),
    ("backbone_per_100", "teachers_backbone", "pupils", 100, ("primary", "junior")),
    ("per_pupil_public", "public_expenditure", "funding_pupils", 10_000, LEVELS),
    ("per_pupil_funding", "budget_education", "funding_pupils", 10_000, LEVELS),
]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Package, duckdb.DuckDBPyConnection]]:
    """Ten years of a county of 40 schools, run once, and the published tables."""
    home = Home(tmp_path_factory.mktemp("county") / "home").create()
    sent = send(home.inbox / "示例县", Order(schools=40, years=10, seed=3))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("EDUSTAT_HOME", str(home.root))
        environment.setenv("DAGSTER_HOME", "")
        assert answer(["run"]) == 0
    with duckdb.connect(str(home.current / "warehouse.duckdb"), read_only=True) as con:
        yield sent, con


Ran = tuple[Package, duckdb.DuckDBPyConnection]


def rows(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[object, ...]]:
    return con.sql(query).fetchall()


def last(package: Ran) -> int:
    return package[0].county.roster.last


def test_every_file_is_accepted_whole(package: Ran) -> None:
    sent, con = package
    told = rows(
        con, "SELECT file_name, state, problem FROM deliveries WHERE state <> 'accepted' OR problem IS NOT NULL"
    )
    assert told == []
    assert rows(con, "SELECT count(*) FROM deliveries") == [(len(sent.files),)]
    assert rows(con, "SELECT count(*) FROM held_columns") == [(0,)]


def test_every_school_is_registered_under_its_code(package: Ran) -> None:
    sent, con = package
    county = sent.county
    reported = {code for told in county.years for code in county.of_schools(told.year)["code"]}
    assert {code for (code,) in rows(con, "SELECT code FROM schools")} == reported


def test_clean_data_has_no_hard_finding_and_hardly_a_soft_one(package: Ran) -> None:
    _, con = package
    assert rows(con, "SELECT rule, message FROM findings WHERE severity = 'hard' LIMIT 5") == []
    cells = sum(len(told.parts) * told.parts["pupils"].size for told in package[0].county.years)
    found = rows(con, "SELECT rule, count(*) FROM findings WHERE severity = 'soft' GROUP BY rule ORDER BY 2 DESC")
    assert sum(int(str(count)) for _, count in found) < cells / 1000, found


@pytest.mark.parametrize("ratio", RATIOS, ids=[row[0] for row in RATIOS])
def test_indicators_equal_the_model(package: Ran, ratio: tuple[str, str, str, int, tuple[str, ...]]) -> None:
    sent, con = package
    indicator, over, under, scale, levels = ratio
    query = f"""SELECT year, level, value FROM indicator_values
        WHERE region = '{COUNTY}' AND indicator = '{indicator}' AND release = 'return'"""
    computed = {(year, level): value for year, level, value in rows(con, query)}
    for told in sent.county.years:
        known = sent.county.of_county(told.year)
        for level in levels:
            expected = known[f"{over}|{level}"] / known[f"{under}|{level}"] * scale
            assert computed[told.year, level] == pytest.approx(expected, rel=1e-12)


def test_dispersion_equals_the_weighted_formula(package: Ran) -> None:
    """差异系数 over the schools, by the textbook and without the store."""
    sent, con = package
    for level in ("primary", "junior"):
        query = f"""SELECT value FROM indicator_values WHERE region = '{COUNTY}' AND year = {last(package)}
            AND indicator = 'cv_backbone' AND level = '{level}'"""
        [(computed,)] = rows(con, query)
        assert computed == pytest.approx(dispersion(sent.county, last(package), "teachers_backbone", level), rel=1e-9)


def dispersion(county: County, year: int, measure: str, level: str) -> float:
    """Teaching points of fewer than 50 pupils are no part of comparisons between schools (教督〔2017〕6号)."""
    small = (pl.col("kind") == "小学教学点") & (pl.col(f"pupils|{level}") < 50)
    known = county.of_schools(year).join(county.schools.select("code", "kind"), on="code")
    frame = known.filter(~small.fill_null(False))
    pupils = frame[f"pupils|{level}"].fill_null(0).to_numpy().astype(float)
    having = frame[f"{measure}|{level}"].fill_null(0).to_numpy().astype(float)
    x, p = having[pupils > 0] / pupils[pupils > 0], pupils[pupils > 0]
    mean = float(having.sum() / pupils.sum())
    return float(np.sqrt((p * (x - mean) ** 2).sum() / p.sum())) / mean


def test_the_verdicts_meet_every_state(package: Ran) -> None:
    _, con = package
    query = f"SELECT test, year, verdict, flags FROM verdicts WHERE region = '{COUNTY}' AND release = 'return'"
    told = {(test, year): (verdict, flags) for test, year, verdict, flags in rows(con, query + " AND level = 'all'")}
    end = last(package)
    assert told["T1", end - 9][0] == "insufficient"
    assert told["T1", end - 8][0] == "pass"
    assert told["T1", end - 7][0] == "fail"
    assert told["T1", end - 6][0] == "pass"
    assert "revenue_fell" in list(told["T1", end - 6][1])
    assert told["T1", end - 5][0] == "pass"
    assert "marginal" in list(told["T1", end - 5][1])
    assert told["T1", end - 4][0] == "fail"
    assert told["B1", end - 3][0] == "flat"
    assert told["T1", end - 1][0] == "pass_in_form"
    assert told["B1", end - 1][0] == "fail"
    assert told["T1", end][0] == "fail"


def test_the_flash_said_otherwise(package: Ran) -> None:
    """快报达标，年报不达标."""
    _, con = package
    query = f"""SELECT release, verdict FROM verdicts
        WHERE region = '{COUNTY}' AND year = {last(package)} AND test = 'T1'
        AND release IN ('flash', 'return') ORDER BY release"""
    assert rows(con, query) == [("flash", "pass"), ("return", "fail")]


def test_pages_say_that_it_is_invented(package: Ran) -> None:
    _, con = package
    site = Path(str(rows(con, "SELECT path FROM duckdb_databases() WHERE path IS NOT NULL")[0][0])).parent / "site"
    told = (site / "data" / "places.js").read_text(encoding="utf-8")
    places = json.loads(told[told.index(",") + 1 : told.rindex(")")])
    assert places["example"][places["code"].index(COUNTY)] is True
