"""Numbers that two forms tell of the same unit, year, level and release, and tell differently: table `told_twice`."""

import re

import duckdb

from expectations.compile import ADDRESS, Years
from expectations.text import in_layout, in_years
from warehouse import SUBJECTS, any_row, declarations

Con = duckdb.DuckDBPyConnection
KEY = "unit, year, level, release"
COLUMNS = f"""region VARCHAR, year SMALLINT, level VARCHAR, release VARCHAR, indicator VARCHAR,
  measure_name VARCHAR, unit VARCHAR,
  value DOUBLE, other DOUBLE, tolerance DOUBLE, form_title VARCHAR, other_title VARCHAR,
  address {ADDRESS},
  other_address {ADDRESS}"""
TELLINGS = f"""
CREATE OR REPLACE TEMP TABLE tellings (unit VARCHAR, year SMALLINT, level VARCHAR, release VARCHAR, measure VARCHAR,
  value DOUBLE, form VARCHAR, arrival BIGINT, delivery_id VARCHAR, sheet VARCHAR, "row" INTEGER);
CREATE OR REPLACE TEMP TABLE told_twice ({COLUMNS});
"""
# Which numbers differ between forms, each form's latest one counting, and all that is told of them.
UNLIKE = """
INSERT INTO tellings BY NAME
WITH several AS (
  SELECT {key} FROM {subject} JOIN accepted USING (delivery_id)
  WHERE {years} AND hash({key}) IN (SELECT key FROM again_{subject}) GROUP BY ALL HAVING count(DISTINCT form) > 1),
told AS (
  SELECT f.*, form, arrival FROM {subject} f JOIN accepted USING (delivery_id) SEMI JOIN several USING ({key})),
latest AS (SELECT {key}, form, {latest} FROM told GROUP BY ALL),
unlike AS (SELECT {key}, unnest([{unlike}]) AS measure FROM latest GROUP BY {key})
SELECT {key}, measure, value::DOUBLE AS value, form, arrival, delivery_id, sheet, "row"
FROM (UNPIVOT (FROM told SEMI JOIN (FROM unlike WHERE measure IS NOT NULL) USING ({key}))
  ON {measures} INTO NAME measure VALUE value)
SEMI JOIN unlike USING ({key}, measure)
"""
# The number that counts (the last to arrive) beside the one that differs most from it, each with its cell. Of what is
# printed in 万 or published rounded, the rounding is allowed for; of money and areas one of their unit.
TOLD_TWICE = f"""
INSERT INTO told_twice BY NAME
WITH newest AS (
  SELECT * FROM tellings QUALIFY row_number() OVER (
    PARTITION BY unit, year, level, release, measure, form ORDER BY arrival DESC, "row" DESC) = 1),
cells AS (
  SELECT n.*, min(coalesce(l.cell, l."column" || n."row")) AS cell,
    bool_and(l.unit IS NOT DISTINCT FROM m.unit) AS exact
  FROM newest n JOIN measures m ON m.id = n.measure LEFT JOIN layouts l ON {in_layout("n")}
  GROUP BY ALL),
placed AS (SELECT *, struct_pack(delivery_id := delivery_id, sheet := sheet, cell := cell) AS address FROM cells),
counting AS (
  SELECT unit, year, level, release, measure, arg_max(struct_pack(value := value, form := form, address := address,
    exact := exact), arrival) AS mine FROM placed GROUP BY ALL),
compared AS (
  SELECT p.unit AS region, year, level, release, measure, mine, arg_max(struct_pack(value := value, form := form,
    address := address, exact := exact), (abs(value - mine.value), arrival)) AS theirs
  FROM placed p JOIN counting USING (unit, year, level, release, measure) GROUP BY ALL)
SELECT region, year, level, c.release, measure AS indicator, m.name AS measure_name, m.unit, mine.value AS value,
  theirs.value AS other,
  CASE WHEN mine.exact THEN 0 ELSE rounding(mine.value) END
    + CASE WHEN theirs.exact THEN 0 ELSE rounding(theirs.value) END
    + CASE WHEN m.unit IN ('万元', '平方米') THEN 1 ELSE 0 END AS tolerance,
  a.title AS form_title, b.title AS other_title, mine.address AS address, theirs.address AS other_address
FROM compared c JOIN measures m ON m.id = measure
LEFT JOIN (SELECT DISTINCT id, title FROM forms) a ON a.id = mine.form
LEFT JOIN (SELECT DISTINCT id, title FROM forms) b ON b.id = theirs.form
"""


def columns_of_twice() -> set[str]:
    """Columns that rules over it may name."""
    return set(re.findall(r"(\w+) (?:VARCHAR|SMALLINT|DOUBLE|STRUCT)(?=[,(]|$)", COLUMNS)) - {
        "delivery_id",
        "sheet",
        "cell",
    }


def open_twice(con: Con, years: Years) -> None:
    """Make `told_twice` for these years; of keys that `open_facts` found told again."""
    con.execute(TELLINGS)
    for subject in SUBJECTS:
        if not any_row(con, f"again_{subject}"):
            continue
        measures = declarations().measures_of(subject)
        parts = {
            "latest": 'arg_max("{0}", arrival) AS "{0}"',
            "unlike": 'CASE WHEN min("{0}") <> max("{0}") THEN \'{0}\' END',
            "measures": '"{0}"',
        }
        texts = {name: ", ".join(text.format(each) for each in measures) for name, text in parts.items()}
        con.sql(UNLIKE.format(key=KEY, subject=subject, years=in_years(years), **texts))
    if any_row(con, "tellings"):
        con.sql(TOLD_TWICE)
