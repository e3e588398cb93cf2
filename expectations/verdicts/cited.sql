-- What verdicts rest on, as JSON: each side or norm looked at, what its value tells of itself, and its source cells.
-- The view `cited`: bearer, level, test and `evidence`, of the declared definition of the sides.

-- The source cells of each value a test can use, in order. Sorting each list afterwards costs half of what an ordered
-- aggregate does.
CREATE OR REPLACE TEMP VIEW source_cells AS
SELECT * EXCLUDE (told), array_to_string([each.told for each in list_sort(told)], ',') AS cells FROM (
  SELECT b.bearer, e.level, e.indicator::used AS indicator,
    list(struct_pack(place := list_position(['value', 'previous', 'growth', 'numerator', 'denominator'], e.part),
      label := e.label, delivery_id := e.delivery_id, sheet := e.sheet, cell := e.cell,
      told := to_json(struct_pack(part := e.part, label := e.label, value := e.value, unit := e.unit,
        printed := e.printed, delivery_id := e.delivery_id, file := d.file_name, sheet := e.sheet,
        cell := e.cell))::VARCHAR)) AS told
  FROM evidence e JOIN bearers b USING (region, year, release) LEFT JOIN deliveries d USING (delivery_id)
  WHERE e.indicator IN (SELECT id FROM used_indicators)
  GROUP BY ALL);

CREATE OR REPLACE TEMP VIEW sides_told AS
SELECT s.bearer, s.level, s.indicator, s.summed, s.apart, inside(to_json({'indicator': s.indicator, 'name': u.name,
    'year': b.year, 'value': s.value, 'unit': s.unit, 'growth': s.growth, 'growth_sign': s.growth_sign,
    'growth_basis': s.growth_basis, 'raw_growth': s.raw_growth, 'previous': s.previous,
    'stated_growth': s.stated_growth, 'basis': s.basis, 'coverage': s.coverage, 'scope': s.scope,
    'numerator': s.numerator, 'denominator': s.denominator}))
  || ',"cells":[' || coalesce(c.cells, f.cells, '') || ']}' AS told
FROM sides s JOIN bearers b USING (bearer) JOIN used_indicators u ON u.id::used = s.indicator
LEFT JOIN source_cells c ON s.summed IS NOT NULL AND (c.bearer, c.level, c.indicator) = (s.bearer, s.level, s.indicator)
LEFT JOIN held_figures f ON s.summed IS NULL AND s.held AND (f.region, f.year, f.release, f.level, f.indicator::used)
  = (b.region, b.year, b.release, s.level, s.indicator);

CREATE OR REPLACE TEMP VIEW cited_values AS
SELECT d.bearer, d.level, d.test, b.year, t.own_only, d.right_indicator IS NULL AS alone, unnest(list_filter([
    {'nth': 0, 'role': 'left', 'indicator': d.left_indicator, 'level': d.level},
    {'nth': 1, 'role': 'right', 'indicator': d.right_indicator,
      'level': coalesce(nullif(t.right_level, ''), d.level)}], lambda x: x.indicator IS NOT NULL)) AS side,
  'null' AS norm
FROM duties_judged d JOIN statutory_tests t ON t.id = d.test JOIN bearers b USING (bearer)
WHERE d.place = 0 AND d.kind <> 'norm'
UNION ALL BY NAME
SELECT l.bearer, l.level, l.test, a.year, a.own_only, l.norms_asked = 1 AS alone,
  {'nth': l.ask, 'role': 'left', 'indicator': a.indicator, 'level': l.level} AS side,
  a.norm_told || CASE WHEN unknown THEN 'null' WHEN met THEN 'true' ELSE 'false' END || '}' AS norm
FROM looked_at l JOIN asked a USING (ask);

CREATE OR REPLACE TEMP VIEW cited AS
WITH entries AS MATERIALIZED (
  SELECT v.bearer, v.level, v.test, alone, v.side.nth AS nth, '{"role":"' || v.side.role || '","norm":' || v.norm || ','
    || coalesce(s.told, substr(to_json({'indicator': v.side.indicator, 'name': u.name, 'year': v.year,
      'value': NULL, 'cells': []})::VARCHAR, 2)) AS entry
  FROM cited_values v JOIN used_indicators u ON u.id = v.side.indicator
  LEFT JOIN sides_told s ON (s.bearer, s.level, s.indicator) = (v.bearer, v.side.level, v.side.indicator::used)
    AND looks_at(v.own_only, s.summed, s.apart))
SELECT bearer, level, test, '[' || entry || ']' AS evidence FROM entries WHERE alone
UNION ALL
SELECT bearer, level, test, '[' || string_agg(entry, ',' ORDER BY nth) || ']' FROM entries WHERE NOT alone GROUP BY ALL;
