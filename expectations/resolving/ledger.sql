-- Every pair of the ledgers with what became of its difference.
DELETE FROM reconciliation WHERE year IS NULL OR wanted(year);
INSERT INTO reconciliation BY NAME
SELECT l.* EXCLUDE (indicator, rule, left_address, left_at, right_address, right_at), l.rule,
  left_address.delivery_id AS left_delivery, left_address.sheet AS left_sheet, left_address.cell AS left_cell,
  right_address.delivery_id AS right_delivery, right_address.sheet AS right_sheet, right_address.cell AS right_cell,
  finding_id, CASE WHEN within THEN 'agreed' ELSE coalesce(findings.state, 'open') END AS state,
  coalesce(last_words.carried AND findings.state = 'explained', false) AS carried, findings.answer AS explanation
FROM ledger_lines l
LEFT JOIN failures f ON NOT within AND f.rule = l.rule AND f.measure IN (l.measure, l.indicator)
  AND (f.region, f.year, f.level, f.release) IS NOT DISTINCT FROM (l.region, l.year, l.level, l.release)
LEFT JOIN findings USING (finding_id) LEFT JOIN last_words USING (finding_id)
QUALIFY row_number() OVER (PARTITION BY l.ledger, l.measure, l.region, l.year, l.level, l.release
  ORDER BY f.failure_id) = 1
ORDER BY l.ledger, l.measure, l.region, l.year, l.level;
