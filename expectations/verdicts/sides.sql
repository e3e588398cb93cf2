-- What a test can look at: the values of the indicators that tests name, each with its source cells.

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
WHERE p.indicator IN (SELECT id FROM used_indicators)
GROUP BY ALL;

-- The source cells of each value a test can use, as JSON in order; `tainted` where one of them is held. Sorting each
-- list afterwards costs half of what an ordered aggregate does.
CREATE OR REPLACE TEMP VIEW source_cells AS
SELECT * EXCLUDE (told), array_to_string([each.told for each in list_sort(told)], ',') AS cells FROM (
  SELECT e.region, e.year, e.level, e.indicator, e.release, bool_or(h.cell IS NOT NULL) AS tainted,
    list(struct_pack(place := list_position(['value', 'previous', 'growth', 'numerator', 'denominator'], e.part),
      label := e.label, delivery_id := e.delivery_id, sheet := e.sheet, cell := e.cell,
      told := to_json(struct_pack(part := e.part, label := e.label, value := e.value, unit := e.unit,
        printed := e.printed, delivery_id := e.delivery_id, file := d.file_name, sheet := e.sheet,
        cell := e.cell))::VARCHAR)) AS told
  FROM evidence e LEFT JOIN deliveries d USING (delivery_id)
  LEFT JOIN (SELECT DISTINCT delivery_id, coalesce(sheet, '') AS sheet, cell FROM held_cells) h
    ON h.delivery_id = e.delivery_id AND h.sheet = coalesce(e.sheet, '') AND h.cell = e.cell
  WHERE e.indicator IN (SELECT id FROM used_indicators) AND wanted(e.year)
  GROUP BY ALL);

-- Whom a test judges: one region, or regions of some kinds.
CREATE OR REPLACE TEMP MACRO judges(only_region, kinds, region, region_kind) AS
  (only_region = '' OR only_region = region) AND (len(kinds) = 0 OR coalesce(list_contains(kinds, region_kind), false));
-- Which figures it looks at: where it says so only the region's own, be it in part (`apart`: a sum of children stands
-- beside), else whatever answers.
CREATE OR REPLACE TEMP MACRO looks_at(own_only, summed, apart) AS NOT coalesce(if(own_only, summed, apart), false);

-- What can be a side of a test. Where a region tells a figure itself, in whatever release, no sum of its children is one;
-- a held figure without a value stands here without numbers, and so does one of whose inputs the region lacks some
-- (`apart`, where the sum of its children tells it). `charge` turns a difference of values into `charge_unit`: the numerator that is short (or over). `told` is what evidence says of
-- it, as JSON.
CREATE OR REPLACE TEMP TABLE sides AS
WITH known AS (
  SELECT v.region, v.year, v.level, v.indicator, v.release, v.scope, v.basis, v.numerator::DOUBLE AS numerator,
    v.denominator::DOUBLE AS denominator, v.value, v.unit, v.coverage, v.previous, v.growth, v.growth_basis,
    v.growth_margin, v.growth_sign, v.raw_growth, v.stated_growth, v.note, c.cells, coalesce(c.tainted, false) AS held
  FROM indicator_values v LEFT JOIN source_cells c USING (region, year, level, indicator, release)
  WHERE v.indicator IN (SELECT id FROM used_indicators) AND wanted(v.year)
    AND (v.basis IS DISTINCT FROM 'rolled_up' OR NOT EXISTS (SELECT 1 FROM indicator_values o
      WHERE (o.region, o.year, o.level, o.indicator) = (v.region, v.year, v.level, v.indicator)
        AND o.basis <> 'rolled_up'))
  UNION ALL BY NAME
  SELECT region, year, level, indicator, release, cells, true AS held FROM held_figures f
  WHERE wanted(year) AND NOT EXISTS (SELECT 1 FROM indicator_values v
    WHERE (v.region, v.year, v.level, v.indicator, v.release)
      = (f.region, f.year, f.level, f.indicator, f.release))
  UNION ALL BY NAME
  SELECT p.region, p.year, p.level, p.indicator, p.release, lacks AS note, false AS held, v.summed AS apart
  FROM partial_inputs p LEFT JOIN (
    SELECT region, year, level, indicator, bool_and(basis = 'rolled_up') AS summed FROM indicator_values
    WHERE wanted(year) GROUP BY ALL) v USING (region, year, level, indicator)
  WHERE coalesce(v.summed, true)),
pupils AS (
  SELECT region, year, level, release, any_value(value) AS pupils FROM indicator_values
  WHERE indicator = 'pupils_total' AND wanted(year) GROUP BY ALL)
SELECT k.region, k.year, k.level, k.indicator, k.release, g.kind AS region_kind, k.basis = 'rolled_up' AS summed, k.apart,
  k.value, k.previous, k.growth, k.growth_sign, k.growth_basis, k.growth_margin, k.raw_growth, k.denominator,
  k.numerator, k.unit, k.note, k.held, u.name, u.decimals,
  CASE WHEN k.denominator IS NOT NULL THEN k.denominator / u.scale WHEN k.unit = '万元' THEN 1
    WHEN k.unit = '元' THEN pupils / 10000 END AS charge,
  CASE WHEN k.denominator IS NOT NULL THEN u.numerator_unit WHEN k.unit IN ('万元', '元') THEN '万元' END AS charge_unit,
  inside(to_json({'indicator': k.indicator, 'name': u.name, 'year': k.year, 'value': k.value, 'unit': k.unit,
    'growth': k.growth, 'growth_sign': k.growth_sign, 'growth_basis': k.growth_basis, 'raw_growth': k.raw_growth,
    'previous': k.previous, 'stated_growth': k.stated_growth, 'basis': k.basis, 'coverage': k.coverage,
    'scope': k.scope, 'numerator': k.numerator, 'denominator': k.denominator}))
    || ',"cells":[' || coalesce(k.cells, '') || ']}' AS told
FROM known k JOIN used_indicators u ON u.id = k.indicator
LEFT JOIN pupils USING (region, year, level, release)
LEFT JOIN (SELECT code AS region, any_value(kind) AS kind FROM regions GROUP BY code) g ON g.region = k.region

