"""Rules become SQL here and nowhere else: one query per rule that selects every failing row with its address."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from expectations.declared import EXPRESSIONS, STANDARD, Rule
from expectations.text import stale
from sources import DeclarationError
from warehouse import declarations

Years = tuple[int, ...] | None
BY_INDICATOR = (
    "figures",
    "ledger_lines",
)  # views with a row per indicator; in the others its name stands in the column's
OF_ADDRESS = r"(\w+?)__(?:growth_)?address"


def failing_rows(rule: Rule, years: Years = None) -> str:
    """Failing rows of one rule: which repetition (`part`), keys, measure, addresses, what is found and expected."""
    parts = enumerate(rule.repetitions)
    return " UNION ALL BY NAME ".join(_failing(each, part, years) for part, each in parts)


def checked_rows(view: str, rules: Iterable[Rule], years: Years = None) -> str:
    """One row, a column per rule of this view: how many rows it could judge (none: it has not passed anything)."""
    counts = ", ".join(" + ".join(map(_judged, rule.repetitions)) for rule in rules)
    return f"SELECT {counts} FROM {view} WHERE {stale(years)}"


def _judged(rule: Rule) -> str:
    verdict = "true" if rule.missing == "judge" else _seen(rule).fails_when
    return f"count(CASE WHEN {_asked(rule)} THEN ({verdict}) END)"


def _failing(rule: Rule, part: int, years: Years) -> str:
    seen = _seen(rule)
    extras = ", ".join(f'coalesce(told("{name}", NULL), {ABSENT})' for name in extra_names(rule))
    return f"""SELECT '{rule.id}' AS rule, {part} AS part, region, region_name, year, level, release,
        {_measure(rule)} AS measure, {rule.cell} AS address, [{", ".join(rule.holds or (rule.cell,))}] AS holds,
        told({seen.found}, {seen.unit}) AS found, told({seen.expected}, {seen.unit}) AS expected,
        gap({seen.difference}, {seen.unit}) AS difference, amount({seen.found}) AS found_value,
        coalesce(amount({seen.expected}), amount({seen.found}) - amount({seen.difference})) AS expected_value,
        [{extras}]::VARCHAR[] AS extras
        FROM {rule.view} WHERE {_asked(rule)} AND ({seen.fails_when}) AND {stale(years)}"""


ABSENT = "'—'"


def extra_names(rule: Rule) -> list[str]:
    """Columns of the view that the message of one repetition shows beside the standard ones."""
    return sorted(rule.placeholders - STANDARD)


def _measure(rule: Rule) -> str:
    """What the finding is about: the measure or indicator at whose address it stands."""
    if rule.view in BY_INDICATOR:
        return "indicator"
    return f"'{name}'" if (name := _owner(rule)) else "NULL::VARCHAR"


def _owner(rule: Rule) -> str:
    named = re.fullmatch(OF_ADDRESS, rule.cell)
    return named[1] if named else ""


def _asked(rule: Rule) -> str:
    """Condition of the rows a rule is asked of."""
    levels = ", ".join(f"'{level}'" for level in rule.levels)
    asked = [f"level IN ({levels})"] if levels else []
    if rule.missing == "absent":
        own = [f'"{name}" IS NOT NULL' for name in (_owner(rule),) if name]
        others = ", ".join(f'"{name}"' for name in sorted(_may_be_absent(rule)) if "__" not in name)
        asked += [*own, f"coalesce({others}) IS NOT NULL"]
    return " AND ".join(asked) or "true"


def _seen(rule: Rule) -> Rule:
    """The rule with 0 for what is absent, if that is what NULL means."""
    if rule.missing != "absent":
        return rule
    absent = frozenset(_may_be_absent(rule))
    texts: dict[str, Any] = {name: _with_zeros(getattr(rule, name), absent) for name in EXPRESSIONS if name != "cell"}
    return replace(rule, **texts)


def _may_be_absent(rule: Rule) -> set[str]:
    known = declarations().measures.keys() | declarations().indicators.keys()
    used = {name for name in _columns(rule.fails_when) if name.split("__")[0] in known}
    return {name for name in used if name.split("__")[0] != _owner(rule)}


@cache
def _with_zeros(text: str, names: frozenset[str]) -> str:
    def zero(node: exp.Expr) -> exp.Expr:
        absent = isinstance(node, exp.Column) and node.name in names
        return exp.func("coalesce", node, exp.Literal.number(0)) if absent else node

    return sqlglot.parse_one(text, dialect="duckdb").transform(zero).sql(dialect="duckdb")


def has_rows(view: str, years: Years = None) -> str:
    """One row if the view has none: rules over nothing pass, and must not look as if they had."""
    return f"SELECT 1 AS empty WHERE NOT EXISTS (SELECT 1 FROM {view} WHERE {stale(years)})"


def not_all_null(view: str, columns: Iterable[str], years: Years = None) -> str:
    """One row if every one of these columns is NULL in every row."""
    filled = " OR ".join(f'"{column}" IS NOT NULL' for column in sorted(columns))
    return f"SELECT 1 AS blank WHERE NOT EXISTS (SELECT 1 FROM {view} WHERE ({filled}) AND {stale(years)})"


def columns_used(rule: Rule) -> set[str]:
    """Every column of the view the rule names; raises SqlglotError for what isn't SQL."""
    return {name for each in rule.repetitions for name in _used(each)}


def _used(rule: Rule) -> set[str]:
    return set(extra_names(rule)).union(*(_columns(text) for text in _expressions(rule)))


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
    yield from (getattr(rule, name) for name in EXPRESSIONS)
    yield from rule.holds


@cache
def _columns(text: str) -> set[str]:
    return {column.name for column in sqlglot.parse_one(text, dialect="duckdb").find_all(exp.Column)}
