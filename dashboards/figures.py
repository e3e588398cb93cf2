"""Kinds of chart, one function each: series in, Plotly figures (data and layout as plain JSON) out.

Titles, keys and sources stand in the page around a figure. Blue rises, amber falls; red is kept for a failed duty.
Every kind keeps a second difference beside colour (dash, hatch, hollow mark), so that grey paper shows the same.
"""

from collections.abc import Callable

from dashboards import axes, numbers
from dashboards.axes import Figure
from dashboards.series import Series, with_gaps
from dashboards.words import words

Norm = tuple[float, str, int] | None  # value, words, first year
MARGINS = 74  # above and below the plot
RISE, FALL = "#12436D", "#B45F06"
LINES = [("#12436D", "solid"), ("#1C8A81", "dash"), ("#801650", "dot"), ("#5B6770", "dashdot")]


def trend(lines: list[Series], norm: Norm) -> list[Figure]:
    """Lines over years with the last value beside each end; a norm is a thin line with its words."""
    by, _ = axes.divisor(lines)
    shown = [value / by for one in lines for _, value in one.points] + ([norm[0]] if norm else [])
    return [_lines(lines, axes.values(shown), norm, height=300)]


def panels(lines: list[Series], norm: Norm) -> list[Figure]:
    """One small trend per level, all on the same values axis from zero."""
    by, _ = axes.divisor(lines)
    scale = axes.values([0.0] + [value / by for one in lines for _, value in one.points], from_zero=True)
    margin = {"l": 56, "r": 78, "t": 24, "b": 42}
    span = axes.years([year for one in lines for year, _ in one.points], lines[0], most=5)
    made = [_lines([one], scale, norm, height=210, span=span) for one in lines]
    for figure in made:
        figure["layout"]["margin"] = margin
    return made


def growth(lines: list[Series], norm: Norm) -> list[Figure]:
    """Growth by year as bars from zero: solid blue up, hatched amber down; a year without growth stays empty."""
    one = lines[0]
    rows = [(row["year"], row["growth"]) for row in one.rows if row["growth"] is not None]
    years, values = [year for year, _ in rows], [value for _, value in rows]
    layout = axes.layout(axes.years(years, one), axes.values([0.0, *values], from_zero=True), height=280)
    layout["margin"] = {"l": 62, "r": 16, "t": 28, "b": 46}
    zero = {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": 0,
        "y1": 0,
        "line": {"color": axes.INK, "width": 1},
    }
    layout["shapes"] = [zero]
    return [{"data": [_bars(years, values, one)], "layout": layout}]


def slope(lines: list[Series], norm: Norm) -> list[Figure]:
    """Last year (hollow) and this year (solid) per level, joined: blue rose, dashed amber fell."""
    pairs = [(one, one.last["previous"], one.last["value"]) for one in reversed(lines)]  # categories count from below
    marks = axes.values([0.0] + [v for _, before, now in pairs for v in (before, now)], from_zero=True)
    names = [words().levels[one.level] for one, _, _ in pairs]
    rows = {
        "tickvals": list(range(len(pairs))),
        "ticktext": names,
        "range": [-0.6, len(pairs) - 0.4],
        "showgrid": False,
    }
    across = {**marks, "showgrid": True, "gridcolor": axes.RULE, "showline": False, "range": _wider(marks["range"])}
    layout = axes.layout(across, rows, height=70 + 48 * len(pairs), hovermode="closest")
    layout["margin"] = {"l": 74, "r": 16, "t": 8, "b": 40}
    layout["annotations"] = [_change_label(i, one, before, now) for i, (one, before, now) in enumerate(pairs)]
    return [{"data": [_joined(i, one, b, n) for i, (one, b, n) in enumerate(pairs)], "layout": layout}]


KINDS: dict[str, Callable[[list[Series], Norm], list[Figure]]] = {
    "trend": trend,
    "panels": panels,
    "growth": growth,
    "slope": slope,
}


def _lines(lines: list[Series], scale: Figure, norm: Norm, height: int, span: Figure | None = None) -> Figure:
    factor = axes.divisor(lines)[0]
    years = [year for one in lines for year, _ in one.points]
    layout = axes.layout(span or axes.years(years, lines[0]), scale, height)
    low, high = scale["range"]
    pixels = (height - MARGINS) / ((high - low) or 1.0)
    layout["annotations"] = axes.end_labels(lines, factor, [color for color, _ in LINES], pixels)
    for year in sorted({year for one in lines for year in one.cuts}):
        layout["shapes"].append(axes.cut_line(year))
        layout["annotations"].append(axes.cut_label(year))
    if norm:
        layout["shapes"].append(axes.norm_line(norm[2] - 0.5, norm[0]))
        layout["annotations"].append(axes.norm_label(norm[2] - 0.5, norm[0], norm[1]))
    return {"data": [_line(one, factor, *look) for one, look in zip(lines, LINES, strict=False)], "layout": layout}


def _line(one: Series, by: float, color: str, dash: str) -> Figure:
    points = with_gaps(one)
    unit, decimals = one.indicator.get("unit") or "", one.indicator.get("decimals") or 2
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [x for x, _ in points],
        "y": [None if y is None else y / by for _, y in points],
        "connectgaps": False,
        "line": {"color": color, "width": 2.5, "dash": dash},
        "marker": {"color": color, "size": _sizes(points), "opacity": 1},
        "cliponaxis": False,
        "customdata": [numbers.value(y, unit, decimals) for _, y in points],
        "hovertemplate": "%{x} 年　%{customdata}<extra></extra>",
    }


def _sizes(points: list[tuple[float, float | None]]) -> list[int]:
    """The last point and points that stand alone are seen as dots."""
    shown = [None, *(y for _, y in points), None]
    alone = [shown[i] is None and shown[i + 2] is None for i in range(len(points))]
    return [8 if i == len(points) - 1 else 7 if lonely else 4 for i, lonely in enumerate(alone)]


def _bars(years: list[int], values: list[float], one: Series) -> Figure:
    kind = one.indicator.get("change") or "relative"
    texts = [numbers.change(value, kind, 1) for value in values]
    hatched = {"shape": ["/" if value < 0 else "" for value in values], "fgcolor": "#FFFFFF", "size": 5}
    return {
        "type": "bar",
        "x": years,
        "y": values,
        "text": texts if len(years) <= 10 else [""] * len(years),
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": [FALL if value < 0 else RISE for value in values], "pattern": hatched},
        "customdata": texts,
        "hovertemplate": "%{x} 年　%{customdata}<extra></extra>",
    }


def _joined(row: int, one: Series, before: float, now: float) -> Figure:
    color = FALL if now < before else RISE
    unit, decimals = one.indicator.get("unit") or "", one.indicator.get("decimals") or 2
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [before, now],
        "y": [row, row],
        "line": {"color": color, "width": 3, "dash": "dot" if now < before else "solid"},
        "marker": {"color": ["#FFFFFF", color], "size": 11, "line": {"color": color, "width": 2}},
        "customdata": [["上年", numbers.value(before, unit, decimals)], ["本年", numbers.value(now, unit, decimals)]],
        "hovertemplate": "%{customdata[0]} %{customdata[1]}<extra></extra>",
        "cliponaxis": False,
    }


def _change_label(row: int, one: Series, before: float, now: float) -> Figure:
    text = numbers.change(one.last["growth"], one.indicator.get("change") or "relative")
    font = {"size": 13, "color": FALL if now < before else RISE, "weight": 600}
    return axes.label(max(before, now), row, text, xanchor="left", xshift=12, font=font)


def _wider(limits: list[float]) -> list[float]:
    """Room for a label beside the longest line."""
    return [limits[0], limits[1] + 0.22 * (limits[1] - limits[0])]
