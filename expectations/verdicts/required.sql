-- Where a family is judged for a bearer, the tests it can't do without are answered even when no delivery tells their
-- first side: insufficient, with what is lacking by name.

CREATE OR REPLACE TEMP TABLE duties_judged AS
FROM compared_duties UNION ALL BY NAME FROM measured_duties;

CREATE OR REPLACE TEMP VIEW unanswered AS
WITH open AS (
  SELECT b.*, t, if(len(t.levels) = 1, t.levels[1], 'all') AS level, t.right_indicator AS right_indicator
  FROM (SELECT DISTINCT d.bearer, t.family FROM duties_judged d JOIN statutory_tests t ON t.id = d.test) j
  JOIN bearers b USING (bearer) JOIN statutory_tests t USING (family)
  ANTI JOIN duties_judged d ON d.bearer = j.bearer AND d.test = t.id
  WHERE t.required AND b.year BETWEEN coalesce(t.valid_from, b.year) AND coalesce(t.valid_to, b.year)
    AND (t.only_region = '' OR t.only_region = b.region))
SELECT o.bearer, o.level, o.t.id AS test, '' AS scope, 0 AS place, 'insufficient' AS verdict,
  list_filter([l.name, CASE WHEN o.right_indicator IS NOT NULL THEN coalesce(missing_input(n.name, r.held, r.growth,
    r.value, false, r.growth_basis, r.note, r.growth_sign), if(r.indicator IS NULL, n.name, NULL)) END],
    lambda x: x IS NOT NULL) AS missing,
  false AS known, coalesce(r.held, false) AS held, o.t.kind AS kind,
  list_filter([CASE WHEN o.release = 'flash' THEN 'provisional' END, CASE WHEN r.held THEN 'held' END],
    lambda x: x IS NOT NULL) AS flags,
  o.t.left_indicator AS left_indicator, NULL::DOUBLE AS left_value, o.right_indicator,
  CASE WHEN NOT r.held THEN r.growth END AS right_value, NULL::DOUBLE AS gap,
  CASE WHEN o.right_indicator IS NULL THEN '%' ELSE '百分点' END AS gap_unit, NULL::DOUBLE AS short,
  NULL::VARCHAR AS short_unit, '缺 ' || array_to_string(missing, '、') AS formula, NULL::DOUBLE AS amount
FROM open o JOIN used_indicators l ON l.id = o.t.left_indicator
LEFT JOIN used_indicators n ON n.id = o.right_indicator
LEFT JOIN sides r ON (r.indicator, r.bearer, r.level) = (o.right_indicator::used, o.bearer, o.level)
  AND looks_at(o.t.own_only, r.summed, r.apart)
