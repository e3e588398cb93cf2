-- Duties that meet official thresholds: each indicator of a test against the norms valid in that year, at that level and
-- in that area (where several of a kind hold, the strictest). The view `measured_duties`: one row per verdict.

-- What each test asks in each year, few rows for any number of regions, in the order in which it is told: indicator by
-- indicator the norm (and as JSON what evidence says of it before whether it is met), the one of the year before where it
-- changed, and how much is asked in all.
CREATE OR REPLACE TEMP TABLE asked AS
WITH keys AS (SELECT DISTINCT areas FROM norm_keys UNION SELECT NULL::VARCHAR[]),
years AS (SELECT DISTINCT unnest([year, year - 1]) AS year FROM bearers),
valid AS (
  SELECT k.areas, y.year, n FROM keys k, years y, norms n
  WHERE y.year BETWEEN coalesce(n.valid_from, y.year) AND coalesce(n.valid_to, y.year)
    AND (n.area = '' OR list_contains(k.areas, n.area))
  QUALIFY row_number() OVER (PARTITION BY k.areas, y.year, n.indicator, n.level, n.operator
    ORDER BY if(n.operator IN ('>', '>='), -n.value, n.value), n.id) = 1),
each_norm AS (
  SELECT area_key(v.areas) AS areas, v.year, t.id AS test, v.n.level AS level, m.indicator, v.n.operator AS operator,
    v.n.value AS bound, v.n.unit AS norm_unit, m.place, t.needs_base, t.own_only, u.name, u.decimals,
    '{' || inside(to_json({'id': v.n.id, 'operator': v.n.operator, 'value': v.n.value, 'unit': v.n.unit,
      'title': v.n.title, 'document': v.n.document})) || ',"met":' AS norm_told,
    CASE WHEN t.mid_year AND b.n.value <> v.n.value THEN b.n.value END AS bound_before
  FROM valid v JOIN test_members m ON m.indicator = v.n.indicator
  JOIN statutory_tests t ON t.id = m.test AND t.kind = 'norm' AND list_contains(t.levels, v.n.level)
    AND v.year BETWEEN coalesce(t.valid_from, v.year) AND coalesce(t.valid_to, v.year)
  JOIN used_indicators u ON u.id = m.indicator
  LEFT JOIN valid b ON b.year = v.year - 1 AND b.areas IS NOT DISTINCT FROM v.areas
    AND (b.n.indicator, b.n.level, b.n.operator) = (v.n.indicator, v.n.level, v.n.operator)),
counted AS (
  SELECT areas, year, test, level, count(*) AS norms_asked, count(DISTINCT indicator) AS asked_of
  FROM each_norm GROUP BY ALL)
SELECT *, row_number() OVER (ORDER BY areas, year, test, level, place, operator)::INTEGER AS ask,
  indicator::used AS indicator_used
FROM each_norm JOIN counted USING (areas, year, test, level);

-- Every figure that is asked for, beside its norm.
CREATE OR REPLACE TEMP TABLE looked_at AS
WITH due AS (
  SELECT DISTINCT s.bearer, s.level, m.test, b.areas, b.year
  FROM sides s JOIN test_members m ON m.indicator::used = s.indicator
  JOIN statutory_tests t ON t.id = m.test AND t.kind = 'norm' AND looks_at(t.own_only, s.summed, s.apart)
  JOIN bearers b ON b.bearer = s.bearer AND judges(t.only_region, t.kinds, b.region, b.kind))
SELECT d.bearer, d.level, d.test, a.ask, a.norms_asked, s.denominator, s.unit, s.charge, s.charge_unit, s.note,
  coalesce(s.held, false) AS held, a.needs_base AND coalesce(s.denominator <= 0, false) AS no_base,
  CASE WHEN s.held OR no_base THEN NULL ELSE s.value END AS x, room_of(a.operator, x, a.bound) AS room,
  coalesce(satisfied(a.operator, room), no_base) AS met, x IS NULL AND NOT no_base AS unknown,
  NOT met AND coalesce(satisfied(a.operator, room_of(a.operator, x, a.bound_before)), false) AS between_norms
FROM due d JOIN asked a USING (areas, year, test, level)
LEFT JOIN sides s ON s.indicator = a.indicator_used AND s.bearer = d.bearer AND s.level = d.level
  AND looks_at(a.own_only, s.summed, s.apart);

-- What each of them adds to its verdict: what is lacking, how it misses.
CREATE OR REPLACE TEMP VIEW told_of_each AS
SELECT l.*, place,
  CASE WHEN unknown THEN missing_input(name, held, NULL, NULL, true, '', note, NULL) END AS lack,
  CASE WHEN NOT met AND NOT unknown THEN name || ' ' || told_number(x, digits_for(room)) || spaced(norm_unit) || ' '
    || opposite(operator) || ' ' || told_limit(bound) || spaced(norm_unit) END AS miss,
  CASE WHEN room IS NULL THEN 1e300 ELSE room / coalesce(nullif(abs(bound), 0), 1) END AS far
FROM looked_at l JOIN asked USING (ask);

-- Where one norm is asked its row is the verdict's; where several, the one with the least room leads.
CREATE OR REPLACE TEMP VIEW gathered AS
SELECT bearer, level, test, ask, if(met, 1, 0) AS met_by, if(NOT met AND NOT unknown AND NOT between_norms, 1, 0)
    AS failed_by, between_norms AS mid_year, no_base, held, x, room, denominator, unit, charge, charge_unit,
  CASE WHEN lack IS NULL THEN [] ELSE [lack] END AS lacking, CASE WHEN miss IS NULL THEN [] ELSE [miss] END AS misses
FROM told_of_each WHERE norms_asked = 1
UNION ALL BY NAME
SELECT * EXCLUDE (told, worst), worst.*, list_distinct([each.lack for each in told if each.lack IS NOT NULL]) AS lacking,
  [each.miss for each in told if each.miss IS NOT NULL] AS misses
FROM (
  SELECT bearer, level, test, bit_count(bit_or(1 << place)) - bit_count(bit_or(if(met, 0, 1 << place))) AS met_by,
    count_if(NOT met AND NOT unknown AND NOT between_norms) AS failed_by, bool_or(between_norms) AS mid_year,
    bool_or(no_base) AS no_base, bool_or(held) AS held,
    arg_min(struct_pack(ask, x, room, denominator, unit, charge, charge_unit), struct_pack(far, ask)) AS worst,
    list_sort(coalesce(list(struct_pack(ask, lack, miss)) FILTER (NOT met), [])) AS told
  FROM told_of_each WHERE norms_asked > 1 GROUP BY ALL);

CREATE OR REPLACE TEMP VIEW measured_duties AS
WITH decided AS (
  SELECT *, CASE WHEN failed_by > 0 THEN 'fail' WHEN len(lacking) > 0 OR mid_year THEN 'insufficient' ELSE 'pass' END
    AS verdict FROM gathered)
SELECT bearer, d.level, d.test, '' AS scope, 0 AS place, verdict,
  CASE WHEN verdict = 'insufficient' AND mid_year THEN list_append(lacking, '分学期实拨数（年中提标）')
    WHEN verdict = 'insufficient' THEN lacking ELSE [] END AS missing,
  verdict <> 'insufficient' AS known, held, 'norm' AS kind,
  list_filter([
    CASE WHEN verdict <> 'insufficient' AND abs(room) <= greatest(CASE WHEN unit = '%' THEN marginal_gap()
      ELSE 0 END, half_shown(decimals)) THEN 'marginal' END,
    CASE WHEN release = 'flash' THEN 'provisional' END,
    CASE WHEN mid_year THEN 'mid_year' END, CASE WHEN no_base THEN 'no_base' END,
    CASE WHEN held THEN 'held' END], lambda x: x IS NOT NULL) AS flags,
  indicator AS left_indicator, x AS left_value, NULL::VARCHAR AS right_indicator,
  bound AS right_value, CASE WHEN verdict <> 'insufficient' THEN room END AS gap,
  difference_unit(unit) AS gap_unit,
  CASE WHEN verdict = 'fail' AND failed_by = 1 THEN -room * charge END AS short,
  charge_unit AS short_unit,
  CASE WHEN held THEN '所用数字未通过逻辑校验，暂不采用'
    WHEN no_base AND verdict = 'pass' THEN '计提（征收）基数 ' || told_number(denominator, 2) || ' ≤ 0，没有应提数'
    WHEN verdict = 'insufficient' AND mid_year THEN array_to_string(misses, '；') || '，但不低于上年标准：年中提标，须核实'
    WHEN verdict = 'insufficient' THEN if(asked_of > 1, asked_of || ' 项中 ' || met_by || ' 项达到；', '') || '缺 '
      || array_to_string(lacking, '、')
    WHEN asked_of > 1 AND verdict = 'pass' THEN asked_of || ' 项全部达到'
    WHEN asked_of > 1 THEN asked_of || ' 项中 ' || met_by || ' 项达到；未达到：' || array_to_string(misses, '；')
    WHEN verdict = 'fail' THEN array_to_string(misses, '；')
    ELSE name || ' ' || told_number(x, digits_for(room)) || spaced(norm_unit) || ' '
      || told_operator(operator) || ' ' || told_limit(bound) || spaced(norm_unit) END
    AS formula,
  NULL::DOUBLE AS amount
FROM decided d JOIN asked USING (ask) JOIN bearers USING (bearer);
