"""What the indicators and verdicts of a synthetic nation cost, and the ratio to pandas summing the same rows.

`python -m tests.benchmarks.engine [SCHOOLS [YEARS]]`, in seconds of the clock and of two processors together:

load        filling the store
settle      what holds now, unit by unit and summed region by region: once per delivery
values      every indicator with its growth, of all years
verdicts    every statutory test, of all years
compute     both of them: what is to take 1 s for one year and 5 s for twenty
writing     one year's values and verdicts, computed already, into empty tables: no way of computing them takes less
evidence    the source cells of every value
citing      what each verdict rests on, as JSON
one county  settle, values, evidence and verdicts again after one county sent a correction
sums        numerators and denominators of one year out of unsettled sums, and the same by pandas, rows in memory
memory      the most the process ever held
"""

import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unittest.mock import patch

import pandas as pd

from expectations import judge
from expectations import prepare as prepare_expectations
from tests.benchmarks.national import LAST, SCHOOLS, fill
from warehouse import SUBJECTS, Connection, compute_indicators, connect, evidence, prepare
from warehouse.declarations import declarations
from warehouse.records import Indicator
from warehouse.scope import depends_on
from warehouse.settled import settle
from warehouse.summed import sum_regions
from warehouse.sums import build_sums

KEYS = ["region", "year", "release"]
COMPUTED = ("indicator_values", "verdicts")
PUPILS = "(pupils * (1 + hash(unit, {back}) % 100 / 1000.0))::INTEGER AS pupils, "


class Spent(NamedTuple):
    """Seconds of the clock and of all processors together."""

    clock: float
    processors: float

    def __add__(self, other: object) -> "Spent":
        assert isinstance(other, Spent)
        return Spent(self.clock + other.clock, self.processors + other.processors)

    def __sub__(self, other: "Spent") -> "Spent":
        return Spent(self.clock - other.clock, self.processors - other.processors)


NOTHING = Spent(0, 0)


def spent(work: Callable[[], object]) -> Spent:
    clock, processors = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - clock, time.process_time() - processors)


def tell(name: str, what: Spent, more: str = "") -> None:
    print(f"{name:10} {what.clock:8.2f} s by the clock {what.processors:8.2f} s of processors   {more}", flush=True)


@contextmanager
def watched(place: str, work: Callable[..., object]) -> Iterator[list[Spent]]:
    """What a function costs wherever it is called from `place` meanwhile."""
    found: list[Spent] = [NOTHING]
    with patch(place, lambda *given: found.append(spent(partial(work, *given)))):
        yield found


def earlier_years(con: Connection, years: int) -> None:
    """Earlier years out of the last one, each with pupils of its own."""
    for back in range(1, years):
        for subject in SUBJECTS:
            changed = PUPILS.format(back=back) if subject == "enrolment" else ""
            replaced = f"REPLACE ({changed}year - {back} AS year)"
            con.sql(f"INSERT INTO {subject} SELECT * {replaced} FROM {subject} WHERE year = {LAST}")


def by_pandas(rows: pd.DataFrame) -> int:
    """Every plain ratio and the sums of every dispersion per region, year and level; returns the number of rows."""
    made = 0
    for level, here in rows.groupby("level"):
        known = declarations().indicators.values()
        ratios = [one for one in known if level in one.levels and one.numerator and one.is_plain]
        sides = {name: column for one in ratios for name, column in _sides(one, here).items()}
        sums = pd.concat([here[KEYS], pd.DataFrame(sides)], axis=1).groupby(KEYS).sum()
        made += len(pd.DataFrame({one.id: _value(one, sums) for one in ratios}))
    return made


def _sides(one: Indicator, rows: pd.DataFrame) -> dict[str, "pd.Series[float]"]:
    over = rows.eval(one.numerator)
    if not one.denominator:
        return {f"{one.id}_n": over, f"{one.id}_c": over.notna()}
    under = rows.eval(one.denominator)
    whole = over.notna() & under.notna()
    sides = {f"{one.id}_n": over.where(whole), f"{one.id}_d": under.where(whole), f"{one.id}_c": whole}
    spread = any(each.kind == "dispersion" and one.id in each.parts for each in declarations().indicators.values())
    return sides | ({f"{one.id}_s": over * over / under.where(under > 0)} if spread else {})


def _value(one: Indicator, sums: pd.DataFrame) -> "pd.Series[float]":
    over = sums[f"{one.id}_n"]
    return over * one.scale / sums[f"{one.id}_d"] if one.denominator else over


def correct_one_county(con: Connection) -> None:
    """A correction of one county's schools arrives."""
    con.sql("""INSERT INTO deliveries BY NAME SELECT 'corrected' AS delivery_id, 'accepted' AS state,
        'national' AS form, now()::TIMESTAMP AS received_at""")
    con.sql(f"""INSERT INTO enrolment SELECT * REPLACE (pupils + 1 AS pupils, 'corrected' AS delivery_id)
        FROM enrolment WHERE year = {LAST}
        AND unit IN (SELECT code FROM schools WHERE parent = (SELECT min(parent) FROM schools))""")


def write_again(con: Connection) -> Spent:
    """What it costs to store the rows of one year, with nothing left to compute."""
    for table in COMPUTED:
        con.sql(f"CREATE TEMP TABLE {table}_again AS FROM {table} WHERE year = {LAST}")
    written = sum((spent(partial(con.sql, f"CREATE TABLE work.{table} AS FROM {table}_again")) for table in COMPUTED),
                  NOTHING)  # fmt: skip
    for table in COMPUTED:
        con.sql(f"DROP TABLE work.{table}; DROP TABLE {table}_again")
    return written


def one_county(con: Connection, whole: Spent) -> None:
    correct_one_county(con)
    settled = spent(lambda: settle(con, declarations()))
    years, regions = depends_on(con, ["corrected"])
    again = spent(lambda: compute_indicators(con, years, regions))
    judged = spent(lambda: judge(con, years, regions, cite=False))
    parts = " + ".join(f"{part.processors:.2f}" for part in (settled, again, judged))
    ratio = (settled + again + judged).processors / whole.processors
    tell("one county", settled + again + judged, f"settle + values + verdicts {parts}, {ratio:.3f} of everything")


def compare_with_pandas(con: Connection) -> None:
    known, year = declarations(), f"year = {LAST}"
    ours = spent(lambda: sum_regions(con, known, year)) + spent(lambda: build_sums(con, known, {}, year))
    rows = con.sql(f"SELECT * FROM work.settled_facts WHERE {year} AND NOT own").df()
    floats = rows.astype(dict.fromkeys(known.computed_from, "float64"))
    theirs = spent(partial(by_pandas, floats))
    tell("sums", ours, f"pandas {theirs.processors:.2f} s, ratio {ours.processors / theirs.processors:.3f}")


def measure(con: Connection) -> None:
    with watched("warehouse.settled.sum_regions", sum_regions) as sums:
        settled = spent(lambda: settle(con, declarations()))
    tell("settle", settled, f"of which sums of regions {sum(sums, NOTHING).processors:.2f} s")
    with watched("warehouse.compute.cite", evidence.cite) as cells:
        values = spent(lambda: compute_indicators(con)) - sum(cells, NOTHING)
    verdicts = spent(lambda: judge(con, cite=False))
    told = con.sql("SELECT count(*), count(DISTINCT indicator) FROM indicator_values").fetchall()
    [(made,)] = con.sql("SELECT count(*) FROM verdicts").fetchall()
    tell("values", values, "{} values of {} indicators".format(*told[0]))
    tell("verdicts", verdicts, f"{made} verdicts")
    tell("compute", values + verdicts)
    tell("writing", write_again(con))
    tell("evidence", sum(cells, NOTHING))
    report_memory()
    tell("citing", spent(lambda: judge(con)) - verdicts)
    one_county(con, settled + values + sum(cells, NOTHING) + verdicts)
    report_memory()
    compare_with_pandas(con)


def report_memory() -> None:
    print(f"memory     {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB at most", flush=True)


def load(con: Connection, schools: int, years: int) -> None:
    prepare(con)
    prepare_expectations(con)
    fill(con, schools, 1)
    earlier_years(con, years)
    con.sql("CHECKPOINT")


def main(schools: int = SCHOOLS, years: int = 1) -> None:
    with TemporaryDirectory() as folder, connect(Path(folder) / "warehouse.duckdb") as con:
        con.sql("SET threads = 2; SET memory_limit = '2GB'")
        tell("load", spent(lambda: load(con, schools, years)))
        measure(con)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
