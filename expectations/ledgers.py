"""Ledgers: the same quantity from two sources, declared in ledgers.yaml, side by side in one temporary table.

`ledger_lines`: ledger, measure, indicator (`<ledger>:<measure>`, what a finding about the line is about), title, unit,
keys (release: the left side's), then of both sides value, release and address, and difference, tolerance, within.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import sqlglot
from sqlglot import exp

from expectations.compile import ADDRESS, is_late
from expectations.declared import declared_rules
from expectations.places import locate
from expectations.text import in_years
from sources import DeclarationError
from sources.declared import read_yaml, records
from warehouse import any_row, declarations

DECLARED = Path(__file__).with_name("ledgers.yaml")
KEYS = {"name", "view", "value", "computed", "half", "address", "when"}
LINES = f"""CREATE OR REPLACE TEMP TABLE ledger_lines (ledger VARCHAR, measure VARCHAR, indicator VARCHAR,
    title VARCHAR, unit VARCHAR, rule VARCHAR, owner VARCHAR, source VARCHAR, left_name VARCHAR, right_name VARCHAR,
    region VARCHAR, year SMALLINT, level VARCHAR, release VARCHAR, left_value DOUBLE, left_address {ADDRESS},
    left_at VARCHAR, right_release VARCHAR, right_value DOUBLE, right_address {ADDRESS}, right_at VARCHAR,
    difference DOUBLE, tolerance DOUBLE, within BOOLEAN)"""
SIDE = """SELECT region, year, level, release, ({value})::DOUBLE AS value, ({half})::DOUBLE AS half,
        {address} AS address, {at} AS at_measure
    FROM {view} WHERE ({value}) IS NOT NULL AND ({when}) AND {years}"""
# Each side of the most final release that tells it.
LINE = """INSERT INTO ledger_lines BY NAME
WITH lefts AS ({left}), rights AS ({right}),
a AS (FROM lefts SEMI JOIN rights USING (region, year, level) JOIN releases ON releases.id = release
    QUALIFY row_number() OVER (PARTITION BY region, year, level ORDER BY rank DESC) = 1),
b AS (FROM rights SEMI JOIN lefts USING (region, year, level) JOIN releases ON releases.id = release
    QUALIFY row_number() OVER (PARTITION BY region, year, level ORDER BY rank DESC) = 1),
pairs AS (
    SELECT a.region, a.year, a.level, a.release, a.value AS left_value, a.address AS left_address,
        a.at_measure AS left_at, b.release AS right_release, b.value AS right_value, b.address AS right_address,
        b.at_measure AS right_at, a.half + b.half AS halves, round(a.value - b.value, 6) AS difference,
        {tolerance} AS tolerance
    FROM a JOIN b USING (region, year, level))
SELECT * EXCLUDE (halves), NOT beyond(difference, tolerance + halves) AS within, {told} FROM pairs"""


PLACES = """SELECT region AS unit, year, level, release, left_at AS measure FROM ledger_lines
    UNION SELECT region, year, level, right_release, right_at FROM ledger_lines"""
PLACED = """UPDATE ledger_lines SET {side}_address = place FROM placed
    WHERE (placed.unit, placed.year, placed.level, placed.release, placed.measure)
    = (ledger_lines.region, ledger_lines.year, ledger_lines.level, ledger_lines.{release}, ledger_lines.{side}_at)"""


@dataclass(frozen=True)
class Ledger:
    """One declared pair (see ledgers.yaml)."""

    id: str
    title: str
    left: dict[str, str]
    right: dict[str, str]
    tolerance: str | float
    owner: str
    source: str
    each: tuple[str, ...] = ()
    rule: str = "A-002"


@cache
def declared_ledgers(path: Path = DECLARED) -> tuple[Ledger, ...]:
    """All ledgers; raises one DeclarationError with every mistake."""
    found = tuple(records(Ledger, read_yaml(path), path.name).values())
    if mistakes := [f"{path.name} › {one.id}：{says}" for one in found for says in _mistakes(one)]:
        raise DeclarationError(mistakes)
    return found


def _mistakes(one: Ledger) -> Iterator[str]:
    known = declarations().measures.keys() | declarations().indicators.keys()
    yield from (f"没有 {name} 这个统计量或指标" for name in one.each if name not in known)
    for side in (one.left, one.right):
        yield from (f"不认识的键 {key}" for key in sorted(side.keys() - KEYS))
        if ("value" in side) == ("computed" in side) or not {"name", "view"} <= side.keys():
            yield "每一方须有 name、view，以及 value、computed 之一"
    if one.rule not in {rule.id for rule in declared_rules()}:
        yield f"没有 {one.rule} 这条规则"
    if not str(one.tolerance).removesuffix("%").replace(".", "", 1).isdigit():
        yield f"容许差应如 5 或 0.5%，现为 {one.tolerance}"


def ledger_columns() -> dict[str, set[str]]:
    """View of the rules → its columns that a ledger takes."""
    used: dict[str, set[str]] = {}
    named = [(one, name) for one in declared_ledgers() for name in _names(one)]
    for side in [_side(side, name) for one, name in named for side in (one.left, one.right)]:
        texts = [side[key] for key in ("value", "half", "address", "when")]
        columns = {column.name for text in texts for column in _parsed(text).find_all(exp.Column)}
        used.setdefault(side["view"], set()).update(columns)
    return used


@cache
def _parsed(text: str) -> exp.Expr:
    return sqlglot.parse_one(text, dialect="duckdb")


def open_ledgers(con: duckdb.DuckDBPyConnection) -> None:
    """`ledger_lines` without any line."""
    con.sql(LINES)


def fill_ledgers(con: duckdb.DuckDBPyConnection, years: tuple[int, ...] | None) -> None:
    """Fill `ledger_lines` for these years from the rules' views."""
    told = {view for view in ledger_columns() if any_row(con, view)}
    for one in declared_ledgers():
        if {one.left["view"], one.right["view"]} <= told:
            for name in _names(one):
                con.sql(_line(one, name, in_years(years)))
    if not any_row(con, "ledger_lines"):
        return
    locate(con, PLACES)
    con.sql(PLACED.format(side="left", release="release"))
    con.sql(PLACED.format(side="right", release="right_release"))


def _names(one: Ledger) -> tuple[str, ...]:
    return one.each or ("",)


def _line(one: Ledger, name: str, years: str) -> str:
    amount = str(one.tolerance)
    share = f"abs(b.value) * {float(amount[:-1]) / 100!r}" if amount.endswith("%") else amount
    left, right = (SIDE.format(**_side(side, name), years=years) for side in (one.left, one.right))
    return LINE.format(left=left, right=right, tolerance=f"({share})::DOUBLE", told=_told(one, name))


def _told(one: Ledger, name: str) -> str:
    """What every line of a ledger says of itself."""
    about = name or one.left["value"]
    known = declarations()
    thing = known.measures.get(about) or known.indicators[about]
    texts = {
        "ledger": one.id,
        "measure": about,
        "indicator": f"{one.id}:{about}",
        "title": one.title.replace("{each}", thing.name),
        "unit": thing.unit,
        "rule": one.rule,
        "owner": one.owner,
        "source": one.source,
        "left_name": one.left["name"],
        "right_name": one.right["name"],
    }
    return ", ".join(f"{_quoted(text)} AS {column}" for column, text in texts.items())


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _side(side: dict[str, str], name: str) -> dict[str, str]:
    """The SQL of one side; a column brings its own rounding and address, a computed number has neither."""
    told = {key: text.replace("{each}", name) for key, text in side.items()}
    value = told.get("value") or _computed(told["computed"])
    own = {"half": f"{value}__half", "address": f"{value}__address"} if "value" in told else {}
    none = {"half": "0", "address": "NULL", "when": "true"}
    side = {**none, **own, **told, "value": value}
    late = is_late(side["view"], side["address"])
    at = _quoted(side["address"].removesuffix("__address")) if late else "NULL"
    return {**side, "at": at, "address": "NULL" if late else side["address"]}


def _computed(indicator: str) -> str:
    """An indicator as its declaration computes it from the measures of one row."""
    one = declarations().indicators[indicator]
    if not one.is_plain:
        raise DeclarationError([f"{DECLARED.name}：{indicator} 不能只由本地区、本学段的统计量算出"])
    over = f" / nullif({one.denominator}, 0)::DOUBLE" if one.denominator else ""
    return f"({one.numerator})::DOUBLE * {one.scale}{over}"
