"""Two layouts of a table compared, and the edit that accepts an unknown column."""

import pytest

from sources import forms, load_forms
from sources.drift import Change, Place, acceptance, drift, nearest


def layout(*columns: str) -> list[Place]:
    """`field:header:unit` by position; a field left out is not known."""
    places = []
    for i, text in enumerate(columns):
        field, header, unit = text.split(":")
        places.append(
            Place((field, "primary" if field else "", "value" if field else ""), "ABCDEFGH"[i], header, unit, i)
        )
    return places


BEFORE = layout("pupils:在校生数:人", "entrants:招生数:人", "classes:班数:个", "books:图书:册")


def told(now: list[Place], before: list[Place] = BEFORE) -> list[tuple[str, str, str, str]]:
    return [(c.kind, c.key[0], c.place, c.was_place) for c in drift(now, before)]


def test_the_same_layout_has_not_changed() -> None:
    assert drift(BEFORE, BEFORE) == []
    spaced = layout("pupils:在校生数(人):人", "entrants:招生数:人", "classes:班数:个", "books:图书:册")
    assert drift(spaced, BEFORE) == []


def test_new_gone_renamed_moved_and_another_unit() -> None:
    now = layout("books:图书:万册", "pupils:在校学生数:人", ":备案情况:", "entrants:招生数:人")
    assert told(now) == [
        ("unit", "books", "A", "D"),
        ("moved", "books", "A", "D"),
        ("renamed", "pupils", "B", "A"),
        ("new", "", "C", ""),
        ("gone", "classes", "", "C"),
    ]


def test_what_is_pushed_aside_has_not_moved() -> None:
    now = layout("pupils:在校生数:人", ":新列:", "entrants:招生数:人", "classes:班数:个", "books:图书:册")
    assert told(now) == [("new", "", "B", "")]


def test_an_unknown_column_is_the_one_that_has_gone_under_another_name() -> None:
    now = layout("pupils:在校生数:人", "entrants:招生数:人", "classes:班数:个", ":图书册数合计:")
    (change,) = drift(now, BEFORE)
    assert isinstance(change, Change)
    assert (change.kind, change.key[0], change.header, change.was_header) == (
        "renamed",
        "books",
        "图书册数合计",
        "图书",
    )
    assert change.similarity == 0.5


HELD = [
    ("grades", "regions", "小学/在读学生数/合计", "pupils", "|{level}/在读学生数/计"),
    ("facilities_list", "schools", "学生用数字终端", "pupil_terminals", "|学生用数字终端"),
    (
        "funding_annex",
        "appropriation",
        "一般公共预算教育经费总额(亿元)",
        "budget_education_total",
        "|一般公共预算教育经费总额",
    ),
]


@pytest.mark.parametrize(("form", "table", "header", "field", "text"), HELD)
def test_the_edit_names_line_and_column(form: str, table: str, header: str, field: str, text: str) -> None:
    declared = load_forms()[form]
    near = nearest(declared, table, header, 2023, ())
    assert near is not None and near.declared.field == field and near.similarity > 0.6
    edit = acceptance(declared, header, near, 2023)
    lines = (forms.FOLDER / form / "columns.csv").read_text(encoding="utf-8").splitlines()
    assert edit.file == f"sources/forms/{form}/columns.csv"
    assert edit.line is not None and lines[edit.line - 1].startswith(f"{table},{field},")
    assert str(edit.column) in lines[0] and edit.text == text


def test_what_the_sheet_tells_already_is_no_candidate() -> None:
    form = load_forms()["class_size"]
    near = nearest(form, "regions", "幼儿园/合计班数", 2023, ())
    assert near is not None and near.declared.field == "classes"
    again = nearest(form, "regions", "幼儿园/合计班数", 2023, [("classes", "kindergarten", "value")])
    assert again is None or again.declared.level != "kindergarten" or again.declared.field != "classes"


def test_a_column_like_nothing_needs_a_line_of_its_own() -> None:
    form = load_forms()["facilities_list"]
    assert nearest(form, "schools", "食堂餐位", 2023, ()) is None
    edit = acceptance(form, "食堂餐位(个)", None, 2023)
    assert (edit.line, edit.column, edit.text) == (None, 2021, "食堂餐位")
