"""Numbers as people read them."""

import pytest

from dashboards import numbers


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (9_999, "9,999人"),
        (10_000, "1.00万人"),
        (12_345_678, "1,234.57万人"),
        (99_990_000, "9,999.00万人"),
        (99_999_999, "1.00亿人"),  # rounds to 1 亿, never shown as 10,000.00万
        (100_000_000, "1.00亿人"),
        (-20_000, "−2.00万人"),
        (0, "0人"),
        (None, "—"),
        (float("nan"), "—"),
    ],
)
def test_counts_grow_into_wan_and_yi(number: float | None, text: str) -> None:
    assert numbers.scaled(number, "人") == text


@pytest.mark.parametrize(
    ("wan", "text"),
    [
        (73.62, "73.62万元"),
        (9_999.99, "9,999.99万元"),
        (9_999.999, "1.00亿元"),
        (245_400, "24.54亿元"),
        (689_000_000, "6.89万亿元"),
        (None, "—"),
    ],
)
def test_money_in_wan_yuan(wan: float | None, text: str) -> None:
    assert numbers.money(wan) == text


def test_per_pupil_yuan_never_becomes_wan() -> None:
    assert numbers.value(25_000.5, "元") == "25,000.50元"


def test_relative_change_and_difference_of_rates_have_different_words() -> None:
    assert numbers.change(-0.18, "relative") == "−0.18%"
    assert numbers.change(-0.18, "points") == "−0.18个百分点"
    assert numbers.percent(1.74) == "+1.74%"


def test_minus_is_a_real_minus_and_zero_has_no_sign() -> None:
    assert numbers.plain(-1234.5) == "−1,234.50"
    assert numbers.plain(-0.001) == "0.00"
    assert numbers.signed(0.001) == "0.00"


def test_half_is_rounded_as_written_not_as_stored() -> None:
    assert numbers.plain(1.005) == "1.01"
    assert numbers.plain(2.675) == "2.68"


def test_small_gap_never_reads_as_zero() -> None:
    assert numbers.digits(0.0031) == 3
    assert numbers.digits(-0.03) == 2
    assert numbers.signed(0.0004, numbers.digits(0.0004)) == "+0.0004"


def test_one_unit_for_a_whole_axis() -> None:
    assert numbers.scale("万元", 5_000) == (1.0, "万元")
    assert numbers.scale("万元", 245_400) == (1e4, "亿元")
    assert numbers.scale("万元", 689_000_000) == (1e8, "万亿元")
    assert numbers.scale("人", 102_000_000) == (1e8, "亿人")
    assert numbers.scale("元", 1e9) == (1.0, "元")


def test_ticks_are_round_and_cover() -> None:
    assert numbers.ticks(0, 17_752) == [0, 5_000, 10_000, 15_000, 20_000]
    assert numbers.tick_texts([3.5, 4.0, 4.5]) == ["3.5", "4.0", "4.5"]
    marks = numbers.ticks(-63.18, 64.01)
    assert marks[0] <= -63.18
    assert marks[-1] >= 64.01
