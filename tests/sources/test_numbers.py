from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.numbers import Cells, read_cells
from sources.spelled import Kind, spelled


def column(*texts: str | None, kind: Kind | None = None) -> Cells:
    read = pl.DataFrame({"c": list(texts)}, schema={"c": pl.String})
    rows = pl.Series("row", range(1, len(texts) + 1), dtype=pl.Int64)
    return read_cells(rows, read, {"c": lambda _: kind or Kind()}, {"c": frozenset()})


def said(text: str, unit: str = "", **traits: bool) -> Decimal | str | None:
    """The number a cell tells, else its status, else why it is refused."""
    meaning = spelled(text, Kind(unit, **traits))
    return meaning.number if meaning.number is not None else meaning.status or meaning.refused


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("1,234.50", "", "1234.50"),
        ("６，　256．29", "元", "6256.29"),
        (" -3 ", "", "-3"),
        ("−3", "", "-3"),
        ("1.5E+3", "", "1500"),
        ("12 345", "", "12345"),
        ("2000万", "元", "20000000"),
        ("1.5亿", "人", "150000000"),
        ("2000万元", "元", "20000000"),
        ("2000万元", "万元", "2000"),
        ("5亿元", "万元", "50000"),
        ("５ 人", "人", "5"),
        ("95.7％", "%", "95.7"),
        ("5‰", "‰", "5"),
        ("2.9个百分点", "百分点", "2.9"),
        ("26∶1", ":1", "26"),
        ("1：26", ":1", "26"),
        ("三百二十", "人", "320"),
        ("十二所", "所", "12"),
        ("123①", "", "123"),
    ],
)
def test_numbers_as_people_type_them(text: str, unit: str, number: str) -> None:
    assert said(text, unit) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "unit", "reason"),
    [
        ("2000万", "万元", "scale"),
        ("2000万", "", "scale"),
        ("三万", "万元", "scale"),
        ("2.9个百分点", "%", "text"),
        ("5%", "元", "text"),
        ("26:1", "人", "text"),
        ("52:2", ":1", "text"),
        ("约5", "人", "text"),
        ("近百", "人", "text"),
        ("1,5", "", "text"),
        ("12 34", "", "text"),
        ("12\n34", "", "text"),
        ("1²", "", "text"),
        ("½", "", "text"),
        ("一", "", "text"),
        ("下降5", "人", "text"),
        ("(123)", "元", "text"),
        ("2023-09-01 00:00:00", "", "date"),
        ("2023/9/1", "", "date"),
        ("#DIV/0!", "", "error"),
        ("#N/A", "", "error"),
        ("9" * 40, "", "long"),
    ],
)
def test_what_can_be_read_in_two_ways_or_none_is_refused(text: str, unit: str, reason: str) -> None:
    assert said(text, unit) == reason


@pytest.mark.parametrize(
    ("text", "number"),
    [("下降0.27%", "-0.27"), ("减少 3", "-3"), ("▲1.2", "-1.2"), ("(1.5)", "-1.5"), ("增长1.07％", "1.07")],
)
def test_a_growth_may_be_written_as_a_rise_or_a_fall(text: str, number: str) -> None:
    assert said(text, "%", may_fall=True) == Decimal(number)


def test_a_fall_of_a_negative_number_is_a_question() -> None:
    assert said("下降-3", "%", may_fall=True) == "text"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.30000000000000004", "0.3"),
        ("57.941399999999994", "57.9414"),
        ("3814.099834397918", "3814.09983439792"),
        ("0.1234567890123456", "0.123456789012"),
    ],
)
def test_a_double_is_the_decimal_a_person_sees(text: str, number: str) -> None:
    assert said(text, "", binary=True) == Decimal(number)


def test_a_typed_number_keeps_all_its_digits() -> None:
    assert said("12345678901234.56", "元") == Decimal("12345678901234.56")


def test_cells_shown_as_percentages_are_scaled_exactly() -> None:
    assert said("0.0523", "%", binary=True, percent=True) == Decimal("5.23")
    assert said("5.23%", "%", percent=True) == Decimal("5.23")
    assert said("0.05", "元", percent=True) == "percent"


def test_what_is_no_number_keeps_its_name_and_text() -> None:
    told = column(None, "0", "—", "…", "xx", "无", " ").odd
    assert told.select("row", "status").rows() == [
        (1, "blank"), (3, "dash"), (4, "ellipsis"), (5, "masked"), (6, "none"), (7, "blank"),
    ]  # fmt: skip


def test_a_direction_without_a_number_is_told_apart() -> None:
    told = column("负增长", "＜0", "正增长").odd
    assert told["status"].to_list() == ["negative", "negative", "positive"]


def test_a_zero_is_a_number() -> None:
    assert column("0").numbers["c"].to_list() == [Decimal(0)]


def test_digits_are_those_printed() -> None:
    assert column("19", "1.50", "11.9100", None, "1,000.5").shown["c"].to_list() == [0, 2, 4, 0, 1]


@settings(deadline=None)  # a loaded machine is no failure
@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=6))
def test_every_plain_decimal_is_read_exactly(number: Decimal) -> None:
    assert column(f"{number:,f}", f"{number:f}").numbers["c"].to_list() == [number, number]


@settings(deadline=None)  # the first Chinese numeral loads its library
@given(st.text(max_size=12))
def test_any_text_is_a_number_a_sign_or_refused(text: str) -> None:
    meaning = spelled(text, Kind("人"))
    assert sum(each is not None for each in (meaning.number, meaning.status, meaning.refused)) == 1
