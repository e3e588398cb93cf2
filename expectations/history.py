"""How a verdict came out from release to release: 快报达标 may become 年鉴不达标."""

# One row per region, year, level and test: its verdicts from the first release to the final one, and whether they
# differ from each other.
HISTORY = """
SELECT region, year, level, test, count(DISTINCT verdict) > 1 AS turned,
    list(struct_pack(release := release, verdict := verdict, gap := gap) ORDER BY rank) AS history
FROM verdicts JOIN releases ON releases.id = release GROUP BY ALL
"""
VIEW = f"CREATE OR REPLACE VIEW verdict_history AS {HISTORY}"
