"""Columns no declaration knows: held back whole, told with the edit that accepts them; layouts compared over years."""

import csv
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from sources import Home, forms, load_forms
from tests.expectations.small_store import rows
from tests.sources.lookalike import columns, key, write_list
from warehouse import Connection, intake, open_store, receive

PLACES = ("北京市", "上海市")


@pytest.fixture
def declared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the declared forms that a test may edit."""
    folder = tmp_path / "forms"
    shutil.copytree(forms.FOLDER, folder)
    monkeypatch.setattr(forms, "FOLDER", folder)
    monkeypatch.setattr(intake, "FORMS", folder)
    load_forms.cache_clear()
    yield folder
    load_forms.cache_clear()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").create()


def deliver(
    home: Home,
    year: int,
    *,
    without: Sequence[str] = (),
    extra: Mapping[str, Sequence[object]] | None = None,
    sender: str = "甲",
) -> None:
    """分年级学生表 of two places, without some fields of 小学, with columns nobody declared."""
    kept = [c for c in columns("grades", "regions", year) if c.field not in ("@code", "@ignore")]
    kept = [c for c in kept if not (c.level == "primary" and c.field in without)]
    cells: list[dict[object, object]] = [
        {key(c): 100 * r + i for i, c in enumerate(kept) if not c.is_role} | {"@region": place}
        for r, place in enumerate(PLACES, 1)
    ]
    (home.inbox / sender).mkdir(exist_ok=True)
    write_list(home.inbox / sender / f"{year}.xlsx", "grades", "regions", year, cells, shown=kept, extra=extra)


def taken_in(con: Connection, home: Home) -> list[str]:
    return [record.state for record in receive(con, home)]


def accept(folder: Path, held: Mapping[str, object]) -> None:
    """Do exactly what the message says: one cell of one line of the CSV."""
    path = folder.parent / str(held["edit_file"]).removeprefix("sources/")
    with path.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.reader(stream))
    line = int(str(held["edit_line"])) - 1
    lines[line][lines[0].index(str(held["edit_column"]))] += str(held["edit_text"])
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(lines)
    load_forms.cache_clear()


def test_a_column_under_another_name_is_held_back_and_one_edit_takes_it_in(declared: Path, home: Home) -> None:
    renamed = {"小学/毕业学生数": [1001, 1002]}
    deliver(home, 2023, without=["graduates"], extra=renamed)
    with open_store(home) as con:
        assert taken_in(con, home) == ["accepted"]
        held = rows(con, "FROM held_columns ORDER BY cell")
        assert [each["text"] for each in held] == ["1001", "1002"]
        assert {each["header"] for each in held} == {"小学/毕业学生数"}
        assert (held[0]["nearest"], held[0]["nearest_level"]) == ("graduates", "primary")
        assert rows(con, "SELECT graduates FROM enrolment WHERE level = 'primary'") == [{"graduates": None}] * 2
        accept(declared, held[0])
        assert taken_in(con, home) == ["accepted"], "the archived delivery is read again"
        assert rows(con, "FROM held_columns") == []
        told = rows(con, "SELECT unit, graduates::INT AS n FROM enrolment WHERE level = 'primary' ORDER BY unit")
        assert told == [{"unit": "110000", "n": 1001}, {"unit": "310000", "n": 1002}]


def test_a_column_like_nothing_declared_is_visible_whole(home: Home) -> None:
    deliver(home, 2023, extra={"食堂餐位（个）": [7, "约8"]})
    with open_store(home) as con:
        assert taken_in(con, home) == ["accepted"]
        held = rows(con, "SELECT * EXCLUDE (delivery_id) FROM held_columns ORDER BY cell")
        assert [(each["text"], each["nearest"], each["edit_line"]) for each in held] == [
            ("7", None, None),
            ("约8", None, None),
        ]
        assert rows(con, "SELECT kind, header FROM drift") == [{"kind": "new", "header": "食堂餐位(个)"}]


def test_a_delivery_is_compared_with_last_years_of_the_same_sender(home: Home) -> None:
    deliver(home, 2022)
    deliver(home, 2022, without=["entrants"], sender="乙")
    deliver(home, 2023, without=["graduates", "grade_6"], extra={"小学/毕业学生数": [1, 2]})
    with open_store(home) as con:
        assert taken_in(con, home) == ["accepted"] * 3
        found = rows(
            con, "SELECT kind, field, was_header, similarity FROM drift WHERE against <> 'layout' ORDER BY kind"
        )
        assert [(each["kind"], each["field"], each["was_header"]) for each in found] == [
            ("gone", "grade_6", "小学/在校生数/六年级"),
            ("renamed", "graduates", "小学/毕业生数"),
        ]
        assert found[1]["similarity"] > 0.8


def test_a_year_that_arrives_late_is_compared_all_the_same(home: Home) -> None:
    deliver(home, 2023, without=["grade_6"])
    with open_store(home) as con:
        taken_in(con, home)
        assert rows(con, "FROM drift") == []
        deliver(home, 2022)
        taken_in(con, home)
        assert [each["kind"] for each in rows(con, "FROM drift")] == ["gone"]
