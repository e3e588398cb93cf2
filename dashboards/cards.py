"""Evidence cards: one verdict with both sides, base, formula, law and the source cell of every number."""

import re
from dataclasses import dataclass

from dashboards import numbers
from dashboards.addresses import Address, Library
from dashboards.facts import Facts, Row, Verdict
from dashboards.words import Sign, words


@dataclass(frozen=True)
class Cell:
    """One source number: what it is, how the file printed it, where it stands."""

    label: str
    text: str
    address: Address


@dataclass(frozen=True)
class Side:
    """One side of a test: its value and growth in words, and the cells both come from."""

    name: str
    value: str
    growth: str
    basis: str
    beside: str
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
    missing: list[str]
    formula: str
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
        gap_word="差距" if verdict.right_indicator else "比上年",
        gap=gap(verdict),
        shortfall=verdict.money,
        missing=verdict.missing,
        formula=typeset(verdict.formula),
        earlier=[f"{known.releases[release]}：{known.verdicts[word].word}" for release, word in verdict.earlier],
        bars=_bars(facts, verdict),
    )


def gap(verdict: Verdict) -> str:
    """The gap, with enough digits that a near miss never reads as zero; one growth alone against zero is a %."""
    if verdict.gap is None:
        return numbers.ABSENT
    decimals = numbers.digits(verdict.gap)
    shown = numbers.percent if verdict.gap_unit == "%" else numbers.points
    return shown(verdict.gap, decimals)


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
        cells=[_cell(library, cell) for cell in row.get("cells") or []],
    )


def _beside(row: Row, kind: str) -> str:
    """The direct growth (本年 ÷ 上年 whatever the definition), where the judged one is another."""
    raw, growth = row.get("raw_growth"), row.get("growth")
    if raw is None or (growth is not None and abs(raw - growth) < 0.005):
        return ""
    return numbers.change(raw, kind)


def _cell(library: Library, row: Row) -> Cell:
    """The number as the file printed it; where that is not known, with all the digits the store holds."""
    unit, value = row.get("unit") or "", row.get("value")
    shown = str(row.get("printed") or (numbers.ABSENT if value is None else f"{_all_digits(value)}{unit}"))
    label = str(row.get("label") or words().parts.get(row["part"], row["part"]))
    return Cell(label, typeset(shown), library.address(row))


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
