from hypothesis import given
from hypothesis import strategies as st

from sources.text import letter, plain, split_unit, years_in


def test_full_width_and_spaces_fold() -> None:
    assert plain(" 教育经费（亿元）\n１２％ ") == "教育经费(亿元)12%"


def test_unit_in_brackets_is_split_off() -> None:
    assert split_unit("教育经费(亿元)") == ("教育经费", "亿元")
    assert split_unit("教育经费") == ("教育经费", None)


def test_years_are_found_only_whole() -> None:
    assert years_in("2018—2019年 120190") == [2018, 2019]


def test_letters_of_columns() -> None:
    assert [letter(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@given(st.integers(0, 20_000))
def test_letters_count_in_base_26_without_a_zero(index: int) -> None:
    number = 0
    for char in letter(index):
        number = number * 26 + ord(char) - 64
    assert number - 1 == index
