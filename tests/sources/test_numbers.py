from decimal import Decimal

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from sources.numbers import as_numbers, digits_shown, not_numbers


def frame(*texts: str | None) -> pl.DataFrame:
    return pl.DataFrame({"row": range(1, len(texts) + 1), "c": list(texts)}, schema={"row": pl.Int64, "c": pl.String})


def test_numbers_as_people_type_them() -> None:
    read = as_numbers(frame("1,234.50", "６，　256．29", " -3 ", "−3", "1e3"), ["c"])["c"].to_list()
    assert read == [Decimal("1234.50"), Decimal("6256.29"), Decimal(-3), Decimal(-3), Decimal(1000)]


def test_what_is_no_number_keeps_its_name_and_text() -> None:
    told = not_numbers(frame(None, "0", "—", "…", "xx", "无", "2000万"), ["c"])
    assert told.select("row", "status").rows() == [
        (1, "blank"), (3, "dash"), (4, "ellipsis"), (5, "masked"), (6, "none"), (7, None),
    ]  # fmt: skip
    assert told["text"].to_list()[-1] == "2000万"


def test_a_direction_without_a_number_is_told_apart() -> None:
    told = not_numbers(frame("负增长", "＜0", "正增长"), ["c"])
    assert told["status"].to_list() == ["negative", "negative", "positive"]


def test_a_zero_is_a_number() -> None:
    assert as_numbers(frame("0"), ["c"])["c"].to_list() == [Decimal(0)]


def test_digits_are_those_printed() -> None:
    assert digits_shown(frame("19", "1.50", "11.9100", None), ["c"])["c"].to_list() == [0, 2, 4, 0]


@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=6))
def test_every_plain_decimal_is_read_exactly(number: Decimal) -> None:
    assert as_numbers(frame(f"{number:,f}"), ["c"])["c"].to_list() == [number]
