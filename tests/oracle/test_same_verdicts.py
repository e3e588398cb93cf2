"""The same figures told otherwise: in another unit, in another order, in several files. The verdicts stay the same."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.oracle import test_qingcheng
from tests.oracle.deliveries import judged

ROWS = test_qingcheng.ROWS
TOLD = "region, year, level, test, release, verdict, flags, round(gap, 9), round(shortfall, 6), missing, formula"


def told(folder: Path, **files: list[str]) -> list[tuple[Any, ...]]:
    with judged(folder, **files) as con:
        return con.sql(f"SELECT {TOLD} FROM verdicts ORDER BY ALL").fetchall()


def in_yuan(row: str) -> str:
    """The row with its money in 元 instead of 万元."""
    year, place, level, name, value, unit, *rest = row.split(",")
    return ",".join([year, place, level, name, f"{value}0000" if value else "", "元", *rest]) if unit == "万元" else row


def by_indicator() -> dict[str, list[str]]:
    """A file for each indicator, with its whole series."""
    files: dict[str, list[str]] = defaultdict(list)
    for row in ROWS:
        files[row.split(",")[3]].append(row)
    return dict(files)


@pytest.mark.slow
def test_units_order_and_files_decide_nothing(tmp_path: Path) -> None:
    first = told(tmp_path / "a", 自查=ROWS)
    assert first
    assert told(tmp_path / "b", 自查=[in_yuan(row) for row in reversed(ROWS)]) == first
    assert told(tmp_path / "c", **by_indicator()) == first
