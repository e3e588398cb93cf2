-- The state of every explanation and of every finding, from the answers alone. Needs the macro today().
CREATE OR REPLACE TEMP TABLE judged_explanations AS
SELECT given.*, CASE WHEN note IS NOT NULL THEN 'refused' WHEN found.covers IS NULL THEN 'lapsed'
  WHEN expires < today() THEN 'expired' WHEN approver IS NULL THEN 'unapproved' ELSE 'valid' END AS state
FROM given LEFT JOIN (SELECT DISTINCT rule, region, year, level, release, measure, covers FROM findings) AS found
  ON (given.rule, given.region, given.year, given.level, given.release, given.measure, given.covers)
    IS NOT DISTINCT FROM (found.rule, found.region, found.year, found.level, found.release, found.measure, found.covers);

DELETE FROM explanations;
INSERT INTO explanations BY NAME SELECT * EXCLUDE (sheet, "row", received_at) FROM judged_explanations
ORDER BY explanation_id;

-- Of all that was ever answered to a finding the last word counts, what was said of its present values before the rest.
CREATE OR REPLACE TEMP TABLE last_words AS
WITH said AS (
  SELECT f.finding_id, e.covers IS NOT DISTINCT FROM f.covers AS present, e.received_at, e.delivery_id, e."row", e.state,
    e.reason, e.author, e.approver, e.given, e.expires, e.note, e.finding_id <> f.finding_id AS carried
  FROM findings f JOIN judged_explanations e ON (f.rule, f.region, f.year, f.level, f.release, f.measure)
    IS NOT DISTINCT FROM (e.rule, e.region, e.year, e.level, e.release, e.measure)
  WHERE e.covers IS NOT DISTINCT FROM f.covers OR e.state = 'lapsed'
  UNION ALL BY NAME
  SELECT f.finding_id, true AS present, a.received_at, a.delivery_id, a."row", 'promised' AS state, trim(a.text) AS reason, a.author,
    a.approver, a.received_at::DATE AS given
  FROM findings f JOIN answers a USING (finding_id)
  WHERE a.treatment = 'correct' AND a.covers IS NOT DISTINCT FROM f.covers)
SELECT * FROM said
QUALIFY row_number() OVER (PARTITION BY finding_id ORDER BY present DESC, received_at DESC, delivery_id, "row" DESC) = 1;

CREATE OR REPLACE TEMP TABLE last_reasons AS
SELECT f.finding_id, arg_max(e.reason, e.received_at) AS last_reason
FROM findings f JOIN judged_explanations e ON e.year = f.year - 1 AND e.state IN ('valid', 'expired')
  AND (f.rule, f.region, f.level, f.measure) IS NOT DISTINCT FROM (e.rule, e.region, e.level, e.measure)
GROUP BY f.finding_id;

UPDATE findings SET state = 'open', answer = NULL, last_reason = NULL;
UPDATE findings SET last_reason = last_reasons.last_reason FROM last_reasons
WHERE findings.finding_id = last_reasons.finding_id;
UPDATE findings SET
  state = CASE said.state WHEN 'valid' THEN 'explained' WHEN 'promised' THEN 'promised' ELSE 'open' END,
  answer = CASE said.state
    WHEN 'valid' THEN concat(if(carried, '沿用原说明：', '说明：'), reason, '（', signed, '，有效至 ', expires, '）')
    WHEN 'promised' THEN concat('答复将更正', if(reason <> '', '：' || reason, ''), '（', signed, '）')
    WHEN 'lapsed' THEN concat('数值已变动，原说明失效，须重新说明：', reason, '（', signed, '）')
    WHEN 'expired' THEN concat('说明已于 ', expires, ' 到期，须重新说明：', reason, '（', signed, '）')
    WHEN 'unapproved' THEN concat('说明没有审核人，尚不生效：', reason, '（', signed, '）')
    ELSE concat('答复没有采纳，', note, '：', reason, '（', signed, '）') END
FROM (SELECT *, concat_ws('，', '填报人 ' || author, '审核人 ' || approver, given) AS signed FROM last_words) AS said
WHERE findings.finding_id = said.finding_id;
