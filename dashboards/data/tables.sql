-- What several data scripts look at, made once per publication. Open soft findings and held cells are few: they come
-- first in every join.

CREATE OR REPLACE TEMP TABLE doubted_cells AS
SELECT DISTINCT s.delivery_id, coalesce(s.sheet, '') AS sheet, s.cell
FROM failures s JOIN findings f USING (finding_id)
WHERE f.severity = 'soft' AND f.state IS DISTINCT FROM 'explained' AND s.cell IS NOT NULL;

CREATE OR REPLACE TEMP TABLE barred_cells AS
SELECT DISTINCT delivery_id, coalesce(sheet, '') AS sheet, cell FROM held_cells WHERE cell IS NOT NULL;

-- Values with such a cell behind them.
CREATE OR REPLACE TEMP TABLE marked AS
SELECT e.region, e.indicator, e.level, e.year, e.release,
  only_true(bool_or(c.doubted)) AS doubted, only_true(bool_or(c.held)) AS held
FROM evidence e JOIN (
  SELECT *, true AS doubted, NULL::BOOLEAN AS held FROM doubted_cells
  UNION ALL SELECT *, NULL, true FROM barred_cells) c
ON c.delivery_id = e.delivery_id AND c.sheet = coalesce(e.sheet, '') AND c.cell = e.cell
GROUP BY ALL;

-- Regions with a verdict or a value.
CREATE OR REPLACE TEMP TABLE shown AS
SELECT region FROM verdicts UNION SELECT region FROM indicator_values;

-- Each region once, as it is known now; an invented one (示例) below a real one stands by itself.
CREATE OR REPLACE TEMP TABLE places AS
WITH known AS (
  SELECT code, name, kind, nullif(parent, '') AS parent FROM regions
  QUALIFY row_number() OVER (PARTITION BY code ORDER BY nullif(valid_to, '') DESC NULLS FIRST, valid_from DESC) = 1)
SELECT k.code, k.name, k.kind, k.kind IS NOT DISTINCT FROM 'example' AS example,
  CASE WHEN k.kind IS DISTINCT FROM 'example' OR above.kind = 'example' THEN above.code END AS parent
FROM known k LEFT JOIN known above ON above.code = k.parent;
INSERT INTO places SELECT region, region, NULL, false, NULL FROM shown WHERE region NOT IN (SELECT code FROM places);
