"""Faults planted into the last year of a small county; read, stored and checked in this process, trial after trial."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

import duckdb

from expectations import check, screen_return
from sources import Home
from sources.example import Book, County, Planted, books, make_county, plant_all, write
from tests.expectations.identities import broken_by
from warehouse import open_store, receive
from warehouse.schema import DELIVERED

LAST = 2024
Con = duckdb.DuckDBPyConnection
Row = dict[str, Any]
CAUSES = {
    "unit_in_header": "unit",
    "other_unit": "unit",
    "hundredfold": "unit",
    "thousandth": "unit",
    "sheet_in_yuan": "unit",
    "total_doubled": "total_among_parts",
    "school_twice": "row_twice",
}
REFUSED = ("school_twice", "formula_empty", "words_for_number")
SAME = ("rule", "region", "year", "level", "release", "measure", "found", "expected")


@dataclass(frozen=True)
class Fault:
    """One planted fault, the cause that should be named, and whether it breaks what a hard rule must see."""

    planted: Planted
    must: bool

    @property
    def cause(self) -> str:
        if self.planted.kind == "column_blank" and self.planted.cells == 1:  # a column of one figure is a cell
            return "zero_blank" if self.planted.before == "0" else "left_blank"
        return CAUSES.get(self.planted.kind, self.planted.kind)


@dataclass(frozen=True)
class Trial:
    """The faults of one round and the findings and failures that were not there without them."""

    faults: list[Fault]
    findings: list[Row]
    failures: list[Row] = field(repr=False)

    @property
    def caught(self) -> list[Fault]:
        return [one for one in self.faults if self._touched(one, ("hard", "soft"))]

    @property
    def caught_hard(self) -> list[Fault]:
        return [one for one in self.faults if self._touched(one, ("hard",))]

    def _touched(self, one: Fault, severities: tuple[str, ...]) -> bool:
        """Whether a failure speaks of the file; of a fault alone every failure does."""
        mine = [row for row in self.failures if row["severity"] in severities]
        if len(self.faults) == 1:
            return bool(mine)
        named = {row["finding_id"] for row in self.findings if row["file_name"] == f"{one.planted.file}.xlsx"}
        return any(row["finding_id"] in named or row["file_name"] == f"{one.planted.file}.xlsx" for row in mine)

    def told(self) -> str:
        lines = [
            f"{one.planted.kind}: {one.planted.file} › {one.planted.sheet} › {one.planted.cell} {one.planted.field} "
            f"{one.planted.before} -> {one.planted.after}{' (must)' if one.must else ''}"
            for one in self.faults
        ]
        lines += [
            f"    {row['severity']} {row['rule']} ×{row['failures']} {row['cause']}: {row['cause_text']} | "
            f"{row['message'][:90]}"
            for row in self.findings
        ]
        return "\n".join(lines)


@dataclass(frozen=True)
class Bench:
    """A county whose clean files lie in a store once, from which every trial takes a copy."""

    folder: Path
    schools: int
    seed: int
    years: int = 3
    _number: Iterator[int] = field(default_factory=count, repr=False)

    @cached_property
    def county(self) -> County:
        return make_county(self.schools, self.years, self.seed, LAST)

    @cached_property
    def books(self) -> list[Book]:
        return books(self.county)

    @cached_property
    def latest(self) -> dict[str, Book]:
        """The files of the last year, into which faults are planted, by name."""
        return {book.name: book for book in self.books if book.year == LAST}

    @cached_property
    def clean(self) -> list[Row]:
        """The failures of the clean county."""
        with opened(Home(self.folder / "base").create(), self.books) as con:
            return con.sql("FROM failures").pl().to_dicts()

    def clean_words(self) -> str:
        values = sum(len(page.places) for book in self.books for page in book.pages)
        hard = sum(row["severity"] == "hard" for row in self.clean)
        soft = len(self.clean) - hard
        return f"{hard} hard failures, {soft} soft ones in {values} values ({1000 * soft / values:.2f} per 1,000)"

    def tried(self, kinds: Sequence[str], seed: int) -> Trial:
        """One round with these faults; raises NoPlace when one finds no room."""
        changed, told = plant_all(self.county, list(self.latest.values()), kinds, seed)
        touched = {one.file for one in told}
        sent = [book for book in changed if book.name in touched and book != self.latest[book.name]]
        after = {book.name: book for book in sent}
        faults = [Fault(one, _must(one, self.latest[one.file], after.get(one.file))) for one in told]
        known = {tuple(row[name] for name in SAME) for row in self.clean}
        home = self._copy()
        try:
            with opened(home, sent, touched) as con:
                failures = con.sql("FROM failures").pl().to_dicts()
                new = [row for row in failures if tuple(row[name] for name in SAME) not in known]
                theirs = {row["finding_id"] for row in new}
                findings = [row for row in con.sql("FROM findings").pl().to_dicts() if row["finding_id"] in theirs]
        finally:
            shutil.rmtree(home.root)
        return Trial(faults, findings, new)

    def _copy(self) -> Home:
        home = Home(self.folder / f"trial{next(self._number)}").create()
        shutil.copyfile(self.folder / "base" / "warehouse.duckdb", home.store)
        home.archive.rmdir()
        home.archive.symlink_to(self.folder / "base" / "archive")
        return home


def _must(one: Planted, before: Book, after: Book | None) -> bool:
    return one.kind in REFUSED or (after is not None and broken_by(before, after))


@contextmanager
def opened(home: Home, sent: Sequence[Book], instead_of: Sequence[str] | set[str] = ()) -> Iterator[Con]:
    """The store of a home once it has taken in these files in the place of those of these names, and checked them."""
    write(sent, home.inbox)
    with open_store(home) as con:
        for name in instead_of:
            _forget(con, f"{name}.xlsx")
        for _ in receive(con, home, screen_return):
            pass
        check(con, recorded=False)
        yield con


def _forget(con: Con, file_name: str) -> None:
    """As if this file had never come."""
    mine = f"delivery_id IN (SELECT delivery_id FROM deliveries WHERE file_name = '{file_name}')"
    for table in (*DELIVERED, "deliveries"):
        con.sql(f"DELETE FROM {table} WHERE {mine}")
