-- What ails a file, a sheet, a column or some rows as a whole: `cause_shapes`, from `cause_cells`; each row a cause with its place.

CREATE OR REPLACE TEMP MACRO far(a, b) AS abs(ln((abs(coalesce(a, 0)) + 1) / (abs(coalesce(b, 0)) + 1)));
CREATE OR REPLACE TEMP MACRO power_of(a, b) AS CASE WHEN a > 0 AND b > 0 AND abs(log10(a / b)
  - round(log10(a / b))) < 0.25 THEN round(log10(a / b))::INTEGER END;

CREATE OR REPLACE TEMP TABLE cause_neighbours AS
SELECT *, far(value, last) AS own,
  far(value, lag(last) OVER line) AS to_left, far(value, lead(last) OVER line) AS to_right,
  far(value, lag(last) OVER file) AS to_above, far(value, lead(last) OVER file) AS to_below,
  lag(c) OVER line AS left_c, lead(c) OVER line AS right_c, lag(r) OVER file AS above_r, lead(r) OVER file AS below_r
FROM cause_cells
WINDOW line AS (PARTITION BY delivery_id, sheet, r ORDER BY c),
  -- of one year: where the years of a unit stand one below the other, each row holds last year's of the next by nature
  file AS (PARTITION BY delivery_id, sheet, c, year ORDER BY r);

CREATE OR REPLACE TEMP TABLE cause_columns AS
SELECT delivery_id, sheet, c, any_value(header) AS header, any_value(left_c) AS left_c, any_value(right_c) AS right_c,
  count(value) AS told, count(last) AS before, count_if(coalesce(value, 0) <> 0 OR coalesce(last, 0) <> 0) AS full_, avg(own) AS own,
  avg(to_left) AS to_left, avg(to_right) AS to_right, any_value(listed) AS listed, min(r) AS first_r, max(r) AS last_r,
  count_if(last <> 0) AS had
FROM cause_neighbours GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE cause_lines AS
SELECT delivery_id, sheet, r, count_if(coalesce(value, 0) <> 0 OR coalesce(last, 0) <> 0) AS full_, avg(own) AS own, avg(to_above) AS to_above,
  avg(to_below) AS to_below, any_value(above_r) AS above_r
FROM cause_neighbours WHERE listed GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE cause_files AS
SELECT delivery_id, form, year, count(value) AS told, count_if(value <> 0 AND last IS NOT NULL) AS compared,
  count_if(value = last AND value <> 0) AS same, quantile_cont(own, 0.5) FILTER (value > 19 AND last > 19) AS own,
  count_if(value > 19 AND last > 19) AS large, count_if(value > 19 AND last > 19 AND own > 0.1) AS far_off
FROM cause_neighbours GROUP BY ALL;

-- A column of a list, or the cells of one unit on a sheet, as so many times last year's.
CREATE OR REPLACE TEMP TABLE cause_scaled AS
WITH powers AS (
  SELECT cause_cells.*, power_of(value, last) AS power, unit FROM cause_cells JOIN measures ON measures.id = measure
  WHERE value > 0 AND last > 0),
counted AS (
  SELECT delivery_id, sheet, CASE WHEN listed THEN c END AS c, unit, count(*) AS n, mode(power) AS power
  FROM powers GROUP BY ALL)
SELECT p.delivery_id, p.sheet, counted.c, p.unit, counted.power, n, count_if(p.power = counted.power) AS hits
FROM powers p JOIN counted ON (p.delivery_id, p.sheet, p.unit) = (counted.delivery_id, counted.sheet, counted.unit)
  AND CASE WHEN listed THEN p.c END IS NOT DISTINCT FROM counted.c
WHERE abs(counted.power) > 1 GROUP BY ALL HAVING n >= 3 AND hits >= 0.7 * n;

-- Neighbouring columns that fit last year's of the next column and not their own; runs of them, to one side.
CREATE OR REPLACE TEMP TABLE cause_leaning AS
WITH sides AS (
  SELECT *, 'left' AS side FROM cause_columns WHERE full_ > 1 AND own > 0.2 AND to_left < 0.4 * own
  UNION ALL SELECT *, 'right' FROM cause_columns WHERE full_ > 1 AND own > 0.2 AND to_right < 0.4 * own)
SELECT *, c - row_number() OVER (PARTITION BY delivery_id, sheet, side ORDER BY c) AS run FROM sides;

CREATE OR REPLACE TEMP TABLE cause_shapes AS
WITH found AS (
  SELECT 0 AS rank, known_causes.id AS cause, delivery_id, NULL::VARCHAR AS sheet, NULL::INTEGER AS c1, NULL::INTEGER AS c2,
    NULL::INTEGER AS r1, NULL::INTEGER AS r2, NULL::INTEGER AS power, NULL::VARCHAR AS unit, count(*) AS cells,
    NULL AS of_cells
  FROM cause_unsettled JOIN known_causes ON list_contains(known_causes.rules, rule) GROUP BY ALL
  UNION ALL
  SELECT 1 AS rank, 'last_year_again' AS cause, delivery_id, NULL::VARCHAR AS sheet, NULL::INTEGER AS c1, NULL::INTEGER AS c2,
    NULL::INTEGER AS r1, NULL::INTEGER AS r2, NULL::INTEGER AS power, NULL::VARCHAR AS unit, same AS cells, compared AS of_cells
  FROM cause_files WHERE compared >= 8 AND same >= 0.98 * compared
  UNION ALL
  SELECT 2, 'unit', delivery_id, sheet, min(c), max(c), NULL, NULL, power, any_value(unit), sum(hits), sum(n) FROM cause_scaled
  GROUP BY delivery_id, sheet, power
  UNION ALL
  SELECT 3, 'rows_shifted', delivery_id, sheet, NULL, NULL, min(r), max(r), NULL, NULL, count(*), max(r) - min(r) + 1
  FROM cause_lines WHERE own > 0.15 AND full_ > 3 AND least(to_above, coalesce(to_below, 9)) < 0.4 * own
  GROUP BY delivery_id, sheet, coalesce(to_above, 9) < coalesce(to_below, 9)
  HAVING count(*) > 1 AND count(*) >= 0.5 * (max(r) - min(r) + 1)
  UNION ALL
  -- Two columns that lean on each other are rather exchanged than shifted; three are not.
  SELECT if(count(*) > 2, 4, 6), 'columns_shifted', delivery_id, sheet, if(side = 'left', min(left_c), min(c)),
    if(side = 'right', max(right_c), max(c)), NULL, NULL, NULL, NULL, count(*) + 1, NULL
  FROM cause_leaning GROUP BY delivery_id, sheet, side, run HAVING count(*) > 1
  UNION ALL
  SELECT 5, 'columns_exchanged', o.delivery_id, o.sheet, o.c, o.right_c, NULL, NULL, NULL, NULL, 2, NULL
  FROM cause_leaning o JOIN cause_leaning n ON (n.delivery_id, n.sheet, n.c) = (o.delivery_id, o.sheet, o.right_c)
  WHERE o.side = 'right' AND n.side = 'left'
  UNION ALL
  SELECT 8, 'column_blank', delivery_id, sheet, c, c, NULL, NULL, NULL, NULL, had, NULL
  FROM cause_columns WHERE listed AND told = 0 AND had >= 3
),
-- Where nothing else explains why a whole file is far from last year's, it may be another region's; a table of many
-- regions or years is nobody's in particular.
foreign_ AS (
  SELECT 9 AS rank, 'other_region' AS cause, delivery_id, far_off AS cells, large AS of_cells FROM cause_files
  ANTI JOIN (FROM found WHERE rank < 7) USING (delivery_id) WHERE large >= 5 AND own > 0.12
    AND delivery_id NOT IN (SELECT delivery_id FROM cause_cells JOIN regions ON code = region GROUP BY delivery_id
      HAVING count(DISTINCT region) > 1 OR count(DISTINCT year) > 1))
SELECT *, row_number() OVER (ORDER BY rank, delivery_id, sheet, c1, r1) AS shape_id
FROM (FROM found UNION ALL BY NAME FROM foreign_);
