-- `touched_indicators` and `touched_verdicts`: finding_id and what is made of the figures concerned; needs `input_uses`
-- (which indicator takes which measure).

CREATE OR REPLACE TEMP TABLE touched AS
SELECT DISTINCT finding_id, coalesce(parent, region) AS region, f.year, f.level, f.release,
  split_part(measure, ':', -1) AS measure
FROM failures f LEFT JOIN (SELECT code, any_value(parent) AS parent FROM schools GROUP BY code) ON code = region
WHERE region IS NOT NULL AND measure IS NOT NULL AND {stale};

CREATE OR REPLACE TEMP TABLE touched_indicators AS
WITH told AS (
  SELECT region, level, indicator FROM indicator_values UNION
  SELECT region, level, unnest([left_indicator, right_indicator]) FROM verdicts WHERE list_contains(flags, 'held'))
SELECT DISTINCT finding_id, t.region, t.year, told.level, t.release, u.indicator
FROM touched t JOIN input_uses u USING (measure) JOIN told ON (told.region, told.indicator) = (t.region, u.indicator)
  AND CASE u.level WHEN '' THEN told.level = t.level ELSE u.level = t.level END
UNION  -- a ready-made figure that is held back has no value, and is missed all the same
SELECT DISTINCT finding_id, region, year, level, release, measure FROM touched WHERE measure IN (SELECT id FROM indicators);

CREATE OR REPLACE TEMP TABLE touched_verdicts AS
WITH sides AS (
  SELECT id, unnest(list_distinct(list_filter([left_indicator, right_indicator] || "of", lambda x: x IS NOT NULL)))
    AS indicator, short, place FROM statutory_tests)
SELECT DISTINCT finding_id, v.region, v.year, v.level, v.test, v.release, short, place
FROM touched_indicators t JOIN sides USING (indicator)
JOIN verdicts v ON (v.region, v.year, v.level, v.test, v.release) = (t.region, t.year, t.level, sides.id, t.release);
