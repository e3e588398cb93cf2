"""The facts of one delivery before they enter the store."""

import subprocess
import sys

import polars as pl
import pytest

from expectations import check_return, screen_return

GOOD = {
    "table": ["enrolment", "enrolment"],
    "region": ["110116", "110117"],
    "place": ["110116", "110117"],
    "year": [2023, 2023],
    "level": ["primary", "primary"],
    "release": ["bulletin", "bulletin"],
    "field": ["", ""],
    "scope": ["", ""],
    "comparable": [False, False],
    "number": [1.0, None],
}


def told(**changed: object) -> list[str]:
    """What is said with the record and without it; both must say the same."""
    frame = pl.DataFrame({**GOOD, **changed}, schema_overrides={"number": pl.Float64})
    recorded, screened = check_return(frame), screen_return(frame)
    assert [each.split("（")[0] for each in recorded] == [each.split("（")[0] for each in screened]
    return recorded


def test_a_good_return_has_nothing_to_say() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"number": [None, None]}, "不能没有一个数：有 2 行不符"),
        ({"place": ["110116", "999999"]}, "地区代码应已登记：有 1 行不符（如 999999）"),
        ({"region": ["110116", "110116"]}, "同一个数不能报两次：有 2 行不符"),
    ],
)
def test_each_fault_is_one_sentence(changed: dict[str, object], says: str) -> None:
    [sentence] = told(**changed)
    assert says in sentence


def test_an_empty_return_says_so() -> None:
    assert check_return(pl.DataFrame(GOOD).clear()) == ["没有一行数据，请核对是否发错文件"]
    assert screen_return(pl.DataFrame(GOOD).clear()) == ["没有一行数据，请核对是否发错文件"]


def test_what_nobody_asks_for_is_not_imported() -> None:
    good = {name: values[:1] for name, values in GOOD.items()}
    code = f"""
import sys, polars as pl
from expectations import check_return
assert check_return(pl.DataFrame({good!r})) == []
print([name for name in ("scipy.stats._stats_py", "altair.vegalite") if name in sys.modules])"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
