"""Indicators whose formula crosses levels, looks back or depends on the school system 学制.

They are computed from sums of measures per region, a region's own row and its schools apart: what one school tells of
one level this year has no counterpart at another level or in another year.
"""

from warehouse.formulas import Input
from warehouse.records import Declarations, Indicator
from warehouse.settled import reported
from warehouse.store import Connection

SIDES = ("numerator", "denominator")


def build_crossing(con: Connection, known: Declarations, years: str, back: str) -> None:
    """Add these indicators to `sums`; `years` are those computed, `back` those together with the ones they look at."""
    told = reported(con)
    ratios = [one for one in known.indicators.values() if one.kind == "ratio" and one.numerator and not one.is_plain]
    crossing = [(one, level) for one in ratios for level in one.levels if one.is_told(level, told)]
    if not crossing:
        return
    measures = sorted({each.measure for one, _ in crossing for each in one.inputs})
    columns = ", ".join(f"sum({name}) AS {name}, count({name}) AS {name}__c" for name in measures)
    con.sql(f"""
        CREATE OR REPLACE TEMP TABLE measure_sums AS
        SELECT region, year, level, release, own, {columns} FROM work.settled_facts WHERE {back} GROUP BY ALL""")
    con.sql(
        FINAL.format(
            ", ".join(f"arg_max({name}, rank) AS {name}, arg_max({name}__c, rank) AS {name}__c" for name in measures)
        )
    )
    con.sql(f"CREATE OR REPLACE TEMP TABLE system_of AS {_systems(known)}")
    values = " UNION ALL BY NAME ".join(_at(one, level, years) for one, level in crossing)
    con.sql(f"INSERT INTO sums BY NAME {values}")


# What was told years ago need not have the release of what is told now: the most final one then stands in.
FINAL = """
CREATE OR REPLACE TEMP TABLE final_sums AS
SELECT region, year, level, own, {} FROM measure_sums JOIN releases ON releases.id = release GROUP BY ALL
"""


def _systems(known: Declarations) -> str:
    rows = ", ".join(f"('{one.code}', '{one.system}')" for one in known.regions.values() if one.system)
    return f"SELECT * FROM (VALUES {rows or '(NULL, NULL)'}) AS of_region(region, system)"


def _at(one: Indicator, level: str, years: str) -> str:
    """One indicator at one level: its sides, and how many of the children expected there tell all of it."""
    inputs = sorted(one.inputs)
    shares = ", ".join(f"{_final(each, each.measure + '__c')} / {_alias(each)}_expected.children" for each in inputs)
    joins = " ".join(dict.fromkeys(_joined(each, level) for each in inputs))
    return f"""
        SELECT base.region, base.year, '{level}' AS level, '{one.id}' AS indicator, base.release, base.own,
            CAST({_by_system(one, "numerator")} AS DECIMAL(38,6)) AS numerator,
            CAST({_by_system(one, "denominator")} AS DECIMAL(38,6)) AS denominator,
            CASE WHEN base.own THEN 1 ELSE coalesce(least(1, {shares}) * expected.children, 1) END AS children
        FROM (SELECT DISTINCT region, year, release, own FROM measure_sums WHERE {years}) AS base
        LEFT JOIN expected ON (expected.region, expected.year, expected.level) = (base.region, base.year, '{level}')
        LEFT JOIN system_of ON system_of.region = base.region {joins}
        WHERE numerator IS NOT NULL{" AND denominator IS NOT NULL" if one.denominator else ""}"""


def _by_system(one: Indicator, side: str) -> str:
    """SQL of one side: where another school system has its own formula, by the region's system."""
    general = one.formulas.get(side)
    if general is None:
        return "NULL"
    cases = "".join(f"WHEN '{name}' THEN {one.formulas_in(name)[side].sql(_place)} " for name in one.systems)
    usual = general.sql(_place)
    return f"CASE system_of.system {cases}ELSE {usual} END" if cases else usual


def _alias(each: Input) -> str:
    return f"{each.level or 'own'}_{each.ago}"


def _place(each: Input) -> str:
    return _final(each, each.measure)


def _final(each: Input, column: str) -> str:
    """A column of this year's sums of the same release, or of an earlier year's, whatever its release."""
    alias = _alias(each)
    return f"coalesce({alias}.{column}, {alias}_final.{column})" if each.ago else f"{alias}.{column}"


def _joined(each: Input, level: str) -> str:
    alias, where = _alias(each), f"'{each.level or level}'"
    key = f"(base.region, base.year - {each.ago}, {where}, base.own"
    told = f"LEFT JOIN measure_sums AS {alias} ON {_of(alias, 'own, release')} = {key}, base.release)"
    final = f" LEFT JOIN final_sums AS {alias}_final ON {_of(alias + '_final', 'own')} = {key})" if each.ago else ""
    expected = (
        f" LEFT JOIN expected AS {alias}_expected ON {_of(alias + '_expected')} = {key.removesuffix(', base.own')})"
    )
    return told + final + expected


def _of(alias: str, more: str = "") -> str:
    return f"({', '.join(f'{alias}.{name}' for name in ['region', 'year', 'level', *more.split(', ')] if name)})"
