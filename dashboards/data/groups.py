"""`groups/<code>`: the verdicts of a region and of those directly below it.

Every judged region has one, and so has every region with judged ones below it: whatever a page is opened for is there.
"""

from dashboards.data.judged import judged_text
from dashboards.data.sql import level_place

# Who is in which group; `own` is the region itself.
MEMBERS = """CREATE OR REPLACE TEMP TABLE members AS
    WITH judged_regions AS (SELECT DISTINCT region FROM verdicts)
    SELECT region AS head, region, true AS own FROM judged_regions
    UNION ALL SELECT p.parent, region, false FROM judged_regions JOIN places p ON p.code = region
    WHERE p.parent IS NOT NULL"""
# Groups of one region are told along with the region; the others by themselves.
ALONE = """CREATE OR REPLACE TEMP TABLE some_members AS
    FROM members WHERE head IN (FROM asked) AND head NOT IN (SELECT head FROM members WHERE NOT own)"""
TOGETHER = """SELECT head, sum(n) FROM members
    JOIN (SELECT region, count(*) AS n FROM verdicts GROUP BY ALL) USING (region)
    GROUP BY head HAVING bool_or(NOT own) ORDER BY head"""
SOME = "CREATE OR REPLACE TEMP TABLE some_members AS FROM members WHERE head IN (FROM asked_heads)"
TURNED = f"""SELECT head, to_json(list({{'region': region, 'year': year, 'test': test, 'level': level}}
        ORDER BY region, year, test, {level_place()})) AS history
    FROM verdict_history JOIN some_members USING (region) WHERE turned GROUP BY head"""
CHILDREN = """SELECT head, coalesce(list(region ORDER BY region) FILTER (NOT own), [head]) AS children
    FROM some_members GROUP BY head"""


MERGED = judged_text("head", "judged JOIN some_members USING (region)")
OWN = "SELECT head, verdicts FROM some_members JOIN judged_alone USING (region)"


def alone_query() -> str:
    """Query: key and JSON text of the groups that are one region, its own only child."""
    return _query(OWN)


def groups_query() -> str:
    """Query: key and JSON text of the script of every group whose members are asked for."""
    return _query(MERGED)


def _query(judged: str) -> str:
    return f"""
        SELECT 'groups/' || head, concat('{{"code":', to_json(head), ',"children":', to_json(children),
            ',"verdicts":', verdicts, ',"history":', coalesce(history::VARCHAR, '[]'), '}}')
        FROM ({CHILDREN}) JOIN ({judged}) USING (head) LEFT JOIN ({TURNED}) USING (head)"""
