"""What was known on a day, from the command line."""

from datetime import datetime

import duckdb
import pytest

from pipelines.cli import answer
from pipelines.past import known_on
from sources import Home

TABLES = {
    "indicator_values": "* EXCLUDE (delivery_id)",
    "verdicts": "*",
    "findings": "* EXCLUDE (file_name)",
}


@pytest.mark.slow
def test_everything_known_in_the_end_is_everything_known_now(demo_home: Home) -> None:
    database = str(demo_home.current / "warehouse.duckdb")
    with duckdb.connect(database, read_only=True) as now, known_on(now, datetime(2099, 1, 1)) as then:
        for table, told in TABLES.items():
            query = f"SELECT {told} FROM {table} ORDER BY ALL"
            assert then.sql(query).fetchall() == now.sql(query).fetchall(), table


def test_show_as_of_a_day_before_anything_arrived(
    demo_home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EDUSTAT_HOME", str(demo_home.root))
    assert answer(["show", "怀柔区", "--as-of", "2001-01-01"]) == 0
    assert "没有任何年度" in capsys.readouterr().out


def test_publications_tell_their_version(demo_home: Home) -> None:
    with duckdb.connect(str(demo_home.current / "warehouse.duckdb"), read_only=True) as con:
        assert con.sql("SELECT version FROM versions").fetchall() == [("1.0.0",)]
        assert con.sql("SELECT count(*) FROM revisions").fetchall() == [(0,)]
