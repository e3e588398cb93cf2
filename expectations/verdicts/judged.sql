-- What is written: verdicts out of the judged duties, and beside each the other definitions of its sides.

INSERT INTO duties_judged BY NAME FROM unanswered;

-- Another definition counts where it can be judged, or has at least both numbers of the verdict beside it.
CREATE OR REPLACE TEMP TABLE other_scopes AS
SELECT o.*, d.known AND o.known AND (o.verdict = 'fail') <> (d.verdict = 'fail') AS turns
FROM duties_judged o JOIN (FROM duties_judged WHERE place = 0) d USING (bearer, level, test)
WHERE o.place > 0 AND o.known;

CREATE OR REPLACE TEMP VIEW judged AS
SELECT b.region, b.year, d.level, d.test, b.release, d.verdict,
  CASE WHEN o.turns THEN list_append(d.flags, 'definition_sensitive') ELSE d.flags END AS flags,
  d.left_indicator, d.left_value, d.right_indicator, d.right_value, d.gap, d.gap_unit,
  CASE WHEN d.short_unit = '万元' THEN d.short END AS shortfall,
  CASE WHEN d.short_unit <> '万元' THEN d.short END AS lacking,
  CASE WHEN d.short_unit <> '万元' AND d.short IS NOT NULL THEN d.short_unit END AS lacking_unit,
  d.missing, d.formula, bearer
FROM duties_judged d JOIN bearers b USING (bearer) LEFT JOIN (SELECT bearer, level, test, bool_or(turns) AS turns FROM other_scopes
  GROUP BY ALL) o USING (bearer, level, test)
WHERE d.place = 0;

CREATE OR REPLACE TEMP VIEW scopes_judged AS
SELECT region, year, level, test, release, scope, verdict, left_indicator, left_value, right_indicator, right_value, gap,
  gap_unit, CASE WHEN short_unit = '万元' THEN short END AS shortfall, formula
FROM duties_judged JOIN bearers USING (bearer) SEMI JOIN other_scopes USING (bearer, level, test)
WHERE place = 0 OR known;
