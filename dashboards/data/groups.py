"""`groups/<code>`: the verdicts of a region and of those directly below it.

Every judged region has one, and so has every region with judged ones below it: whatever a page is opened for is there.
"""

from dashboards.data.judged import judged_text
from dashboards.data.sql import level_place, listed

# Who is in which group; `own` is the region itself.
MEMBERS = """CREATE OR REPLACE TEMP TABLE members AS
    WITH judged_regions AS (SELECT DISTINCT region FROM verdicts)
    SELECT region AS head, region, true AS own FROM judged_regions
    UNION ALL SELECT p.parent, region, false FROM judged_regions JOIN places p ON p.code = region
    WHERE p.parent IS NOT NULL"""
TURNED = {"region": "region", "year": "year", "test": "test", "level": "level"}


def groups_query() -> str:
    """Query: key and JSON text of the script of every group; a region without any below it is its own only child."""
    verdicts = judged_text("head").replace("FROM judged", "FROM judged JOIN members USING (region)")
    return f"""
        SELECT 'groups/' || head, concat('{{"code":', to_json(head), ',"children":', to_json(children),
            ',"verdicts":', verdicts, ',"history":', coalesce(history, '[]'), '}}')
        FROM (SELECT head, coalesce(list(region ORDER BY region) FILTER (NOT own), [head]) AS children
            FROM members GROUP BY head)
        JOIN ({verdicts}) AS v(head, verdicts) USING (head)
        LEFT JOIN (SELECT head, to_json(list_transform({listed(TURNED, ("region", "year", "test", level_place()))},
                lambda h: {{'region': h.region, 'year': h.year, 'test': h.test, 'level': h.level}}))::VARCHAR AS history
            FROM verdict_history JOIN members USING (region) WHERE turned GROUP BY head) USING (head)"""
