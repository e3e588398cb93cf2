-- Explanations the journal does not tell yet: finding, and what was said by whom. Needs the table given.
SELECT finding_id, concat(rule, '：', reason, '（', concat_ws('，', '填报人 ' || author,
  coalesce('审核人 ' || approver, '没有审核人'), given, '说明 ' || explanation_id), '）') AS told
FROM given WHERE note IS NULL AND told NOT IN (SELECT text FROM journal WHERE kind = 'explanation')
ORDER BY received_at, delivery_id, sheet, "row"
