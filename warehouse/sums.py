"""Numerators and denominators of every indicator: of a region's own row, and summed over its schools.

One wide aggregation per level over `work.summed_facts` gives both for all plain indicators, one over the schools of
`work.settled_facts` the dispersions between them and the shares of them that meet norms; what crosses levels or looks
back is computed from sums of measures per region (`warehouse.crossing`). Long only from here on:
`sums` holds region, year, level, indicator, release, own, numerator, denominator, squares, children.
"""

from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass
from functools import cache

from warehouse.bars import Bar
from warehouse.formulas import Input, parse
from warehouse.records import Declarations, Indicator
from warehouse.schema import SIDE, SQUARE
from warehouse.settled import reported
from warehouse.store import Connection

OF_SCHOOLS = ("dispersion", "schools_share")  # kinds that only schools have, whatever a region reports
LARGEST_SQUARE = "1e18"  # x²/P of one school: those of a whole nation still have room in a sum
LEFT_OUT = "count(*) FILTER (NOT {})"  # schools that aren't compared leave no gap


@dataclass(frozen=True)
class Sides:
    """SQL aggregates of one indicator: `children` counts the rows that report all its inputs, or need not."""

    numerator: str
    denominator: str
    squares: str
    children: str


def build_sums(con: Connection, known: Declarations, bars: dict[str, list[Bar]], years: str) -> None:
    """Fill the temporary table `sums` with everything that single rows tell."""
    con.sql(f"""CREATE OR REPLACE TEMP TABLE sums (region region_key, year SMALLINT, level level_key,
        indicator indicator_key, release release_key, own BOOLEAN, numerator {SIDE}, denominator {SIDE},
        squares {SQUARE}, children DOUBLE)""")
    told = reported(con)
    for level in sorted({level for level, _ in told}):
        sides = {one.id: _sides(one, level, told, known, bars) for one in known.indicators.values()}
        for source, kinds in SOURCES.items():
            if summed := {name: side for name, side in sides.items() if side and known.indicators[name].kind in kinds}:
                con.sql(SUMS.format(source=source, level=level, years=years, sides=below(summed, summed.values())))


SOURCES = {  # rows to sum → the kinds of indicators that are made of them
    "SELECT * FROM work.summed_facts": ("ratio",),
    "SELECT * FROM work.settled_facts LEFT JOIN bars USING (region, year, level) WHERE NOT own": OF_SCHOOLS,
}
SUMS = """
INSERT INTO sums BY NAME
FROM (
    SELECT region, year, '{level}' AS level, release, own, {sides}
    FROM ({source}) WHERE level = '{level}' AND {years} GROUP BY region, year, release, own)
WHERE numerator IS NOT NULL
"""


def below(indicators: Iterable[str], sides: Collection[Sides]) -> str:
    """Columns that put the sides of indicators, standing side by side, one below the other."""
    parts = {"numerator": SIDE, "denominator": SIDE, "squares": SQUARE, "children": "DOUBLE"}
    numbers = [
        f"unnest([{', '.join(getattr(one, part) for one in sides)}]::{kind}[]) AS {part}"
        for part, kind in parts.items()
    ]
    names = ", ".join(f"'{name}'" for name in indicators)
    return ", ".join([f"unnest([{names}]::indicator_key[]) AS indicator", *numbers])


def _sides(
    one: Indicator, level: str, told: Container[tuple[str, str]], known: Declarations, bars: dict[str, list[Bar]]
) -> Sides | None:
    """How an indicator is summed at a level; None where single rows are not enough or nobody tells its measures."""
    of = [known.indicators[part] for part in one.parts] if one.kind in OF_SCHOOLS else [one]
    if level not in one.levels or not all(each.numerator and each.is_told(level, told) for each in of):
        return None
    match one.kind:
        case "ratio" if one.is_plain:
            return _ratio(one)
        case "dispersion":
            return _spread(of[0], one.compared)
        case "schools_share" if bars.get(one.id):
            return _share(one, of, bars[one.id])
    return None


def text(one: Indicator, side: str) -> str:
    """SQL of one side of a plain indicator over a row of `work.settled_facts` or `work.summed_facts`."""
    return _text(one.numerator if side == "numerator" else one.denominator)


@cache
def _text(formula: str) -> str:
    return f"({parse(formula).sql(_column)})"


def _column(each: Input) -> str:
    return each.measure


def _ratio(one: Indicator) -> Sides:
    over = text(one, "numerator")
    if not one.denominator:
        return Sides(f"sum({over})", "NULL", "NULL", told_by(over))
    under = text(one, "denominator")
    both = f"CASE WHEN {under} IS NOT NULL THEN {over} END"
    return Sides(f"sum({both})", f"sum(CASE WHEN {over} IS NOT NULL THEN {under} END)", "NULL", told_by(both))


def told_by(formula: str) -> str:
    """SQL aggregate over `work.summed_facts`: how many units tell it."""
    return f"sum(CASE WHEN {formula} IS NOT NULL THEN units ELSE 0 END)"


def _spread(ratio: Indicator, compared: str) -> Sides:
    """Sums of x, P and x²/P, from which the 差异系数 follows at any level of the tree: √(ΣP·Σ(x²/P) ÷ (Σx)² − 1).

    The squares are summed as decimals: sums of doubles would differ from run to run.
    """
    over, under = text(ratio, "numerator"), text(ratio, "denominator")
    both = f"CASE WHEN {spreads(ratio, compared)} THEN {over} END"
    square = f"{both}::DOUBLE * {over}::DOUBLE / {under}::DOUBLE"
    weight = f"CASE WHEN {both} IS NOT NULL THEN {under} END"
    counted = f"count({both}) + {LEFT_OUT.format(compared)}"
    return Sides(f"sum({both})", f"sum({weight})", f"sum(CAST({square} AS {SQUARE}))", counted)


def spreads(ratio: Indicator, compared: str) -> str:
    """SQL: whether a school's figure can be compared with others; one that is absurdly large counts as not told."""
    over, under = text(ratio, "numerator"), text(ratio, "denominator")
    return f"{compared} AND {under} > 0 AND {over}::DOUBLE * {over}::DOUBLE / {under}::DOUBLE < {LARGEST_SQUARE}"


def _share(one: Indicator, ratios: list[Indicator], bars: list[Bar]) -> Sides:
    """Schools that meet the norms, and schools of which all that the norms ask for is known."""
    met = [_meets(ratio, bars, 1, one.compared) for ratio in ratios]
    near = [_meets(ratio, bars, one.floor, one.compared) for ratio in ratios]
    enough = " + ".join(f"CAST({each} AS INTEGER)" for each in met)
    known_all = " AND ".join(f"({each}) IS NOT NULL" for each in met)
    passed = f"({enough}) >= {one.at_least} AND {' AND '.join(near)}"
    count = f"count(CASE WHEN {known_all} THEN 1 END)"
    return Sides(
        f"nullif({count}, 0) - count(CASE WHEN {known_all} AND NOT ({passed}) THEN 1 END)",
        count,
        "NULL",
        f"{count} + {LEFT_OUT.format(one.compared)}",
    )


def _meets(ratio: Indicator, bars: list[Bar], floor: float, compared: str) -> str:
    """Whether a school meets (floor ×) every norm on a ratio, without dividing: x·scale ≥ norm·P exactly.

    Of numbers so large that a product of them has no room nothing is known.
    """
    over, under = text(ratio, "numerator"), text(ratio, "denominator")
    mine = [bar for bar in bars if bar.indicator == ratio.id]
    said = " AND ".join(f"{over} * {ratio.scale} {bar.operator} {bar.times(floor)} * {under}" for bar in mine)
    return f"TRY(CASE WHEN {compared} AND {under} > 0 THEN {said} END)"
