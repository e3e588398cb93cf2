"""Key columns of the working tables as enumerations: joining and sorting numbers costs a fraction of text."""

from warehouse.store import Connection

KEY = "region, year, level, indicator, release"
WORDS = {
    "region": """SELECT '' UNION SELECT code FROM regions UNION SELECT parent FROM regions
        UNION SELECT parent FROM schools UNION SELECT region FROM published_figures""",
    "level": """SELECT 'all' UNION SELECT id FROM levels UNION SELECT level FROM published_figures
        UNION SELECT level FROM work.reported
        UNION SELECT unnest(levels) FROM (SELECT DISTINCT levels FROM schools)""",
    "indicator": "SELECT '' UNION SELECT id FROM indicators UNION SELECT indicator FROM published_figures",
    "release": """SELECT id FROM releases UNION SELECT release FROM published_figures
        UNION SELECT DISTINCT release FROM work.summed_facts""",
    "measure": "SELECT id FROM measures",
}
KEYED = ", ".join(
    f"{name}::{name}_key AS {name}" for name in KEY.split(", ") if name in WORDS
)  # for SELECT * REPLACE (…)


def build_keys(con: Connection) -> None:
    """Make the temporary types `region_key`, `level_key`, `indicator_key`, … in order of their text."""
    for name, words in WORDS.items():
        con.sql(f"""CREATE OR REPLACE TEMP TYPE {name}_key AS ENUM
            (SELECT word FROM ({words}) AS all_(word) WHERE word IS NOT NULL ORDER BY word)""")
