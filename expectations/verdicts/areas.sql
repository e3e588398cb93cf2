-- Where norms hold, and how a figure stands to one.

-- Regions by the areas on their way up that have norms of their own: few different keys for any number of regions.
CREATE OR REPLACE TEMP TABLE norm_keys AS
WITH RECURSIVE up AS (
  SELECT DISTINCT code AS region, code AS area FROM regions
  UNION
  SELECT up.region, r.parent FROM up JOIN regions r ON r.code = up.area WHERE r.parent <> '')
SELECT region, list(area ORDER BY area) FILTER (area IN (SELECT area FROM norms WHERE area <> '')) AS areas
FROM up GROUP BY region;
-- The same as one text, to join by; it is empty where only the norms of the whole country hold.
CREATE OR REPLACE TEMP MACRO area_key(areas) AS coalesce(array_to_string(areas, ' '), '');

CREATE OR REPLACE TEMP MACRO satisfied(operator, room) AS CASE WHEN operator IN ('>', '<') THEN room > 0 ELSE room >= 0 END;
-- How much better than the limit, exactly; a difference that only the division left behind is none.
CREATE OR REPLACE TEMP MACRO room_of(operator, x, bound) AS CASE
  WHEN abs(x - bound) <= 1e-12 * greatest(abs(x), abs(bound)) THEN 0
  WHEN operator IN ('>=', '>') THEN x - bound ELSE bound - x END;
