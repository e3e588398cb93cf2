-- Macros and views that need no knowledge of indicators or measures; views.py makes the wide ones.

CREATE OR REPLACE TEMP MACRO beyond(difference, tolerance) AS abs(difference) > tolerance * (1 + 1e-9) + 1e-9;
CREATE OR REPLACE TEMP MACRO exceeds(x, limit_, tolerance) AS x - limit_ > tolerance * (1 + 1e-9) + 1e-9;
CREATE OR REPLACE TEMP MACRO half_of(decimals) AS 0.5 * pow(10, -coalesce(decimals, 0));
CREATE OR REPLACE TEMP MACRO rounding(count) AS CASE WHEN count % 1000000 = 0 THEN 500000 WHEN count % 100000 = 0
  THEN 50000 WHEN count % 10000 = 0 THEN 5000 WHEN count % 1000 = 0 THEN 500 WHEN count % 100 = 0 THEN 50
  WHEN count % 10 = 0 THEN 5 ELSE 0.5 END;
CREATE OR REPLACE TEMP MACRO shown(x) AS regexp_replace(format('{:,.2f}', x), '\.?0+$', '');
CREATE OR REPLACE TEMP MACRO amount(x) AS CASE WHEN typeof(x) NOT IN ('VARCHAR', 'BOOLEAN') THEN TRY_CAST(x AS DOUBLE) END;
CREATE OR REPLACE TEMP MACRO figure(x) AS replace(CASE WHEN abs(x) < 0.00005 THEN '0'
  ELSE rtrim(rtrim(format('{:,.4f}', x), '0'), '.') END, '-', '−');
CREATE OR REPLACE TEMP MACRO spaced(unit) AS CASE coalesce(unit, '') WHEN '' THEN '' WHEN '%' THEN '%' WHEN ':1' THEN ':1'
  WHEN '百分点' THEN ' 个百分点' ELSE ' ' || unit END;
-- As people read it: −4,376.5 万元; a text passes unchanged. Of percentages a gap is told in 百分点, of ratios without unit.
CREATE OR REPLACE TEMP MACRO told(x, unit) AS CASE WHEN typeof(x) IN ('VARCHAR', 'BOOLEAN') THEN x::VARCHAR
  ELSE figure(TRY_CAST(x AS DOUBLE)) || spaced(unit) END;
CREATE OR REPLACE TEMP MACRO gap(x, unit) AS told(x, CASE unit WHEN '%' THEN '百分点' WHEN ':1' THEN '' ELSE unit END);
-- By how much more or less a figure is than it should be; of rates the difference in 百分点 says it all.
CREATE OR REPLACE TEMP MACRO rate(found, expected, shown) AS CASE
  WHEN expected <> 0 AND found <> expected AND NOT ends_with(shown, '%') AND NOT ends_with(shown, '百分点')
  THEN if(found > expected, '+', '−') || format(if(abs(found / expected - 1) < 0.01, '{:,.2f}%', '{:,.1f}%'),
    100 * abs((found - expected) / expected)) END;
CREATE OR REPLACE TEMP MACRO agreed(x) AS CASE WHEN min(x) = max(x) THEN min(x) END;
CREATE OR REPLACE TEMP MACRO growth_bound(change, now, now_half, before, before_half) AS CASE
  WHEN change = 'points' THEN (now + now_half) - (before - before_half)
  WHEN before - abs(before_half) > 0 AND now > 0 THEN ((now + now_half) / (before - before_half) - 1) * 100 END;
CREATE OR REPLACE TEMP MACRO growth_of(change, now, before) AS CASE
  WHEN change = 'points' THEN now - before WHEN before > 0 THEN (now / before - 1) * 100 END;

CREATE OR REPLACE TEMP VIEW schools_gone AS
WITH lists AS (SELECT county, year, max(delivery_id) AS delivery_id FROM school_entries GROUP BY ALL),
gone AS (SELECT parent, valid_to::SMALLINT AS year, count(*) AS gone,
    array_to_string(list(name || ' ' || code ORDER BY code)[:20], '、') || if(count(*) > 20, ' 等', '') AS names
  FROM schools WHERE ended = 'absent' GROUP BY ALL)
SELECT parent AS region, gone.year, NULL::VARCHAR AS level, NULL::VARCHAR AS release, gone, names,
  struct_pack(delivery_id := delivery_id, sheet := NULL::VARCHAR, cell := NULL::VARCHAR) AS address
FROM gone JOIN lists ON (lists.county, lists.year) = (parent, gone.year);
CREATE OR REPLACE TEMP VIEW arrivals AS SELECT NULL::VARCHAR AS region, NULL::SMALLINT AS year,
  NULL::VARCHAR AS level, release, delivery_id, file_name, state, problem,
  superseded_by IS NULL AS needed, (SELECT count(*)
  FROM held_rows WHERE held_rows.delivery_id = deliveries.delivery_id AND held_rows.state = 'waiting') AS waiting_rows,
  struct_pack(delivery_id := delivery_id, sheet := NULL::VARCHAR, cell := NULL::VARCHAR) AS address FROM deliveries;

CREATE OR REPLACE TEMP TABLE figures AS
WITH shown AS (
  SELECT p.region, p.year, p.level, p.indicator, p.scope, p.release, p.comparable, p.printed_unit,
    p.unit_factor::DOUBLE AS unit_factor, p.value::DOUBLE AS value, p.previous_value::DOUBLE AS previous_value,
    p.stated_growth::DOUBLE AS stated_growth, p.delivery_id,
    half_of(value_decimals) * coalesce(unit_factor, 1)::DOUBLE AS value_half,
    half_of(previous_decimals) * coalesce(unit_factor, 1)::DOUBLE AS previous_half,
    half_of(growth_decimals) AS growth_half,
    struct_pack(delivery_id := delivery_id, sheet := sheet, cell := coalesce(cell, growth_cell)) AS address,
    struct_pack(delivery_id := delivery_id, sheet := sheet, cell := coalesce(growth_cell, cell)) AS growth_address,
    struct_pack(delivery_id := delivery_id, sheet := sheet, cell := coalesce(previous_cell, cell)) AS previous_address
  FROM current_published_figures p),
stored AS (
  SELECT region, year + 1 AS year, level, indicator, scope, release, agreed(value) AS last_value,
    max(value_half) AS last_half FROM shown GROUP BY ALL),
growths AS (
  SELECT region, year, level, indicator, scope, release, comparable, count(DISTINCT stated_growth) AS growth_variants,
    min(stated_growth) AS least_growth, max(stated_growth) AS greatest_growth FROM shown GROUP BY ALL),
variants AS (
  SELECT region, year, level, indicator, scope, release, count(DISTINCT value) AS variants,
    min(value) AS least_value, max(value) AS greatest_value FROM shown GROUP BY ALL)
SELECT s.*, i.name AS indicator_name, i.unit, i.change, i.least, i.most, i.ceiling, l.last_value, l.last_half, v.variants,
  v.least_value, v.greatest_value, g.growth_variants, g.least_growth, g.greatest_growth,
  EXISTS (FROM broken_series b WHERE (b.indicator, b.year, b.release) = (s.indicator, s.year, s.release)
    AND b.region IN ('', s.region)) AS broken,
  value / coalesce(unit_factor, 1) AS value_printed, previous_value / coalesce(unit_factor, 1) AS previous_printed,
  last_value / coalesce(unit_factor, 1) AS last_printed,
  growth_of(change, value, previous_value) AS growth_recomputed, growth_of(change, value, last_value) AS growth_stored,
  growth_bound(change, value, -value_half, previous_value, -previous_half) AS growth_least,
  growth_bound(change, value, value_half, previous_value, previous_half) AS growth_most,
  growth_bound(change, value, -value_half, last_value, -last_half) AS growth_stored_least,
  growth_bound(change, value, value_half, last_value, last_half) AS growth_stored_most
FROM shown s
LEFT JOIN stored l USING (region, year, level, indicator, scope, release)
LEFT JOIN variants v USING (region, year, level, indicator, scope, release)
LEFT JOIN growths g USING (region, year, level, indicator, scope, release, comparable)
LEFT JOIN indicators i ON i.id = s.indicator
ORDER BY region, year, level, indicator, scope, release, delivery_id;

CREATE OR REPLACE TEMP VIEW document_pairs AS
WITH counted AS (
  SELECT delivery_id, indicator, any_value(indicator_name) AS indicator_name, count(*) AS figures, min(year) AS first,
    max(year) AS last, sum(hash(region, year, level, value, previous_value)::HUGEINT) AS digest
  FROM figures WHERE value IS NOT NULL GROUP BY delivery_id, indicator),
dated AS (SELECT c.*, d.file_name, d.release, d.received_at FROM counted c JOIN deliveries d USING (delivery_id))
SELECT NULL::VARCHAR AS region, CASE WHEN min(b.first) = max(b.last) THEN min(b.first) END AS year,
  NULL::VARCHAR AS level, any_value(b.release) AS release, sum(a.figures) AS figures,
  any_value(a.file_name) AS first_file, any_value(b.file_name) AS second_file,
  string_agg(a.indicator_name, '、' ORDER BY a.indicator) AS first_indicators,
  string_agg(b.indicator_name, '、' ORDER BY a.indicator) AS second_indicators,
  struct_pack(delivery_id := b.delivery_id, sheet := NULL::VARCHAR, cell := NULL::VARCHAR) AS address
FROM dated a JOIN dated b ON a.digest = b.digest AND a.figures = b.figures AND a.indicator <> b.indicator
  AND (a.received_at, a.delivery_id) < (b.received_at, b.delivery_id)
GROUP BY a.delivery_id, b.delivery_id;

CREATE OR REPLACE TEMP VIEW held_back AS SELECT NULL::VARCHAR AS region, NULL::SMALLINT AS year,
  NULL::VARCHAR AS level, any_value(d.release) AS release, delivery_id, h.sheet, place, header,
  count(cell) AS cells, any_value(CASE WHEN edit_line IS NULL
    THEN '没有相近的已声明列；要收下它，在 ' || edit_file || ' 增加一行，' || edit_column || ' 列写“' || edit_text || '”'
    ELSE '最相近的是“' || nearest_header || '”（相似度 ' || round(similarity * 100)::INTEGER || '%）；确为同一内容的，在 '
      || edit_file || ' 第 ' || edit_line || ' 行 ' || edit_column || ' 列的表头后加“' || edit_text || '”' END) AS nearest,
  struct_pack(delivery_id := delivery_id, sheet := h.sheet, cell := arg_min(cell, TRY_CAST(regexp_extract(cell, '[0-9]+$') AS INTEGER)))
    AS address
FROM held_columns h JOIN deliveries d USING (delivery_id) WHERE superseded_by IS NULL GROUP BY delivery_id, h.sheet, place, header;

CREATE OR REPLACE TEMP VIEW money_units AS SELECT NULL::VARCHAR AS region, NULL::SMALLINT AS year, NULL::VARCHAR AS level,
  any_value(d.release) AS release, delivery_id, l.sheet, count(DISTINCT l.unit) AS units,
  string_agg(DISTINCT l.unit, '、' ORDER BY l.unit) AS printed,
  struct_pack(delivery_id := delivery_id, sheet := l.sheet, cell := NULL::VARCHAR) AS address
FROM layouts l JOIN measures m ON m.id = l.field AND m.unit = '万元' JOIN deliveries d USING (delivery_id)
WHERE coalesce(part, 'value') = 'value' GROUP BY delivery_id, l.sheet;

CREATE OR REPLACE TEMP VIEW layout_changes AS SELECT NULL::VARCHAR AS region, NULL::SMALLINT AS year, c.level,
  d.release, kind, header, unit, was_header, was_unit,
  coalesce(n.name || '，', '') AS measure_name,
  struct_pack(delivery_id := delivery_id, sheet := c.sheet, cell := NULL::VARCHAR) AS address
FROM drift c JOIN deliveries d USING (delivery_id)
LEFT JOIN (SELECT id, name FROM measures UNION ALL SELECT id, name FROM indicators) n ON n.id = c.field
WHERE against <> 'layout' AND superseded_by IS NULL;
