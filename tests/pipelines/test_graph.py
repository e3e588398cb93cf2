"""The Dagster graph: what it holds is compared with a text, so that no name changes unnoticed."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from expectations import CheckResult, declared_rules
from pipelines import assets, checks
from pipelines.definitions import defs
from pipelines.schedules import all_years, fingerprint, inbox, yearly
from sources import Home

ROOT = Path(__file__).parents[2]
GRAPH = """
deliveries ← nothing · once
findings ← deliveries · yearly
indicator_values ← findings · yearly
outbox ← publication · once
publication ← verdicts · once
verdicts ← findings, indicator_values · yearly
"""


def described() -> list[str]:
    graph = defs.resolve_asset_graph()
    return [
        f"{key.to_user_string()} ← {', '.join(p.to_user_string() for p in sorted(node.parent_keys)) or 'nothing'}"
        f" · {'yearly' if node.partitions_def else 'once'}"
        for key in sorted(graph.get_all_asset_keys())
        if (node := graph.get(key))
    ]


def test_the_graph_is_the_agreed_one() -> None:
    assert described() == GRAPH.strip().splitlines()


def test_years_run_from_1990_to_this_one() -> None:
    keys = assets.YEARS.get_partition_keys(current_time=datetime(2026, 8, 1, tzinfo=UTC))
    assert (keys[0], keys[-1], len(keys)) == ("1990", "2026", 37)


def test_every_rule_is_in_exactly_one_check() -> None:
    (asset,) = [each for each in assets.ASSETS if each.key == dg.AssetKey("findings")]
    told = [record.data["rule"] for spec in asset.check_specs for record in spec.metadata["规则"].records]
    assert sorted(str(rule) for rule in told) == sorted(rule.id for rule in declared_rules())


def result(rule: str, severity: str, failing: int) -> CheckResult:
    subject = next(each.subject for each in declared_rules() if each.severity == severity)
    return CheckResult(rule, subject, severity, "", not failing, failing, 9)


def by_name(results: list[CheckResult]) -> dict[str, dg.AssetCheckResult]:
    return {each.check_name or "": each for each in checks.check_results(results)}


@pytest.mark.parametrize(("severity", "shown"), [("hard", "ERROR"), ("soft", "WARN")])
def test_a_failing_rule_fails_its_check_in_its_severity(severity: str, shown: str) -> None:
    rule = next(each for each in declared_rules() if each.severity == severity)
    answer = by_name([result(rule.id, severity, 3)])[f"{rule.subject}_{severity}"]
    assert (answer.passed, answer.severity.value) == (False, shown)


def test_every_declared_check_answers() -> None:
    assert by_name([]).keys() == {f"{rule.subject}_{rule.severity}" for rule in declared_rules()}


def test_a_check_over_nothing_does_not_pass() -> None:
    rule = next(each for each in declared_rules() if each.severity == "hard")
    guard = CheckResult(f"{rule.subject}.figures.has_rows", rule.subject, "soft", "", False, 1, 1)
    answer = by_name([guard])[f"{rule.subject}_hard"]
    assert (answer.passed, answer.severity.value) == (False, "WARN")


def test_loading_the_graph_imports_nothing_heavy() -> None:
    heavy = "great_expectations", "plotly", "pandas"
    code = f"import sys, pipelines.definitions; print([m for m in {heavy} if m in sys.modules])"
    environment = {**os.environ, "DAGSTER_DISABLE_TELEMETRY": "1"}
    told = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, env=environment, text=True)
    assert told.strip() == "[]"


def test_the_schedule_asks_for_every_year_in_chinese_time() -> None:
    at = datetime(2026, 9, 21, tzinfo=UTC)
    with dg.build_schedule_context(scheduled_execution_time=at) as context:
        (request,) = yearly.evaluate_tick(context).run_requests or []
    assert (yearly.execution_timezone, request.tags.items() >= all_years().items()) == ("Asia/Shanghai", True)


def test_the_inbox_sensor_waits_until_files_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDUSTAT_HOME", str(tmp_path))
    home = Home(tmp_path).create()
    assert requests(None) == []
    (home.inbox / "附表.csv").write_text("半")
    assert requests(None) == []
    arriving = fingerprint(home.inbox)
    (home.inbox / "附表.csv").write_text("全部")
    assert requests(arriving) == []
    resting = fingerprint(home.inbox)
    assert requests(resting) == [resting]


def requests(cursor: str | None) -> list[str | None]:
    """Run keys the sensor asks for when it saw `cursor` last time."""
    with dg.build_sensor_context(cursor=cursor, definitions=defs) as context:
        return [each.run_key for each in inbox.evaluate_tick(context).run_requests or []]
