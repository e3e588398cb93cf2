"""What a publication says differently from the last one, and its version."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.revisions import COMPARED, write_revisions

Told = tuple[str, list[object]]
VALUES = [("420102", 100.0), ("420103", 50.0)]
VERDICTS = [("420102", "pass"), ("420103", "fail")]


@contextmanager
def opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(path)) as con:
        yield con


def publication(folder: Path, values: list[tuple[str, float]], verdicts: list[tuple[str, str]]) -> Path:
    folder.mkdir()
    path = folder / "warehouse.duckdb"
    with opened(path) as con:
        con.sql("""CREATE TABLE indicator_values (region VARCHAR, year SMALLINT, level VARCHAR, indicator VARCHAR,
            release VARCHAR, value DOUBLE, growth DOUBLE)""")
        con.sql("""CREATE TABLE verdicts (region VARCHAR, year SMALLINT, level VARCHAR, test VARCHAR, release VARCHAR,
            verdict VARCHAR, gap DOUBLE)""")
        for region, value in values:
            con.sql(f"INSERT INTO indicator_values VALUES ('{region}', 2020, 'all', 'i', 'return', {value}, NULL)")
        for region, verdict in verdicts:
            con.sql(f"INSERT INTO verdicts VALUES ('{region}', 2020, 'all', 'T1', 'return', '{verdict}', 1.5)")
    return path


def revised(
    tmp_path: Path, values: list[tuple[str, float]], verdicts: list[tuple[str, str]]
) -> tuple[str, list[object]]:
    before, after = (
        publication(tmp_path / "before", VALUES, VERDICTS),
        publication(tmp_path / "after", values, verdicts),
    )
    assert write_revisions(before, "before", None) == "1.0.0"
    version = write_revisions(after, "after", before)
    with opened(after) as con:
        columns = "kind, region, change, before, after, before_word, after_word"
        return version, con.sql(f"SELECT {columns} FROM revisions ORDER BY ALL").fetchall()


def test_nothing_different_keeps_the_version(tmp_path: Path) -> None:
    assert revised(tmp_path, VALUES, VERDICTS) == ("1.0.0", [])


@pytest.mark.parametrize(
    ("values", "verdicts", "version", "told"),
    [
        ([("420102", 101.0), VALUES[1]], VERDICTS, "1.0.1", ("value", "420102", "changed", 100.0, 101.0, None, None)),
        ([*VALUES, ("420104", 9.0)], VERDICTS, "1.1.0", ("value", "420104", "added", None, 9.0, None, None)),
        (VALUES[:1], VERDICTS, "2.0.0", ("value", "420103", "removed", 50.0, None, None, None)),
        (VALUES, [VERDICTS[0], ("420103", "pass")], "1.1.0",
         ("verdict", "420103", "changed", 1.5, 1.5, "fail", "pass")),
    ],
)  # fmt: skip
def test_each_kind_of_change_and_its_version(
    tmp_path: Path, values: list[tuple[str, float]], verdicts: list[tuple[str, str]], version: str, told: tuple[object]
) -> None:
    assert revised(tmp_path, values, verdicts) == (version, [told])


STATES: list[list[tuple[str, float]]] = [
    [("420102", 1.0), ("420103", 1.0), ("420104", 1.0)],
    [("420102", 2.0), ("420103", 1.0), ("420105", 1.0)],  # 420104 gone, 420105 new
    [("420102", 1.0), ("420103", 3.0), ("420106", 1.0)],  # 420102 as it was, 420105 gone again
]


def one_after_the_other(tmp_path: Path, states: list[list[tuple[str, float]]]) -> list[Path]:
    paths = [publication(tmp_path / f"{place}", values, []) for place, values in enumerate(states)]
    for path, before in zip(paths, [None, *paths], strict=False):
        write_revisions(path, path.parent.name, before)
    return paths


def since(path: Path, name: str) -> list[tuple[object, ...]]:
    with opened(path) as con:
        told = f"SELECT region, change, before, after FROM revisions WHERE since = '{name}' ORDER BY ALL"
        return con.sql(told).fetchall()


def test_versions_go_on_from_one_publication_to_the_next(tmp_path: Path) -> None:
    paths = one_after_the_other(tmp_path, STATES)
    with opened(paths[2]) as con:
        assert con.sql("SELECT publication, version, added, removed, changed FROM versions ORDER BY 1").fetchall() == [
            ("0", "1.0.0", 0, 0, 0),
            ("1", "2.0.0", 1, 1, 1),
            ("2", "3.0.0", 1, 1, 2),
        ]


def test_each_of_the_last_publications_is_compared_with(tmp_path: Path) -> None:
    last = one_after_the_other(tmp_path, STATES)[2]
    assert since(last, "1") == [
        ("420102", "changed", 2.0, 1.0),
        ("420103", "changed", 1.0, 3.0),
        ("420105", "removed", 1.0, None),
        ("420106", "added", None, 1.0),
    ]
    assert since(last, "0") == [
        ("420103", "changed", 1.0, 3.0),
        ("420104", "removed", 1.0, None),
        ("420106", "added", None, 1.0),
    ]


FIGURES = st.dictionaries(st.sampled_from("abc"), st.sampled_from([1.0, 2.0]), max_size=3)


@settings(deadline=None, max_examples=15)
@given(st.lists(FIGURES, min_size=3, max_size=4))
def test_going_on_from_step_to_step_is_comparing_directly(states: list[dict[str, float]]) -> None:
    with TemporaryDirectory() as folder:
        told = [list(state.items()) for state in states]
        last = one_after_the_other(Path(folder), told)[-1]
        first, again = (
            publication(Path(folder) / "first", told[0], []),
            publication(Path(folder) / "again", told[-1], []),
        )
        write_revisions(first, "first", None)
        write_revisions(again, "again", first)
        assert since(last, "0") == since(again, "first")


def test_publications_further_back_are_forgotten(tmp_path: Path) -> None:
    last = one_after_the_other(tmp_path, [[("420102", float(place))] for place in range(COMPARED + 3)])[-1]
    with opened(last) as con:
        named = con.sql("SELECT DISTINCT since FROM revisions ORDER BY since").fetchall()
    assert named == [(f"{place}",) for place in range(2, COMPARED + 2)]


def test_a_publication_of_an_earlier_program_is_gone_on_from(tmp_path: Path) -> None:
    before, after = publication(tmp_path / "old", VALUES, []), publication(tmp_path / "new", VALUES[:1], [])
    with opened(before) as con:
        con.sql("CREATE TABLE versions (version VARCHAR, added INTEGER, removed INTEGER, changed INTEGER)")
        con.sql("INSERT INTO versions VALUES ('1.4.2', 0, 0, 3)")
    assert write_revisions(after, "new", before) == "2.0.0"
    assert since(after, "old") == [("420103", "removed", 50.0, None)]
    with opened(after) as con:
        assert con.sql("SELECT publication, version FROM versions ORDER BY position").fetchall() == [
            ("old", "1.4.2"),
            ("new", "2.0.0"),
        ]
