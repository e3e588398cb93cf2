"""Asset checks made from the declared rules: one per subject and severity, its rules in the metadata."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

import dagster as dg

from pipelines.language import say

if TYPE_CHECKING:
    from expectations import CheckResult, Rule


def check_specs(asset: str) -> list[dg.AssetCheckSpec]:
    """One check per rule subject × severity.

    A hard one is an error that blocks the cells it names, which `check` holds back; no check blocks the graph, since
    everything else goes on.
    """
    return [
        dg.AssetCheckSpec(name, asset=asset, description=say(f"severity.{rules[0].severity}"), metadata=_rules(rules))
        for name, rules in _grouped().items()
    ]


def check_results(results: Iterable["CheckResult"]) -> list[dg.AssetCheckResult]:
    """The results gathered by check; every declared check answers."""
    told = list(results)
    return [_gathered(name, rules, told) for name, rules in _grouped().items()]


def _grouped() -> dict[str, list["Rule"]]:
    """Check name → its rules, by name."""
    from expectations import declared_rules

    groups: dict[str, list[Rule]] = defaultdict(list)
    for rule in declared_rules():
        groups[f"{rule.subject}_{rule.severity}"].append(rule)
    return dict(sorted(groups.items()))


def _gathered(name: str, rules: list["Rule"], told: list["CheckResult"]) -> dg.AssetCheckResult:
    """One check's answer: its own rules, and the subject's guards against judging nothing (those only warn)."""
    own = {rule.id for rule in rules}
    guards = [each for each in told if each.subject == rules[0].subject and "." in each.rule]
    results = [each for each in told if each.rule in own]
    failing = [each.severity for each in results + guards if not each.passed]
    return dg.AssetCheckResult(
        check_name=name,
        passed=not failing,
        severity=dg.AssetCheckSeverity.ERROR if "hard" in failing else dg.AssetCheckSeverity.WARN,
        metadata=_table([asdict(each) for each in guards + results]),
    )


def _rules(rules: list["Rule"]) -> dict[str, dg.TableMetadataValue]:
    return _table([{"rule": rule.id, "title": rule.title, "source": rule.document} for rule in rules])


def _table(rows: list[dict[str, str | int | bool]]) -> dict[str, dg.TableMetadataValue]:
    return {say("column.rule"): dg.MetadataValue.table([dg.TableRecord(row) for row in rows])} if rows else {}
