"""How a verdict came out from release to release: 快报达标 may become 年鉴不达标."""

# One row per region, year, level and test: its verdicts from the first release to the final one, and whether they
# differ from each other. Sorting each list by itself, not all rows at once, takes a quarter of the time.
HISTORY = """
SELECT region, year, level, test, min(verdict) <> max(verdict) AS turned,
    [struct_pack(release := one.release, verdict := one.verdict, gap := one.gap) FOR one IN list_sort(
        list(struct_pack(rank := rank, release := release, verdict := verdict, gap := gap)))] AS history
FROM verdicts JOIN releases ON releases.id = release GROUP BY ALL
"""
VIEW = f"CREATE OR REPLACE VIEW verdict_history AS {HISTORY}"
