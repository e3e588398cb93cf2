-- `effects`: finding_id and what depends on the figures concerned; needs `input_uses` (which indicator takes which measure).

CREATE OR REPLACE TEMP TABLE touched AS
SELECT DISTINCT finding_id, coalesce(parent, region) AS region, f.year, f.level, measure
FROM failures f LEFT JOIN (SELECT code, any_value(parent) AS parent FROM schools GROUP BY code) ON code = region
WHERE region IS NOT NULL AND measure IS NOT NULL AND {stale};

CREATE OR REPLACE TEMP TABLE touched_indicators AS
WITH told AS (SELECT DISTINCT region, level, indicator FROM indicator_values)
SELECT DISTINCT finding_id, t.region, t.year, told.level, u.indicator
FROM touched t JOIN input_uses u USING (measure) JOIN told ON (told.region, told.indicator) = (t.region, u.indicator)
  AND CASE u.level WHEN '' THEN told.level = t.level ELSE u.level = t.level END
UNION  -- a ready-made figure that is held back has no value, and is missed all the same
SELECT DISTINCT finding_id, region, year, level, measure FROM touched WHERE measure IN (SELECT id FROM indicators);

CREATE OR REPLACE TEMP TABLE effects AS
WITH words(verdict, word) AS (VALUES {words}),
named AS (
  SELECT DISTINCT finding_id, if(t.level = 'all', '', levels.name) || i.name AS name, i.id, levels.position
  FROM touched_indicators t JOIN indicators i ON i.id = indicator JOIN levels ON levels.id = t.level),
of_indicators AS (
  SELECT finding_id, array_to_string(list(name ORDER BY id, position)[:{shown}], '、')
    || if(count(*) > {shown}, '等 ' || count(*) || ' 项', '') AS told
  FROM named GROUP BY finding_id),
sides AS (
  SELECT id, unnest(list_distinct(list_filter([left_indicator, right_indicator] || "of", lambda x: x IS NOT NULL)))
    AS indicator, short, place FROM statutory_tests),
judged AS (
  SELECT DISTINCT finding_id, if(v.level = 'all', '', levels.name) || short || '（现为' || word || '）' AS name, place,
    levels.position
  FROM touched_indicators t JOIN sides USING (indicator)
  JOIN verdicts v ON (v.region, v.year, v.level, v.test) = (t.region, t.year, t.level, sides.id)
  JOIN words USING (verdict) JOIN levels ON levels.id = v.level),
of_tests AS (
  SELECT finding_id, array_to_string(list(name ORDER BY place, position, name), '、') AS told FROM judged GROUP BY finding_id)
SELECT finding_id, concat_ws('；', '指标：' || i.told, '法定检验：' || t.told) AS effect
FROM of_indicators i FULL JOIN of_tests t USING (finding_id);
