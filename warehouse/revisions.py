"""What one publication says differently from another: values and verdicts added, removed and changed, and the version.

A version has three numbers: the first rises when something is no longer said, the second when something new is said
or a verdict changes, the third when only values change.
"""

from collections.abc import Collection
from pathlib import Path

import duckdb

from warehouse.store import Connection

FIRST = "1.0.0"
# What is compared: table, the name of what is told, and what it tells.
TOLD = {
    "value": ("indicator_values", "indicator", "value", "NULL"),
    "growth": ("indicator_values", "indicator", "growth", "NULL"),
    "verdict": ("verdicts", "test", "gap", "verdict"),
}
COLUMNS = """version VARCHAR, kind VARCHAR, region VARCHAR, year SMALLINT, level VARCHAR, item VARCHAR,
    release VARCHAR, change VARCHAR, before DOUBLE, after DOUBLE, before_word VARCHAR, after_word VARCHAR"""


def write_revisions(publication: Path, previous: Path | None, regions: Collection[str] | None = None) -> str:
    """Fill the table `revisions` of a publication's database against the previous one's; returns the new version.

    Without a previous publication the table is empty and the version is the first. `regions` are those that may say
    something else than before, where that is known.
    """
    with duckdb.connect(str(publication)) as con:
        con.sql(f"CREATE OR REPLACE TABLE revisions ({COLUMNS})")
        con.sql("CREATE OR REPLACE TABLE versions (version VARCHAR, added INTEGER, removed INTEGER, changed INTEGER)")
        if previous is None:
            con.sql(f"INSERT INTO versions VALUES ('{FIRST}', 0, 0, 0)")
            return FIRST
        place = str(previous).replace("'", "''")
        con.sql(f"ATTACH '{place}' AS before_ (READ_ONLY)")
        version = _compare(con, _where(regions))
        con.sql("DETACH before_")
        return version


def _where(regions: Collection[str] | None) -> str:
    codes = ", ".join("'" + code.replace("'", "''") + "'" for code in regions or ())
    return "true" if regions is None else f"region IN ({codes})" if codes else "false"


def _compare(con: Connection, where: str) -> str:
    differing = " UNION ALL BY NAME ".join(_differing(kind, told, where) for kind, told in TOLD.items())
    con.sql(f"INSERT INTO revisions BY NAME {differing} ORDER BY ALL")
    version = _bumped(_version(con), _counts(con))
    con.sql(f"UPDATE revisions SET version = '{version}'")
    con.sql(f"""INSERT INTO versions SELECT '{version}', count(*) FILTER (change = 'added'),
        count(*) FILTER (change = 'removed'), count(*) FILTER (change = 'changed') FROM revisions""")
    return version


def _differing(kind: str, told: tuple[str, str, str, str], where: str) -> str:
    """Keys of which the two publications say different things; NULL on both sides is no difference."""
    table, item, number, word = told
    key = "region, year, level, item, release"
    now, before = (
        f"SELECT region, year, level, {item} AS item, release, {number}::DOUBLE AS number, {word}::VARCHAR AS word"
        f" FROM {place}{table} WHERE ({number} IS NOT NULL OR {word} IS NOT NULL) AND {where}"
        for place in ("", "before_.main.")
    )
    return f"""
        SELECT '{kind}' AS kind, {key}, before_side.number AS before, now_side.number AS after,
            before_side.word AS before_word, now_side.word AS after_word,
            CASE WHEN NOT coalesce(now_side.here, false) THEN 'removed'
                WHEN NOT coalesce(before_side.here, false) THEN 'added' ELSE 'changed' END AS change
        FROM (SELECT *, true AS here FROM ({now})) AS now_side
        FULL JOIN (SELECT *, true AS here FROM ({before})) AS before_side USING ({key})
        WHERE now_side.number IS DISTINCT FROM before_side.number OR now_side.word IS DISTINCT FROM before_side.word"""


def _version(con: Connection) -> str:
    """The version of the previous publication; the first for one that had none."""
    has = con.sql(
        """SELECT count(*) FROM duckdb_tables() WHERE database_name = 'before_' AND table_name = 'versions'"""
    )
    if has.fetchall() == [(0,)]:
        return FIRST
    return str(con.sql("SELECT version FROM before_.main.versions").fetchall()[0][0])


def _counts(con: Connection) -> tuple[bool, bool, bool]:
    """Whether something was removed; added, or a verdict turned; changed at all."""
    ((removed, added, changed),) = con.sql("""
        SELECT coalesce(bool_or(change = 'removed'), false), coalesce(bool_or(change = 'added'
            OR before_word IS DISTINCT FROM after_word), false), count(*) > 0 FROM revisions""").fetchall()
    return removed, added, changed


def _bumped(version: str, differs: tuple[bool, bool, bool]) -> str:
    major, minor, patch = map(int, version.split("."))
    match differs:
        case (True, _, _):
            return f"{major + 1}.0.0"
        case (_, True, _):
            return f"{major}.{minor + 1}.0"
        case (_, _, True):
            return f"{major}.{minor}.{patch + 1}"
    return version
