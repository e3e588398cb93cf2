"""What stands behind a 差异系数: each school's figure, which schools move it most, and the least that would mend it.

Relations over the schools of a store, computed when asked for; needs indicators to be computed.
"""

from duckdb import DuckDBPyRelation

from sources import DeclarationError
from warehouse.declarations import declarations
from warehouse.records import Declarations, Indicator
from warehouse.schema import SQUARE
from warehouse.store import Connection
from warehouse.sums import spreads, text


def school_values(con: Connection, indicator: str) -> DuckDBPyRelation:
    """Every school's own figure of a ratio: school, region, year, level, release, numerator, denominator, value."""
    one = _ratio(indicator, declarations())
    return con.sql(_schools(one, one.compared))


def school_influence(con: Connection, dispersion: str, schools: str = "") -> DuckDBPyRelation:
    """How a region's 差异系数 would stand without each of its schools, the school that moves it most first.

    `schools`: a query of rows as `school_values` gives them (default: those of the store).
    Columns: those of `school_values`, spread, spread_without, moves (what the school adds to the spread).
    """
    one = _dispersion(dispersion)
    of_store = _schools(_ratio(one.parts[0], declarations()), one.compared)
    return con.sql(INFLUENCE.format(schools=schools or of_store, square=SQUARE))


def least_addition(
    con: Connection, dispersion: str, target: float, standard: float = 0, schools: str = ""
) -> DuckDBPyRelation:
    """The least that brings every region's 差异系数 down to `target` and each school up to `standard`.

    `schools`: as in `school_influence`.
    Columns: region, year, level, release, school, value, raised_to and addition, in the units of the ratio and of its
    numerator. Nothing lowers the coefficient more per unit added than raising whoever is lowest; so the least addition
    raises all schools below one water line to it, and the line is where target and standard are both met.
    """
    one = _dispersion(dispersion)
    ratio = _ratio(one.parts[0], declarations())
    of_store = _schools(ratio, one.compared)
    return con.sql(ADDITION.format(schools=schools or of_store, target=target, standard=standard, scale=ratio.scale))


def _ratio(name: str, known: Declarations) -> Indicator:
    one = known.indicators.get(name)
    if one is None or one.kind != "ratio" or not one.denominator or not one.is_plain:
        raise DeclarationError([f"{name} 不是可以按学校计算的比率"])
    return one


def _dispersion(name: str) -> Indicator:
    one = declarations().indicators.get(name)
    if one is None or one.kind != "dispersion":
        raise DeclarationError([f"{name} 不是差异系数（kind: dispersion）"])
    return one


def _schools(one: Indicator, compared: str) -> str:
    levels = ", ".join(f"'{level}'" for level in one.levels)
    return f"""
        SELECT unit AS school, region, year, level, release, {text(one, "numerator")} AS numerator,
            {text(one, "denominator")} AS denominator, numerator::DOUBLE * {one.scale} / denominator::DOUBLE AS value
        FROM work.settled_facts
        WHERE NOT own AND level IN ({levels}) AND numerator IS NOT NULL AND {spreads(one, compared)}"""


GROUP = "region, year, level, release"

INFLUENCE = f"""
WITH sums AS (
    SELECT *, CAST(numerator::DOUBLE * numerator::DOUBLE / denominator::DOUBLE AS {{square}}) AS square,
        sum(numerator) OVER all_ AS xs, sum(denominator) OVER all_ AS ps, sum(square) OVER all_ AS squares
    FROM ({{schools}}) WINDOW all_ AS (PARTITION BY {GROUP})),
spreads AS (
    SELECT *, sqrt(greatest(ps::DOUBLE * squares::DOUBLE / pow(xs::DOUBLE, 2) - 1, 0)) AS spread,
        CASE WHEN xs > numerator THEN sqrt(greatest((ps - denominator)::DOUBLE * (squares - square)::DOUBLE
            / pow((xs - numerator)::DOUBLE, 2) - 1, 0)) END AS spread_without
    FROM sums WHERE xs > 0)
SELECT school, {GROUP}, numerator, denominator, value, spread, spread_without, spread - spread_without AS moves
FROM spreads ORDER BY {GROUP}, abs(spread - spread_without) DESC NULLS LAST, school
"""

# Schools stand in a row from the lowest; were the first k raised to a line L, Σ P·X² and Σ P·X would be
# L²·below + rest2 and L·below + rest1. The line at which the coefficient equals the target solves a quadratic; the
# right k is the first whose line lies between its own last school and the next one.
ADDITION = f"""
WITH row_ AS (
    SELECT *, numerator::DOUBLE AS x, denominator::DOUBLE AS p, numerator::DOUBLE / denominator::DOUBLE AS each
    FROM ({{schools}})),
standing AS (
    SELECT *, sum(p) OVER whole AS ps, sum(p) OVER upto AS below, sum(x) OVER after_ AS rest1_,
        sum(x * each) OVER after_ AS rest2_, lead(each) OVER upto AS next,
        sum(x) OVER whole AS xs, sum(x * each) OVER whole AS squares
    FROM row_
    WINDOW whole AS (PARTITION BY {GROUP} ORDER BY each, school
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING),
        upto AS (PARTITION BY {GROUP} ORDER BY each, school),
        after_ AS (PARTITION BY {GROUP} ORDER BY each, school ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)),
terms AS (
    SELECT *, coalesce(rest1_, 0) AS rest1, coalesce(rest2_, 0) AS rest2, 1 + pow({{target}}, 2) AS most,
        ps * below - most * pow(below, 2) AS a, -2 * most * below * rest1 AS b, ps * rest2 - most * pow(rest1, 2) AS c
    FROM standing),
equation AS (SELECT *, sqrt(greatest(b * b - 4 * a * c, 0)) AS root FROM terms),
roots AS (
    SELECT *, unnest(CASE WHEN a = 0 THEN [-c / nullif(b, 0)] ELSE [(-b - root) / (2 * a), (-b + root) / (2 * a)] END)
        AS line FROM equation),
lines AS (
    SELECT {GROUP}, min(line) AS line FROM roots
    WHERE line >= each * (1 - 1e-12) AND (next IS NULL OR line <= next * (1 + 1e-12)) GROUP BY ALL),
needed AS (
    SELECT row_.*, ps * squares > (1 + pow({{target}}, 2)) * pow(xs, 2) AS beyond, line
    FROM standing AS row_ LEFT JOIN lines USING ({GROUP})),
raised AS (
    SELECT *, greatest({{standard}}::DOUBLE / {{scale}}, CASE WHEN beyond THEN line ELSE 0 END) AS line_ FROM needed)
SELECT {GROUP}, school, value, line_ * {{scale}} AS raised_to, (line_ - each) * p AS addition
FROM raised WHERE line_ > each ORDER BY {GROUP}, addition DESC, school
"""
