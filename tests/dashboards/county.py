"""A county and seven like it, with a few years of money and pupils: a site of the screens to look at."""

import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader

from dashboards.data import write_data
from dashboards.screens import STATIC, write_screens
from tests.dashboards.store import Rows, fill
from warehouse import declarations

COUNTY, CITY, BARE = "330102", "330100", "330112"
LIKE = [COUNTY, *(f"33010{n}" for n in range(3, 9)), BARE]
NAMES = ["上城区", "<b>拱墅</b>区", "西湖区", "滨江区", "萧山区", "余杭区", "临平区", "临安区"]
FUNDING = {
    "education_funding_total": [42_560.67, 44_177.42, 43_000.005],
    "fiscal_funding_total": [37_766.14, 39_200.76, 38_000.001],
    "operating_income_total": [4_056.91, 4_211.02, 4_300.002],
    "private_funding_total": [368.81, 382.82, 400.0],
    "donations_total": [73.76, None, 76.0],
    "other_funding_total": [295.05, 306.26, 224.002],
    "fiscal_gdp_share": [3.61, 3.65, 3.65],
}


def indicators() -> list[dict[str, Any]]:
    """Every declared indicator as the store tells it, as far as pages look at it."""
    names = (
        "id",
        "name",
        "name_en",
        "theme",
        "unit",
        "change",
        "levels",
        "year_kind",
        "definition",
        "document",
        "decimals",
    )
    return [{name: getattr(one, name) for name in names} for one in declarations().indicators.values()]


def values(region: str, indicator: str, numbers: list[float | None], level: str = "all", **more: Any) -> Rows:
    """Values of consecutive years up to 2023, each with its change against the year before."""
    known, rows = declarations().indicators[indicator], []
    for place, value in enumerate(numbers):
        before = numbers[place - 1] if place else None
        grown = None if value is None or before is None else growth(value, before, known.change)
        told = {"previous": before, "growth": grown, "growth_basis": "last_year" if grown is not None else "none"}
        year = 2024 - len(numbers) + place
        key = {"region": region, "year": year, "level": level, "indicator": indicator, "release": "return"}
        if value is not None:
            rows.append({**key, "value": value, "unit": known.unit, "basis": "reported", **told, **more})
    return {"indicator_values": rows}


def growth(value: float, before: float, change: str) -> float:
    return value - before if change == "points" else 100 * (value / before - 1)


def all_rows() -> Rows:
    """Rows of every table that is filled."""
    found: Rows = {
        "regions": [
            {"code": "330000", "name": "浙江省", "kind": "province"},
            {"code": CITY, "name": "杭州市", "kind": "city", "parent": "330000"},
            *(
                {"code": code, "name": name, "kind": "district", "parent": CITY}
                for code, name in zip(LIKE, NAMES, strict=True)
            ),
        ],
        "levels": [
            {"id": one.id, "name": one.name, "name_en": one.name_en, "position": place}
            for place, one in enumerate(declarations().levels.values())
        ],
        "releases": [
            {"id": one.id, "name": one.name, "name_en": one.name_en, "rank": place}
            for place, one in enumerate(declarations().releases.values(), 1)
        ],
        "indicators": indicators(),
        "norms": [
            {
                "id": "N",
                "indicator": "gross_enrolment_rate",
                "level": "kindergarten",
                "operator": ">=",
                "value": 85,
                "unit": "%",
                "valid_from": "2020",
                "area": "",
                "title": "毛入园率",
                "document": "教督〔2020〕1号",
            }
        ],
        "statutory_tests": [
            {
                "id": "B1",
                "family": "two_no_decrease",
                "title": "只增不减",
                "short": "只增不减",
                "law": "国办发〔2018〕82号",
                "left_indicator": "budget_education_total",
            }
        ],
        "verdicts": [
            {
                "region": region,
                "year": 2023,
                "level": "all",
                "test": "B1",
                "release": "return",
                "verdict": verdict,
                "gap": gap,
                "gap_unit": "%",
                "evidence": "[]",
            }
            for region, verdict, gap in ((COUNTY, "fail", -1.5), (LIKE[1], "pass", 2.0), (BARE, "insufficient", None))
        ],
        "indicator_values": [],
    }
    for indicator, told in FUNDING.items():
        found["indicator_values"] += values(COUNTY, indicator, told)["indicator_values"]
    for place, region in enumerate(LIKE[:-1]):
        for indicator, level, told in (
            ("pupils_total", "primary", [9_000.0 * 1.5**place, 10_000.0 * 1.5**place]),
            ("pupils_total", "junior", [4_900.0, 5_000.0]),
            ("gdp_total", "all", [1e6, 1.1e6 * 1.5**place]),
            ("pupil_teacher_ratio", "primary", [17.0, 16.0 + place]),
        ):
            found["indicator_values"] += values(region, indicator, told, level)["indicator_values"]
    for level, told in (("primary", [13_047.6, 12_863.1, 13_259.1]), ("junior", [18_232.7, 18_429.4, 19_165.7])):
        parts = {"real_growth": 1.0, "by_numerator": 2.5, "by_denominator": 0.5}
        found["indicator_values"] += values(COUNTY, "per_pupil_public", told, level, **parts)["indicator_values"]
    for row in found["indicator_values"]:
        if row["indicator"] == "per_pupil_public" and row["growth"] is not None:
            row["by_denominator"] = row["growth"] - 2.5
    for indicator, told, parts in (
        ("nine_year_completion", [98.0, 101.0, 104.0], {"numerator": 1_040.0, "denominator": 1_000.0}),
        ("nine_year_retention_a", [99.0, 99.5, 100.0], {"numerator": 1_040.0, "denominator": 1_040.0}),
        ("nine_year_retention_b", [97.0, 98.0, 99.0], {"numerator": 990.0, "denominator": 1_000.0}),
        ("gross_enrolment_rate", [82.0, 84.0, 87.5], {}),
    ):
        level = "kindergarten" if indicator == "gross_enrolment_rate" else "all"
        found["indicator_values"] += values(COUNTY, indicator, told, level, **parts)["indicator_values"]
    found["indicator_values"] += values(BARE, "budget_education_total", [525_100.0])["indicator_values"]
    return found


# Stands in for the drawing library where a test asks what is drawn and not how: it takes a second a page to read.
STAND_IN = """window.Plotly = { purge() {}, relayout() {},
    newPlot: async (box, data, layout) => Object.assign(box, { data, layout }) };"""


def build(folder: Path, *, drawn: bool = False) -> Path:
    """The screens and their data in a folder, with the drawing library or with what stands in for it."""
    with closing(duckdb.connect()) as con:
        fill(con, all_rows())
        write_data(con, folder, publication="20261122T094500-abcdef01", grid=lambda delivery: [])
    templates = FileSystemLoader(STATIC.parent / "templates")
    write_screens(Environment(loader=templates, autoescape=True, trim_blocks=True), folder)
    shutil.copyfile(STATIC / "start.js", folder / "assets" / "start.js")
    (folder / "assets" / "plotly.min.js").write_text(library() if drawn else STAND_IN, encoding="utf-8")
    return folder


def library() -> str:
    from plotly.offline import get_plotlyjs  # type: ignore[import-untyped]

    return str(get_plotlyjs())
