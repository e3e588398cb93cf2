"""Evidence cards: one verdict with both sides, base, formula, law and the source cell of every number."""

import re
from dataclasses import dataclass

from dashboards import numbers
from dashboards.addresses import Address, Library
from dashboards.facts import Facts
from dashboards.verdicts import Row, Verdict
from dashboards.verdicts import address as place
from dashboards.words import Sign, words


@dataclass(frozen=True)
class Cell:
    """One source number: what it is, how the file printed it, where it stands."""

    label: str
    text: str
    address: Address
    doubted: str = ""  # the soft finding about it that nobody has explained


@dataclass(frozen=True)
class Side:
    """One side of a test: its value and growth in words, and the cells both come from."""

    name: str
    value: str
    growth: str
    basis: str
    beside: str
    norm: str
    met: bool | None
    rests_on: str
    cells: list[Cell]


@dataclass(frozen=True)
class Bar:
    """A bar of the growth picture; left and width in % of the track."""

    name: str
    text: str
    left: float
    width: float


@dataclass(frozen=True)
class Card:
    """A verdict as it is shown and printed."""

    anchor: str
    year: int
    level: str
    release: str
    sign: Sign
    flags: list[Sign]
    test: Row
    sides: list[Side]
    gap_word: str
    gap: str
    shortfall: str
    lacking: str
    missing: list[str]
    formula: str
    scopes: list[tuple[Sign, str, str]]
    next_year: str
    remarks: list[str]
    earlier: list[str]
    bars: list[Bar]


def card(facts: Facts, library: Library, verdict: Verdict) -> Card:
    """The evidence card of one verdict."""
    known = words()
    return Card(
        anchor=verdict.anchor,
        year=verdict.year,
        level=known.levels.get(verdict.level, verdict.level),
        release=known.releases[verdict.release],
        sign=verdict.sign,
        flags=[known.flags[flag] for flag in verdict.flags],
        test=facts.tests[verdict.test],
        sides=[_side(facts, library, row) for row in verdict.sides],
        gap_word=gap_word(verdict),
        gap=gap(verdict),
        shortfall=verdict.money,
        lacking=lacking(verdict),
        missing=verdict.missing,
        formula=typeset(verdict.formula),
        scopes=[(known.verdicts[row["verdict"]], row["scope"], typeset(row["formula"])) for row in verdict.scopes],
        next_year=_next_year(verdict),
        remarks=verdict.remarks,
        earlier=[f"{known.releases[release]}：{known.verdicts[word].word}" for release, word in verdict.earlier],
        bars=_bars(facts, verdict),
    )


def gap_word(verdict: Verdict) -> str:
    """What the gap is a difference to."""
    if verdict.by_norm:
        return "离标准"
    return "差距" if verdict.right_indicator else "比上年"


def gap(verdict: Verdict) -> str:
    """The gap with its unit, and enough digits that a near miss never reads as zero; one growth alone is a %."""
    if verdict.gap is None:
        return numbers.ABSENT
    decimals = numbers.digits(verdict.gap)
    match verdict.gap_unit:
        case "%":
            return numbers.percent(verdict.gap, decimals)
        case "百分点":
            return numbers.points(verdict.gap, decimals)
    return f"{numbers.signed(verdict.gap, decimals)}{verdict.gap_unit}"


def lacking(verdict: Verdict) -> str:
    """What would have met the norm where that isn't money: `32 人`."""
    if not verdict.lacking:
        return ""
    return f"{numbers.plain(verdict.lacking, 0 if verdict.lacking_unit in numbers.WHOLE else 2)} {verdict.lacking_unit}"


def _next_year(verdict: Verdict) -> str:
    """What next year asks, in words; nothing where the need doesn't follow from an amount of money."""
    row = verdict.next_year
    if row is None:
        return ""
    word = "高于" if row["strictly"] else "不低于"
    more = f"（比 {verdict.year} 年多 {numbers.money(row['more'])}）" if row["more"] else ""
    given = f"收入或支出增长 {numbers.plain(row['growth'], 1)}% 时" if row["more"] else "学生数不变时"
    return f"{verdict.year + 1} 年{given}，这一项须{word} {numbers.money(row['needed'])}{more}"


def short_gap(verdict: Verdict) -> str:
    """The gap of a matrix cell: a bare number in 百分点 between two growths, else the growth in %."""
    return "" if verdict.gap is None else gap(verdict).removesuffix("个百分点")


def typeset(formula: str) -> str:
    """Printed numbers and formulas with real minus signs."""
    return re.sub(r"(?<![\d\w])-(?=[\d.])", numbers.MINUS, formula)


def _side(facts: Facts, library: Library, row: Row) -> Side:
    indicator = facts.indicators.get(row["indicator"], {})
    kind, decimals = indicator.get("change") or "relative", indicator.get("decimals") or 2
    growth = row.get("growth")
    return Side(
        name=indicator.get("name") or row["indicator"],
        value=numbers.value(row.get("value"), row.get("unit") or "", decimals),
        growth=numbers.change(growth, kind, numbers.digits(growth) if growth else 2),
        basis=words().growth_basis.get(row.get("growth_basis") or "", ""),
        beside=_beside(row, kind),
        norm=_norm(row),
        met=(row.get("norm") or {}).get("met"),
        rests_on=_rests_on(row),
        cells=[_cell(facts, library, cell) for cell in row.get("cells") or []],
    )


def _beside(row: Row, kind: str) -> str:
    """The direct growth (本年 ÷ 上年 whatever the definition), where the judged one is another."""
    raw, growth = row.get("raw_growth"), row.get("growth")
    if raw is None or (growth is not None and abs(raw - growth) < 0.005):
        return ""
    return numbers.change(raw, kind)


def _norm(row: Row) -> str:
    """The threshold a value was measured with: `≥ 4.2人`."""
    norm = row.get("norm")
    if not norm:
        return ""
    return f"{words().operators[norm['operator']]} {_all_digits(norm['value'])}{norm['unit']}"


def _rests_on(row: Row) -> str:
    """What a sum of children rests on: numerator, denominator and coverage."""
    if row.get("basis") != "rolled_up":
        return ""
    parts = [_all_digits(row[side]) for side in ("numerator", "denominator") if row.get(side) is not None]
    sums = f"：{' ÷ '.join(parts)}" if parts else ""
    return f"由所辖学校、地区汇总{sums}，覆盖率 {numbers.plain(100 * (row.get('coverage') or 0), 1)}%"


def _cell(facts: Facts, library: Library, row: Row) -> Cell:
    """The number as the file printed it; where that is not known, with all the digits the store holds."""
    unit, value = row.get("unit") or "", row.get("value")
    shown = str(row.get("printed") or (numbers.ABSENT if value is None else f"{_all_digits(value)}{unit}"))
    label = str(row.get("label") or words().parts.get(row["part"], row["part"]))
    return Cell(label, typeset(shown), library.address(row), facts.unexplained.get(place(row), ""))


def _all_digits(value: float) -> str:
    whole, dot, rest = numbers.plain(value, 6).partition(".")
    return f"{whole}{dot}{rest}".rstrip("0").rstrip(".") if dot else whole


def _bars(facts: Facts, verdict: Verdict) -> list[Bar]:
    """Both growths as bars from zero and the gap between them; none when a side is missing."""
    growths = [row["growth"] for row in verdict.sides if row.get("growth") is not None]
    if verdict.right_indicator is None or len(growths) != 2:
        return []
    low, high = min(0.0, *growths), max(0.0, *growths)
    span = (high - low) or 1.0
    rows = [(_side_name(facts, row), numbers.percent(row["growth"]), 0.0, row["growth"]) for row in verdict.sides]
    rows.append(("", f"差 {gap(verdict)}", growths[0], growths[1]))
    return [Bar(name, text, 100 * (min(a, b) - low) / span, 100 * abs(b - a) / span) for name, text, a, b in rows]


def _side_name(facts: Facts, row: Row) -> str:
    return str(facts.indicators.get(row["indicator"], {}).get("name") or row["indicator"])
