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
from expectations.text import listed, stale
from sources import DeclarationError
from warehouse import Measure, declarations

KEYS = ("region", "year", "level", "release")
ABOUT_UNIT = frozenset({"is_school", "kind", "ownership", "urban_rural"})
Years = tuple[int, ...] | None
OF_FACTS = ("facts_wide", "facts_and_figures", "facts_and_children", "facts_of_regions", "facts_and_levels",
            "regions_and_levels", "facts_and_feeders", "facts_and_published")  # fmt: skip
# Views with a row per indicator or measure; in the others its name stands in the column's.
BY_INDICATOR = ("figures", "ledger_lines", "told_twice", "beside_last")
OF_ADDRESS = r"(\w+?)__(?:growth_)?address"
ABSENT = "'—'"
ADDRESS = "STRUCT(delivery_id VARCHAR, sheet VARCHAR, cell VARCHAR)"


def failing_rows(rule: Rule, years: Years = None, parts: Collection[int] | None = None) -> str:
    """Failing rows of one rule: which repetition (`part`), keys, measure, addresses, what is found and expected.

    `parts`: of these repetitions alone.
    """
    asked = [(part, each) for part, each in enumerate(rule.repetitions) if parts is None or part in parts]
    return " UNION ALL BY NAME ".join(_failing(each, part, years) for part, each in asked)


def counted_rows(table: str, repetitions: Iterable[Rule], years: Years = None) -> str:
    """One row, two columns per repetition: how many rows it could judge (none: it passes nothing), how many fail."""
    counts = ", ".join(_counted(rule) for rule in repetitions)
    return f"SELECT {counts} FROM {table} WHERE {stale(years)}"


def _counted(rule: Rule) -> str:
    verdict = f"CASE WHEN {_asked(rule)} THEN ({_seen(rule).fails_when}) END"
    judged = f"CASE WHEN {_asked(rule)} THEN true END" if rule.missing == "judge" else verdict
    return f"count({judged}), count_if({verdict})"


def table_of(rule: Rule) -> str:
    """What one repetition of a rule is asked of: its view, but one subject's facts where it names no other's.

    Of a subject nobody told anything about nothing is blank: that return is missing, which no rule has to find.
    """
    subjects = {measure.subject for name in _used(rule) if (measure := _measure_named(name))}
    if rule.view != "facts_wide" or len(subjects) != 1:
        return rule.view
    return f"facts_{subjects.pop()}"


def _measure_named(column: str) -> Measure | None:
    return declarations().measures.get(column.split("__", 1)[0])


def is_late(view: str, address: str) -> bool:
    """Whether an address is no column of the view, but found afterwards for the rows that fail."""
    return view in OF_FACTS and address.endswith("__address") and _measure_named(address) is not None


def _failing(rule: Rule, part: int, years: Years) -> str:
    seen, holds = _seen(rule), rule.holds or (rule.cell,)
    extras = ", ".join(f'coalesce(told("{name}", NULL), {ABSENT})' for name in extra_names(rule))
    return f"""SELECT '{rule.id}' AS rule, {part} AS part, region, year, level, release,
        {_measure(rule)} AS measure, list_first({_early(rule, [rule.cell])}) AS address, {_early(rule, holds)} AS holds,
        list_first({_late(rule, [rule.cell])}) AS measure_at, {_late(rule, holds)} AS holds_at,
        told({seen.found}, {seen.unit}) AS found, told({seen.expected}, {seen.unit}) AS expected,
        gap({seen.difference}, {seen.unit}) AS difference, amount({seen.found}) AS found_value,
        coalesce(amount({seen.expected}), amount({seen.found}) - amount({seen.difference})) AS expected_value,
        amount({seen.expected}) AS exact_value,
        [{extras}]::VARCHAR[] AS extras
        FROM {table_of(rule)} WHERE {_asked(rule)} AND ({seen.fails_when}) AND {stale(years)}"""


def _early(rule: Rule, addresses: Iterable[str]) -> str:
    """The addresses that are columns."""
    return f"[{', '.join(each for each in addresses if not is_late(rule.view, each))}]::{ADDRESS}[]"


def _late(rule: Rule, addresses: Iterable[str]) -> str:
    """The measures whose addresses are found afterwards."""
    late = [each.removesuffix("__address") for each in addresses if is_late(rule.view, each)]
    return f"{late}::VARCHAR[]"


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
    asked = [f"level IN ({listed(rule.levels)})"] if rule.levels else []
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


def has_rows(tables: Iterable[str], years: Years = None) -> str:
    """One row if no table has any: rules over nothing pass, and must not look as if they had."""
    found = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {stale(years)})" for table in tables)
    return f"SELECT 1 AS empty WHERE NOT ({found})"


def not_all_null(used: Mapping[str, Collection[str]], years: Years = None) -> str:
    """One row if of every table every one of these columns is NULL in every row."""
    found = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE ({_filled(columns)}) AND {stale(years)})"
        for table, columns in used.items()
    )
    return f"SELECT 1 AS blank WHERE NOT ({found})"


def _filled(columns: Iterable[str]) -> str:
    return " OR ".join(f'"{column}" IS NOT NULL' for column in sorted(columns))


def columns_by_table(rules: Iterable[Rule]) -> dict[str, set[str]]:
    """Table → its columns that these rules name."""
    used: dict[str, set[str]] = {}
    for each in (each for rule in rules for each in rule.repetitions):
        used.setdefault(table_of(each), set()).update(name for name in _used(each) if not is_late(each.view, name))
    return used


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
