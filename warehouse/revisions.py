"""What a publication says differently from those before it: values and verdicts added, removed, changed; its version.

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
KEY = "kind, region, year, level, item, release"
SAID = "before, after, before_word, after_word"
REVISIONS = """since VARCHAR, kind VARCHAR, region VARCHAR, year SMALLINT, level VARCHAR, item VARCHAR,
    release VARCHAR, change VARCHAR, before DOUBLE, after DOUBLE, before_word VARCHAR, after_word VARCHAR"""
VERSIONS = "position INTEGER, publication VARCHAR, version VARCHAR, added INTEGER, removed INTEGER, changed INTEGER"
COMPARED = 5  # earlier publications with which a new one is compared


def write_revisions(publication: Path, name: str, previous: Path | None, regions: Collection[str] | None = None) -> str:
    """Fill `revisions` and `versions` of a publication's database; returns its version.

    `revisions` is what it says differently from each of the last publications before it (`since`: their names), of
    which `previous`, in a folder of its name, is the newest; `versions` lists all of them with what each changed. The
    first publication has no revisions. `regions`: those that may say something else than before, where that is known.
    """
    with duckdb.connect(str(publication)) as con:
        con.sql(f"CREATE OR REPLACE TABLE revisions ({REVISIONS})")
        con.sql(f"CREATE OR REPLACE TABLE versions ({VERSIONS})")
        if previous is None:
            return _enter(con, name, FIRST)
        place = str(previous).replace("'", "''")
        con.sql(f"ATTACH '{place}' AS before_ (READ_ONLY)")
        version = _compare(con, name, previous.parent.name, _where(regions))
        con.sql("DETACH before_")
        return version


def _where(regions: Collection[str] | None) -> str:
    codes = ", ".join("'" + code.replace("'", "''") + "'" for code in regions or ())
    return "true" if regions is None else f"region IN ({codes})" if codes else "false"


def _compare(con: Connection, name: str, previous: str, where: str) -> str:
    differing = " UNION ALL BY NAME ".join(_differing(kind, told, where) for kind, told in TOLD.items())
    con.sql(f"CREATE TEMP TABLE step AS {differing}")
    con.sql(
        "INSERT INTO revisions BY NAME SELECT $since AS since, * FROM step ORDER BY ALL", params={"since": previous}
    )
    _take_over(con, previous)
    return _enter(con, name, _bumped(_version(con), _counts(con)))


def _enter(con: Connection, name: str, version: str) -> str:
    """The version of this publication, and what it changed since the one before."""
    con.sql(
        """INSERT INTO versions SELECT (SELECT count(*) + 1 FROM versions), $name, $version,
            count(*) FILTER (change = 'added'), count(*) FILTER (change = 'removed'),
            count(*) FILTER (change = 'changed')
        FROM revisions WHERE since = (SELECT max_by(publication, position) FROM versions)""",
        params={"name": name, "version": version},
    )
    return version


def _take_over(con: Connection, previous: str) -> None:
    """Go on from what the previous publication told of the ones before it."""
    held = _columns_of_versions(con)
    if "publication" in held:
        con.sql("INSERT INTO versions BY NAME FROM before_.main.versions")
        con.sql(f"INSERT INTO revisions BY NAME {EARLIER} ORDER BY ALL")
    else:  # made by an earlier version of this program
        told = "version, added, removed, changed FROM before_.main.versions" if held else f"'{FIRST}', 0, 0, 0"
        con.sql(f"INSERT INTO versions SELECT 1, $previous, {told}", params={"previous": previous})


def _columns_of_versions(con: Connection) -> set[str]:
    """Those the previous publication has; none where it has no such table."""
    query = "SELECT column_name FROM duckdb_columns() WHERE database_name = 'before_' AND table_name = 'versions'"
    return {name for (name,) in con.sql(query).fetchall()}


# What was said in an earlier publication, as the previous one tells it, beside what is said now.
EARLIER = f"""
WITH sinces AS (
    SELECT publication AS since FROM before_.main.versions
    QUALIFY row_number() OVER (ORDER BY position DESC) BETWEEN 2 AND {COMPARED}),
earlier AS (SELECT *, true AS here FROM before_.main.revisions WHERE since IN (FROM sinces)),
later AS (SELECT *, true AS here FROM sinces, step),
joined AS (
    SELECT since, {KEY},
        if(earlier.here, earlier.before, later.before) AS before,
        if(earlier.here, earlier.before_word, later.before_word) AS before_word,
        if(later.here, later.after, earlier.after) AS after,
        if(later.here, later.after_word, earlier.after_word) AS after_word,
        if(earlier.here, earlier.change, later.change) <> 'added' AS was,
        if(later.here, later.change, earlier.change) <> 'removed' AS "is"
    FROM earlier FULL JOIN later USING (since, {KEY}))
SELECT since, {KEY}, {SAID}, CASE WHEN NOT "is" THEN 'removed' WHEN NOT was THEN 'added' ELSE 'changed' END AS change
FROM joined WHERE before IS DISTINCT FROM after OR before_word IS DISTINCT FROM after_word
"""


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
    """The version of the previous publication."""
    return str(con.sql("SELECT max_by(version, position) FROM versions").fetchall()[0][0])


def _counts(con: Connection) -> tuple[bool, bool, bool]:
    """Whether something was removed; added, or a verdict turned; changed at all."""
    ((removed, added, changed),) = con.sql("""
        SELECT coalesce(bool_or(change = 'removed'), false), coalesce(bool_or(change = 'added'
            OR before_word IS DISTINCT FROM after_word), false), count(*) > 0 FROM step""").fetchall()
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
