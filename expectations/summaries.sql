-- One answer per region, year and family of duties, out of its verdicts: 达标 pass, 不达标 fail, 有条件达标 conditional,
-- 无法判定 undecided. Of each test and level the most final verdict that says something counts, whatever its release.
-- A duty failed fails the family. Where a main duty can't be judged, or none can, nobody may call it met. Else whatever
-- is not plainly met is a condition, told by name: what is lacking or not comparable, what stood still or is met in
-- form only, and duties of the family that nothing was delivered about.
CREATE OR REPLACE VIEW family_summaries AS
WITH answered AS (
  SELECT v.*, t.family, t.main, t.place, coalesce(nullif(t.stands_for, ''), t.id) AS duty,
    t.short || if(v.level = 'all', '', '（' || l.name || '）') AS called, l.position,
    v.verdict IN ('insufficient', 'not_comparable') AS open
  FROM verdicts v JOIN statutory_tests t ON t.id = v.test JOIN releases r ON r.id = v.release
  JOIN levels l ON l.id = v.level
  QUALIFY row_number() OVER (PARTITION BY v.region, v.year, v.test, v.level
    ORDER BY v.verdict = 'insufficient', r.rank DESC) = 1),
unanswered AS (
  SELECT DISTINCT a.region, a.year, a.family, t.id AS duty, t.short, t.main, t.place
  FROM (SELECT DISTINCT region, year, family FROM answered) a JOIN statutory_tests t USING (family)
  WHERE t.stands_for = '' AND (t.only_region = '' OR t.only_region = a.region)
    AND a.year BETWEEN coalesce(t.valid_from, a.year) AND coalesce(t.valid_to, a.year)
    AND NOT EXISTS (SELECT 1 FROM answered b WHERE (b.region, b.year, b.duty) = (a.region, a.year, t.id))),
counted AS (
  SELECT region, year, family, count(*) AS judged, count_if(verdict = 'fail') AS failed, count_if(NOT open) AS known,
    count_if(open AND main) AS open_main, count_if(list_contains(flags, 'stated_only')) AS stated,
    list(called ORDER BY place, position) FILTER (verdict = 'fail') AS failing,
    list(missing ORDER BY place, position) FILTER (verdict = 'insufficient') AS missing,
    list(called ORDER BY place, position) FILTER (verdict = 'not_comparable') AS incomparable,
    list(called ORDER BY place, position) FILTER (verdict = 'flat') AS flat,
    list(called ORDER BY place, position) FILTER (verdict = 'pass_in_form') AS in_form
  FROM answered GROUP BY ALL),
named AS (
  SELECT c.* EXCLUDE (missing), list_reduce(list_prepend([]::VARCHAR[], missing), lambda told, more:
      list_concat(told, list_filter(more, lambda each: NOT list_contains(told, each)))) AS lacking,
    u.unanswered, coalesce(u.main, false) OR open_main > 0 AS main_open
  FROM counted c LEFT JOIN (
    SELECT region, year, family, list(short ORDER BY place) AS unanswered, bool_or(main) AS main
    FROM unanswered GROUP BY ALL) u USING (region, year, family)),
worded AS (
  SELECT *, list_filter([
      if(len(lacking) > 0, '缺 ' || array_to_string(lacking, '、'), NULL),
      if(len(unanswered) > 0, '未报 ' || array_to_string(unanswered, '、'), NULL),
      if(len(incomparable) > 0, '口径不可比 ' || array_to_string(incomparable, '、'), NULL),
      if(len(flat) > 0, '持平 ' || array_to_string(flat, '、'), NULL),
      if(len(in_form) > 0, '形式达标 ' || array_to_string(in_form, '、'), NULL)], lambda x: x IS NOT NULL) AS conditions
  FROM named)
SELECT region, year, family, CASE WHEN failed > 0 THEN 'fail' WHEN main_open OR known = 0 THEN 'undecided'
    WHEN len(conditions) > 0 THEN 'conditional' ELSE 'pass' END AS summary,
  judged, failed, stated, coalesce(failing, []) AS failing, conditions
FROM worded;
