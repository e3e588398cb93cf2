"""The region tree and how many children of each region are expected to report, in temporary tables."""

from warehouse.store import Connection


def build_tree(con: Connection, years: str) -> int:
    """Make `tree` (code, parent, depth, leaf) and `expected` (region, year, level, children); returns the depth.

    Children of a region are the regions and the schools under it that exist in the year; a school is expected at its
    levels, and at level `all`; a development zone counts when it reports, but nobody waits for it.
    """
    con.sql(TREE)
    con.sql(EXPECTED.format(years=years))
    return int(con.sql("SELECT coalesce(max(depth), 0) FROM tree").fetchall()[0][0])


TREE = """
CREATE OR REPLACE TEMP TABLE tree AS
WITH RECURSIVE tree AS (
    SELECT code, parent, 0 AS depth, kind, valid_from, valid_to FROM regions WHERE parent = ''
    UNION ALL
    SELECT regions.code, regions.parent, depth + 1, regions.kind, regions.valid_from, regions.valid_to
    FROM regions JOIN tree ON regions.parent = tree.code)
SELECT * REPLACE (code::region_key AS code, parent::region_key AS parent),
    code NOT IN (SELECT parent FROM tree) AS leaf FROM tree
"""

EXPECTED = """
CREATE OR REPLACE TEMP TABLE expected AS
WITH years AS (SELECT DISTINCT year FROM work.summed_facts WHERE {years}),
schools_at AS (
    SELECT * EXCLUDE (levels), unnest(list_append(coalesce(levels, []), 'all')) AS level FROM (
        SELECT parent, valid_from, valid_to, levels, count(*) AS children FROM schools GROUP BY ALL)),
regions_at AS (
    SELECT parent, valid_from, valid_to, id AS level, count(*) AS children
    FROM tree, levels WHERE parent <> '' AND kind <> 'zone' GROUP BY ALL)
SELECT parent::region_key AS region, year, level::level_key AS level, sum(children)::DOUBLE AS children
FROM (FROM schools_at UNION ALL BY NAME FROM regions_at), years
WHERE (coalesce(valid_from, '') = '' OR TRY_CAST(valid_from AS INTEGER) <= year)
    AND (coalesce(valid_to, '') = '' OR year < TRY_CAST(valid_to AS INTEGER))
GROUP BY ALL
"""
