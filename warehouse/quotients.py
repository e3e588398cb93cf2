"""Indicators that are one ratio over another, such as one average wage over another.

Their sides can't be added up over regions, so they are made of each region's own two ratios, be they its own or sums.
"""

from warehouse.keys import KEY

# Of each ratio the value that would be chosen; a quotient of which a side is a sum of children is one too.
QUOTIENTS = f"""
INSERT INTO candidates BY NAME
WITH wanted AS (
    SELECT id::indicator_key AS quotient, parts[1]::indicator_key AS over, parts[2]::indicator_key AS below, levels,
        under, scale FROM indicators WHERE kind = 'quotient'),
best AS (
    SELECT * FROM candidates WHERE indicator IN (SELECT unnest([over, below]) FROM wanted) AND value IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY {KEY} ORDER BY place, scope) = 1)
SELECT first.region, first.year, first.level, quotient AS indicator, first.release, '' AS scope,
    if(first.place = 3 OR second.place = 3, 'rolled_up', 'reported') AS basis,
    if(first.place = 3 OR second.place = 3, 3, 1) AS place, first.value * scale / second.value AS value,
    least(first.coverage, second.coverage) AS coverage
FROM best AS first JOIN wanted ON first.indicator = over AND list_contains(levels, first.level::VARCHAR)
JOIN best AS second ON second.indicator = below
    AND (second.region, second.year, second.release) = (first.region, first.year, first.release)
    AND second.level::VARCHAR = coalesce(nullif(under, ''), first.level::VARCHAR)
WHERE second.value > 0
"""
