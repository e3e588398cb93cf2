-- From what the rules selected (`failing`) to `failures` as people read them; failures.py runs these one after the other.

-- What a failure says of one place (the keys it is about, or where it stands when it is about none): what was found
-- and with what it was compared, so that an explanation ends when either changes.
CREATE OR REPLACE TEMP MACRO covered(rule, region, year, level, release, measure, file_name, sheet, cell, found, expected) AS
  CASE WHEN region IS NULL THEN concat_ws('|', rule, file_name, sheet, cell, found, expected)
  ELSE concat_ws('|', rule, region, year, level, release, measure, found, expected) END;
CREATE OR REPLACE TEMP MACRO covers(places) AS md5(array_to_string(list_sort(places), chr(10)));
-- What a failure is about: of a ledger's line (ledger:measure) its measure.
CREATE OR REPLACE TEMP MACRO thing(measure) AS split_part(measure, ':', -1);
CREATE OR REPLACE TEMP MACRO or_none(x) AS coalesce(x::VARCHAR, 'None');

CREATE OR REPLACE TEMP TABLE identified AS
WITH located AS (
  SELECT f.* REPLACE (coalesce(address, p.place) AS address) FROM failing f LEFT JOIN placed p
  ON (p.unit, p.year, p.level, p.release, p.measure) = (f.region, f.year, f.level, f.release, f.measure_at))
SELECT *, left(sha256(concat_ws('|', rule, or_none(address.delivery_id), or_none(address.sheet),
  or_none(address.cell), or_none(region), or_none(year), or_none(level), or_none(release), or_none(measure))), 16)
  AS failure_id
FROM located;

-- What two repetitions of a rule, or two rows of its view, say of the same place is one failure.
CREATE OR REPLACE TEMP TABLE named AS
WITH once AS (FROM identified WHERE rowid IN (SELECT min(rowid) FROM identified GROUP BY failure_id)),
headers AS (
  SELECT delivery_id, coalesce(sheet, '') AS sheet, coalesce(cell, "column") AS place, min(header) AS header FROM layouts
  WHERE delivery_id IN (SELECT DISTINCT address.delivery_id FROM identified)
    AND header NOT IN (SELECT id FROM measures UNION ALL SELECT id FROM indicators)
  GROUP BY ALL),
units AS (
  SELECT code, arg_max(name, coalesce(valid_from, '')) AS name
  FROM (SELECT code, name, valid_from FROM regions UNION ALL SELECT code, name, valid_from FROM schools)
  WHERE code IN (SELECT region FROM identified) GROUP BY code),
fields AS (SELECT id, any_value(name) AS name FROM (FROM (SELECT id, name FROM measures) UNION ALL
  SELECT id, name FROM indicators) GROUP BY id)
SELECT failure_id, rule, part, region, units.name AS region_name, year, f.level, f.release, measure,
  address.delivery_id AS delivery_id, address.sheet AS sheet, address.cell AS cell, holds, holds_at, found, expected, difference,
  CASE WHEN difference IS NOT NULL THEN rate(found_value, expected_value, found) END AS rate,
  found_value, expected_value, exact_value, extras, d.file_name, coalesce(of_cell.header, h.header, fields.name, measure) AS column_label,
  coalesce(fields.name, measure) AS measure_name, coalesce(units.name, region) AS place_name,
  CASE WHEN coalesce(f.level, 'all') = 'all' THEN '' ELSE coalesce(levels.name, f.level) END AS level_name,
  coalesce(releases.name, f.release) AS release_name
FROM once f LEFT JOIN units ON units.code = region LEFT JOIN fields ON fields.id = thing(measure) LEFT JOIN levels ON levels.id = f.level
LEFT JOIN releases ON releases.id = f.release LEFT JOIN deliveries d ON d.delivery_id = address.delivery_id
LEFT JOIN headers h ON (h.delivery_id, h.sheet, h.place)
  = (address.delivery_id, coalesce(address.sheet, ''), regexp_extract(address.cell, '^[A-Z]+'))
LEFT JOIN headers of_cell ON (of_cell.delivery_id, of_cell.sheet, of_cell.place)
  = (address.delivery_id, coalesce(address.sheet, ''), address.cell);

CREATE OR REPLACE TEMP TABLE holding AS
SELECT DISTINCT failure_id, year, held.delivery_id, held.sheet, held.cell
FROM (
  WITH hard AS (SELECT n.* FROM named n JOIN asked USING (rule, part) WHERE severity = 'hard')
  SELECT failure_id, year, unnest(holds) AS held FROM hard
  UNION ALL
  SELECT failure_id, h.year, place FROM (SELECT *, unnest(holds_at) AS held_at FROM hard) h JOIN placed p
    ON (p.unit, p.year, p.level, p.release, p.measure) = (h.region, h.year, h.level, h.release, h.held_at))
WHERE held.cell IS NOT NULL;
