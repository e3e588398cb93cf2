"""Clean returns keep every hard rule, and the soft ones ask of hardly any number."""

from pathlib import Path

import duckdb
import pytest

from expectations import check
from sources import Home
from sources.example import Order, send
from warehouse import SUBJECTS, declarations, open_store, receive

pytestmark = pytest.mark.slow


def test_clean_data_has_no_hard_failure_and_hardly_a_soft_one(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").create()
    send(home.inbox / "示例县", Order(schools=80, years=6, seed=1))
    with open_store(home) as con:
        list(receive(con, home, lambda frame: []))
        check(con, recorded=False)
        told = dict(con.sql("SELECT severity, count(*) FROM failures GROUP BY ALL").fetchall())
        examples = con.sql("SELECT rule, any_value(message) FROM failures GROUP BY rule").fetchall()
        assert told.get("hard", 0) == 0, examples
        assert told.get("soft", 0) * 1000 < numbers(con), examples


def numbers(con: duckdb.DuckDBPyConnection) -> int:
    """How many numbers the store holds."""
    counts = {
        subject: " + ".join(f'count("{each}")' for each in declarations().measures_of(subject)) for subject in SUBJECTS
    }
    return sum(con.sql(f"SELECT {count} FROM {subject}").fetchall()[0][0] for subject, count in counts.items())
