-- Duties that meet official thresholds: each indicator of a test against the norms valid in that year, at that level and
-- in that area (where several of a kind hold, the strictest). The view `measured_duties`: one row per verdict.

-- What each test asks in each year: indicator by indicator the norm, and the one of the year before where it changed.
CREATE OR REPLACE TEMP TABLE asked AS
WITH keys AS (SELECT DISTINCT areas FROM norm_keys UNION SELECT NULL::VARCHAR[]),
years AS (SELECT DISTINCT unnest([year, year - 1]) AS year FROM sides),
valid AS (
  SELECT k.areas, y.year, n FROM keys k, years y, norms n
  WHERE y.year BETWEEN coalesce(n.valid_from, y.year) AND coalesce(n.valid_to, y.year)
    AND (n.area = '' OR list_contains(k.areas, n.area))
  QUALIFY row_number() OVER (PARTITION BY k.areas, y.year, n.indicator, n.level, n.operator
    ORDER BY if(n.operator IN ('>', '>='), -n.value, n.value), n.id) = 1)
SELECT v.areas, v.year, t.id AS test, v.n.level AS level, m.indicator, v.n AS norm, m.place, t.needs_base,
  CASE WHEN t.mid_year AND b.n.value <> v.n.value THEN b.n.value END AS value_before
FROM valid v JOIN test_members m ON m.indicator = v.n.indicator
JOIN statutory_tests t ON t.id = m.test AND t.kind = 'norm' AND list_contains(t.levels, v.n.level)
  AND v.year BETWEEN coalesce(t.valid_from, v.year) AND coalesce(t.valid_to, v.year)
LEFT JOIN valid b ON b.year = v.year - 1 AND b.areas IS NOT DISTINCT FROM v.areas
  AND (b.n.indicator, b.n.level, b.n.operator) = (v.n.indicator, v.n.level, v.n.operator);

CREATE OR REPLACE TEMP VIEW measured_duties AS
WITH due AS (
  SELECT DISTINCT s.region, s.year, s.level, s.release, m.test, k.areas
  FROM sides s JOIN test_members m USING (indicator) JOIN statutory_tests t ON t.id = m.test AND t.kind = 'norm'
    AND judges(t.only_region, t.kinds, t.own_only, s.region, s.region_kind, s.summed)
  LEFT JOIN norm_keys k ON k.region = s.region),
looked_at AS (
  SELECT d.region, d.year, d.level, d.release, d.test, a.indicator, a.norm, a.place, u.name, s,
    a.needs_base AND s.denominator <= 0 AS no_base,
    CASE WHEN s.held THEN NULL WHEN a.needs_base AND s.denominator <= 0 THEN NULL ELSE s.value END AS x,
    room_of(a.norm.operator, x, a.norm.value) AS room,
    coalesce(satisfied(a.norm.operator, room), coalesce(no_base, false)) AS met,
    NOT met AND coalesce(satisfied(a.norm.operator, room_of(a.norm.operator, x, a.value_before)), false) AS between_norms,
    x IS NULL AND NOT coalesce(no_base, false) AS unknown
  FROM due d JOIN asked a ON a.areas IS NOT DISTINCT FROM d.areas AND (a.year, a.test, a.level) = (d.year, d.test, d.level)
  JOIN used_indicators u ON u.id = a.indicator
  LEFT JOIN sides s ON s.indicator = a.indicator
    AND (s.region, s.year, s.level, s.release) = (d.region, d.year, d.level, d.release)),
gathered AS (
  SELECT region, year, level, release, test, count(DISTINCT indicator) AS asked_of,
    count(DISTINCT indicator) - count(DISTINCT indicator) FILTER (NOT met) AS met_by,
    count(*) FILTER (NOT met AND NOT unknown AND NOT between_norms) AS failed_by, bool_or(between_norms) AS mid_year,
    bool_or(coalesce(no_base, false)) AS no_base, bool_or(coalesce(s.held, false)) AS held,
    arg_min({'indicator': indicator, 'name': name, 'x': x, 'room': room, 'norm': norm, 's': s, 'unit': s.unit},
      CASE WHEN room IS NULL THEN 1e300 ELSE room / coalesce(nullif(abs(norm.value), 0), 1) END) AS worst,
    list(missing_input(name, coalesce(s.held, false), NULL, NULL, true, '', s.note, NULL) ORDER BY place, norm.operator)
      FILTER (unknown) AS lacking,
    list(name || ' ' || told_number(x, digits_for(room)) || spaced(norm.unit) || ' ' || opposite(norm.operator) || ' '
      || told_limit(norm.value) || spaced(norm.unit) ORDER BY place, norm.operator) FILTER (NOT met AND NOT unknown)
      AS misses,
    '[' || string_agg(as_evidence('left', to_json({'id': norm.id, 'operator': norm.operator, 'value': norm.value,
      'unit': norm.unit, 'title': norm.title, 'document': norm.document, 'met': if(unknown, NULL, met)})::VARCHAR,
      coalesce(s.told, untold(indicator, name, year))), ',' ORDER BY place, norm.operator) || ']' AS evidence
  FROM looked_at GROUP BY ALL),
decided AS (
  SELECT * EXCLUDE (lacking), coalesce(list_distinct(lacking), []) AS lacking, CASE WHEN failed_by > 0 THEN 'fail'
    WHEN len(lacking) > 0 OR mid_year THEN 'insufficient' ELSE 'pass' END AS verdict FROM gathered)
SELECT region, year, level, test, '' AS scope, 0 AS place, release, verdict,
  CASE WHEN verdict = 'insufficient' AND mid_year THEN list_append(lacking, '分学期实拨数（年中提标）')
    WHEN verdict = 'insufficient' THEN lacking ELSE [] END AS missing,
  verdict <> 'insufficient' AS known, held, 'norm' AS kind,
  list_filter([
    CASE WHEN verdict <> 'insufficient' AND abs(worst.room) <= greatest(CASE WHEN worst.unit = '%' THEN marginal_gap()
      ELSE 0 END, half_shown(worst.s.decimals)) THEN 'marginal' END,
    CASE WHEN release = 'flash' THEN 'provisional' END,
    CASE WHEN mid_year THEN 'mid_year' END, CASE WHEN no_base THEN 'no_base' END,
    CASE WHEN held THEN 'held' END], lambda x: x IS NOT NULL) AS flags,
  worst.indicator AS left_indicator, worst.x AS left_value, NULL::VARCHAR AS right_indicator,
  worst.norm.value AS right_value, CASE WHEN verdict <> 'insufficient' THEN worst.room END AS gap,
  difference_unit(worst.unit) AS gap_unit,
  CASE WHEN verdict = 'fail' AND failed_by = 1 THEN -worst.room * worst.s.charge END AS short,
  worst.s.charge_unit AS short_unit,
  CASE WHEN held THEN '所用数字未通过逻辑校验，暂不采用'
    WHEN no_base AND verdict = 'pass' THEN '计提（征收）基数 ' || told_number(worst.s.denominator, 2) || ' ≤ 0，没有应提数'
    WHEN verdict = 'insufficient' AND mid_year THEN array_to_string(misses, '；') || '，但不低于上年标准：年中提标，须核实'
    WHEN verdict = 'insufficient' THEN if(asked_of > 1, asked_of || ' 项中 ' || met_by || ' 项达到；', '') || '缺 '
      || array_to_string(lacking, '、')
    WHEN asked_of > 1 AND verdict = 'pass' THEN asked_of || ' 项全部达到'
    WHEN asked_of > 1 THEN asked_of || ' 项中 ' || met_by || ' 项达到；未达到：' || array_to_string(misses, '；')
    WHEN verdict = 'fail' THEN array_to_string(misses, '；')
    ELSE worst.name || ' ' || told_number(worst.x, digits_for(worst.room)) || spaced(worst.norm.unit) || ' '
      || told_operator(worst.norm.operator) || ' ' || told_limit(worst.norm.value) || spaced(worst.norm.unit) END
    AS formula,
  evidence, NULL::DOUBLE AS amount
FROM decided
