-- One row per group of failures with one cause: `cause_groups`; `cause_members` says which failure belongs to which.

CREATE OR REPLACE TEMP TABLE cause_members AS
SELECT failure_id, CASE WHEN shape_id IS NOT NULL THEN 'shape|' || shape_id
  WHEN p.cell IS NOT NULL THEN 'cell|' || place ELSE failure_id END AS grp
FROM cause_unsettled LEFT JOIN cause_shaped USING (failure_id) LEFT JOIN cause_picked p USING (failure_id);

CREATE OR REPLACE TEMP TABLE cause_groups AS
WITH sayings AS (SELECT id AS cause, unnest(says) AS said FROM known_causes),
headers AS (SELECT delivery_id, sheet, c, min(header) AS header, min(r) - 1 AS head_r FROM cause_cells GROUP BY ALL),
of_shapes AS (
  SELECT 'shape|' || shape_id AS grp, cause, s.delivery_id, s.sheet, power, cells, of_cells, NULL::DOUBLE AS found_value,
    NULL::DOUBLE AS expected_value, header, column_letters(h.c) || head_r AS cell,
    coalesce(r1::VARCHAR, column_letters(c1)) AS first_, coalesce(r2::VARCHAR, column_letters(c2)) AS until_
  FROM cause_shapes s LEFT JOIN headers h ON (h.delivery_id, h.sheet, h.c) = (s.delivery_id, s.sheet, c1)
    AND (cause <> 'unit' OR c1 = c2)),
of_cells AS (
  SELECT DISTINCT ON (grp) grp, cause, p.delivery_id, p.sheet, power_between(v, coalesce(w, last)) AS power, 1 AS cells, 1 AS of_cells,
    v AS found_value, w AS expected_value, k.header, p.cell, NULL AS first_, NULL AS until_
  FROM cause_members JOIN cause_picked p USING (failure_id)
  LEFT JOIN (SELECT delivery_id, sheet, cell, min(header) AS header FROM cause_cells GROUP BY ALL) k
    USING (delivery_id, sheet, cell)
  WHERE starts_with(grp, 'cell|') ORDER BY grp, w IS NULL, cause, v, w, last, p.cell),
of_words AS (
  SELECT failure_id AS grp, cause, delivery_id, sheet, cell FROM cause_unsettled JOIN sayings ON contains(message, said)
  QUALIFY row_number() OVER (PARTITION BY failure_id ORDER BY cause) = 1)
SELECT g.*, file_name FROM (FROM of_shapes UNION ALL BY NAME FROM of_cells UNION ALL BY NAME FROM of_words) g
LEFT JOIN (SELECT delivery_id, file_name FROM deliveries) USING (delivery_id);
