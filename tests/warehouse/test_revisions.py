"""What a publication says differently from the last one, and its version."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from warehouse.revisions import write_revisions

Told = tuple[str, list[object]]
VALUES = [("420102", 100.0), ("420103", 50.0)]
VERDICTS = [("420102", "pass"), ("420103", "fail")]


@contextmanager
def opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(path)) as con:
        yield con


def publication(path: Path, values: list[tuple[str, float]], verdicts: list[tuple[str, str]]) -> Path:
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
    before = publication(tmp_path / "before.duckdb", VALUES, VERDICTS)
    after = publication(tmp_path / "after.duckdb", values, verdicts)
    assert write_revisions(before, None) == "1.0.0"
    version = write_revisions(after, before)
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


def test_versions_go_on_from_one_publication_to_the_next(tmp_path: Path) -> None:
    paths = [publication(tmp_path / f"{i}.duckdb", [("420102", float(i))], []) for i in range(3)]
    told = [write_revisions(path, before) for path, before in zip(paths, [None, *paths], strict=False)]
    assert told == ["1.0.0", "1.0.1", "1.0.2"]
    with opened(paths[2]) as con:
        assert con.sql("SELECT version, added, removed, changed FROM versions").fetchall() == [("1.0.2", 0, 0, 1)]
