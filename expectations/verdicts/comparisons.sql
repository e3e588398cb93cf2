-- Duties that compare two sides (or one with its last year): growths in % or 百分点, values in their unit, all unrounded.
-- The view `compared_duties`: one row per bearer × level × test × definition of the sides.

CREATE OR REPLACE TEMP VIEW compared_duties AS
WITH pairs AS (
  SELECT b.bearer, b.release, l.level, s.test, s.scope, s.place, t.kind, t.on_equal, s.left_indicator,
    s.right_indicator, s.right_indicator IS NOT NULL AS two, t.kind = 'over' AS by_value, n.name, u.name AS right_name,
    l.value, l.previous, l.growth, l.growth_sign, l.growth_basis AS basis, l.growth_margin AS margin, l.raw_growth,
    l.denominator, l.numerator, l.unit, l.note, l.held AS left_held, n.decimals, l.charge, l.charge_unit,
    r.value AS right_value, r.growth AS right_growth, r.growth_sign AS right_growth_sign,
    r.growth_basis AS right_basis, r.growth_margin AS right_margin, r.raw_growth AS right_raw, r.note AS right_note,
    coalesce(r.held, false) AS right_held, m.value AS per
  FROM test_scopes s JOIN statutory_tests t ON t.id = s.test
  JOIN used_indicators n ON n.id = s.left_indicator
  JOIN sides l ON l.indicator = s.left_indicator::used AND list_contains(t.levels, l.level)
    AND looks_at(t.own_only, l.summed, l.apart)
  JOIN bearers b ON b.bearer = l.bearer AND judges(t.only_region, t.kinds, b.region, b.kind)
    AND b.year BETWEEN coalesce(t.valid_from, b.year) AND coalesce(t.valid_to, b.year)
  LEFT JOIN sides r ON r.indicator = s.right_indicator::used AND r.bearer = l.bearer
    AND r.level = coalesce(nullif(t.right_level, ''), l.level) AND looks_at(t.own_only, r.summed, r.apart)
  LEFT JOIN used_indicators u ON u.id = s.right_indicator
  LEFT JOIN sides m ON m.indicator = nullif(t.per, '')::used AND m.bearer = l.bearer AND m.level = l.level
    AND looks_at(t.own_only, m.summed, m.apart)),
measured AS (
  SELECT *, left_held OR right_held AS held, CASE WHEN by_value THEN value ELSE growth END AS ahead,
    CASE WHEN by_value THEN right_value WHEN two THEN right_growth ELSE 0 END AS bar,
    CASE WHEN NOT by_value AND NOT left_held THEN growth_sign END AS sign,
    CASE WHEN two AND NOT by_value AND NOT right_held THEN right_growth_sign END AS right_sign FROM pairs),
-- Growths are quotients in doubles: two equal ones may differ in their last digits, and equal is not higher (高于).
-- A growth known by its sign alone lies below or above 0, nothing more; words without figures never pass.
reasoned AS (
  SELECT *, CASE WHEN abs(ahead - bar) < 1e-10 THEN 0 ELSE ahead - bar END AS gap, CASE
      WHEN held THEN NULL
      WHEN right_sign = -1 AND ahead >= 0 THEN 'pass'
      WHEN right_sign = 1 AND ahead <= 0 THEN 'fail'
      WHEN sign = -1 AND (bar >= 0 OR right_sign = 1) THEN 'fail' END AS by_sign,
    missing_input(name, left_held, ahead, value, by_value, basis, note, sign) AS left_lacks,
    CASE WHEN two THEN missing_input(right_name, right_held, bar, right_value, by_value, right_basis, right_note,
      right_sign) END AS right_lacks
  FROM measured),
decided AS (
  SELECT * EXCLUDE (left_lacks, right_lacks),
    CASE WHEN by_sign IS NOT NULL OR (left_lacks IS NULL AND right_lacks IS NULL) THEN []
      ELSE list_filter([left_lacks, right_lacks], lambda x: x IS NOT NULL) END AS missing,
    CASE WHEN by_sign IS NOT NULL THEN by_sign
    WHEN left_lacks IS NOT NULL OR right_lacks IS NOT NULL THEN 'insufficient'
    WHEN gap IS NULL THEN 'not_comparable' WHEN gap = 0 THEN on_equal WHEN gap < 0 THEN 'fail'
    WHEN kind = 'growth_over' AND ahead < 0 AND bar < 0 THEN 'pass_in_form' ELSE 'pass' END AS verdict
  FROM reasoned),
-- What it was before: the figure it was compared with, else the one its growth implies.
based AS (
  SELECT *, verdict NOT IN ('insufficient', 'not_comparable') AS known,
    CASE WHEN compared(basis) AND previous IS NOT NULL THEN previous ELSE value / (1 + ahead / 100) END AS base,
    CASE WHEN two AND NOT by_value AND digits_for(gap) = 2
      AND round(round(ahead, 2) - round(bar, 2), 2) <> round(gap, 2) THEN 4 ELSE digits_for(gap) END AS digits,
    CASE WHEN by_value THEN half_shown(decimals)
      ELSE greatest(marginal_gap(), coalesce(margin, 0) + coalesce(right_margin, 0)) END AS near
  FROM decided)
SELECT bearer, level, test, scope, place, verdict, missing, known, held, kind,
  list_filter([
    CASE WHEN known AND abs(gap) <= near THEN 'marginal' END,
    CASE WHEN release = 'flash' THEN 'provisional' END,
    CASE WHEN known AND NOT by_value AND (taken_as_printed(basis) OR taken_as_printed(right_basis))
      THEN 'stated_only' END,
    CASE WHEN known AND kind = 'growth_over' AND (bar < 0 OR right_sign = -1) THEN 'revenue_fell' END,
    CASE WHEN held THEN 'held' END], lambda x: x IS NOT NULL) AS flags,
  left_indicator, CASE WHEN NOT left_held THEN ahead END AS left_value,
  right_indicator, CASE WHEN two AND NOT right_held THEN bar END AS right_value,
  CASE WHEN known THEN gap END AS gap,
  CASE WHEN by_value THEN difference_unit(unit) WHEN two OR kind = 'share' THEN '百分点' ELSE '%' END AS gap_unit,
  CASE WHEN verdict <> 'fail' THEN NULL WHEN by_value THEN -gap * charge
    WHEN kind = 'share' THEN -gap / 100 * coalesce(denominator, per)
    ELSE (base * (1 + bar / 100) - value) * charge END AS short,
  CASE WHEN kind = 'share' THEN '万元' ELSE charge_unit END AS short_unit,
  CASE
    WHEN held THEN '所用数字未通过逻辑校验，暂不采用'
    WHEN by_sign IS NOT NULL AND two THEN coalesce(told_number(ahead, 2) || '%', told_sign(sign)) || ' 对 '
      || coalesce(told_number(bar, 2) || '%', told_sign(right_sign)) || '：只知方向，'
      || if(by_sign = 'pass', '仍高于', '仍不高于')
    WHEN by_sign IS NOT NULL THEN '文件只说' || told_sign(sign)
    WHEN verdict = 'insufficient' AND two AND NOT by_value THEN coalesce(told_number(ahead, 2) || '%', '？') || ' − '
      || coalesce(subtrahend(bar, 2), '？') || ' = ？（缺 ' || array_to_string(missing, '、') || '）'
    WHEN verdict = 'insufficient' THEN '缺 ' || array_to_string(missing, '、')
    WHEN verdict = 'not_comparable' THEN '口径有断点，不作比较' || coalesce('（直接相除 '
      || told_number(coalesce(raw_growth, right_raw), 2) || '%，仅供参考）', '')
    WHEN by_value THEN told_number(ahead, digits) || ' − ' || told_number(bar, digits) || ' = '
      || told_number(gap, digits) || spaced(unit)
    WHEN two THEN told_number(ahead, digits) || '% − ' || subtrahend(bar, digits) || ' = '
      || told_number(gap, digits) || ' 个百分点'
    WHEN kind = 'share' AND compared(basis) AND previous IS NOT NULL THEN told_number(value, digits)
      || '% − ' || told_number(previous, digits) || '% = ' || told_number(gap, digits) || ' 个百分点'
    WHEN compared(basis) AND previous IS NOT NULL THEN told_number(value, 2) || ' ÷ '
      || told_number(previous, 2) || ' − 1 = ' || told_number(ahead, digits) || '%'
    WHEN basis = 'comparable' THEN '文件所列同口径增长 ' || told_number(ahead, digits) || '%'
      || coalesce('（直接相除 ' || told_number(raw_growth, 2) || '%）', '')
    ELSE '文件所列增长 ' || told_number(ahead, digits) || if(kind = 'share', ' 个百分点', '%') END AS formula,
  CASE kind WHEN 'share' THEN coalesce(numerator, value / 100 * per) ELSE value * charge END AS amount
FROM based
