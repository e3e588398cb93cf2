"""The frame of one delivery before it enters the store."""

import polars as pl
import pytest

from expectations import check_return

GOOD = {"unit": ["110116", "110117"], "year": [2023, 2023], "pupils": [1, None]}


def told(**changed: object) -> list[str]:
    frame = pl.DataFrame({**GOOD, **changed})
    return check_return(frame, columns=["pupils"], keys=["unit", "year"], regions={"110116", "110117"})


def test_a_good_return_has_nothing_to_say() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"pupils": [None, None]}, "列 pupils 不能全部为空"),
        ({"year": [2023, 20233]}, "年度应在 1949—2100 之间：有 1 行不符（如 20233）"),
        ({"unit": ["110116", "999999"]}, "地区代码应已登记：有 1 行不符（如 999999）"),
        ({"unit": ["110116", "110116"]}, "unit、year 不能重复：有 2 行不符"),
    ],
)
def test_each_fault_is_one_sentence(changed: dict[str, object], says: str) -> None:
    [sentence] = told(**changed)
    assert says in sentence


def test_missing_columns_and_rows_are_told_first() -> None:
    empty = pl.DataFrame(GOOD).clear()
    assert check_return(empty, columns=["pupils"], keys=["unit"], regions=set()) == ["没有一行数据，请核对是否发错文件"]
    assert "缺少列 staff" in check_return(empty, columns=["staff"], keys=["unit"], regions=set())[0]
