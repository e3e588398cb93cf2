-- What each school misses of the conditions asked of it, those it misses most first; of each figure the most final
-- release counts. A school of which nothing is missing has an empty list.
CREATE OR REPLACE VIEW school_shortcomings AS
WITH final AS (
  SELECT c.* FROM school_conditions c JOIN releases r ON r.id = c.release
  QUALIFY row_number() OVER (PARTITION BY c.region, c.year, c.level, c.school, c.indicator ORDER BY r.rank DESC, c.met) = 1)
SELECT f.region, f.year, f.level, f.school, any_value(s.name) AS name, count(*) AS asked, count_if(met) AS met,
  coalesce(list(struct_pack(indicator := i.name, value, norm, unit := i.unit, ratio) ORDER BY ratio, i.id)
    FILTER (NOT met), []) AS missed, min(ratio) AS least
FROM final f JOIN indicators i ON i.id = f.indicator
LEFT JOIN (SELECT code, arg_max(name, valid_from) AS name FROM schools GROUP BY code) s ON s.code = f.school
GROUP BY f.region, f.year, f.level, f.school;
