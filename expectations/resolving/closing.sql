-- Findings of the last check that no longer occur. One that occurs again in a newer delivery goes on there; the others
-- are closed, by the delivery that came in place of theirs, else by the newest since then that tells the same form, else
-- by any about the same region and year.
CREATE OR REPLACE TEMP TABLE gone AS
SELECT earlier.* FROM earlier_findings AS earlier ANTI JOIN findings USING (finding_id)
WHERE earlier.covers IS NOT NULL -- those of earlier versions of this program cannot be told apart
  AND NOT EXISTS (FROM findings AS now WHERE now.finding_id NOT IN (SELECT finding_id FROM earlier_findings)
  AND (now.rule, now.region, now.year, now.level, now.release, now.measure)
    IS NOT DISTINCT FROM (earlier.rule, earlier.region, earlier.year, earlier.level, earlier.release, earlier.measure));

CREATE OR REPLACE TEMP TABLE arrived_since AS
SELECT d.delivery_id, d.received_at, d.form, d.sender, d.file_name, u.unit, u.year, c.received_at AS since, c.year AS of_year
FROM checked_until c JOIN deliveries d ON d.state = 'accepted' AND d.received_at > c.received_at
JOIN (SELECT DISTINCT delivery_id, year, unnest([unit, reporter]) AS unit FROM delivered_units) u
  ON u.delivery_id = d.delivery_id AND (u.year = c.year OR c.year IS NULL);

CREATE OR REPLACE TEMP TABLE closers AS
WITH kin AS (
  SELECT code, code AS other FROM regions UNION SELECT code, code FROM schools
  UNION SELECT code, parent FROM regions WHERE parent IS NOT NULL UNION SELECT code, parent FROM schools
  UNION SELECT parent, code FROM regions WHERE parent IS NOT NULL)
SELECT gone.finding_id,
  arg_max(new.delivery_id, nearness) AS delivery_id, arg_max(new.received_at, nearness) AS received_at
FROM gone LEFT JOIN deliveries old ON old.delivery_id = gone.delivery_id
JOIN arrived_since new ON new.of_year IS NOT DISTINCT FROM gone.year
JOIN LATERAL (SELECT (coalesce(new.delivery_id = old.superseded_by, false), coalesce(new.form = old.form, false),
  coalesce(new.unit = gone.region, false), new.received_at) AS nearness) ON true
LEFT JOIN kin ON kin.code = gone.region AND kin.other = new.unit
WHERE kin.code IS NOT NULL OR new.unit = gone.region OR new.delivery_id = old.superseded_by
  OR gone.region IS NULL AND (new.file_name = old.file_name OR new.form = old.form)
GROUP BY ALL;

INSERT INTO closed_findings BY NAME
SELECT gone.*, coalesce(closers.received_at, now_here()) AS closed_at, closers.delivery_id AS closed_by,
  gone.state = 'promised' OR finding_id IN (SELECT finding_id FROM answers WHERE treatment = 'correct') AS promised
FROM gone LEFT JOIN closers USING (finding_id) ORDER BY gone.finding_id;

DELETE FROM checked_until WHERE year IS NULL OR wanted(year);
INSERT INTO checked_until
SELECT DISTINCT year, (SELECT max(received_at) FROM deliveries) FROM findings WHERE year IS NULL OR wanted(year);
