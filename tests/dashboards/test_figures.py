"""Kinds of chart: valid for Plotly, honest about gaps and breaks."""

from pathlib import Path

import duckdb
import plotly.graph_objects as go
import pytest

from dashboards import charts, facts
from dashboards.figures import KINDS
from dashboards.series import Series, with_gaps
from sources import DeclarationError

PUPIL = {"id": "x", "name": "生均", "unit": "元", "change": "relative", "year_kind": "fiscal", "decimals": 2}


def line(values: dict[int, float | None], cuts: dict[int, str] | None = None, level: str = "primary") -> Series:
    names = ("scope", "growth", "previous", "release")
    rows = [{"year": y, "value": v, **dict.fromkeys(names)} for y, v in values.items()]
    return Series(PUPIL, level, rows, cuts or {})


def test_missing_year_is_a_gap_never_interpolated() -> None:
    assert with_gaps(line({2011: 1.0, 2012: None, 2013: 3.0})) == [(2011, 1.0), (2012.5, None), (2013, 3.0)]


def test_break_opens_the_line_and_leaves_a_mark() -> None:
    one = line({2020: 1.0, 2021: 2.0, 2022: 3.0}, {2021: "口径"})
    assert with_gaps(one) == [(2020, 1.0), (2020.5, None), (2021, 2.0), (2022, 3.0)]
    layout = KINDS["trend"]([one], None)[0]["layout"]
    assert [shape["x0"] for shape in layout["shapes"]] == [2020.5]
    assert "口径调整" in [note["text"] for note in layout["annotations"]]


@pytest.mark.parametrize("kind", KINDS)
def test_figures_are_what_plotly_expects(kind: str) -> None:
    one = line({2020: 9000.0, 2021: 12000.0, 2022: 11000.0})
    other = line({2021: 5.0, 2022: 6.0, 2023: 7.0}, level="junior")
    for row, growth in zip(one.rows + other.rows, (None, 33.3, -8.3) * 2, strict=True):
        row |= {"growth": growth, "previous": 12000.0}
    for figure in KINDS[kind]([one, other], (5.0, "不低于 5", 2021)):
        go.Figure(figure)


def test_axis_says_which_year_and_no_text_is_rotated() -> None:
    layout = KINDS["trend"]([line({2020: 1.0, 2021: 2.0})], None)[0]["layout"]
    assert layout["xaxis"]["title"]["text"] == "财政年度"
    assert layout["template"]["layout"]["xaxis"]["tickangle"] == 0


def test_end_labels_do_not_cover_each_other() -> None:
    lines = [line({2020: 100.0, 2021: value}, level=name) for value, name in ((100.0, "primary"), (100.0, "junior"))]
    notes = KINDS["trend"](lines, None)[0]["layout"]["annotations"]
    assert sorted(note["yshift"] for note in notes) == [0, 19]


def test_charts_appear_only_with_data(con: duckdb.DuckDBPyConnection) -> None:
    known = facts.load(con, "p")
    assert [chart.id for chart in charts.charts(known, "110113")] == ["per_pupil_public_change"]
    national = {chart.id: chart for chart in charts.charts(known, "000000")}
    assert {"fiscal_gdp_share", "funding_totals", "per_pupil_funding_panels"} <= national.keys()
    assert "2016 年没有数据，留空不补。" in national["funding_totals"].notes
    assert national["fiscal_gdp_share"].table[0][:2] == ["2024", "4.00"]
    assert any("2021 年起口径调整" in note for note in national["per_pupil_funding_panels"].notes)


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
