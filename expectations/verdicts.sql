-- Verdicts out of `statutory_tests`, `indicator_values`, `evidence` and `held_cells`: the view `judged`, one row per verdict.
-- Growths are in %, gaps in 百分点, all unrounded; only `formula` rounds, for people.

CREATE OR REPLACE TEMP MACRO told_number(x, digits) AS
  replace(CASE digits WHEN 8 THEN format('{:,.8f}', x) WHEN 4 THEN format('{:,.4f}', x)
    ELSE format('{:,.2f}', x) END, '-', '−');
CREATE OR REPLACE TEMP MACRO subtrahend(x, digits) AS
  CASE WHEN x < 0 THEN '（' || told_number(x, digits) || '%）' ELSE told_number(x, digits) || '%' END;
CREATE OR REPLACE TEMP MACRO taken_as_printed(basis) AS coalesce(basis IN ('stated', 'comparable'), false);
CREATE OR REPLACE TEMP MACRO compared(basis) AS coalesce(basis IN ('printed_previous', 'last_year'), false);
CREATE OR REPLACE TEMP MACRO as_evidence(role, indicator, name, year, side) AS struct_pack(
  role := role, indicator := indicator, name := name, year := year, value := struct_extract(side, 'value'),
  unit := struct_extract(side, 'unit'), growth := struct_extract(side, 'growth'),
  growth_basis := struct_extract(side, 'growth_basis'), raw_growth := struct_extract(side, 'raw_growth'),
  previous := struct_extract(side, 'previous'), stated_growth := struct_extract(side, 'stated_growth'),
  cells := coalesce(struct_extract(side, 'cells'), []));

-- Published figures that a hard rule holds back, whether or not an indicator value was made of them.
CREATE OR REPLACE TEMP TABLE held_figures AS
SELECT p.region, p.year, p.level, p.indicator, p.release,
  list(DISTINCT struct_pack(part := 'value', label := '暂不采用', value := p.value::DOUBLE, unit := p.unit,
    printed := NULL::VARCHAR, delivery_id := p.delivery_id, file := d.file_name, sheet := p.sheet,
    cell := h.cell)) AS cells
FROM published_figures p
JOIN held_cells h ON h.delivery_id = p.delivery_id AND coalesce(h.sheet, '') = coalesce(p.sheet, '')
  AND h.cell IN (p.cell, p.growth_cell, p.previous_cell)
LEFT JOIN deliveries d ON d.delivery_id = p.delivery_id
GROUP BY ALL;

-- The source cells of each value a test can use; `tainted` where one of them is held.
CREATE OR REPLACE TEMP VIEW source_cells AS
SELECT e.region, e.year, e.level, e.indicator, e.release, bool_or(h.cell IS NOT NULL) AS tainted,
  list(struct_pack(part := e.part, label := e.label, value := e.value, unit := e.unit, printed := e.printed,
    delivery_id := e.delivery_id, file := d.file_name, sheet := e.sheet, cell := e.cell)
    ORDER BY list_position(['value', 'previous', 'growth', 'numerator', 'denominator'], e.part), e.label,
    e.delivery_id, e.sheet, e.cell) AS cells
FROM evidence e LEFT JOIN deliveries d USING (delivery_id)
LEFT JOIN (SELECT DISTINCT delivery_id, coalesce(sheet, '') AS sheet, cell FROM held_cells) h
  ON h.delivery_id = e.delivery_id AND h.sheet = coalesce(e.sheet, '') AND h.cell = e.cell
WHERE e.indicator IN (SELECT unnest([left_indicator, right_indicator]) FROM statutory_tests)
GROUP BY ALL;

-- What can be a side of a test; a held figure without a value stands here without numbers.
CREATE OR REPLACE TEMP TABLE sides AS
WITH used AS (SELECT DISTINCT unnest([left_indicator, right_indicator]) AS indicator FROM statutory_tests)
SELECT v.region, v.year, v.level, v.indicator, v.release, v.value, v.unit, v.previous, v.growth, v.growth_basis,
  v.growth_margin, v.raw_growth, v.stated_growth, c.cells, coalesce(c.tainted, false) AS held
FROM indicator_values v LEFT JOIN source_cells c USING (region, year, level, indicator, release)
WHERE v.indicator IN (FROM used)
UNION ALL BY NAME
SELECT region, year, level, indicator, release, cells, true AS held FROM held_figures f
WHERE indicator IN (FROM used) AND NOT EXISTS (SELECT 1 FROM indicator_values v
  WHERE (v.region, v.year, v.level, v.indicator, v.release)
    = (f.region, f.year, f.level, f.indicator, f.release));

CREATE OR REPLACE TEMP VIEW judged AS
WITH pairs AS (
  SELECT l.region, l.year, l.level, t.id AS test, l.release, l, r, t.left_indicator, t.right_indicator, t.on_equal,
    t.right_indicator IS NOT NULL AS two, ln.name AS left_name, rn.name AS right_name, p.value AS pupils,
    coalesce(r.held, false) AS right_held, l.held OR coalesce(r.held, false) AS held,
    l.growth AS growth, CASE WHEN t.right_indicator IS NULL THEN 0 ELSE r.growth END AS bar
  FROM statutory_tests t
  JOIN sides l ON l.indicator = t.left_indicator AND list_contains(t.levels, l.level)
    AND l.year BETWEEN coalesce(t.valid_from, l.year) AND coalesce(t.valid_to, l.year)
  LEFT JOIN sides r ON r.indicator = t.right_indicator
    AND (r.region, r.year, r.level, r.release) = (l.region, l.year, l.level, l.release)
  LEFT JOIN indicators ln ON ln.id = t.left_indicator
  LEFT JOIN indicators rn ON rn.id = t.right_indicator
  LEFT JOIN indicator_values p ON p.indicator = 'pupils_total'
    AND (p.region, p.year, p.level, p.release) = (l.region, l.year, l.level, l.release)),
missed AS (
  SELECT *, growth - bar AS gap, list_filter([
    CASE WHEN l.held THEN left_name || '（暂不采用）'
      WHEN growth IS NULL AND l.growth_basis IS DISTINCT FROM 'break'
      THEN if(l.value IS NULL, '', '上年') || left_name END,
    CASE WHEN NOT two THEN NULL WHEN right_held THEN right_name || '（暂不采用）'
      WHEN bar IS NULL AND r.growth_basis IS DISTINCT FROM 'break'
      THEN if(r.value IS NULL, '', '上年') || right_name END], lambda x: x IS NOT NULL) AS missing
  FROM pairs),
decided AS (
  SELECT *, CASE WHEN len(missing) > 0 THEN 'insufficient' WHEN gap IS NULL THEN 'not_comparable'
    WHEN gap = 0 THEN on_equal WHEN gap < 0 THEN 'fail'
    WHEN two AND growth < 0 AND bar < 0 THEN 'pass_in_form' ELSE 'pass' END AS verdict
  FROM missed),
-- What it was before: the figure it was compared with, else the one its growth implies. More digits where two
-- would hide the sign or not add up.
shown AS (
  SELECT *, verdict NOT IN ('insufficient', 'not_comparable') AS known,
    CASE WHEN compared(l.growth_basis) AND l.previous IS NOT NULL THEN l.previous
      ELSE l.value / (1 + growth / 100) END AS base,
    CASE WHEN gap <> 0 AND abs(gap) < 0.0001 THEN 8 WHEN gap <> 0 AND (abs(gap) < 0.01
      OR round(round(growth, 2) - round(bar, 2), 2) <> round(gap, 2)) THEN 4 ELSE 2 END AS digits
  FROM decided)
SELECT region, year, level, test, release, verdict,
  list_filter([
    CASE WHEN known AND abs(gap) <= greatest(marginal_gap(),
      coalesce(l.growth_margin, 0) + coalesce(r.growth_margin, 0)) THEN 'marginal' END,
    CASE WHEN release = 'flash' THEN 'provisional' END,
    CASE WHEN known AND (taken_as_printed(l.growth_basis) OR taken_as_printed(r.growth_basis))
      THEN 'stated_only' END,
    CASE WHEN known AND two AND bar < 0 THEN 'revenue_fell' END,
    CASE WHEN held THEN 'held' END], lambda x: x IS NOT NULL) AS flags,
  left_indicator, CASE WHEN NOT l.held THEN growth END AS left_value,
  right_indicator, CASE WHEN two AND NOT right_held THEN bar END AS right_value,
  CASE WHEN known THEN gap END AS gap, CASE WHEN two THEN '百分点' ELSE '%' END AS gap_unit,
  CASE WHEN verdict = 'fail' THEN (base * (1 + bar / 100) - l.value)
    * CASE l.unit WHEN '万元' THEN 1 WHEN '元' THEN pupils / 10000 END END AS shortfall,
  missing,
  CASE
    WHEN held THEN '所用数字未通过逻辑校验，暂不采用'
    WHEN verdict = 'insufficient' AND two THEN coalesce(told_number(growth, 2) || '%', '？') || ' − '
      || coalesce(subtrahend(bar, 2), '？') || ' = ？（缺 ' || array_to_string(missing, '、') || '）'
    WHEN verdict = 'insufficient' THEN '缺 ' || array_to_string(missing, '、')
    WHEN verdict = 'not_comparable' THEN '口径有断点，不作比较' || coalesce('（直接相除 '
      || told_number(coalesce(l.raw_growth, r.raw_growth), 2) || '%，仅供参考）', '')
    WHEN two THEN told_number(growth, digits) || '% − ' || subtrahend(bar, digits) || ' = '
      || told_number(gap, digits) || ' 个百分点'
    WHEN compared(l.growth_basis) AND l.previous IS NOT NULL THEN told_number(l.value, 2) || ' ÷ '
      || told_number(l.previous, 2) || ' − 1 = ' || told_number(growth, digits) || '%'
    WHEN l.growth_basis = 'comparable' THEN '文件所列同口径增长 ' || told_number(growth, digits) || '%'
      || coalesce('（直接相除 ' || told_number(l.raw_growth, 2) || '%）', '')
    ELSE '文件所列增长 ' || told_number(growth, digits) || '%' END AS formula,
  to_json(list_filter([as_evidence('left', left_indicator, left_name, year, l),
    CASE WHEN two THEN as_evidence('right', right_indicator, right_name, year, r) END],
    lambda x: x IS NOT NULL))::VARCHAR AS evidence
FROM shown;
