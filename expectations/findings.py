"""Rules run over the store; what they find becomes `failures` and `findings`, hard failures hold back their cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from expectations import gx
from expectations.compile import Years, checked_rows, columns_used, failing_rows, has_rows, not_all_null, verify
from expectations.declared import Rule, declared_rules
from expectations.failures import collect, open_failing, write
from expectations.tables import prepare
from expectations.views import KEYS, SOURCES_OF_ROWS, open_views


@dataclass(frozen=True)
class CheckResult:
    """How one rule went: `failing` rows of the `checked` ones it could judge (0 checked: it says nothing).

    Each subject also answers two guards, `<subject>.<view>.has_rows` and `.not_all_null`.
    """

    rule: str
    subject: str
    severity: str
    title: str
    passed: bool
    failing: int
    checked: int


def check(
    con: duckdb.DuckDBPyConnection, years: Sequence[int] | None = None, *, recorded: bool = True
) -> list[CheckResult]:
    """Run every rule for these years (None: all), replacing their failures, findings and held cells in one transaction.

    What has no year (is about a whole delivery) is always renewed. A dry run keeps no record (`recorded`) and asks the
    same queries without Great Expectations, whose import alone takes seconds. Raises DeclarationError for rules that
    do not fit the views.
    """
    wanted: Years = None if years is None else tuple(years)
    rules = declared_rules()
    prepare(con)
    verify(rules, open_views(con, wanted))
    open_failing(con)
    queries = [query for subject in _subjects(rules) for query in _suite(subject, rules, wanted)]
    asked = {rule.id for rule in rules}

    def answer(id: str, text: str) -> int:
        return collect(con, text) if id in asked else len(con.sql(text).fetchall())

    failing = gx.failing(queries, answer) if recorded else {each.id: answer(each.id, each.text) for each in queries}
    write(con, rules, wanted)
    checked = _checked(con, rules, wanted)
    return [_result(query, failing[query.id], checked.get(query.id, 1)) for query in queries]


def _subjects(rules: Iterable[Rule]) -> list[str]:
    return list(dict.fromkeys(rule.subject for rule in rules))


def _suite(subject: str, rules: Iterable[Rule], years: Years) -> list[gx.Query]:
    """Queries of one subject: first that there is something to judge, then its rules."""
    mine = [rule for rule in rules if rule.subject == subject]
    guards = [each for view in SOURCES_OF_ROWS for each in _guards(subject, view, mine, years)]
    return guards + [_query(rule, failing_rows(rule, years)) for rule in mine]


def _query(rule: Rule, text: str) -> gx.Query:
    meta = {"hint": rule.hint, "source": rule.document}
    return gx.Query(rule.id, rule.subject, rule.severity, rule.headline, text, meta)


def _guards(subject: str, view: str, rules: Iterable[Rule], years: Years) -> list[gx.Query]:
    """Rules over nothing pass; these two say so."""
    used = {name for rule in rules if rule.view == view for name in columns_used(rule)}
    columns = used - {*KEYS, "region_name"}
    guards = {
        "has_rows": (f"{view} 有可检查的行", has_rows(view, years)),
        "not_all_null": (f"{view} 中所检查的列不全为空", not_all_null(view, columns, years)),
    }
    return [
        gx.Query(f"{subject}.{view}.{name}", subject, "soft", title, text)
        for name, (title, text) in guards.items()
        if columns
    ]


def _checked(con: duckdb.DuckDBPyConnection, rules: Iterable[Rule], years: Years) -> dict[str, int]:
    counts: dict[str, int] = {}
    for view in {rule.view: None for rule in rules}:
        mine = [rule for rule in rules if rule.view == view]
        row = con.sql(checked_rows(view, mine, years)).fetchall()[0]
        counts |= dict(zip((rule.id for rule in mine), row, strict=True))
    return counts


def _result(query: gx.Query, failing: int, checked: int) -> CheckResult:
    return CheckResult(query.id, query.suite, query.severity, query.title, not failing, failing, checked)
