"""The sheets that failures speak of as grids: temporary table `cause_cells`, each cell beside last year's.

`delivery_id, sheet, r, c, cell, header` where it stands (rows and columns as numbers), `form, region, year, level,
release, measure` what it tells, `value`, `last` (the same a year ago, from the same form) and `other` (the same from
another form). A long list is looked at in blocks of rows: what ails a whole column shows in two thousand rows as well
as in a million.
"""

import duckdb

from warehouse import SUBJECTS, declarations, latest

KEYS = "region, year, level, release"
ROWS_LOOKED_AT, BLOCK = 2048, 64

CONCERNED = """
CREATE OR REPLACE TEMP TABLE cause_concerned AS
WITH places AS (
  SELECT DISTINCT coalesce(parent, region) AS place, year FROM cause_unsettled LEFT JOIN (
    SELECT DISTINCT code, parent FROM schools) ON code = region WHERE region IS NOT NULL),
wanted AS (FROM places UNION SELECT code, year FROM places JOIN regions ON regions.parent = place)
SELECT DISTINCT delivery_id FROM cause_unsettled WHERE delivery_id IS NOT NULL
UNION SELECT delivery_id FROM delivered_units JOIN wanted ON (unit, delivered_units.year) = (place, wanted.year)
"""

LOOKED_AT = """
CREATE OR REPLACE TEMP TABLE cause_rows AS
WITH concerned AS (
  SELECT delivery_id, coalesce(sheet, '') AS sheet, "row", unit AS region, year, release
  FROM ({rows}) SEMI JOIN cause_concerned USING (delivery_id)),
sized AS (SELECT delivery_id, sheet, max("row") - min("row") AS height FROM concerned GROUP BY ALL)
SELECT DISTINCT concerned.* FROM concerned JOIN sized USING (delivery_id, sheet)
WHERE ("row" // {block}) % (height // {most} + 1) = 0
"""

# Columns of a list stand over every row; in a matrix or a tidy table each cell has a place of its own.
PLACES = """
CREATE OR REPLACE TEMP TABLE cause_cells AS
WITH laid AS (
  SELECT l.delivery_id, coalesce(l.sheet, '') AS sheet, "row", coalesce("column", regexp_extract(cell, '^[A-Z]+'))
    AS letters, row_of(cell) AS own_row, field AS measure, v.id AS level, header
  FROM layouts l SEMI JOIN cause_concerned USING (delivery_id)
  JOIN levels v ON v.id = l.level OR coalesce(l.level, '') = ''
  WHERE coalesce(part, 'value') = 'value' AND field IN (SELECT id FROM measures)),
placed AS (
  SELECT delivery_id, sheet, coalesce(own_row, cause_rows."row") AS r, column_number(letters) AS c,
    letters || coalesce(own_row, cause_rows."row") AS cell, header, region, year, level, release, measure,
    own_row IS NULL AS listed
  FROM laid JOIN cause_rows USING (delivery_id, sheet)
  WHERE laid."row" IS NULL OR laid."row" = cause_rows."row")
-- Of several that tell the same in other forms one is enough: each key once, chosen the same way every time.
SELECT * EXCLUDE (told), told.* FROM (
SELECT placed.delivery_id, sheet, cell, placed.region, placed.year, placed.level, placed.release, placed.measure,
  arg_min(struct_pack(r, c, header, listed, form := d.form, value := now.value, last := before.value,
    other := twin.value), (twin.delivery_id, header, now.value, before.value, twin.value)) AS told
FROM placed JOIN accepted d USING (delivery_id)
LEFT JOIN cause_told now USING (delivery_id, {keys}, measure)
LEFT JOIN cause_told before ON (before.form, before.region, before.year, before.level, before.release, before.measure)
  = (d.form, placed.region, placed.year - 1, placed.level, placed.release, placed.measure)
LEFT JOIN cause_told twin ON (twin.region, twin.year, twin.level, twin.release, twin.measure)
  = (placed.region, placed.year, placed.level, placed.release, placed.measure) AND twin.form <> d.form
-- What a later return of the same form tells stands there now, and no longer here.
ANTI JOIN (SELECT cause_told.*, arrival FROM cause_told JOIN accepted USING (delivery_id)) later
  ON (later.form, later.region, later.year, later.level, later.release, later.measure)
  = (d.form, placed.region, placed.year, placed.level, placed.release, placed.measure) AND later.arrival > d.arrival
GROUP BY ALL)
"""
LETTERS = """
CREATE OR REPLACE TEMP MACRO column_number(letters) AS
  list_reduce(list_transform(string_split(letters, ''), lambda x: ord(x) - 64), lambda a, b: a * 26 + b);
CREATE OR REPLACE TEMP MACRO column_of(cell) AS column_number(regexp_extract(cell, '^[A-Z]+'));
CREATE OR REPLACE TEMP MACRO row_of(cell) AS TRY_CAST(regexp_extract(cell, '[0-9]+$') AS INTEGER);
CREATE OR REPLACE TEMP MACRO column_letters(number) AS
  CASE WHEN number > 702 THEN chr(65 + (number - 703) // 676) ELSE '' END
  || CASE WHEN number > 26 THEN chr(65 + ((number - 27) // 26) % 26) ELSE '' END || chr(65 + (number - 1) % 26);
"""


def lay_out(con: duckdb.DuckDBPyConnection) -> None:
    """Make `cause_cells` of the deliveries that `cause_unsettled` speaks of, and of those about the same places."""
    con.execute(LETTERS)
    con.execute(CONCERNED)
    rows = " UNION ALL ".join(f'SELECT unit, year, release, delivery_id, sheet, "row" FROM {each}' for each in SUBJECTS)
    con.execute(LOOKED_AT.format(rows=rows, block=BLOCK, most=ROWS_LOOKED_AT))
    told = " UNION ALL ".join(map(_told, SUBJECTS))
    con.execute(f"CREATE OR REPLACE TEMP TABLE cause_told AS {told}")
    con.execute(PLACES.format(keys=KEYS))


def _told(subject: str) -> str:
    """Every number of the rows looked at and of the same units a year before, one a row."""
    names = declarations().measures_of(subject)
    source = f"""(SELECT * FROM {subject} SEMI JOIN (
        SELECT region AS unit, year FROM cause_rows UNION SELECT region, year - 1 FROM cause_rows)
        USING (unit, year))"""
    return f"""SELECT delivery_id, form, unit AS region, year, level, release, measure, value::DOUBLE AS value
        FROM (SELECT * EXCLUDE (sheet, "row") FROM ({latest(source, names)}))
        UNPIVOT (value FOR measure IN ({", ".join(names)}))
        JOIN (SELECT delivery_id, form FROM deliveries) USING (delivery_id)"""
