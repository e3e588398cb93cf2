"""What a form tells beside what the same form told a year before: tables `beside_last` and `sent_again`.

`beside_last`   one row per number that was told last year and is blank now though its row tells others (`value` NULL),
                and per number of a region that at least doubled or halved; of a school only the blanks
`sent_again`    one row per delivery: how many `figures` other than 0 stand in rows that last year's return or 快报 had
                too, and how many of them (`same`) in rows that are last year's to the last digit

Rows are first compared by which of their columns are told and by a digest, which is cheap for half a million schools;
only those that lost something are looked at number by number.
"""

from collections.abc import Sequence

import duckdb

from expectations.compile import ADDRESS, Years
from expectations.text import in_layout, in_years, in_years_or_before
from warehouse import SUBJECTS, declarations

Con = duckdb.DuckDBPyConnection
BITS = 60  # columns whose being told fits into one number
TABLES = f"""
CREATE OR REPLACE TEMP TABLE beside_last (region VARCHAR, year SMALLINT, level VARCHAR, release VARCHAR,
  indicator VARCHAR, unit VARCHAR, value DOUBLE, last DOUBLE, address {ADDRESS});
CREATE OR REPLACE TEMP TABLE sent_again (region VARCHAR, year SMALLINT, level VARCHAR, release VARCHAR,
  figures BIGINT, same BIGINT, address {ADDRESS});
CREATE OR REPLACE TEMP TABLE rows_again (delivery_id VARCHAR, year SMALLINT, release VARCHAR, figures BIGINT,
  same BIGINT);
CREATE OR REPLACE TEMP TABLE moved (region VARCHAR, year SMALLINT, level VARCHAR, release VARCHAR, measure VARCHAR,
  value DOUBLE, last DOUBLE, delivery_id VARCHAR, sheet VARCHAR, "row" INTEGER);
CREATE OR REPLACE TEMP TABLE standing AS
  SELECT delivery_id, form FROM deliveries WHERE state = 'accepted' AND superseded_by IS NULL;
"""
MARKED = """
CREATE OR REPLACE TEMP TABLE marked AS
SELECT unit, year, level, release, form, delivery_id, {told}, hash({measures}) AS digest, {full} AS figures
FROM {subject} JOIN standing USING (delivery_id) WHERE {years}
"""
PAIRED = """
CREATE OR REPLACE TEMP TABLE paired AS
SELECT n.*, b.delivery_id AS last_delivery, b.release = n.release AS alike, n.digest = b.digest AS same, {lost} AS lost
FROM marked n JOIN marked b ON (b.unit, b.year, b.level, b.form) = (n.unit, n.year - 1, n.level, n.form)
WHERE {now}
"""
AGAIN = """
INSERT INTO rows_again
SELECT delivery_id, year, release, sum(figures), coalesce(sum(figures) FILTER (same), 0) FROM (
  SELECT delivery_id, unit, year, level, release, any_value(figures) AS figures, bool_or(same) AS same FROM paired
  WHERE last_delivery <> delivery_id GROUP BY ALL)
GROUP BY ALL
"""
MOVED = """
INSERT INTO moved
WITH asked AS (
  SELECT unit, year, level, release, delivery_id, last_delivery,
    bool_or(unit IN (SELECT code FROM regions)) AS of_region
  FROM paired WHERE alike AND figures > 0 AND (lost OR NOT same AND unit IN (SELECT code FROM regions)) GROUP BY ALL),
both_ AS (
  SELECT n.unit, n.year, n.level, n.release, n.delivery_id, n.sheet, n."row", unnest([{changed}]) AS of
  FROM asked a JOIN {subject} n USING (unit, year, level, release, delivery_id)
  JOIN {subject} b ON (b.unit, b.year, b.level, b.release, b.delivery_id)
    = (a.unit, a.year - 1, a.level, a.release, a.last_delivery))
SELECT * EXCLUDE (of, delivery_id, sheet, "row"), of.measure, of.value, of.last, delivery_id, sheet, "row"
FROM both_ WHERE of IS NOT NULL
"""
CHANGED = """CASE WHEN n."{0}" IS NULL AND b."{0}" IS NOT NULL
  OR of_region AND n."{0}" > 0 AND b."{0}" > 0 AND abs(log2(n."{0}"::DOUBLE / b."{0}"::DOUBLE)) >= 1
  THEN struct_pack(measure := '{0}', value := n."{0}"::DOUBLE, last := b."{0}"::DOUBLE) END"""
# Blank is what this year's sheet asks for, too: a column that a new edition of a form has no more is no blank.
BESIDE = f"""
INSERT INTO beside_last BY NAME
SELECT m.region, m.year, m.level, m.release, measure AS indicator, any_value(k.unit) AS unit,
  arg_min_null(value, (m.sheet, m."row")) AS value, arg_min_null(last, (m.sheet, m."row")) AS last,
  struct_pack(delivery_id := m.delivery_id, sheet := min(m.sheet),
    cell := arg_min(coalesce(l.cell, l."column" || m."row"), (m.sheet, m."row", l.cell, l."column"))) AS address
FROM moved m JOIN measures k ON k.id = measure JOIN layouts l ON {in_layout("m")}
GROUP BY m.region, m.year, m.level, m.release, measure, m.delivery_id
"""
SENT = """
INSERT INTO sent_again BY NAME
SELECT CASE WHEN min(year) = max(year) THEN min(year) END AS year, any_value(release) AS release,
  sum(figures) AS figures, sum(same) AS same,
  struct_pack(delivery_id := delivery_id, sheet := NULL::VARCHAR, cell := NULL::VARCHAR) AS address
FROM rows_again GROUP BY delivery_id
"""


def open_last_year(con: Con) -> None:
    """Both tables, empty."""
    con.execute(TABLES)


def fill_last_year(con: Con, years: Years) -> None:
    """Fill both tables for these years."""
    for subject in SUBJECTS:
        _compare(
            con, subject, declarations().measures_of(subject), in_years(years, "n.year"), in_years_or_before(years)
        )
    con.sql(BESIDE)
    con.sql(SENT)
    con.execute("DROP TABLE IF EXISTS marked; DROP TABLE IF EXISTS paired")


def _compare(con: Con, subject: str, measures: Sequence[str], now: str, years: str) -> None:
    """Put what changed in one subject's rows into `moved`, and which rows came again into `rows_again`."""
    pairs = f"SELECT 1 FROM {subject} n SEMI JOIN {subject} b ON b.year = n.year - 1 WHERE {now} LIMIT 1"
    if not con.sql(pairs).fetchall():
        return
    parts = [_told(measures[start : start + BITS]) for start in range(0, len(measures), BITS)]
    told = ", ".join(f"{text} AS told_{i}" for i, text in enumerate(parts))
    listed = ", ".join(f'"{each}"' for each in measures)
    full = " + ".join(f'coalesce(("{each}" <> 0)::INTEGER, 0)' for each in measures)
    con.sql(MARKED.format(told=told, full=full, measures=listed, subject=subject, years=years))
    lost = " OR ".join(f"(b.told_{i} & ~n.told_{i}) <> 0" for i in range(len(parts)))
    con.sql(PAIRED.format(lost=lost, now=now))
    con.sql(AGAIN)
    changed = ", ".join(CHANGED.format(each) for each in measures)
    con.sql(MOVED.format(subject=subject, changed=changed))


def _told(measures: Sequence[str]) -> str:
    """SQL of the number whose bits say which of these columns are told."""
    bits = (f'CASE WHEN "{each}" IS NULL THEN 0 ELSE {1 << place} END::UBIGINT' for place, each in enumerate(measures))
    return " | ".join(bits)
