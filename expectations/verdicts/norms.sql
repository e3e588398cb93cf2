-- Duties that meet official thresholds: each indicator of a test against the norms valid in that year, at that level and
-- in that area (where several of a kind hold, the strictest). The view `measured_duties`: one row per verdict.

-- What each test asks in each year, few rows for any number of regions: indicator by indicator the norm (and as JSON what
-- evidence says of it before whether it is met), the one of the year before where it changed, and how much is asked.
CREATE OR REPLACE TEMP TABLE asked AS
WITH keys AS (SELECT DISTINCT areas FROM norm_keys UNION SELECT NULL::VARCHAR[]),
years AS (SELECT DISTINCT unnest([year, year - 1]) AS year FROM sides),
valid AS (
  SELECT k.areas, y.year, n FROM keys k, years y, norms n
  WHERE y.year BETWEEN coalesce(n.valid_from, y.year) AND coalesce(n.valid_to, y.year)
    AND (n.area = '' OR list_contains(k.areas, n.area))
  QUALIFY row_number() OVER (PARTITION BY k.areas, y.year, n.indicator, n.level, n.operator
    ORDER BY if(n.operator IN ('>', '>='), -n.value, n.value), n.id) = 1),
each_norm AS (
  SELECT area_key(v.areas) AS areas, v.year, t.id AS test, v.n.level AS level, m.indicator, v.n.operator AS operator,
    v.n.value AS bound, v.n.unit AS norm_unit, m.place, t.needs_base, u.name, '{' || inside(to_json({'id': v.n.id,
      'operator': v.n.operator, 'value': v.n.value, 'unit': v.n.unit, 'title': v.n.title,
      'document': v.n.document})) || ',"met":' AS norm_told,
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
FROM each_norm JOIN counted USING (areas, year, test, level);

-- Every figure that is asked for, beside its norm.
CREATE OR REPLACE TEMP TABLE looked_at AS
WITH due AS (
  SELECT DISTINCT s.region, s.year, s.level, s.release, m.test, t.own_only, area_key(k.areas) AS areas
  FROM sides s JOIN test_members m USING (indicator) JOIN statutory_tests t ON t.id = m.test AND t.kind = 'norm'
    AND judges(t.only_region, t.kinds, s.region, s.region_kind) AND looks_at(t.own_only, s.summed, s.apart)
  LEFT JOIN norm_keys k ON k.region = s.region)
SELECT d.region, d.year, d.level, d.release, d.test, a.indicator, a.name, a.operator, a.bound, a.norm_unit, a.place,
  a.norm_told, a.norms_asked, a.asked_of, s.denominator, s.unit, s.decimals, s.charge, s.charge_unit, s.note, s.told,
  coalesce(s.held, false) AS held, a.needs_base AND coalesce(s.denominator <= 0, false) AS no_base,
  CASE WHEN s.held OR no_base THEN NULL ELSE s.value END AS x, room_of(a.operator, x, a.bound) AS room,
  coalesce(satisfied(a.operator, room), no_base) AS met, x IS NULL AND NOT no_base AS unknown,
  NOT met AND coalesce(satisfied(a.operator, room_of(a.operator, x, a.bound_before)), false) AS between_norms
FROM due d JOIN asked a USING (areas, year, test, level)
LEFT JOIN sides s ON (s.indicator, s.region, s.year, s.level, s.release)
  = (a.indicator, d.region, d.year, d.level, d.release) AND looks_at(d.own_only, s.summed, s.apart);

-- What each of them adds to its verdict: what is lacking, how it misses, its evidence.
CREATE OR REPLACE TEMP VIEW told_of_each AS
SELECT *, CASE WHEN unknown THEN missing_input(name, held, NULL, NULL, true, '', note, NULL) END AS lack,
  CASE WHEN NOT met AND NOT unknown THEN name || ' ' || told_number(x, digits_for(room)) || spaced(norm_unit) || ' '
    || opposite(operator) || ' ' || told_limit(bound) || spaced(norm_unit) END AS miss,
  as_evidence('left', norm_told || CASE WHEN unknown THEN 'null' WHEN met THEN 'true' ELSE 'false' END || '}',
    coalesce(told, untold(indicator, name, year))) AS entry
FROM looked_at;

-- Where one norm is asked its row is the verdict's; where several, the one with the least room leads.
CREATE OR REPLACE TEMP VIEW gathered AS
SELECT region, year, level, release, test, asked_of, if(met, 1, 0) AS met_by,
  if(NOT met AND NOT unknown AND NOT between_norms, 1, 0) AS failed_by, between_norms AS mid_year, no_base, held,
  indicator, name, operator, bound, norm_unit, x, room, denominator, unit, decimals, charge, charge_unit,
  CASE WHEN lack IS NULL THEN [] ELSE [lack] END AS lacking, CASE WHEN miss IS NULL THEN [] ELSE [miss] END AS misses,
  '[' || entry || ']' AS evidence
FROM told_of_each WHERE norms_asked = 1
UNION ALL BY NAME
SELECT * EXCLUDE (told, worst), worst.*, list_distinct([each.lack for each in told if each.lack IS NOT NULL]) AS lacking,
  [each.miss for each in told if each.miss IS NOT NULL] AS misses,
  '[' || array_to_string([each.entry for each in told], ',') || ']' AS evidence
FROM (
  SELECT region, year, level, release, test, any_value(asked_of) AS asked_of,
    any_value(asked_of) - len(list_distinct(coalesce(list(indicator) FILTER (NOT met), []))) AS met_by,
    count(*) FILTER (NOT met AND NOT unknown AND NOT between_norms) AS failed_by, bool_or(between_norms) AS mid_year,
    bool_or(no_base) AS no_base, bool_or(held) AS held,
    arg_min(struct_pack(indicator, name, operator, bound, norm_unit, x, room, denominator, unit, decimals, charge,
      charge_unit), struct_pack(far := CASE WHEN room IS NULL THEN 1e300
      ELSE room / coalesce(nullif(abs(bound), 0), 1) END, place, operator)) AS worst,
    list_sort(list(struct_pack(place, operator, lack, miss, entry))) AS told
  FROM told_of_each WHERE norms_asked > 1 GROUP BY ALL);

CREATE OR REPLACE TEMP VIEW measured_duties AS
WITH decided AS (
  SELECT *, CASE WHEN failed_by > 0 THEN 'fail' WHEN len(lacking) > 0 OR mid_year THEN 'insufficient' ELSE 'pass' END
    AS verdict FROM gathered)
SELECT region, year, level, test, '' AS scope, 0 AS place, release, verdict,
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
  evidence, NULL::DOUBLE AS amount
FROM decided
