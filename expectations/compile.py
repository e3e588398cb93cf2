"""Rules become SQL here and nowhere else: one query per rule that selects every failing row with its address."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from expectations.declared import STANDARD, Rule
from expectations.text import in_years
from sources import DeclarationError

Years = tuple[int, ...] | None


def failing_rows(rule: Rule, years: Years = None) -> str:
    """Failing rows of one rule: region, year, level, release, address, found, expected, difference, held addresses."""
    return " UNION ALL BY NAME ".join(_failing(rule, column, years) for column in rule.each or ("",))


def checked_rows(view: str, rules: Iterable[Rule], years: Years = None) -> str:
    """One row, a column per rule of this view: how many rows it could judge (none: it has not passed anything)."""
    counts = ", ".join(_judged(rule) for rule in rules)
    return f"SELECT {counts} FROM {view} WHERE {_in(years)}"


def _judged(rule: Rule) -> str:
    return " + ".join(f"count({_filled(rule.fails_when, column)})" for column in rule.each or ("",))


def _failing(rule: Rule, column: str, years: Years) -> str:
    cell, *holds = (_filled(name, column) for name in (rule.cell, *(rule.holds or (rule.cell,))))
    extras = "".join(f', "{name}"' for name in sorted(rule.placeholders - STANDARD))
    return f"""SELECT region, region_name, year, level, release, '{column}' AS measure,
        {cell} AS address, [{", ".join(holds)}] AS holds,
        ({_filled(rule.found, column)}) AS found, ({_filled(rule.expected, column)}) AS expected,
        ({_filled(rule.difference, column)}) AS difference, ({_filled(rule.unit, column)}) AS unit{extras}
        FROM {rule.view} WHERE ({_filled(rule.fails_when, column)}) AND {_in(years)}"""


def has_rows(view: str, years: Years = None) -> str:
    """One row if the view has none: rules over nothing pass, and must not look as if they had."""
    return f"SELECT 1 AS empty WHERE NOT EXISTS (SELECT 1 FROM {view} WHERE {_in(years)})"


def not_all_null(view: str, columns: Iterable[str], years: Years = None) -> str:
    """One row if every one of these columns is NULL in every row."""
    filled = " OR ".join(f'"{column}" IS NOT NULL' for column in sorted(columns))
    return f"SELECT 1 AS blank WHERE NOT EXISTS (SELECT 1 FROM {view} WHERE ({filled}) AND {_in(years)})"


def columns_used(rule: Rule) -> set[str]:
    """Every column of the view the rule names; raises SqlglotError for what isn't SQL."""
    extras = {name for name in rule.placeholders - STANDARD}
    return extras.union(*(_columns(text) for text in _expressions(rule)))


def verify(rules: Iterable[Rule], views: Mapping[str, Collection[str]]) -> None:
    """Refuse rules over unknown views or columns, all in one error; `views` maps a view to its columns."""
    if mistakes := [f"{rule.subject}.yaml › {rule.id}：{says}" for rule in rules for says in _unknown(rule, views)]:
        raise DeclarationError(mistakes)


def _unknown(rule: Rule, views: Mapping[str, Collection[str]]) -> list[str]:
    if rule.view not in views:
        return [f"没有 {rule.view} 这个视图"]
    try:
        used = columns_used(rule)
    except SqlglotError as error:
        return [f"表达式不是有效的 SQL（{str(error).splitlines()[0]}）"]
    return [f"视图 {rule.view} 没有 {name} 这一列" for name in sorted(used - set(views[rule.view]))]


def _expressions(rule: Rule) -> Iterator[str]:
    texts = (rule.fails_when, rule.found, rule.expected, rule.difference, rule.unit, rule.cell, *rule.holds)
    for column in rule.each or ("",):
        yield from (_filled(text, column) for text in texts)


@cache
def _columns(text: str) -> set[str]:
    return {column.name for column in sqlglot.parse_one(text, dialect="duckdb").find_all(exp.Column)}


def _filled(text: str, column: str) -> str:
    return text.replace("{each}", column)


def _in(years: Years) -> str:
    return f"(year IS NULL OR {in_years(years)})"
