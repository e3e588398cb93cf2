"""Rules run over the store; what they find becomes `failures` and `findings`, hard failures hold back their cells."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import duckdb

from expectations import gx
from expectations.compile import (
    KEYS,
    Years,
    columns_by_table,
    counted_rows,
    failing_rows,
    has_rows,
    not_all_null,
    table_of,
)
from expectations.declared import Rule, declared_rules
from expectations.failures import collect, open_failing, write
from expectations.tables import prepare
from expectations.views import SOURCES_OF_ROWS, open_views
from warehouse import any_row

AT_ONCE = 100  # repetitions counted in one pass over their table


@dataclass(frozen=True)
class CheckResult:
    """How one rule went: `failing` rows of the `checked` ones it could judge (0 checked: it says nothing).

    They stand in so many `deliveries`, of which so many cells are `held` back; everything else goes on.
    Each subject also answers two guards, `<subject>.<view>.has_rows` and `.not_all_null`.
    """

    rule: str
    subject: str
    severity: str
    title: str
    passed: bool
    failing: int
    checked: int
    deliveries: int = 0
    held: int = 0


@dataclass
class Count:
    """How many rows a rule could judge, and which of its repetitions fail."""

    checked: int = 0
    parts: set[int] = field(default_factory=set)


def check(
    con: duckdb.DuckDBPyConnection, years: Sequence[int] | None = None, *, recorded: bool = True
) -> list[CheckResult]:
    """Run every rule for these years (None: all), replacing their failures, findings and held cells in one transaction.

    What has no year (is about a whole delivery) is always renewed. A dry run keeps no record (`recorded`) and asks the
    same queries without Great Expectations, whose import alone takes seconds. Raises DeclarationError for rules that
    do not fit the views.
    """
    prepare(con)
    return run(con, declared_rules(), None if years is None else tuple(years), recorded=recorded)


def run(con: duckdb.DuckDBPyConnection, rules: Sequence[Rule], years: Years, *, recorded: bool) -> list[CheckResult]:
    """Run these rules instead of the declared ones; the tables are there.

    Each table is passed once to count what fails of every rule; only of those that fail anything are rows selected.
    """
    open_views(con, years, rules)
    open_failing(con)
    counts = _counts(con, rules, years)
    asked = {rule.id: rule for rule in rules}

    def answer(id: str, text: str) -> int:
        if id not in asked:
            return len(con.sql(text).fetchall())
        parts = counts[id].parts
        return collect(con, failing_rows(asked[id], years, parts)) if parts else 0

    queries = [query for subject in _subjects(rules) for query in _suite(subject, rules, years)]
    failing = gx.failing(queries, answer) if recorded else {each.id: answer(each.id, each.text) for each in queries}
    write(con, rules, years)
    held = _held(con)
    return [_result(each, failing[each.id], counts.get(each.id), held.get(each.id, (0, 0))) for each in queries]


def _held(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, int]]:
    """Per rule of this run: deliveries with failing rows, and cells held back."""
    found = con.sql("""SELECT rule, count(DISTINCT f.delivery_id), count(DISTINCT (h.delivery_id, h.sheet, h.cell))
        FROM named f LEFT JOIN holding h USING (failure_id) GROUP BY rule""").fetchall()
    return {rule: (deliveries, cells) for rule, deliveries, cells in found}


def _counts(con: duckdb.DuckDBPyConnection, rules: Iterable[Rule], years: Years) -> dict[str, Count]:
    """What every rule could judge and what of it fails: one pass over each table, however many rules ask it."""
    counts = {rule.id: Count() for rule in rules}
    by_table: dict[str, list[tuple[int, Rule]]] = defaultdict(list)
    for part, each in (numbered for rule in rules for numbered in enumerate(rule.repetitions)):
        by_table[table_of(each)].append((part, each))
    for table, repetitions in by_table.items():
        if not any_row(con, table):
            continue
        for start in range(0, len(repetitions), AT_ONCE):
            _count(con, table, repetitions[start : start + AT_ONCE], years, counts)
    return counts


def _count(
    con: duckdb.DuckDBPyConnection, table: str, some: Sequence[tuple[int, Rule]], years: Years, counts: dict[str, Count]
) -> None:
    [row] = con.sql(counted_rows(table, [each for _, each in some], years)).fetchall()
    for (part, each), checked, failing in zip(some, row[::2], row[1::2], strict=True):
        counts[each.id].checked += checked
        if failing:
            counts[each.id].parts.add(part)


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
    used = columns_by_table(rule for rule in rules if rule.view == view)
    columns = {table: _told(names) for table, names in used.items() if _told(names)}
    guards = {
        "has_rows": (f"{view} 有可检查的行", has_rows(columns, years)),
        "not_all_null": (f"{view} 中所检查的列不全为空", not_all_null(columns, years)),
    }
    return [
        gx.Query(f"{subject}.{view}.{name}", subject, "soft", title, text)
        for name, (title, text) in guards.items()
        if columns
    ]


def _told(columns: Iterable[str]) -> set[str]:
    """Columns that are NULL where nothing is told."""
    return {name for name in columns if name not in KEYS and not name.endswith("__half")}


def _result(query: gx.Query, failing: int, count: Count | None, held: tuple[int, int]) -> CheckResult:
    about = (query.id, query.suite, query.severity, query.title)
    return CheckResult(*about, not failing, failing, count.checked if count else 1, *held)
