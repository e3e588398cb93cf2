-- `effects`: finding_id and what its figures touch, in words; needs what touched.sql makes, `supposed_verdicts` and the
-- macros of verdicts/telling.sql.

CREATE OR REPLACE TEMP TABLE effects AS
WITH words(verdict, word) AS (VALUES {words}),
named AS (
  SELECT DISTINCT finding_id, if(t.level = 'all', '', levels.name) || i.name AS name, i.id, levels.position
  FROM touched_indicators t JOIN indicators i ON i.id = indicator JOIN levels ON levels.id = t.level),
of_indicators AS (
  SELECT finding_id, array_to_string(list(name ORDER BY id, position)[:{shown}], '、')
    || if(count(*) > {shown}, '等 ' || count(*) || ' 项', '') AS told
  FROM named GROUP BY finding_id),
-- Where others of the same place may bear on a verdict, what follows is what follows from all of them.
proposals AS (
  SELECT DISTINCT finding_id, t.region, t.year, held, proposed FROM touched_verdicts t JOIN findings USING (finding_id)
  WHERE proposed IS NOT NULL),
told_proposals AS (
  SELECT one.finding_id, one.region, one.year, any_value(one.held) AS held,
    if(count(*) = 1, '改为 ' || told_limit(any_value(one.proposed)) || ' ', '各处照改') AS supposed
  FROM proposals one JOIN proposals other ON other.region = one.region AND other.year BETWEEN one.year - 1 AND one.year
  GROUP BY one.finding_id, one.region, one.year),
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
  LEFT JOIN told_proposals USING (finding_id, region, year)),
of_tests AS (
  SELECT finding_id, array_to_string(list(name ORDER BY place, position, name), '、') AS told FROM judged GROUP BY finding_id)
SELECT finding_id, concat_ws('；', '指标：' || i.told, '法定检验：' || t.told) AS effect
FROM of_indicators i FULL JOIN of_tests t USING (finding_id);
