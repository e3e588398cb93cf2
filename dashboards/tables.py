"""The published tables: copied sorted into a fresh file, or into a copy of the last one where little changed."""

import shutil
from collections.abc import Collection, Iterable, Mapping
from contextlib import closing
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import duckdb

from dashboards.digests import Told, published_tables
from sources import fingerprint

HERE = Path(__file__).parent
PUBLISHED_VIEWS = ("verdict_history", "family_summaries", "verdict_remarks", "school_shortcomings", "rule_yield")
KEY = 4  # columns by which a table is sorted; more make the file larger
MOST_CHANGED = 20  # a table of which more than one region in so many changed is written anew, and all others with it
Con = duckdb.DuckDBPyConnection


def copy_tables(con: Con, path: Path, changes: "Changes | None" = None) -> None:
    """Write every published table, sorted by its first columns (the key comes first), into a new file.

    With `changes` the new file starts as a copy of the earlier one, and only what changed is written.
    """
    if changes:
        shutil.copyfile(changes.database, path)
    place = str(path).replace("'", "''")
    con.sql(f"ATTACH '{place}' AS publication")
    try:
        _write_all(con) if changes is None else _write_changes(con, changes)
        con.sql("CHECKPOINT publication")
    finally:
        con.sql("DETACH publication")


class Changes:
    """What is to be written over the database of an earlier publication."""

    def __init__(self, database: Path, now: Mapping[str, Told], before: Mapping[str, Told]) -> None:
        self.database = database
        self.changed = {name: told for name, told in now.items() if before.get(name) != told}
        self.gone = sorted(before.keys() - now.keys())
        self.regions = {name: _differing(told, before.get(name)) for name, told in self.changed.items()}
        self.all_regions = sorted({region for regions in self.regions.values() for region in regions or ()})

    @property
    def few(self) -> bool:
        """Whether writing them is less than writing everything."""
        sizes = ((len(self.regions[name] or ()), len(told.regions)) for name, told in self.changed.items())
        return all(changed * MOST_CHANGED <= known or changed <= 1 for changed, known in sizes)

    @property
    def narrow(self) -> bool:
        """Whether they are of some regions only: no table that says nothing of regions decides what views say."""
        return all(regions is not None for name, regions in self.regions.items() if name not in AFTERWARDS)


# Of the tables without a region, those on which no published view of regions rests.
AFTERWARDS = {
    *(
        "deliveries",
        "delivered_units",
        "layouts",
        "cell_notes",
        "expected_returns",
        "journal",
        "signatures",
        "sign_off",
    ),
    *("read_with", "computed", "checked_until", "answers", "explanations", "held_cells", "held_rows", "held_columns"),
    *("drift", "school_entries", "enrolment", "teachers", "funding", "facilities"),
}


def _differing(now: Told, before: Told | None) -> list[str] | None:
    """Regions of which a table says something else; None where it must be written as a whole."""
    if before is None or before.columns != now.columns or not now.by_region:
        return None
    codes = now.regions.keys() | before.regions.keys()
    return sorted(code for code in codes if now.regions.get(code) != before.regions.get(code))


def _write_all(con: Con) -> None:
    for name in (*published_tables(con), *_views(con)):
        con.sql(f'CREATE TABLE publication.main."{name}" AS FROM "{name}" ORDER BY {_key(con, name)}')


def _write_changes(con: Con, changes: Changes) -> None:
    for name in (*changes.gone, "revisions", "versions"):
        con.sql(f'DROP TABLE IF EXISTS publication.main."{name}"')
    for name, regions in changes.regions.items():
        _write_table(con, name, regions)
    for name in _views(con):
        of_regions = changes.narrow and "region" in con.table(name).columns
        _write_table(con, name, changes.all_regions if of_regions else None)


def _write_table(con: Con, name: str, regions: Collection[str] | None) -> None:
    """One table as a whole, or its rows of some regions."""
    if regions is None:
        con.sql(f'CREATE OR REPLACE TABLE publication.main."{name}" AS FROM "{name}" ORDER BY {_key(con, name)}')
    elif regions:
        chosen = f"coalesce(region, '') IN ({', '.join(map(quoted, regions))})"
        con.sql(f'DELETE FROM publication.main."{name}" WHERE {chosen}')
        con.sql(f'INSERT INTO publication.main."{name}" FROM "{name}" WHERE {chosen} ORDER BY {_key(con, name)}')


def _key(con: Con, name: str) -> str:
    """The first columns of a table, which nearly tell its rows apart; sorting by all of them takes a third longer."""
    return ", ".join(f'"{column}"' for column in con.table(name).columns[:KEY])


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def as_store(path: Path) -> None:
    """Make a copy of a publication's tables a store again: what is a view there is no table."""
    with closing(duckdb.connect(path)) as con:
        for name in PUBLISHED_VIEWS:
            con.sql(f'DROP TABLE IF EXISTS "{name}"')


def _views(con: Con) -> list[str]:
    """Views that readers get as tables, as far as this store has them."""
    found = con.sql("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    return [name for name in PUBLISHED_VIEWS if (name,) in found]


def content_hash(digests: Iterable[tuple[str, str]]) -> str:
    """Hash of the values of all published tables and of the pages' own sources, whatever the order of rows.

    The journal only tells how they came about: a new entry alone makes no other publication.
    """
    digest = sha256(pages_digest().encode())
    for name, told in digests:
        if name != "journal":
            digest.update(f"{name}{told}".encode())
    return digest.hexdigest()


@cache
def pages_digest() -> str:
    """Hash of the room's own files and of the versions that shape its output."""
    return fingerprint((HERE,), (), f"{_version('edustat')} {_version('plotly')}".encode())


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "0"
