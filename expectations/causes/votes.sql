-- Which cell of those that a failure speaks of is wrong: `cause_picked`, one row per failure.

CREATE OR REPLACE TEMP MACRO scaled_int(x) AS round(abs(x) * 10000)::HUGEINT;
CREATE OR REPLACE TEMP MACRO tens(t) AS pow(10, floor(log10(greatest(t, 1)) + 1e-9))::HUGEINT;
CREATE OR REPLACE TEMP MACRO exchanged(x, y, p) AS (((x // (p * 10)) % 10) - ((x // p) % 10)) * 9 * p = x - y;
-- Two neighbouring digits of a exchanged give b: their difference is nine times a digit times a power of ten.
CREATE OR REPLACE TEMP MACRO swapped(a, b) AS a <> b AND a >= 0 AND b >= 0 AND (scaled_int(a) - scaled_int(b)) % 9 = 0
  AND exchanged(scaled_int(a), scaled_int(b), tens(abs(scaled_int(a) - scaled_int(b)) // 9));
CREATE OR REPLACE TEMP MACRO times(a, b, factor) AS b <> 0 AND abs(a - factor * b) <= 0.06 + abs(a) * 1e-6;
CREATE OR REPLACE TEMP MACRO power_between(a, b) AS CASE WHEN a * b <= 0 THEN NULL
  WHEN times(a, b, 10) THEN 1 WHEN times(b, a, 10) THEN -1 WHEN times(a, b, 100) THEN 2 WHEN times(b, a, 100) THEN -2
  WHEN times(a, b, 1000) THEN 3 WHEN times(b, a, 1000) THEN -3
  WHEN times(a, b, 10000) THEN 4 WHEN times(b, a, 10000) THEN -4 END;
CREATE OR REPLACE TEMP MACRO exact_cause(v, w) AS CASE
  WHEN w IS NULL OR v = w THEN NULL
  WHEN v IS NULL THEN CASE WHEN w = 0 THEN 'zero_blank' WHEN w > 0 THEN 'left_blank' END
  WHEN v < 0 AND abs(v + w) <= same_figure() THEN 'sign_lost'
  WHEN abs(power_between(v, w)) = 1 THEN 'point_moved'
  WHEN power_between(v, w) IS NOT NULL THEN 'unit'
  WHEN swapped(v, w) THEN 'digits_swapped' END;
-- What an integer would be with two neighbouring digits exchanged, in the way that comes nearest to another figure.
CREATE OR REPLACE TEMP MACRO exchanged_at(digits, i) AS
  TRY_CAST(digits[:i - 1] || digits[i + 1] || digits[i] || digits[i + 2:] AS DOUBLE);
CREATE OR REPLACE TEMP MACRO nearest_swap(v, last) AS list_reduce(
  list_transform(range(1, len(TRY_CAST(v AS BIGINT)::VARCHAR)), lambda i: exchanged_at((TRY_CAST(v AS BIGINT)::VARCHAR), i)),
  lambda a, b: if(far(a, last) <= far(b, last), a, b));
CREATE OR REPLACE TEMP MACRO may_be_swapped(v, last) AS v >= 10 AND v = floor(v) AND v < 1e15 AND last > 0
  AND far(v, last) > off_swapped() AND far(nearest_swap(v, last), last) < off_figure();
-- Without an equation there is only last year to compare with.
CREATE OR REPLACE TEMP MACRO likely_cause(v, last) AS CASE
  WHEN v IS NULL THEN CASE WHEN last = 0 THEN 'zero_blank' WHEN last > 0 THEN 'left_blank' END
  WHEN v < 0 AND (last IS NULL OR far(v, last) < off_sign()) THEN 'sign_lost'
  WHEN v > 0 AND last > 0 AND abs(log10(v / last) - round(log10(v / last))) < near_power() THEN
    CASE abs(round(log10(v / last))) WHEN 0 THEN NULL WHEN 1 THEN 'point_moved' ELSE 'unit' END
  WHEN may_be_swapped(v, last) THEN 'digits_swapped' END;

CREATE OR REPLACE TEMP MACRO likely_value(v, last) AS CASE WHEN likely_cause(v, last) IS NULL THEN NULL
  WHEN v IS NULL THEN last WHEN v < 0 THEN -v
  WHEN likely_cause(v, last) = 'digits_swapped' THEN nearest_swap(v, last) ELSE v / pow(10, round(log10(v / last))) END;

CREATE OR REPLACE TEMP TABLE cause_involved AS
WITH kinds AS (SELECT rule, measure, bool_or(balanced) AS balanced FROM rule_inputs GROUP BY ALL),
asked AS (
  SELECT u.*, coalesce(balanced, false) AS balanced, expected_value - found_value AS lacks
  FROM cause_unsettled u LEFT JOIN kinds USING (rule, measure)),
-- Figures that stand twice beside one unit and level: one of them may be a total typed into its part.
twins AS (
  SELECT delivery_id, sheet, region, year, level, value FROM cause_cells WHERE value > alike_figure()
  GROUP BY ALL HAVING count(*) > 1),
own AS (
  SELECT failure_id, a.delivery_id, coalesce(a.sheet, '') AS sheet, a.cell, a.region, a.level,
    coalesce(r, row_of(a.cell)) AS r, coalesce(c, column_of(a.cell)) AS c, coalesce(k.value, found_value) AS v, last,
    CASE WHEN balanced THEN expected_value END AS w1, NULL::DOUBLE AS w2, found_value AS whole, true AS own,
    twins.value IS NOT NULL AS twin
  FROM asked a LEFT JOIN cause_cells k ON (k.delivery_id, k.sheet, k.cell, k.region, k.level)
    = (a.delivery_id, coalesce(a.sheet, ''), a.cell, a.region, a.level) AND k.measure = coalesce(a.measure, k.measure)
  LEFT JOIN twins ON (twins.delivery_id, twins.sheet, twins.region, twins.year, twins.level, twins.value)
    = (k.delivery_id, k.sheet, k.region, k.year, k.level, k.value)
  WHERE a.cell IS NOT NULL),
inputs AS (SELECT failure_id, a.* EXCLUDE (failure_id, delivery_id, sheet, cell), input, over FROM asked a
  JOIN (SELECT rule, measure, input, over FROM rule_inputs) USING (rule, measure)),
others AS (
  SELECT failure_id, k.delivery_id, k.sheet, k.cell, k.region, k.level, r, c, value AS v, last,
    CASE WHEN balanced THEN coalesce(value, 0) + lacks END AS w1,
    CASE WHEN balanced THEN coalesce(value, 0) - lacks END AS w2, found_value AS whole, false AS own, lacks
  FROM inputs a JOIN cause_cells k ON (k.region, k.year, k.release, k.measure) = (a.region, a.year, a.release, a.input)
  WHERE CASE over WHEN 'own' THEN k.level = a.level WHEN 'levels' THEN k.level <> 'all' END),
parents AS (SELECT DISTINCT code, parent FROM (SELECT code, parent FROM schools UNION ALL SELECT code, parent FROM regions)),
children AS (
  SELECT failure_id, k.delivery_id, k.sheet, k.cell, k.region, k.level, r, c, value AS v, last, value - lacks AS w1,
    NULL AS w2, NULL AS whole, false AS own
  FROM inputs a JOIN parents ON parents.parent = a.region JOIN cause_cells k
    ON (k.region, k.year, k.level, k.release, k.measure) = (parents.code, a.year, a.level, a.release, a.measure)
  WHERE over = 'children' AND input = a.measure),
-- What children tell rests on the list that says who they are, though on no cell of it.
lists AS (
  SELECT DISTINCT failure_id, e.delivery_id, '' AS sheet, a.region, a.level, false AS own
  FROM inputs a JOIN school_entries e ON (e.county, e.year) = (a.region, a.year) WHERE over = 'children')
-- What an equation asks for says more than last year does; of other cells than the failure's own last year says little.
SELECT DISTINCT ON (failure_id, place) *, hash(delivery_id, sheet, cell, region, level) AS place,
  coalesce(asked, guessed) AS cause,
  CASE WHEN doubled THEN v / 2 WHEN asked IS NULL AND guessed IS NOT NULL THEN likely_value(v, last)
    WHEN v = whole AND NOT own THEN least(w1, w2) WHEN own OR exact_cause(v, w1) IS NOT NULL THEN w1
    WHEN exact_cause(v, w2) IS NOT NULL THEN w2 END AS w
FROM (SELECT *, CASE
      WHEN doubled OR own AND abs(v - 2 * w1) <= same_figure() THEN 'total_among_parts'
      WHEN NOT own AND v > 0 AND v = whole AND (w1 BETWEEN 0 AND v OR w2 BETWEEN 0 AND v) THEN 'total_among_parts'
      WHEN v IS NULL AND coalesce(last, 0) = 0 AND w1 <> 0 THEN NULL  -- nothing says that a figure belongs there
      ELSE coalesce(exact_cause(v, w1), exact_cause(v, w2), if(twin AND v > w1 AND w1 > 0, 'total_among_parts', NULL))
    END AS asked,
    CASE WHEN own AND w1 IS NULL AND w2 IS NULL OR likely_cause(v, last) = 'digits_swapped' THEN likely_cause(v, last)
    END AS guessed
  FROM (SELECT *, coalesce(NOT own AND v > alike_figure() AND abs(v - 2 * abs(lacks)) <= same_figure(), false) AS doubled
    FROM (FROM own UNION ALL BY NAME FROM others UNION ALL BY NAME FROM children UNION ALL BY NAME FROM lists)))
ORDER BY failure_id, place, own DESC, asked, guessed, v, w1, w2, whole, last;

-- What ails a whole file, sheet, column or row explains every failure that touches it; the widest first.
-- So does it what a rule says of the whole sheet (a unit that is not last year's).
CREATE OR REPLACE TEMP TABLE cause_shaped AS
SELECT failure_id, min(shape_id) AS shape_id FROM (
  SELECT failure_id, shape_id FROM cause_involved i JOIN cause_shapes s ON s.delivery_id = i.delivery_id
    AND (s.sheet IS NULL OR s.sheet = i.sheet) AND (c1 IS NULL OR c BETWEEN c1 AND c2)
    AND (r1 IS NULL OR r BETWEEN r1 AND r2) AND (s.power IS NULL
      OR if(c1 IS NULL, power_of(v, last) = s.power, list_contains(columns, c) AND power_of(v, last) IS DISTINCT FROM 0))
  UNION ALL
  SELECT failure_id, shape_id FROM cause_unsettled u JOIN cause_shapes s USING (delivery_id, sheet)
  WHERE u.cell IS NULL AND s.cause IN ('unit', 'column_blank', 'columns_shifted', 'columns_exchanged')
  UNION ALL
  SELECT failure_id, shape_id FROM cause_unsettled u JOIN cause_shapes s USING (delivery_id)
  WHERE u.cell IS NULL AND s.sheet IS NULL)
GROUP BY failure_id;

CREATE OR REPLACE TEMP TABLE cause_picked AS
WITH left_over AS (SELECT * FROM cause_involved ANTI JOIN cause_shaped USING (failure_id) WHERE cell IS NOT NULL),
counted AS (
  SELECT place, count(*) AS touches, count(cause) AS caused,
    coalesce(mode(asked ORDER BY asked), mode(guessed ORDER BY guessed)) AS cause_, min(w) AS w_
  FROM left_over GROUP BY place)
SELECT DISTINCT ON (failure_id) failure_id, delivery_id, sheet, cell, place, cause_ AS cause, v, coalesce(w, w_) AS w, last,
  r, c
FROM left_over JOIN counted USING (place)
ORDER BY failure_id, touches DESC, caused DESC, far(v, last) - far(w, last) DESC NULLS LAST, own DESC, place;
