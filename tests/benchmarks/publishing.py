"""A whole nation's publication: 3 000 invented regions × 20 years × 90 indicators, 20 verdicts a region and year.

`python -m tests.benchmarks.publishing [REGIONS [YEARS]]` publishes it, changes a few cells of one region, and publishes
it again; prints seconds, processor seconds, files and sizes, and how that compares with a bare copy of the tables.
"""

import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from dashboards import publish
from dashboards.delivered import Grid
from dashboards.tables import published_tables
from expectations.tables import prepare as prepare_rules
from sources import Home
from warehouse import connect, prepare

REGIONS, YEARS, INDICATORS, TESTS, PROVINCES, LAST = 3_000, 20, 90, 20, 31, 2024
CELLS = 2  # source cells behind a value: numerator and denominator
CHANGED = "X010001"
# All numbers follow from the keys, so that the same call makes the same nation.
NATION = """
INSERT INTO regions BY NAME
  SELECT 'X' AS code, '示例国' AS name, 'country' AS kind, '' AS parent, '' AS valid_from, '' AS valid_to,
    '' AS successor
  UNION ALL SELECT format('X{:02}', p), format('示例第{}省', p + 1), 'province', 'X', '', '', ''
    FROM range($provinces) t(p)
  UNION ALL SELECT format('X{:02}{:04}', c % $provinces, c), format('示例第{}县', c + 1), 'county',
    format('X{:02}', c % $provinces), '', '', '' FROM range($regions) t(c);
CREATE TEMP TABLE counties AS SELECT code AS region, parent FROM regions WHERE kind = 'county' AND code LIKE 'X%';
CREATE TEMP TABLE years AS SELECT (range + $last - $years + 1)::SMALLINT AS year FROM range($years);
CREATE TEMP TABLE asked AS
  SELECT id, coalesce(left_indicator, (SELECT list(id ORDER BY id DESC) FROM indicators)[nth]) AS left_indicator,
    coalesce(levels[1], 'all') AS level
  FROM (SELECT *, row_number() OVER (ORDER BY place) AS nth FROM statutory_tests) WHERE nth <= $tests;
CREATE TEMP TABLE chosen AS
  SELECT id, unit, name, row_number() OVER (ORDER BY id NOT IN (SELECT left_indicator FROM asked), id) AS nth
  FROM indicators QUALIFY nth <= $indicators;
INSERT INTO deliveries BY NAME
  SELECT md5(parent || year)[:16] AS delivery_id, format('示例第{}省{}年汇总表.xlsx', parent, year) AS file_name,
    md5(parent || year) || md5(year || parent) AS sha256, 100000 AS bytes, '.xlsx' AS suffix,
    make_timestamp(year + 1, 3, 1, 8, 0, 0.0) AS received_at, 'district_funding' AS form, '汇总表' AS title,
    year::VARCHAR AS years, 'bulletin' AS release, 'accepted' AS state, 100 AS rows
  FROM (SELECT DISTINCT parent FROM counties), years;
INSERT INTO indicator_values BY NAME
  SELECT region, year, 'all' AS level, id AS indicator, 'bulletin' AS release, '' AS scope, 'reported' AS basis,
    n AS numerator, d AS denominator, n / d AS value, unit, 1.0 AS coverage, lag(n / d) OVER series AS previous,
    (value - previous) * 100 / previous AS growth, if(previous IS NULL, 'none', 'last_year') AS growth_basis,
    growth AS raw_growth, false AS comparable,
    100 / previous * (n - lag(n) OVER series) * (1 / d + 1 / lag(d) OVER series) / 2 AS by_numerator,
    100 / previous * (n + lag(n) OVER series) * (1 / d - 1 / lag(d) OVER series) / 2 AS by_denominator,
    md5(parent || year)[:16] AS delivery_id
  FROM (SELECT *, round(1e6 + hash(region, year, id) % 1000000000 / 100, 2) AS n,
      1000 + hash(id, region, year) % 9000 AS d
    FROM counties, years, chosen) WINDOW series AS (PARTITION BY region, id ORDER BY year);
INSERT INTO evidence BY NAME
  SELECT region, year, 'all' AS level, indicator, 'bulletin' AS release, ['numerator', 'denominator'][part] AS part,
    ['经费总额', '在校学生数'][part] AS label, [numerator, denominator][part]::DOUBLE AS value,
    ['万元', '人'][part] AS unit,
    rtrim(rtrim([numerator, denominator][part]::DECIMAL(18,2)::VARCHAR, '0'), '.') || ['万元', '人'][part] AS printed,
    delivery_id, '表一' AS sheet,
    chr(65 + (hash(indicator) % 26)::INTEGER) || chr(65 + part::INTEGER) || (5 + hash(region) % 100) AS cell
  FROM indicator_values, range(1, $cells + 1) AS parts(part);
INSERT INTO verdicts BY NAME
  SELECT region, year, a.level, a.id AS test, 'bulletin' AS release,
    if(hash(region, year, a.id) % 5 = 0, 'fail', 'pass') AS verdict,
    if(hash(a.id, year) % 3 = 0, ['marginal'], []) AS flags,
    left_indicator, growth AS left_value, growth - 3 AS gap, '%' AS gap_unit,
    if(hash(region, year, a.id) % 5 = 0, value, NULL) AS shortfall, [] AS missing,
    format('{:.2f} ÷ {:.2f} − 1 = {:.2f}%', value, previous, growth) AS formula,
    to_json([{'role': 'left', 'norm': NULL, 'indicator': left_indicator, 'name': c.name, 'year': year, 'value': value,
      'unit': v.unit, 'growth': growth, 'growth_sign': NULL, 'growth_basis': growth_basis, 'raw_growth': raw_growth,
      'previous': previous, 'stated_growth': NULL, 'basis': basis, 'coverage': coverage, 'scope': scope,
      'numerator': numerator::DOUBLE, 'denominator': denominator::DOUBLE, 'cells': [
        {'part': 'numerator', 'label': '经费总额', 'value': numerator::DOUBLE, 'unit': '万元',
          'printed': numerator || '万元',
          'delivery_id': delivery_id, 'file': '示例省汇总表.xlsx', 'sheet': '表一', 'cell': 'AB17'},
        {'part': 'denominator', 'label': '在校学生数', 'value': denominator::DOUBLE, 'unit': '人',
          'printed': denominator || '人', 'delivery_id': delivery_id, 'file': '示例省汇总表.xlsx', 'sheet': '表一',
          'cell': 'AC17'}]}])::VARCHAR AS evidence
  FROM indicator_values v JOIN asked a ON a.left_indicator = v.indicator JOIN chosen c ON c.id = v.indicator;
"""


def fill(con: duckdb.DuckDBPyConnection, regions: int, years: int) -> None:
    """Put the nation into a store of the published shape."""
    prepare(con)
    prepare_rules(con)
    asked = {"provinces": PROVINCES, "regions": regions, "years": years, "last": LAST, "tests": TESTS}
    asked |= {"indicators": INDICATORS, "cells": CELLS}
    text = NATION
    for name, value in asked.items():
        text = text.replace(f"${name}", str(value))
    con.execute(text)


def grid(delivery: str) -> Grid:
    """A sheet of 100 counties."""
    return [("表一", [[delivery, *(f"{row * column}" for column in range(90))] for row in range(105)])]


@contextmanager
def timed(what: str, bare: list[float]) -> Iterator[None]:
    """Print seconds and processor seconds, and their ratio to the first thing timed."""
    begun, used = time.perf_counter(), _processors()
    yield
    took, worked = time.perf_counter() - begun, _processors() - used
    bare.append(worked)
    print(f"{what}: {took:.1f} s, processors {worked:.1f} s, {worked / bare[0]:.1f} × the bare copy", flush=True)


def _processors() -> float:
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


def bare_copy(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """What the database alone costs, in no order."""
    con.execute(f"ATTACH '{path}' AS bare")
    for name in published_tables(con):
        con.execute(f'CREATE TABLE bare.main."{name}" AS FROM "{name}"')
    con.execute("CHECKPOINT bare")
    con.execute("DETACH bare")


def sizes(folder: Path) -> None:
    """Print files and bytes of the parts of a publication."""
    for part in ("warehouse.duckdb", "site", "exports"):
        root = folder / part
        files = [path for path in ([root] if root.is_file() else root.rglob("*")) if path.is_file()]
        new = sum(path.stat().st_nlink == 1 for path in files)
        print(f"  {part}: {len(files)} files, {new} of them new, {sum(p.stat().st_size for p in files) / 1e6:.0f} MB")


def main(regions: int = REGIONS, years: int = YEARS) -> None:
    with TemporaryDirectory(dir=os.environ.get("EDUSTAT_BENCHMARK")) as folder:
        home, bare = Home(Path(folder)).create(), list[float]()
        with connect(home.store) as con:
            fill(con, regions, years)
            for table in ("indicator_values", "evidence", "verdicts"):
                print(table, con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
            with timed("bare copy of the tables", bare):
                bare_copy(con, Path(folder) / "bare.duckdb")
            (Path(folder) / "bare.duckdb").unlink()
            with timed("first publication", bare):
                made = publish(con, home, grid)
            sizes(made.folder)
            con.execute(f"UPDATE indicator_values SET value = value + 1 WHERE region = '{CHANGED}' AND year = {LAST}")
            with timed("a few cells of one region changed", bare):
                made = publish(con, home, grid)
            sizes(made.folder)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
