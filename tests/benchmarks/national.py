"""A synthetic nation straight into the wide tables of a store, without files: 500 000 schools in 2 683 counties.

`python -m tests.benchmarks.national [SCHOOLS [YEARS]]` prints how long that takes and how large the store gets.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from sources.example.county import HUNDREDTHS, MONEY_OF_SITES, Year, counts_money, years_of
from sources.example.names import codes
from sources.example.plan import plan
from sources.example.population import ByLevel
from sources.example.roster import OWNERS, Roster, make_roster
from warehouse.declarations import declarations
from warehouse.store import Connection, connect, insert, prepare, transaction

SCHOOLS, COUNTIES, PROVINCES, LAST = 500_000, 2_683, 31, 2024
DELIVERY = "national"


def fill(con: Connection, schools: int = SCHOOLS, years: int = 1, seed: int = 1, counties: int = COUNTIES) -> Roster:
    """Put schools, counties, provinces and `years` years of their returns into a prepared store."""
    roster = make_roster(schools, LAST - years + 1, LAST, seed, min(counties, max(schools // 20, 1)))
    with transaction(con):
        con.sql(f"INSERT INTO deliveries BY NAME SELECT '{DELIVERY}' AS delivery_id, 'accepted' AS state,"
                " 'national' AS form, now()::TIMESTAMP AS received_at")  # fmt: skip
        insert(con, "regions", regions(roster.groups))
        insert(con, "schools", register(roster))
        for year in years_of(roster, warm_up=1):
            for subject, frame in returns(roster, year):
                insert(con, subject, frame)
    return roster


def regions(counties: int) -> pl.DataFrame:
    """A country of its own with provinces and counties, all called 示例."""
    provinces = [(f"X{p:02}", f"示例第{p + 1}省", "province", "X") for p in range(PROVINCES)]
    leaves = [(county(c), f"示例第{c + 1}县", "county", county(c)[:3]) for c in range(counties)]
    rows = [("X", "示例国", "country", ""), *provinces, *leaves]
    frame = pl.DataFrame(rows, schema=["code", "name", "kind", "parent"], orient="row")
    return frame.with_columns(pl.lit("").alias(name) for name in ("valid_from", "valid_to", "successor"))


def county(number: int) -> str:
    return f"X{number % PROVINCES:02}{number:04}"


def register(roster: Roster) -> pl.DataFrame:
    """Rows of `schools`."""
    levels = list(plan().levels)
    held = pl.DataFrame({"school": roster.part_school, "level": np.array(levels)[roster.part_level]})
    return pl.DataFrame(
        {
            "code": codes(roster),
            "kind": np.array(list(plan().kinds))[roster.kind],
            "parent": np.array([county(c) for c in range(roster.groups)])[roster.group],
            "ownership": np.array(OWNERS)[roster.owner],
            "urban_rural": np.array(plan().areas)[roster.area],
            "levels": held.group_by("school", maintain_order=True).agg("level")["level"],
        }
    ).with_columns(pl.lit("").alias("successor"), name="code", valid_from=pl.lit(""), valid_to=pl.lit(""))


def returns(roster: Roster, year: Year) -> Iterator[tuple[str, pl.DataFrame]]:
    """Subject and rows: of every part of every school, of whole schools, of counties."""
    known = declarations()
    unit = pl.Series(codes(roster))
    levels = pl.Series(list(plan().levels))
    parts = {"unit": unit[roster.part_school], "level": levels[roster.part_level]}
    for subject in ("enrolment", "teachers"):
        told = {name: values for name, values in year.parts.items() if name in known.measures_of(subject)}
        yield subject, _rows(parts | told, year, pl.Series(roster.reports_in(year.year)))
    sites = {name: values / (HUNDREDTHS if name in MONEY_OF_SITES else 1) for name, values in year.sites.items()}
    present = np.bincount(roster.part_school, roster.reports_in(year.year)) > 0
    yield (
        "facilities",
        _rows({"unit": unit, "level": pl.repeat("all", unit.len(), eager=True)} | sites, year, pl.Series(present)),
    )
    for told in (year.people, year.money["return"]):
        yield from _of_counties(roster, told, year)


def _of_counties(roster: Roster, told: ByLevel, year: Year) -> Iterator[tuple[str, pl.DataFrame]]:
    known = declarations()
    unit = pl.Series([county(c) for c in range(roster.groups)])
    for level, measures in told.items():
        for subject in ("enrolment", "funding"):
            mine = {
                name: values / HUNDREDTHS if subject == "funding" and counts_money(name) else values
                for name, values in measures.items()
                if name in known.measures_of(subject)
            }
            if mine:
                keys = {"unit": unit, "level": pl.repeat(level, unit.len(), eager=True)}
                yield subject, _rows(keys | mine, year, pl.repeat(True, unit.len(), eager=True))


def _rows(columns: dict[str, object], year: Year, present: pl.Series) -> pl.DataFrame:
    frame = pl.DataFrame(columns).filter(present)
    return frame.with_columns(
        pl.lit(year.year, pl.Int16).alias("year"),
        pl.lit("return").alias("release"),
        pl.lit(DELIVERY).alias("delivery_id"),
        pl.lit("").alias("sheet"),
        row=pl.int_range(1, pl.len() + 1),
    )


def main(schools: int = SCHOOLS, years: int = 1) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        with connect(path) as con:
            prepare(con)
            begun = time.perf_counter()
            fill(con, schools, years)
            con.sql("CHECKPOINT")
            print(f"{schools} schools × {years} years: {time.perf_counter() - begun:.1f} s")
            for subject in ("enrolment", "teachers", "facilities", "funding"):
                print(subject, con.sql(f"SELECT count(*) FROM {subject}").fetchall()[0][0])
        print(f"{path.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
