-- What a test can look at: the values of the indicators that tests name. Numbers only; what they rest on is told in
-- cited.sql.

-- An enumeration is joined and grouped by its number.
CREATE OR REPLACE TEMP TYPE used AS ENUM (SELECT id FROM used_indicators ORDER BY id);

-- Published figures that a hard rule holds back, whether or not an indicator value was made of them.
CREATE OR REPLACE TEMP TABLE held_figures AS
SELECT p.region, p.year, p.level, p.indicator, p.release,
  inside(to_json(list(DISTINCT struct_pack(part := 'value', label := '暂不采用', value := p.value::DOUBLE, unit := p.unit,
    printed := NULL::VARCHAR, delivery_id := p.delivery_id, file := d.file_name, sheet := p.sheet,
    cell := h.cell)))) AS cells
FROM published_figures p
JOIN held_cells h ON h.delivery_id = p.delivery_id AND coalesce(h.sheet, '') = coalesce(p.sheet, '')
  AND h.cell IN (p.cell, p.growth_cell, p.previous_cell)
LEFT JOIN deliveries d ON d.delivery_id = p.delivery_id
WHERE p.indicator IN (SELECT id FROM used_indicators) AND wanted(p.year)
GROUP BY ALL;

-- Values of which a hard rule holds back a source cell.
CREATE OR REPLACE TEMP TABLE tainted_values AS
SELECT DISTINCT e.region, e.year, e.level, e.indicator, e.release
FROM evidence e JOIN (SELECT DISTINCT delivery_id, coalesce(sheet, '') AS sheet, cell FROM held_cells) h
  ON h.delivery_id = e.delivery_id AND h.sheet = coalesce(e.sheet, '') AND h.cell = e.cell
WHERE wanted(e.year);

-- Who bears a duty: a region in a year as one release tells of it, with the areas whose norms hold there. `duty` is the
-- same region and year in any release.
CREATE OR REPLACE TEMP TABLE bearers AS
SELECT row_number() OVER (ORDER BY region, year, release)::INTEGER AS bearer, region, year, release,
  dense_rank() OVER (ORDER BY region, year)::INTEGER AS duty, g.kind, area_key(areas) AS areas
FROM (
  SELECT region, year, release FROM indicator_values WHERE wanted(year) UNION
  SELECT region, year, release FROM held_figures UNION
  SELECT region, year, release FROM partial_inputs)
LEFT JOIN (SELECT code AS region, any_value(kind ORDER BY valid_from) AS kind FROM regions GROUP BY code) g USING (region)
LEFT JOIN norm_keys USING (region) WHERE concerned(region);

-- Whom a test judges: one region, or regions of some kinds.
CREATE OR REPLACE TEMP MACRO judges(only_region, kinds, region, region_kind) AS
  (only_region = '' OR only_region = region) AND (len(kinds) = 0 OR coalesce(list_contains(kinds, region_kind), false));
-- Which figures it looks at: where it says so only the region's own, be it in part (`apart`: a sum of children stands
-- beside), else whatever answers.
CREATE OR REPLACE TEMP MACRO looks_at(own_only, summed, apart) AS NOT coalesce(if(own_only, summed, apart), false);

CREATE OR REPLACE TEMP TABLE values_used AS
SELECT bearer, duty, v.level, v.indicator::used AS indicator, v.basis IS NOT DISTINCT FROM 'rolled_up' AS summed, v.scope, v.basis,
  v.numerator::DOUBLE AS numerator, v.denominator::DOUBLE AS denominator, v.value, v.unit, v.coverage, v.previous,
  v.growth, v.growth_basis, v.growth_margin, v.growth_sign, v.raw_growth, v.stated_growth, v.note, t.region IS NOT NULL
    AS held
FROM indicator_values v JOIN bearers USING (region, year, release)
LEFT JOIN tainted_values t USING (region, year, level, indicator, release)
WHERE v.indicator IN (SELECT id FROM used_indicators) AND wanted(v.year);

-- What can be a side of a test. Where a region tells a figure itself, in whatever release, no sum of its children is one;
-- a held figure without a value stands here without numbers, and so does one of whose inputs the region lacks some, or
-- has some held back (`apart`, where the sum of its children tells it); `summed` is NULL of both. `charge` turns a
-- difference of values into `charge_unit`: the numerator that is short (or over).
CREATE OR REPLACE TEMP TABLE sides AS
WITH own AS (SELECT DISTINCT duty, level, indicator FROM values_used WHERE NOT summed),
partial AS (
  SELECT bearer, duty, level, indicator::used AS indicator, lacks, held
  FROM partial_inputs JOIN bearers USING (region, year, release)),
known AS (
  FROM values_used WHERE NOT summed
  UNION ALL
  SELECT v.* FROM values_used v ANTI JOIN own USING (duty, level, indicator) WHERE summed
  UNION ALL BY NAME
  SELECT bearer, f.level, f.indicator::used AS indicator, true AS held
  FROM held_figures f JOIN bearers USING (region, year, release)
  ANTI JOIN values_used v ON (v.bearer, v.level, v.indicator) = (bearers.bearer, f.level, f.indicator::used)
  UNION ALL BY NAME
  SELECT bearer, level, indicator, lacks AS note, held, s.apart
  FROM partial ANTI JOIN own USING (duty, level, indicator)
  LEFT JOIN (SELECT DISTINCT duty, level, indicator, true AS apart FROM values_used SEMI JOIN partial
    USING (duty, level, indicator)) s USING (duty, level, indicator)),
pupils AS (
  SELECT bearer, level, any_value(value) AS pupils FROM indicator_values JOIN bearers USING (region, year, release)
  WHERE indicator = 'pupils_total' GROUP BY ALL)
SELECT k.* EXCLUDE (duty), u.decimals,
  CASE WHEN k.denominator IS NOT NULL THEN k.denominator / u.scale WHEN k.unit = '万元' THEN 1
    WHEN k.unit = '元' THEN pupils / 10000 END AS charge,
  CASE WHEN k.denominator IS NOT NULL THEN u.numerator_unit WHEN k.unit IN ('万元', '元') THEN '万元' END AS charge_unit
FROM known k JOIN used_indicators u ON u.id::used = k.indicator LEFT JOIN pupils USING (bearer, level);
