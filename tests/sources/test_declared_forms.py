"""The forms that ship, as declared: official names, every measure told by some form."""

from sources import load_forms
from sources.forms import ABSENT
from warehouse import declarations

SHIPPED = {
    *("funding_annex", "district_funding", "funding_basis", "school_list", "class_size", "grades", "pupil_movements"),
    *("teacher_profile", "facilities_list", "population", "yearbook", "tidy"),
}


def test_every_form_of_the_trade_is_there() -> None:
    assert load_forms().keys() >= SHIPPED


def test_every_measure_is_told_by_some_form_of_its_own() -> None:
    """The tidy table can tell anything; a measure without a form of the trade would never be delivered."""
    told = {column.field for form in load_forms().values() for column in form.columns}
    assert sorted(declarations().measures.keys() - told) == []


def test_a_school_list_has_room_for_eighty_columns_of_one_year() -> None:
    columns = load_forms()["school_list"].columns_of("schools")
    for year in (2015, 2023):
        assert len([each for each in columns if each.spellings(year) != (ABSENT,)]) >= 80


def test_a_layout_of_2013_is_not_that_of_2023() -> None:
    terminals = next(c for c in load_forms()["school_list"].columns if c.field == "terminals")
    assert (terminals.header(2013), terminals.header(2023)) == ("计算机数", "数字终端数")
