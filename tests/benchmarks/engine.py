"""What the indicators and verdicts of a synthetic nation cost, and the ratio to pandas summing the same rows.

`python -m tests.benchmarks.engine [SCHOOLS [YEARS]]`, all figures in seconds of processor time, two threads:

load           filling the store
settle         bringing what holds now up to date after loading, once per delivery
compute        every indicator with growth and evidence, and every statutory test, of all years
judging        every statutory test to every indicator
citing         telling in words and cells what each verdict rests on
one county     computing again after one county sent a correction, to computing everything
sums / pandas  numerators, denominators, dispersions and ratios of one year, to pandas with the rows in memory
"""

import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd

from expectations import judge
from expectations import prepare as prepare_expectations
from tests.benchmarks.national import LAST, SCHOOLS, fill
from warehouse import SUBJECTS, Connection, compute_indicators, prepare
from warehouse.declarations import declarations
from warehouse.records import Indicator
from warehouse.scope import depends_on
from warehouse.settled import settle
from warehouse.sums import build_sums

KEYS = ["region", "year", "release"]
PUPILS = "(pupils * (1 + hash(unit, {back}) % 100 / 1000.0))::INTEGER AS pupils, "


def seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


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


def compare_with_pandas(con: Connection) -> None:
    known = declarations()
    ours = seconds(lambda: build_sums(con, known, {}, f"year = {LAST}"))
    rows = con.sql(f"SELECT * FROM work.settled_facts WHERE year = {LAST} AND NOT own").df()
    floats = rows.astype(dict.fromkeys(known.computed_from, "float64"))
    theirs = seconds(partial(by_pandas, floats))
    print(f"sums / pandas  {ours / theirs:8.3f}     ({ours:.2f} s / {theirs:.2f} s)")


def measure(con: Connection) -> None:
    print(f"settle         {seconds(lambda: settle(con, declarations())):8.2f} s")
    values, verdicts = seconds(lambda: compute_indicators(con)), seconds(lambda: judge(con, cite=False))
    print(f"compute        {values + verdicts:8.2f} s   (indicators {values:.2f} s, verdicts {verdicts:.2f} s)")
    told = con.sql("SELECT count(*), count(DISTINCT indicator) FROM indicator_values").fetchall()
    print("               {} values of {} indicators".format(*told[0]))
    [(made,)] = con.sql("SELECT count(*) FROM verdicts").fetchall()
    print(f"judging        {verdicts / values:8.3f}     ({verdicts:.2f} s / {values:.2f} s, {made} verdicts)")
    print(f"citing         {seconds(lambda: judge(con)) - verdicts:8.2f} s")
    correct_one_county(con)
    narrow = seconds(lambda: compute_indicators(con, *depends_on(con, ["corrected"])))
    print(f"one county     {narrow / values:8.3f}     ({narrow:.2f} s / {values:.2f} s)")
    print(f"memory         {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB at most")
    compare_with_pandas(con)


def load(con: Connection, schools: int, years: int) -> None:
    prepare(con)
    prepare_expectations(con)
    fill(con, schools, 1)
    earlier_years(con, years)
    con.sql("CHECKPOINT")


def main(schools: int = SCHOOLS, years: int = 1) -> None:
    with TemporaryDirectory() as folder, duckdb.connect(Path(folder) / "warehouse.duckdb") as con:
        con.sql("SET threads = 2; SET memory_limit = '2GB'")
        print(f"load           {seconds(lambda: load(con, schools, years)):8.2f} s")
        measure(con)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
