"""The whole line through Dagster: one run covers every year, and running again changes nothing."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from pipelines import homes
from pipelines.assets import YEARS
from pipelines.cli import answer
from sources import Home
from tests.oracle.deliveries import HEAD as TIDY
from tests.pipelines.comparing import exports, tables


@pytest.fixture(scope="module")
def copied(demo_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A copy of the demo that a test may run again."""
    home = Home(tmp_path_factory.mktemp("again") / "home")
    shutil.copytree(demo_home.root, home.root, symlinks=True)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("EDUSTAT_HOME", str(home.root))
        environment.setenv("DAGSTER_HOME", str(home.dagster))
        yield home


def test_every_sample_is_accepted_and_leaves_the_inbox(demo_home: Home) -> None:
    deliveries = tables(demo_home)["deliveries"]
    assert len(deliveries) > len(homes.samples())
    assert all("accepted" in row for row in deliveries)
    assert [path for path in demo_home.inbox.rglob("*") if path.is_file()] == []


def test_one_run_materialised_every_year(copied: Home) -> None:
    with dg.DagsterInstance.get() as instance:
        runs = instance.get_run_records()
        years = {name: instance.get_materialized_partitions(dg.AssetKey(name)) for name in ("findings", "verdicts")}
        checks = instance.event_log_storage.get_asset_check_execution_history
        assert [record.dagster_run.status for record in runs] == [dg.DagsterRunStatus.SUCCESS]
        assert all(each == set(YEARS.get_partition_keys()) for each in years.values())
        assert checks(dg.AssetCheckKey(dg.AssetKey("findings"), "deliveries_soft"), limit=1)


@pytest.mark.slow
def test_running_again_changes_nothing(copied: Home, demo_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    sent = homes.stock(copied.inbox)
    assert answer(["run"]) == 0
    assert "没有新的数据：指标和结论不必重算" in capsys.readouterr().out
    assert copied.current.resolve().name == demo_home.current.resolve().name
    assert exports(copied) == exports(demo_home)
    assert len(tables(copied)["deliveries"]) == sent
    assert len(list(copied.archive.iterdir())) == sent


@pytest.mark.slow
def test_one_year_alone_gives_the_same(copied: Home, demo_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["run", "--year", "2023"]) == 0
    assert tables(copied) == tables(demo_home)
    assert "只重算了 2023 至 2023 年" in capsys.readouterr().out


@pytest.mark.slow
def test_a_bad_file_stops_no_other(copied: Home) -> None:
    (copied.inbox / "坏.xlsx").write_bytes(b"not a workbook")
    assert answer(["run"]) == 0
    states = [row for row in tables(copied)["deliveries"] if "坏.xlsx" in row]
    assert len(states) == 1
    assert "unreadable" in states[0]
    assert any("坏.xlsx" in row for row in tables(copied)["findings"])


def test_telemetry_stays_off(demo_home: Home) -> None:
    assert "telemetry:\n  enabled: false" in (demo_home.dagster / "dagster.yaml").read_text(encoding="utf-8")
    assert not Path("~/.dagster/.telemetry").expanduser().exists()


@pytest.mark.slow
def test_a_correction_recomputes_what_depends_on_it_and_comes_to_the_same(
    copied: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    """怀柔区 corrects a year that stands in the middle of the series."""
    corrected = "2022,怀柔区,合计,一般公共预算教育经费,260000,万元,,,,,更正"
    (copied.inbox / "更正.csv").write_text(f"{TIDY}\n{corrected}\n", encoding="utf-8-sig")
    before = tables(copied)["verdicts"]
    assert answer(["run"]) == 0
    assert "只重算" in capsys.readouterr().out
    narrow = tables(copied)
    assert narrow["verdicts"] != before
    with duckdb.connect(copied.store) as con:
        con.sql("DELETE FROM computed")
    assert answer(["run"]) == 0
    assert "只重算" not in capsys.readouterr().out
    assert tables(copied) == narrow


@pytest.mark.slow
def test_a_first_run_without_any_file_publishes_that_there_is_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EDUSTAT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DAGSTER_HOME", "")
    assert answer(["run"]) == 0
    assert "完成" in capsys.readouterr().out
    assert (Home(tmp_path / "home").current / "site" / "index.html").exists()
    assert answer(["status"]) == 0
