-- One indicator ({indicator}), school by school, beside the strictest norm that holds there and then.
SELECT v.region, v.year, v.level, v.release, v.school, '{indicator}' AS indicator, v.value, n.value AS norm,
  satisfied(n.operator, room_of(n.operator, v.value, n.value)) AS met,
  CASE WHEN n.operator IN ('>', '>=') THEN v.value / nullif(n.value, 0) ELSE n.value / nullif(v.value, 0) END AS ratio,
  v.numerator, v.denominator
FROM (FROM values_of_schools WHERE {wanted}) v LEFT JOIN norm_keys k ON k.region = v.region
JOIN norms n ON n.indicator = '{indicator}' AND n.level = v.level
  AND v.year BETWEEN coalesce(n.valid_from, v.year) AND coalesce(n.valid_to, v.year)
  AND (n.area = '' OR list_contains(k.areas, n.area))
QUALIFY row_number() OVER (PARTITION BY v.region, v.year, v.level, v.release, v.school, n.operator
  ORDER BY if(n.operator IN ('>', '>='), -n.value, n.value), n.id) = 1
ORDER BY v.region, v.year, v.level, v.release, v.school
