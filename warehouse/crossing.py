"""Indicators whose formula crosses levels, looks back or depends on the school system 学制.

They are computed from sums of measures per region, a region's own row and its schools apart: what one school tells of
one level this year has no counterpart at another level or in another year.
"""

from warehouse.formulas import Input
from warehouse.records import Declarations, Indicator
from warehouse.settled import reported
from warehouse.store import Connection
from warehouse.sums import Sides, below, told_by

SIDES = ("numerator", "denominator")


def build_crossing(con: Connection, known: Declarations, years: str, back: str) -> None:
    """Add these indicators to `sums`; `years` are those computed, `back` those together with the ones they look at."""
    told = reported(con)
    ratios = [one for one in known.indicators.values() if one.kind == "ratio" and one.numerator and not one.is_plain]
    crossing = [(one, level) for one in ratios for level in one.levels if one.is_told(level, told)]
    if not crossing:
        return
    measures = sorted({each.measure for one, _ in crossing for each in one.inputs})
    columns = ", ".join(f"sum({name}) AS {name}, {told_by(name)} AS {name}__c" for name in measures)
    con.sql(f"""
        CREATE OR REPLACE TEMP TABLE measure_sums AS
        SELECT told.*, expected.children FROM (
            SELECT region, year, level, release, own, {columns}
            FROM work.summed_facts WHERE {back} GROUP BY region, year, level, release, own) AS told
        LEFT JOIN expected USING (region, year, level)""")
    looked_back = sorted({each.measure for one, _ in crossing for each in one.inputs if each.ago})
    con.sql(FINAL.format("".join(map(_last, looked_back))))
    con.sql(f"CREATE OR REPLACE TEMP TABLE system_of AS {_systems(known)}")
    con.sql(f"INSERT INTO sums BY NAME {_wide(crossing, years)}")


def _last(measure: str) -> str:
    return f", arg_max({measure}, rank) AS {measure}, arg_max({measure}__c, rank) AS {measure}__c"


# What was told years ago need not have the release of what is told now: the most final one then stands in.
FINAL = """
CREATE OR REPLACE TEMP TABLE final_sums AS
SELECT region, year, level, own, any_value(children) AS children{}
FROM measure_sums JOIN releases ON releases.id = release GROUP BY ALL
"""


def _systems(known: Declarations) -> str:
    rows = ", ".join(f"('{one.code}', '{one.system}')" for one in known.regions.values() if one.system)
    return f"SELECT * FROM (VALUES {rows or '(NULL, NULL)'}) AS of_region(region, system)"


def _wide(crossing: list[tuple[Indicator, str]], years: str) -> str:
    """All of them side by side over one row per region, year and release, then one below the other."""
    places = sorted({_resolved(each, level) for one, level in crossing for each in one.inputs})
    levels = sorted({level for _, level in crossing})
    joins = " ".join([*map(_joined, places), *map(_expected, levels)])
    names = ", ".join(f"'{level}'" for _, level in crossing)
    told = below([one.id for one, _ in crossing], [_sides(one, level) for one, level in crossing])
    return f"""
        FROM (
            SELECT base.*, unnest([{names}]::level_key[]) AS level, {told}
            FROM (SELECT DISTINCT region, year, release, own FROM measure_sums WHERE {years}) AS base
            LEFT JOIN system_of USING (region) {joins})
        WHERE numerator IS NOT NULL"""


def _sides(one: Indicator, level: str) -> Sides:
    """Both sides of one indicator at one level, and how many of the children expected there tell all of it."""
    shares = ", ".join(
        f"{_final(each, level, each.measure + '__c')} / {_final(each, level, 'children')}"
        for each in sorted(one.inputs)
    )
    over, under = (_by_system(one, level, side) for side in SIDES)
    whole = f"CASE WHEN {under} IS NOT NULL THEN {over} END" if one.denominator else over
    children = f"CASE WHEN base.own THEN 1 ELSE coalesce(least(1, {shares}) * {level}_here.children, 1) END"
    return Sides(whole, under, "NULL", children)


def _by_system(one: Indicator, level: str, side: str) -> str:
    """SQL of one side: where another school system has its own formula, by the region's system."""
    general = one.formulas.get(side)
    if general is None:
        return "NULL"

    def place(each: Input) -> str:
        return _final(each, level, each.measure)

    cases = "".join(f"WHEN '{name}' THEN {one.formulas_in(name)[side].sql(place)} " for name in one.systems)
    usual = general.sql(place)
    return f"CASE system_of.system {cases}ELSE {usual} END" if cases else usual


def _resolved(each: Input, level: str) -> tuple[str, int]:
    """The level and the number of years back at which an input of an indicator at `level` is looked up."""
    return each.level or level, each.ago


def _alias(each: Input, level: str) -> str:
    return "{}_{}".format(*_resolved(each, level))


def _final(each: Input, level: str, column: str) -> str:
    """A column of this year's sums of the same release, or of an earlier year's, whatever its release."""
    alias = _alias(each, level)
    return f"coalesce({alias}.{column}, {alias}_final.{column})" if each.ago else f"{alias}.{column}"


def _joined(place: tuple[str, int]) -> str:
    level, ago = place
    alias = f"{level}_{ago}"
    told = f"LEFT JOIN measure_sums AS {alias} ON {_of(alias, level, ago, 'own', 'release')}"
    final = f"LEFT JOIN final_sums AS {alias}_final ON {_of(alias + '_final', level, ago, 'own')}"
    return f"{told} {final}" if ago else told


def _expected(level: str) -> str:
    return f"LEFT JOIN expected AS {level}_here ON {_of(level + '_here', level, 0)}"


def _of(alias: str, level: str, ago: int, *more: str) -> str:
    """Condition that a joined row is of the base row's region, so many years ago, and equal in more columns."""
    same = [f"{alias}.{name} = base.{name}" for name in ("region", *more)]
    return " AND ".join([*same, f"{alias}.year = base.year - {ago}", f"{alias}.level = '{level}'"])
