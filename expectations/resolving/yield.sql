-- How often each rule fired, was right (a correction made the finding disappear), was explained away; invented regions
-- (示例) apart.
CREATE OR REPLACE VIEW rule_yield AS
WITH last_closed AS (
  SELECT DISTINCT ON (finding_id) * FROM closed_findings ANTI JOIN findings USING (finding_id)
  ORDER BY finding_id, closed_at DESC),
invented AS (
  SELECT code FROM regions WHERE kind = 'example'
  UNION SELECT code FROM schools WHERE parent IN (SELECT code FROM regions WHERE kind = 'example')),
every AS (
  SELECT region, delivery_id, coalesce(rules, [rule]) AS rules, year, state AS became FROM findings
  UNION ALL
  SELECT region, delivery_id, coalesce(rules, [rule]), year, if(closed_by IS NULL, 'withdrawn', 'corrected')
  FROM last_closed),
placed AS (
  SELECT * EXCLUDE (rules), unnest(list_distinct(rules)) AS rule, CASE WHEN region IS NOT NULL
    THEN region IN (FROM invented) ELSE coalesce(delivery_id IN (SELECT delivery_id FROM delivered_units
      WHERE unit IN (FROM invented)), false) END AS example
  FROM every)
SELECT rule, year, example, count(*) AS fired, count(*) FILTER (became = 'corrected') AS corrected,
  count(*) FILTER (became = 'explained') AS explained, count(*) FILTER (became IN ('open', 'promised')) AS open,
  count(*) FILTER (became = 'withdrawn') AS withdrawn
FROM placed GROUP BY rule, year, example;
