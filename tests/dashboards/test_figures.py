"""Kinds of chart: valid for Plotly, honest about gaps and breaks; what pages.yaml may say of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboards import charts
from sources import DeclarationError
from tests.dashboards.visit import Visit

# A series as the kinds get it: values by year, reasons of cuts by year.
LINE = """(values, cuts = {}, level = "primary") => {
    const rows = Object.entries(values).map(([year, value]) =>
        ({ year: Number(year), value, growth: value && 1.5, previous: value, release: "bulletin" }));
    const shown = rows.filter(row => row.value !== null);
    return { region: "110113", level, unit: "元", rows, shown, last: shown.at(-1),
        points: shown.map(row => [row.year, row.value]),
        indicator: { id: "x", name: "生均", unit: "元", change: "relative", year_kind: "fiscal", decimals: 2 },
        cuts: new Map(Object.entries(cuts).map(([year, reason]) => [Number(year), reason])) }; }"""


@pytest.fixture(scope="module")
def page(browser: Any, site: Path) -> Iterator[Any]:
    """A screen with charts: the kit, the style sheet its colours come from, and what is declared."""
    visit = Visit(browser, (site / "funding.html").as_uri())
    visit.drawn()
    visit.page.evaluate(f"() => {{ window.line = {LINE}; }}")
    yield visit.page
    visit.page.close()


@pytest.mark.browser
def test_break_opens_the_line_and_leaves_a_mark(page: Any) -> None:
    [figure] = page.evaluate("EduStat.kinds.trend([line({2020: 1, 2021: 2, 2022: 3}, {2021: '口径'})])")
    assert figure["data"][0]["x"] == [2020, 2020.5, 2021, 2022]
    assert figure["data"][0]["y"] == [1, None, 2, 3]
    assert [shape["x0"] for shape in figure["layout"]["shapes"]] == [2020.5]
    assert "口径调整" in [note["text"] for note in figure["layout"]["annotations"]]


@pytest.mark.browser
def test_of_breaks_close_together_the_first_has_the_words(page: Any) -> None:
    values = {year: 1 for year in range(2000, 2021)}
    [figure] = page.evaluate(f"EduStat.kinds.trend([line({values}, {{2004: 'a', 2005: 'b', 2015: 'c'}})])")
    assert [shape["x0"] for shape in figure["layout"]["shapes"]] == [2003.5, 2004.5, 2014.5]
    assert [note["x"] for note in figure["layout"]["annotations"] if note["text"] == "口径调整"] == [2003.5, 2014.5]


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["trend", "panels", "growth", "slope"])
def test_figures_are_what_plotly_expects(page: Any, kind: str) -> None:
    lines = "[line({2020: 9000, 2021: 12000, 2022: 11000}), line({2021: 5, 2022: 6, 2023: 7}, {}, 'junior')]"
    norm = "{ value: 5, text: '不低于 5', since: 2021 }"
    for figure in page.evaluate(f"EduStat.kinds['{kind}']({lines}, {{ norm: {norm} }})"):
        go.Figure(figure)


@pytest.mark.browser
def test_axis_says_which_year_and_no_text_is_rotated(page: Any) -> None:
    [figure] = page.evaluate("EduStat.kinds.trend([line({2020: 1, 2021: 2})])")
    assert figure["layout"]["xaxis"]["title"]["text"] == "财政年度"
    assert figure["layout"]["xaxis"]["tickangle"] == figure["layout"]["yaxis"]["tickangle"] == 0


@pytest.mark.browser
def test_end_labels_do_not_cover_each_other(page: Any) -> None:
    lines = "[line({2020: 100, 2021: 100}), line({2020: 100, 2021: 100}, {}, 'junior')]"
    [figure] = page.evaluate(f"EduStat.kinds.trend({lines})")
    assert sorted(note["yshift"] for note in figure["layout"]["annotations"]) == [0, 19]


@pytest.mark.browser
def test_dots_leave_room_for_long_names_and_values(page: Any) -> None:
    rows = [
        {"name": "Shijingshan District", "value": 14_812, "before": None},
        {"name": "东区", "value": 9, "before": 8},
    ]
    told = {"indicator": {"unit": "元"}, "rows": rows, "middle": 10_000}
    figure = page.evaluate("told => EduStat.dotsFigure(told)", told)
    assert figure["layout"]["margin"]["l"] > 7 * len("Shijingshan District")
    assert figure["layout"]["xaxis"]["range"][1] > 1.2 * 15_000
    assert len(figure["layout"]["xaxis"]["tickvals"]) >= 2


@pytest.mark.browser
def test_bars_begin_at_zero(page: Any) -> None:
    [figure] = page.evaluate("EduStat.kinds.growth([line({2020: 9, 2021: 12, 2022: 11})])")
    low, high = figure["layout"]["yaxis"]["range"]
    assert low <= 0 <= high


def test_mistakes_of_pages_yaml_are_all_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "pages.yaml"
    path.write_text(
        "extra: 1\ncharts:\n  one: {kind: pie, screen: funding, heading: h, indicators: [nothing], levels: [attic],\n"
        "    title: '{wrong}'}\n",
        encoding="utf-8",
    )
    with pytest.raises(DeclarationError) as error:
        charts.declared(path)
    for word in ("extra", "pie", "nothing", "attic", "wrong"):
        assert word in str(error.value)


def test_unknown_key_of_a_chart_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "pages.yaml"
    path.write_text("charts:\n  one: {kind: trend, colour: red}\n", encoding="utf-8")
    with pytest.raises(DeclarationError, match="colour"):
        charts.declared(path)
