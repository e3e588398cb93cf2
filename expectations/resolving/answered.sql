-- What return workbooks confirmed, bound to nothing but the line itself: whom it speaks about, how long it stands, and
-- why it is not taken, where it is not. Needs the macro lasts_years().
CREATE OR REPLACE TEMP TABLE given AS
SELECT md5(concat_ws('|', delivery_id, sheet, "row"))[:16] AS explanation_id, finding_id, rule, region, year, level,
  release, measure, trim(text) AS reason, author, nullif(trim(approver), '') AS approver, received_at::DATE AS given,
  make_date(extract(year FROM received_at)::INTEGER + lasts_years(), 12, 31) AS expires, covers, delivery_id, sheet,
  "row", received_at,
  CASE WHEN severity IS NULL THEN '没有找到所答的问题' WHEN severity = 'hard' THEN '逻辑校验查出的问题只能更正，不能以说明通过'
    WHEN coalesce(trim(text), '') = '' THEN '没有写说明' END AS note
FROM answers LEFT JOIN (SELECT id AS rule, severity FROM rules) USING (rule)
WHERE treatment = 'confirm';

-- The same reason in three years running for the same thing: a row for each third year.
CREATE OR REPLACE TEMP VIEW repeated_reasons AS
WITH yearly AS (
  SELECT rule, region, level, measure, year, arg_max(struct_pack(reason, release, delivery_id, sheet, "row"), received_at) AS said
  FROM given WHERE note IS NULL AND approver IS NOT NULL AND year IS NOT NULL AND rule <> 'A-001' GROUP BY ALL),
alike AS (SELECT *, regexp_replace(said.reason, '[\s\p{P}]', '', 'g') AS meaning FROM yearly),
thrice AS (
  SELECT now.rule, now.region, now.level, now.measure, now.year, now.said FROM alike now
  JOIN alike one ON one.year = now.year - 1 AND one.meaning = now.meaning AND (one.rule, one.region, one.level, one.measure)
    IS NOT DISTINCT FROM (now.rule, now.region, now.level, now.measure)
  JOIN alike two ON two.year = now.year - 2 AND two.meaning = now.meaning AND (two.rule, two.region, two.level, two.measure)
    IS NOT DISTINCT FROM (now.rule, now.region, now.level, now.measure))
SELECT region, year, level, said.release AS release, rule AS of_rule, title AS of_title, said.reason AS reason,
  struct_pack(delivery_id := said.delivery_id, sheet := said.sheet, cell := NULL::VARCHAR) AS address
FROM thrice LEFT JOIN (SELECT id AS rule, title FROM rules) USING (rule);
