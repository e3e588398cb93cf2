-- What ails a file, a sheet, a column or some rows as a whole: `cause_shapes`, from `cause_cells`; each row a cause with its place.

-- How far a figure is from another; that a cell is blank in one year only tells as much as what stands in it.
CREATE OR REPLACE TEMP MACRO far(a, b) AS CASE WHEN a IS NULL AND b IS NULL THEN 0
  WHEN a IS NULL OR b IS NULL THEN blank_beside_told() + ln(abs(coalesce(a, b)) + 1)
  ELSE abs(ln((abs(a) + 1) / (abs(b) + 1))) END;
CREATE OR REPLACE TEMP MACRO power_of(a, b) AS CASE WHEN a > 0 AND b > 0 AND abs(log10(a / b)
  - round(log10(a / b))) < same_power() THEN round(log10(a / b))::INTEGER END;
CREATE OR REPLACE TEMP MACRO tells(a, b) AS coalesce(a, 0) <> 0 OR coalesce(b, 0) <> 0 OR (a IS NULL) <> (b IS NULL);

-- A row of which nothing is known from last year fits no row better than another.
CREATE OR REPLACE TEMP TABLE cause_neighbours AS
SELECT *, far(value, last) AS own,
  far(value, lag(last) OVER line) AS to_left, far(value, lead(last) OVER line) AS to_right,
  far(value, lag(last) OVER file) AS to_above, far(value, lead(last) OVER file) AS to_below,
  value = other AS twin_own, value = lag(other) OVER line AS twin_left, value = lead(other) OVER line AS twin_right,
  lag(c) OVER line AS left_c, lead(c) OVER line AS right_c
FROM (FROM cause_cells QUALIFY count(last) OVER (PARTITION BY delivery_id, sheet, r) > 0)
WINDOW line AS (PARTITION BY delivery_id, sheet, r ORDER BY c),
  -- of one year: where the years of a unit stand one below the other, each row holds last year's of the next by nature
  file AS (PARTITION BY delivery_id, sheet, c, year ORDER BY r);

CREATE OR REPLACE TEMP TABLE cause_columns AS
SELECT delivery_id, sheet, c, min(left_c) AS left_c, min(right_c) AS right_c, count(value) AS told,
  count(last) AS before, count_if(tells(value, last)) AS full_, sum(own) AS own, sum(to_left) AS to_left,
  sum(to_right) AS to_right, bool_and(listed) AS listed, count_if(twin_left) - count_if(twin_own) AS twins_left,
  count_if(twin_right) - count_if(twin_own) AS twins_right
FROM cause_neighbours GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE cause_lines AS
SELECT delivery_id, sheet, r, count_if(tells(value, last)) AS full_, avg(own) AS own, avg(to_above) AS to_above,
  avg(to_below) AS to_below
FROM cause_neighbours WHERE listed GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE cause_files AS
SELECT delivery_id, count(*) AS large, count_if(own > off_figure()) AS far_off, quantile_cont(own, 0.5) AS own,
  far(sum(value), sum(last)) AS together, bool_and(listed) AS listed
FROM cause_neighbours WHERE value > large_figure() AND last > large_figure() GROUP BY ALL;

-- Neighbouring columns that fit last year's of the next column and not their own. Some of a run may fit either, as
-- columns of zeros do: the run goes on as long as the neighbour fits no worse, or is what another form tells of it, and
-- needs two that are plain.
CREATE OR REPLACE TEMP TABLE cause_leaning AS
WITH places AS (SELECT *, row_number() OVER (PARTITION BY delivery_id, sheet ORDER BY c) AS place FROM cause_columns),
sides AS (
  SELECT *, 'left' AS side, to_left AS beside, twins_left AS twins FROM places
  UNION ALL SELECT *, 'right', to_right, twins_right FROM places)
SELECT *, beside < own OR twins > 0 AS leans, beside < fits_neighbour() * own AND own > off_column() * full_
    OR twins >= twins_agree() * told AS strong,
  strong AND full_ > 1 AS plain, place - row_number() OVER (PARTITION BY delivery_id, sheet, side ORDER BY c) AS run
FROM sides WHERE beside <= own OR twins > 0;

-- The same of rows.
CREATE OR REPLACE TEMP TABLE cause_sinking AS
WITH places AS (SELECT *, row_number() OVER (PARTITION BY delivery_id, sheet ORDER BY r) AS place FROM cause_lines),
sides AS (
  SELECT *, 'above' AS side, to_above AS beside FROM places UNION ALL SELECT *, 'below', to_below FROM places)
SELECT *, beside < own AS leans, full_ > figures_of_row() AND own > off_row() AND beside < fits_neighbour() * own AS plain,
  place - row_number() OVER (PARTITION BY delivery_id, sheet, side ORDER BY r) AS run
FROM sides WHERE beside <= own;

-- A column of a list, or the cells of one unit on a sheet, as so many times last year's: unless a neighbour fits better.
CREATE OR REPLACE TEMP TABLE cause_scaled AS
WITH powers AS (
  SELECT k.*, power_of(value, last) AS power, unit FROM cause_cells k JOIN measures ON measures.id = measure
  WHERE value > 0 AND last > 0),
counted AS (
  SELECT delivery_id, sheet, CASE WHEN listed THEN c END AS c, unit, count(*) AS n, mode(power ORDER BY power) AS power
  FROM powers GROUP BY ALL),
fitted AS (
  SELECT p.delivery_id, p.sheet, counted.c, p.unit, counted.power, n, count_if(p.power = counted.power) AS hits,
    avg(abs(ln(value / last) - counted.power * ln(10))) AS off
  FROM powers p JOIN counted ON (p.delivery_id, p.sheet, p.unit) = (counted.delivery_id, counted.sheet, counted.unit)
    AND CASE WHEN listed THEN p.c END IS NOT DISTINCT FROM counted.c
  WHERE abs(counted.power) > 1 GROUP BY ALL)
SELECT f.* FROM fitted f LEFT JOIN cause_columns k USING (delivery_id, sheet, c)
WHERE n >= figures_of_unit() AND hits >= powers_agree() * n
  AND (f.c IS NULL OR off < least(coalesce(to_left / full_, off + 1), coalesce(to_right / full_, off + 1)));

CREATE OR REPLACE TEMP TABLE cause_shapes AS
WITH found AS (
  SELECT 0 AS rank, known_causes.id AS cause, delivery_id, NULL::VARCHAR AS sheet, NULL::INTEGER AS c1,
    NULL::INTEGER AS c2, NULL::INTEGER[] AS columns, NULL::INTEGER AS r1, NULL::INTEGER AS r2, NULL::INTEGER AS power,
    count(*) AS cells, NULL AS of_cells
  FROM cause_unsettled JOIN known_causes ON list_contains(known_causes.rules, rule) GROUP BY ALL
  UNION ALL BY NAME
  SELECT 2 AS rank, 'unit' AS cause, delivery_id, sheet, min(c) AS c1, max(c) AS c2, list(c) AS columns, power,
    sum(hits) AS cells, sum(n) AS of_cells
  FROM cause_scaled GROUP BY delivery_id, sheet, power
  UNION ALL BY NAME
  SELECT 3 AS rank, 'rows_shifted' AS cause, delivery_id, sheet, min(r) FILTER (leans) AS r1,
    max(r) FILTER (leans) AS r2, count_if(leans) AS cells
  FROM cause_sinking GROUP BY delivery_id, sheet, side, run HAVING count_if(plain) > 1
  UNION ALL BY NAME
  -- Two columns that lean on each other are rather exchanged than shifted; three are not.
  SELECT if(count_if(plain) > 2, 4, 6) AS rank, 'columns_shifted' AS cause, delivery_id, sheet,
    if(side = 'left', arg_min(left_c, c) FILTER (leans), min(c) FILTER (leans)) AS c1,
    if(side = 'right', arg_max(right_c, c) FILTER (leans), max(c) FILTER (leans)) AS c2, count_if(leans) + 1 AS cells
  FROM cause_leaning GROUP BY delivery_id, sheet, side, run HAVING count_if(plain) > 1
  UNION ALL BY NAME
  SELECT 5 AS rank, 'columns_exchanged' AS cause, o.delivery_id, o.sheet, o.c AS c1, o.right_c AS c2, 2 AS cells
  FROM cause_leaning o JOIN cause_leaning n ON (n.delivery_id, n.sheet, n.c) = (o.delivery_id, o.sheet, o.right_c)
  WHERE o.side = 'right' AND n.side = 'left' AND o.strong AND n.strong AND (o.plain OR n.plain)
  UNION ALL BY NAME
  -- Two neighbouring cells, each of which should hold what stands in the other.
  SELECT 5 AS rank, 'columns_exchanged' AS cause, a.delivery_id, a.sheet, column_of(a.cell) AS c1,
    column_of(b.cell) AS c2, 2 AS cells
  FROM cause_unsettled a JOIN cause_unsettled b
    ON (a.rule, a.delivery_id, a.sheet, a.found_value, a.expected_value, row_of(a.cell), column_of(a.cell) + 1)
    = (b.rule, b.delivery_id, b.sheet, b.expected_value, b.found_value, row_of(b.cell), column_of(b.cell))
  WHERE a.found_value <> a.expected_value GROUP BY ALL
  UNION ALL BY NAME
  SELECT 8 AS rank, 'column_blank' AS cause, delivery_id, sheet, c AS c1, c AS c2, before AS cells
  FROM cause_columns WHERE listed AND told = 0 AND before >= blank_column()
),
-- Where nothing else explains why a whole file is far from last year's, it may be another region's; a table of many
-- regions or years is nobody's in particular.
foreign_ AS (
  SELECT 9 AS rank, 'other_region' AS cause, delivery_id, far_off AS cells, large AS of_cells FROM cause_files
  ANTI JOIN (FROM found WHERE rank < 7) USING (delivery_id) WHERE large >= large_figures()
    AND if(listed, own > off_list(), own > off_file() AND together > off_file())
    AND delivery_id NOT IN (SELECT delivery_id FROM cause_cells JOIN regions ON code = region GROUP BY delivery_id
      HAVING count(DISTINCT region) > 1 OR count(DISTINCT year) > 1))
SELECT *, row_number() OVER (ORDER BY rank, delivery_id, sheet, c1, r1) AS shape_id
FROM (FROM found UNION ALL BY NAME FROM foreign_);
