"""The look of every figure: template, axes with round numbers, labels at the ends of lines, marks of a cut."""

from typing import Any

from dashboards import numbers
from dashboards.series import Series
from dashboards.words import words

Figure = dict[str, Any]
LABEL_HEIGHT = 19.0
INK, QUIET, RULE = "#1C2733", "#5B6770", "#E3E6E8"
FONT = '"Source Han Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif'
TEMPLATE: Figure = {
    "layout": {
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "x",
        "hoverlabel": {"bgcolor": "#FFFFFF", "bordercolor": QUIET, "font": {"color": INK, "size": 13}},
        "margin": {"l": 62, "r": 84, "t": 28, "b": 46},
        "xaxis": {"showgrid": False, "zeroline": False, "ticks": "outside", "ticklen": 4, "tickcolor": QUIET,
                  "linecolor": QUIET, "showline": True, "tickangle": 0, "fixedrange": True},
        "yaxis": {"gridcolor": RULE, "zeroline": False, "tickangle": 0, "fixedrange": True},
    }
}  # fmt: skip


def layout(xaxis: Figure, yaxis: Figure, height: int, **more: Any) -> Figure:
    """A layout on our template."""
    return {
        "template": TEMPLATE,
        "xaxis": xaxis,
        "yaxis": yaxis,
        "height": height,
        "annotations": [],
        "shapes": [],
        **more,
    }


def years(shown: list[int], one: Series, most: int = 10) -> Figure:
    """An axis of whole years that says which kind of year it counts."""
    first, last = min(shown), max(shown)
    step = max(1, -(-(last - first + 1) // most))
    marks = [year for year in range(last, first - 1, -step)][::-1]
    title = words().year_kinds[one.indicator.get("year_kind") or "fiscal"]
    return {
        "tickvals": marks,
        "ticktext": [str(year) for year in marks],
        "range": [first - 0.6, last + 0.6],
        "title": {"text": title, "font": {"size": 12, "color": QUIET}, "standoff": 6},
    }


def values(numbers_shown: list[float], *, from_zero: bool = False) -> Figure:
    """An axis of round numbers; a line may start above zero only with a third of the plot free below it."""
    low, high = min(numbers_shown), max(numbers_shown)
    start = low - (0.5 * (high - low) or 0.1 * high)
    low = min(0.0, low) if from_zero or start < 0.4 * high else start
    marks = numbers.ticks(low, high)
    return {"tickvals": marks, "ticktext": numbers.tick_texts(marks), "range": [marks[0], marks[-1]]}


def divisor(lines: list[Series]) -> tuple[float, str]:
    """Divisor and unit of the values axis, one for all lines."""
    largest = max(abs(value) for one in lines for _, value in one.points)
    return numbers.scale(lines[0].indicator.get("unit") or "", largest)


def starts_above_zero(figure: Figure) -> bool:
    """Whether the page must say that the values axis does not start at zero."""
    return bool(figure["layout"]["yaxis"].get("range", [0])[0] > 0)


def label(x: float, y: float, text: str, **more: Any) -> Figure:
    """Words in the plot, without arrow."""
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": {"size": 13, "color": INK}, **more}


def end_labels(lines: list[Series], by: float, colors: list[str], pixels: float) -> list[Figure]:
    """The last value beside the end of each line, pushed apart where two would cover each other.

    `pixels` is the height of one step of the values axis.
    """
    ends = [(one, color, one.points[-1][1] / by) for one, color in zip(lines, colors, strict=False)]
    labels: list[Figure] = []
    floor = float("-inf")
    for one, color, value in sorted(ends, key=lambda end: end[2]):
        place = max(value * pixels, floor)
        labels.append(_end_label(one, color, value, place - value * pixels))
        floor = place + LABEL_HEIGHT
    return labels


def _end_label(one: Series, color: str, value: float, shift: float) -> Figure:
    year, number = one.points[-1]
    unit = one.indicator.get("unit") or ""
    decimals = 0 if unit == "元" and abs(number) >= 1000 else one.indicator.get("decimals") or 2
    font = {"size": 14, "color": color, "weight": 600}
    paper = "rgba(255,255,255,.85)"
    return label(
        year,
        value,
        numbers.value(number, unit, decimals),
        xanchor="left",
        xshift=8,
        yshift=shift,
        font=font,
        bgcolor=paper,
    )


def cut_line(year: int) -> Figure:
    """A dotted upright line between the last year before a cut and the first after it."""
    x = year - 0.5
    line = {"color": QUIET, "width": 1, "dash": "dot"}
    return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def cut_label(year: int) -> Figure:
    """The words over a cut; the page prints the reason below the chart."""
    font = {"size": 12, "color": QUIET}
    return label(year - 0.5, 1.0, "口径调整", yref="paper", yanchor="bottom", xanchor="center", font=font)


def norm_line(start: float, value: float) -> Figure:
    """A thin line at an official threshold, from its first year on."""
    line = {"color": INK, "width": 1, "dash": "dash"}
    return {"type": "line", "x0": start, "x1": 2100, "y0": value, "y1": value, "line": line, "layer": "below"}


def norm_label(start: float, value: float, title: str) -> Figure:
    """The threshold's words, under the start of its line."""
    font = {"size": 12, "color": INK}
    return label(start, value, title, xanchor="left", yanchor="top", yshift=-2, font=font)
