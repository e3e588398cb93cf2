"""Rules run over the store; what they find becomes `findings`, and hard failures hold back their cells."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl

from expectations import gx
from expectations.compile import Years, checked_rows, columns_used, failing_rows, has_rows, not_all_null, verify
from expectations.declared import Rule, declared_rules
from expectations.tables import prepare, put
from expectations.text import gap, in_years, number
from expectations.views import KEYS, SOURCES_OF_ROWS, open_views
from expectations.words import Words, words
from warehouse import transaction

Row = dict[str, Any]
Found = tuple[Row, list[Row]]


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
    """Run every rule for these years (None: all), replacing their findings and held cells in one transaction.

    Findings without a year (about a whole delivery) are always renewed. A dry run keeps no record (`recorded`) and
    asks the same queries without Great Expectations, whose import alone takes seconds. Raises DeclarationError for
    rules that do not fit the views.
    """
    wanted: Years = None if years is None else tuple(years)
    rules = declared_rules()
    prepare(con)
    verify(rules, open_views(con, wanted))
    queries = [query for subject in _subjects(rules) for query in _suite(subject, rules, wanted)]
    failing = gx.failing(con, queries) if recorded else {each.id: con.sql(each.text).pl() for each in queries}
    told = words(con)
    _store(con, [each for rule in rules for each in _findings(rule, failing[rule.id], told)], wanted)
    checked = _checked(con, rules, wanted)
    return [_result(query, failing[query.id].height, checked.get(query.id, 1)) for query in queries]


def _subjects(rules: Iterable[Rule]) -> list[str]:
    return list(dict.fromkeys(rule.subject for rule in rules))


def _suite(subject: str, rules: Iterable[Rule], years: Years) -> list[gx.Query]:
    """Queries of one subject: first that there is something to judge, then its rules."""
    mine = [rule for rule in rules if rule.subject == subject]
    guards = [each for view in SOURCES_OF_ROWS for each in _guards(subject, view, mine, years)]
    return guards + [_query(rule, failing_rows(rule, years)) for rule in mine]


def _query(rule: Rule, text: str) -> gx.Query:
    meta = {"hint": rule.hint, "source": rule.document}
    return gx.Query(rule.id, rule.subject, rule.severity, rule.title, text, meta)


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


def _findings(rule: Rule, failing: pl.DataFrame, told: Words) -> list[Found]:
    """Each failing row as a row of `findings` and the addresses it holds back; the same finding twice is one."""
    found = {}
    for row in failing.to_dicts():
        holds = [each for each in row["holds"] if _is_cell(each)] if rule.severity == "hard" else []
        finding = _finding(rule, row, told) | {"held": bool(holds)}
        found[finding["finding_id"]] = (finding, holds)
    return [found[key] for key in sorted(found)]


def _finding(rule: Rule, row: Row, told: Words) -> Row:
    where = {part: (row["address"] or {}).get(part) for part in ("delivery_id", "sheet", "cell")}
    keys = {key: row[key] for key in KEYS}
    shown = _shown(row)
    identity = "|".join(str(value) for value in (rule.id, *where.values(), *keys.values(), row["measure"]))
    return {
        "finding_id": hashlib.sha256(identity.encode()).hexdigest()[:16],
        "rule": rule.id,
        "severity": rule.severity,
        **keys,
        **where,
        "file_name": told.files.get(where["delivery_id"] or ""),
        "row_label": row["region_name"],
        "column_label": told.header(**where) or row.get("indicator_name") or _measure(row, told),
        **{key: None if row[key] is None else text for key, text in shown.items()},
        "message": rule.message.format(**{**row, **where, **shown, **_named(row, where, told)}),
        "hint": rule.hint,
    }


def _shown(row: Row) -> dict[str, str]:
    shown = {key: number(row[key], row["unit"]) for key in ("found", "expected")}
    return shown | {"difference": gap(row["difference"], row["unit"])}


def _named(row: Row, where: Row, told: Words) -> dict[str, str | None]:
    """What the keys are called in a sentence; the total of all levels needs no word."""
    return {
        "region": row["region_name"] or row["region"],
        "level": "" if row["level"] in (None, "all") else told.levels.get(row["level"], row["level"]),
        "release": told.releases.get(row["release"] or "", row["release"]),
        "measure": _measure(row, told),
        "file": told.files.get(where["delivery_id"] or ""),
    }


def _measure(row: Row, told: Words) -> str | None:
    return told.measures.get(row["measure"], row["measure"]) or None


def _is_cell(address: Row | None) -> bool:
    return address is not None and address["cell"] is not None


def _store(con: duckdb.DuckDBPyConnection, found: Sequence[Found], years: Years) -> None:
    stale = f"(year IS NULL OR {in_years(years)})"
    held = {
        (("finding_id", row["finding_id"]), ("year", row["year"]), *address.items())
        for row, addresses in found
        for address in addresses
    }
    with transaction(con):
        put(con, "findings", [row for row, _ in found], stale)
        put(con, "held_cells", [dict(each) for each in sorted(held, key=str)], stale)
