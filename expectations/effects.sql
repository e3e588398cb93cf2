-- `effects`: finding_id and what depends on the figures concerned; needs `input_uses` (which indicator takes which measure).

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

-- judge_proposals
CREATE OR REPLACE TEMP TABLE effects AS
WITH words(verdict, word) AS (VALUES {words}),
named AS (
  SELECT DISTINCT finding_id, if(t.level = 'all', '', levels.name) || i.name AS name, i.id, levels.position
  FROM touched_indicators t JOIN indicators i ON i.id = indicator JOIN levels ON levels.id = t.level),
of_indicators AS (
  SELECT finding_id, array_to_string(list(name ORDER BY id, position)[:{shown}], '、')
    || if(count(*) > {shown}, '等 ' || count(*) || ' 项', '') AS told
  FROM named GROUP BY finding_id),
-- Where others of the same place may bear on the same verdicts, what follows is what follows from all of them.
proposals AS (
  SELECT finding_id, coalesce(parent, region) AS place, year, held, proposed
  FROM findings LEFT JOIN (SELECT code, any_value(parent) AS parent FROM schools GROUP BY code) ON code = region
  WHERE proposed IS NOT NULL AND finding_id IN (SELECT finding_id FROM touched_verdicts)),
told_proposals AS (
  SELECT one.finding_id, any_value(one.held) AS held,
    if(count(*) = 1, '改为 ' || told_limit(any_value(one.proposed)) || ' ', '各处照改') AS supposed
  FROM proposals one JOIN proposals other ON other.place = one.place AND other.year BETWEEN one.year - 1 AND one.year
  GROUP BY one.finding_id),
told_verdicts AS (
  SELECT v.* EXCLUDE (verdict, gap, gap_unit), concat_ws(' ', word, told_gap(gap, gap_unit)) AS outcome
  FROM (SELECT case_, region, year, level, test, release, verdict, gap, gap_unit FROM supposed_verdicts UNION ALL
    SELECT 'now', region, year, level, test, release, verdict, gap, gap_unit FROM verdicts) v
  SEMI JOIN touched_verdicts USING (region, year, level, test, release) JOIN words USING (verdict)),
outcomes AS (
  SELECT region, year, level, test, release, any_value(outcome) FILTER (case_ = 'now') AS now,
    any_value(outcome) FILTER (case_ = 'filed') AS filed, any_value(outcome) FILTER (case_ = 'mended') AS mended
  FROM told_verdicts GROUP BY ALL),
-- What changes nothing is not worth a word.
judged AS (
  SELECT DISTINCT finding_id, place, levels.position, held AND filed <> now AND filed <> mended AS differs,
    concat(if(v.level = 'all', '', levels.name), short, '（现为', now, if(differs, '，按填报为' || filed, ''),
      if(differs OR mended <> now, '，' || supposed || '则为' || mended, ''), '）') AS name
  FROM touched_verdicts v JOIN outcomes USING (region, year, level, test, release) JOIN levels ON levels.id = v.level
  LEFT JOIN told_proposals USING (finding_id)),
of_tests AS (
  SELECT finding_id, array_to_string(list(name ORDER BY place, position, name), '、') AS told FROM judged GROUP BY finding_id)
SELECT finding_id, concat_ws('；', '指标：' || i.told, '法定检验：' || t.told) AS effect
FROM of_indicators i FULL JOIN of_tests t USING (finding_id);
