"""The charts of a region's page: which are declared, which have data, what their titles, keys and tables say."""

import string
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dashboards import axes, numbers
from dashboards.axes import Figure
from dashboards.facts import Facts
from dashboards.figures import KINDS, LINES, Norm
from dashboards.series import Series, series
from dashboards.views import KEYS, PAGES, browser_kinds, pages
from dashboards.words import words
from sources import DeclarationError
from sources.declared import records
from warehouse import declarations

LEAST = 3  # years that make a trend
OPERATORS = {">=": "不低于", ">": "高于", "<=": "不高于", "<": "低于"}
FIELDS = {"first_year", "first", "last_year", "last", "moved", "change", "count", "falls", "lead", "step", "cause"}
FIELDS |= {"money", "pupils"}  # of kinds that only the browser draws


@dataclass(frozen=True)
class Declared:
    """One record of pages.yaml."""

    id: str
    kind: str
    heading: str
    indicators: list[str]
    levels: list[str]
    title: str
    screen: str
    norm: str = ""
    unless: str = ""  # another chart that makes this one superfluous where it has data


@dataclass(frozen=True)
class Chart:
    """A chart with everything the page prints around it; `names` are the titles of its panels."""

    id: str
    heading: str
    title: str
    subtitle: str
    source: str
    key: list[tuple[str, str, str]]
    names: list[str]
    figures: list[Figure]
    notes: list[str]
    head: list[str]
    table: list[list[str]]


@cache
def declared(path: Path = PAGES) -> dict[str, Declared]:
    """The charts of pages.yaml; raises one DeclarationError that lists every mistake."""
    content = pages(path)
    mistakes = [f"{path.name}：不认识的键 {key}" for key in content if key not in KEYS]
    charts = records(Declared, content.get("charts") or {}, path.name)
    mistakes += [f"{path.name} › {one.id}：{what}" for one in charts.values() for what in _mistakes(one, charts)]
    if mistakes:
        raise DeclarationError(mistakes)
    return charts


def _mistakes(one: Declared, charts: dict[str, Declared]) -> list[str]:
    fields = {name for _, name, _, _ in string.Formatter().parse(one.title) if name}
    found = [f"题名用到未知的占位 {{{name}}}" for name in sorted(fields - FIELDS)]
    known = declarations()
    found += [f"指标 {name} 未声明" for name in one.indicators if name not in known.indicators]
    found += [f"学段 {name} 未声明" for name in one.levels if name not in known.levels]
    if one.kind not in (kinds := browser_kinds()):
        found.append(f"图的种类 {one.kind} 不存在，可用：{'、'.join(sorted(kinds))}")
    if one.unless and one.unless not in charts:
        found.append(f"unless 指向未声明的图 {one.unless}")
    return found


def charts(facts: Facts, region: str) -> list[Chart]:
    """The declared charts that have data in this region, in declared order."""
    made: dict[str, Chart] = {}
    for one in declared().values():
        lines = _with_data(facts, region, one) if one.kind in KINDS else []
        if lines and one.unless not in made:
            made[one.id] = _chart(facts, region, one, lines)
    return list(made.values())


def _with_data(facts: Facts, region: str, one: Declared) -> list[Series]:
    """Series with enough to show; newest year of the first rules out series that ended long before."""
    found = [series(facts, region, name, level) for name in one.indicators for level in one.levels]
    return [line for line in found if line and _enough(one.kind, line)]


def _enough(kind: str, line: Series) -> bool:
    if kind == "slope":
        return line.last["previous"] is not None
    if kind == "growth":
        return sum(row["growth"] is not None for row in line.rows) >= LEAST
    return len(line.points) >= LEAST


def _chart(facts: Facts, region: str, one: Declared, lines: list[Series]) -> Chart:
    head, table = _table(lines, one.kind)
    figures = KINDS[one.kind](lines, _norm(facts, region, one, max(line.last["year"] for line in lines)))
    return Chart(
        id=one.id,
        heading=one.heading,
        title=one.title.format(**_findings(lines)),
        subtitle=_subtitle(facts, region, one, lines),
        source=_source(facts, region, lines),
        key=_key(one, lines),
        names=[words().levels[line.level] for line in lines] if one.kind == "panels" else [],
        figures=figures,
        notes=_notes(lines, one.kind, any(map(axes.starts_above_zero, figures)) and one.kind == "trend"),
        head=head,
        table=table,
    )


def _norm(facts: Facts, region: str, one: Declared, year: int) -> Norm:
    """The threshold in force in the newest year: value, words, first year; none where it is not meant for this kind."""
    if not one.norm or facts.regions.get(region, {}).get("kind") != one.norm:
        return None
    for row in facts.norms:
        since, until = int(row["valid_from"] or 0), int(row["valid_to"] or 9999)
        if row["indicator"] in one.indicators and since <= year <= until:
            text = f"{OPERATORS[row['operator']]} {numbers.plain(row['value'], 0)}{row['unit']}"
            return float(row["value"]), text, since
    return None


def _findings(lines: list[Series]) -> dict[str, object]:
    """What a title may say, about the first series and about the newest year of all."""
    line = lines[0]
    unit, decimals = line.indicator["unit"], line.indicator.get("decimals") or 2
    (first_year, first), (last_year, last) = line.points[0], line.points[-1]
    newest = [one.last for one in lines if one.last["year"] == last_year]
    counted = newest if len(lines) > 1 else [row for row in line.rows if row["growth"] is not None]
    return {
        "first_year": first_year,
        "last_year": last_year,
        "first": numbers.value(first, unit, decimals),
        "last": numbers.value(last, unit, decimals),
        "moved": "升至" if last > first else "降至" if last < first else "持平于",
        "change": _change(line),
        "count": len(counted),
        "falls": f" {fell} {'个' if len(lines) > 1 else '次'}下降"
        if (fell := sum((row["growth"] or 0) < 0 for row in counted))
        else "无一下降",
        "lead": words().levels[line.level],
    }


def _change(line: Series) -> str:
    """`比上年升高 0.04 个百分点`, `比上年减少 0.18%`, or that there is nothing to compare with."""
    growth, kind = line.last["growth"], line.indicator.get("change")
    if growth is None:
        return "无可比的上年数"
    up, down = ("升高", "降低") if kind == "points" else ("增长", "减少")
    text = numbers.change(abs(growth), kind or "relative").lstrip("+")
    return f"比上年{up if growth > 0 else down} {text}" if text.strip("0.%个百分点") else "与上年基本持平"


def _subtitle(facts: Facts, region: str, one: Declared, lines: list[Series]) -> str:
    unit = axes.divisor(lines)[1] if one.kind != "growth" else "比上年，%"
    years = sorted({year for line in lines for year, _ in line.points})
    names = "、".join(dict.fromkeys(line.indicator["name"] for line in lines))
    kind = words().year_kinds[lines[0].indicator.get("year_kind") or "fiscal"]
    span = f"{years[0]}–{years[-1]}" if one.kind != "slope" else f"{years[-1]} 与上年"
    return f"{names} · 单位：{unit.replace(':1', '比 1')} · {facts.name(region)} · {span} {kind}"


def _source(facts: Facts, region: str, lines: list[Series]) -> str:
    """The deliveries the numbers come from, and how final they are."""
    keys = {key for line in lines for key in facts.sources.get((region, line.indicator["id"]), [])}
    titles = sorted({facts.deliveries[key]["title"] or facts.deliveries[key]["file_name"] for key in keys})
    titles += ["下级报送件汇总"] if any(row["basis"] == "rolled_up" for line in lines for row in line.rows) else []
    rows = [row for line in lines for row in line.rows if row["value"] is not None or row["growth"] is not None]
    releases = {row["release"] for row in rows}
    shown = [name for release, name in words().releases.items() if release in releases]
    return f"来源：{'；'.join(titles) or '—'} · 版次：{'、'.join(shown)} · 未签发"


def _key(one: Declared, lines: list[Series]) -> list[tuple[str, str, str]]:
    if one.kind != "trend" or len(lines) < 2:
        return []
    by_level = len({line.indicator["id"] for line in lines}) == 1
    names = [words().levels[line.level] if by_level else line.indicator["name"] for line in lines]
    return [(name, color, dash) for name, (color, dash) in zip(names, LINES, strict=False)]


def _notes(lines: list[Series], kind: str, above_zero: bool) -> list[str]:
    """What a reader must know: breaks, years left open, an axis that does not start at zero."""
    cuts = {year: reason for line in lines for year, reason in line.cuts.items()}
    cut = "" if kind == "growth" else "，线在此断开"
    missing = {year for line in lines for year in _missing(line, kind)}
    notes = [f"{year} 年起口径调整{cut}：{reason}。" for year, reason in sorted(cuts.items()) if kind != "slope"]
    notes += [f"{_spans(missing)} 年没有数据，留空不补。"] if missing and kind != "slope" else []
    doubted = {row["year"] for line in lines for row in line.rows if row["doubted"]}
    flag = words().flags["unexplained"]
    notes += [f"{flag.icon} {flag.word}：{_spans(doubted)} 年{flag.says}。"] if doubted else []
    return notes + (["纵轴不从 0 起。"] if above_zero else [])


def _missing(line: Series, kind: str) -> set[int]:
    years = [row["year"] for row in line.rows if row["growth" if kind == "growth" else "value"] is not None]
    return set(range(years[0], years[-1])) - set(years)


def _spans(years: set[int]) -> str:
    """{1995, 1996, 1997, 2001} → `1995–1997、2001`."""
    spans: list[list[int]] = []
    for year in sorted(years):
        if spans and spans[-1][-1] == year - 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return "、".join(f"{span[0]}–{span[-1]}" if len(span) > 1 else str(span[0]) for span in spans)


def _table(lines: list[Series], kind: str) -> tuple[list[str], list[list[str]]]:
    """The data behind a chart, newest year first, in one unit."""
    by, unit = axes.divisor(lines)
    decimals = lines[0].indicator.get("decimals") or 2
    several = len({line.indicator["id"] for line in lines}) > 1
    head = ["年份"]
    for line in lines:
        name = line.indicator["name"] if several or line.level == "all" else words().levels[line.level]
        head += [f"{name}（{unit}）", "比上年"]
    years = sorted({row["year"] for line in lines for row in line.rows}, reverse=True)
    return head, [[str(year), *(text for line in lines for text in _pair(line, year, by, decimals))] for year in years]


def _pair(line: Series, year: int, by: float, decimals: int) -> tuple[str, str]:
    row = line.row(year)
    value = row.get("value")
    change = numbers.change(row.get("growth"), line.indicator.get("change") or "relative")
    mark = f" {words().flags['unexplained'].icon}" if row.get("doubted") else ""
    return numbers.plain(value / by if value is not None else None, decimals) + mark, change
