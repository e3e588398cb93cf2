"""The county's files read back exactly as generated, in every form; planted faults are where they are said to be."""

from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from sources import Reading, Return, read
from sources.example import (
    KINDS,
    Book,
    County,
    NoPlace,
    Order,
    books,
    deliver,
    make_county,
    plant,
    plant_all,
    school_books,
    write,
)
from sources.example.page import Formula
from sources.example.plan import plan
from sources.forms import load_forms

LAST = 2024
Figures = dict[tuple[str, str], Decimal]


@cache
def small() -> County:
    return make_county(24, 2, 7, LAST)


@cache
def sent() -> list[Book]:
    return books(small())


def generated(book: Book, form: str, table: str) -> Figures:
    """What the pages of a table hold, by school (empty: the county) and `field|level`."""
    pages = [page for page in book.pages if (page.form, page.table) == (form, table)]
    return {name: Decimal(str(page.get(*place))) for page in pages for name, place in page.places.items()}


def understood(one: Return) -> Figures:
    """What a return says, in the units it prints."""
    units = one.frame["school_code"] if one.frame.height > 1 else [""] * one.frame.height
    return {
        (unit, f"{column.field}|{column.level}"): value
        for column in one.columns
        for unit, value in zip(units, one.frame[column.key], strict=True)
        if value is not None
    }


def read_back(book: Book, folder: Path) -> Reading:
    return read(write([book], folder)[0])


@pytest.mark.parametrize("form", list(plan().files))
def test_every_form_reads_back_exactly(form: str, tmp_path: Path) -> None:
    for book in (book for book in sent() if book.form == form):
        reading = read_back(book, tmp_path)
        assert [(one.form, one.table) for one in reading.returns] == [(page.form, page.table) for page in book.pages]
        assert {one.frame["year"].item(0) for one in reading.returns} == {book.year}
        for one in reading.returns:
            assert understood(one) == generated(book, one.form, one.table)
            assert one.unmapped == ()


def test_a_school_reports_in_a_workbook_of_its_own(tmp_path: Path) -> None:
    for book in school_books(small(), LAST, 3):
        reading = read_back(book, tmp_path)
        assert len(reading.returns) == len(book.pages) > 1
        for one in reading.returns:
            assert one.frame["school"].item() in book.name
            assert understood(one) == generated(book, one.form, one.table)


def test_every_required_column_has_a_value() -> None:
    """A column that a form asks for and the county can't fill would be a hole in the model."""
    for form, tables in plan().files.items():
        book = next(one for one in sent() if one.form == form)
        for table in tables:
            told = {name for _, name in generated(book, form, table)}
            asked = {f"{c.field}|{c.level}" for c in load_forms()[form].columns_of(table) if not c.is_role}
            assert {f for f in asked - told if not f.endswith("|higher")} == set()


def test_names_and_titles_say_that_it_is_invented() -> None:
    for book in [*sent(), *school_books(small(), LAST, 2)]:
        assert "示例" in book.name
        assert all("示例" in " ".join(str(cell) for row in page.cells for cell in row[:2]) for page in book.pages)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    order = Order(schools=24, years=1, seed=5, books=1, packed=True, faults=("sign_lost",))
    first, second = deliver(tmp_path / "a", order), deliver(tmp_path / "b", order)
    assert [path.read_bytes() for path in first.files] == [path.read_bytes() for path in second.files]
    assert [path.name for path in first.files] == ["示例县2024年报表.zip"]
    assert (tmp_path / "a" / "说明.txt").read_text(encoding="utf-8-sig").count("sign_lost") == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_is_where_it_is_said_to_be(kind: str, tmp_path: Path) -> None:
    changed, one = plant(small(), sent(), kind, 2)
    assert plant(small(), sent(), kind, 2)[1] == one
    before, after = ({book.name: book for book in given} for given in (sent(), changed))
    assert [name for name, book in before.items() if book != after.get(name)] == [one.file]
    if one.cell:
        path = write([after[one.file]], tmp_path)[0]
        sheet = openpyxl.load_workbook(path)[one.sheet]
        assert str(sheet[one.cell].value or "") in (one.after, one.after.removesuffix(".0"), formula(one.after))


def formula(after: str) -> str:
    return after.partition("'")[2].partition("'")[0]


def test_clean_pages_stay_clean(tmp_path: Path) -> None:
    kept = [[list(row) for row in page.cells] for book in sent() for page in book.pages]
    for kind in KINDS:
        plant(small(), sent(), kind, 1)
    assert kept == [[list(row) for row in page.cells] for book in sent() for page in book.pages]


def test_several_faults_at_a_time_never_meet_in_a_file() -> None:
    changed, told = plant_all(small(), sent(), KINDS[:6], 3)
    assert [one.kind for one in told] == list(KINDS[:6])
    assert len({one.file for one in told}) == 6
    assert len(changed) == len(sent())


def test_without_room_a_fault_is_refused() -> None:
    only = [book for book in sent() if book.form == "class_size"]
    with pytest.raises(NoPlace):
        plant(small(), only, "point_moved", 1)


def test_a_formula_that_nobody_computed_has_no_value(tmp_path: Path) -> None:
    changed, one = plant(small(), sent(), "formula_empty", 2)
    book = next(book for book in changed if book.name == one.file)
    assert any(isinstance(cell, Formula) for page in book.pages for row in page.cells for cell in row)
    stored = openpyxl.load_workbook(write([book], tmp_path)[0], data_only=True)[one.sheet][one.cell].value
    assert stored in (None, "", 0)


def test_the_first_release_says_in_its_title_that_it_is_one() -> None:
    told = {
        book.release: book.pages[0].get(0, 0) for book in sent() if book.form == "funding_basis" and book.year == LAST
    }
    assert "（快报）" in told["flash"]
    assert "快报" not in told["return"]
