"""Reading the current publication for the terminal: questions in, rows out, nothing written."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from difflib import get_close_matches
from typing import Any

import duckdb

from pipelines.language import Refusal
from sources import Home

Row = dict[str, Any]


@contextmanager
def publication(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published tables of a home, read-only; refused in one sentence when nothing is published yet."""
    if not home.current.exists():
        raise Refusal("refuse.nothing_published", folder=home.root)
    with closing(duckdb.connect(str(home.current / "warehouse.duckdb"), read_only=True)) as con:
        yield con


def rows(con: duckdb.DuckDBPyConnection, sql: str, **values: object) -> list[Row]:
    """Rows of a query with its $names filled in, as dictionaries."""
    relation = con.sql(sql, params=values)
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def counts(con: duckdb.DuckDBPyConnection, table: str, column: str) -> dict[str, int]:
    """How many rows of a table have each value of a column."""
    return dict(con.sql(f"SELECT {column}, count(*) FROM {table} GROUP BY ALL ORDER BY ALL").fetchall())


def deliveries(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """Every file ever received with the title of its form, in order of arrival."""
    return rows(
        con,
        """SELECT d.* REPLACE (CASE WHEN superseded_by IS NULL THEN state ELSE 'superseded' END AS state),
               f.title AS form_title FROM deliveries d
           LEFT JOIN (SELECT DISTINCT id, title FROM forms) f ON f.id = d.form
           ORDER BY received_at, file_name""",
    )


def expected(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """Every return owed with its region, form and status, those that need someone first."""
    return rows(
        con,
        """SELECT e.*, coalesce(r.name, e.unit) AS region, coalesce(f.title, e.form) AS form_title, d.file_name
           FROM expected_returns e LEFT JOIN regions r ON r.code = e.unit
           LEFT JOIN (SELECT DISTINCT id, title FROM forms) f ON f.id = e.form
           LEFT JOIN deliveries d USING (delivery_id)
           ORDER BY e.due, e.year DESC, e.unit, e.form""",
    )


def open_findings(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """Findings per rule and file with what is left to do, hard ones first; what is explained altogether is left out."""
    return rows(
        con,
        """SELECT f.severity, f.rule, any_value(r.title) AS title, f.file_name,
               count(*) FILTER (state = 'open') AS open, count(*) FILTER (state = 'promised') AS promised,
               count(*) FILTER (state = 'explained') AS explained
           FROM findings f LEFT JOIN rules r ON r.id = f.rule
           GROUP BY ALL HAVING count(*) > explained ORDER BY f.severity, f.rule, f.file_name""",
    )


def settled(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many findings there are by state, and how many were closed by a correction."""
    closed = con.sql("SELECT count(DISTINCT finding_id) FROM closed_findings WHERE closed_by IS NOT NULL").fetchall()
    return counts(con, "findings", "state") | {"corrected": closed[0][0]}


def region(con: duckdb.DuckDBPyConnection, asked: str) -> Row:
    """The region with this code or name (a short name will do when only one fits)."""
    found = rows(
        con,
        """SELECT code, name FROM regions WHERE code = $asked OR starts_with(name, $asked)
           ORDER BY (code = $asked OR name = $asked) DESC, code""",
        asked=asked,
    )
    told = [each for each in found if latest_year(con, each["code"]) is not None]
    found = told if len(told) == 1 else found
    exact = [each for each in found if asked in (each["code"], each["name"])]
    if len(exact or found) != 1:
        raise Refusal("refuse.no_region", asked=asked, near="、".join(_near(con, asked, found)) or "–")
    return (exact or found)[0]


def latest_year(con: duckdb.DuckDBPyConnection, code: str) -> int | None:
    """The last year with a verdict of this region, else with a value."""
    for table in ("verdicts", "indicator_values"):
        year = rows(con, f"SELECT max(year) AS year FROM {table} WHERE region = $code", code=code)[0]["year"]
        if year is not None:
            return int(year)
    return None


def verdicts(con: duckdb.DuckDBPyConnection, code: str, year: int) -> list[Row]:
    """Verdicts of one region and year with the words of the law they judge."""
    return rows(
        con,
        """SELECT v.*, t.title, t.title_en, t.law, t.article, f.id AS family_id, f.title AS family,
               f.title_en AS family_en,
               (SELECT list(r.remark ORDER BY r.kind) FROM verdict_remarks r WHERE (r.region, r.year, r.level, r.test,
                 r.release) = (v.region, v.year, v.level, v.test, v.release)) AS remarks
           FROM verdicts v JOIN statutory_tests t ON t.id = v.test JOIN statutory_families f ON f.id = t.family
           WHERE region = $code AND year = $year ORDER BY t.place, v.level, v.release""",
        code=code,
        year=year,
    )


def summaries(con: duckdb.DuckDBPyConnection, code: str, year: int) -> dict[str, Row]:
    """Family id → what its duties come to in one region and year."""
    found = rows(con, "FROM family_summaries WHERE region = $code AND year = $year", code=code, year=year)
    return {each["family"]: each for each in found}


def schools(con: duckdb.DuckDBPyConnection, code: str, year: int) -> list[Row]:
    """Schools of one region and year with the conditions each misses, those that miss most first."""
    return rows(
        con,
        """SELECT s.* FROM school_shortcomings s JOIN levels l ON l.id = s.level
           WHERE region = $code AND year = $year ORDER BY l.position, len(missed) DESC, least, school""",
        code=code,
        year=year,
    )


def turned_verdicts(con: duckdb.DuckDBPyConnection, code: str, year: int) -> list[Row]:
    """Tests of one region and year whose verdict was not the same in every release, with all their verdicts."""
    from expectations.history import HISTORY

    return rows(
        con,
        f"""SELECT h.*, t.title FROM ({HISTORY}) h JOIN statutory_tests t ON t.id = h.test
            WHERE turned AND region = $code AND year = $year ORDER BY test, level""",
        code=code,
        year=year,
    )


def indicator_names(con: duckdb.DuckDBPyConnection) -> dict[str, Row]:
    """Indicator id → its Chinese and English name."""
    return {each["id"]: each for each in rows(con, "SELECT id, name, name_en FROM indicators")}


def indicators(con: duckdb.DuckDBPyConnection, code: str, year: int) -> list[Row]:
    """Indicator values of one region and year, each with the file, sheet and cell of its value."""
    return rows(
        con,
        """SELECT i.*, d.name, d.name_en, d.decimals, d.change, f.file_name, e.sheet, e.cell
           FROM indicator_values i JOIN indicators d ON d.id = i.indicator
           LEFT JOIN (SELECT region, year, level, indicator, release,
                             min_by(sheet, cell) AS sheet, min(cell) AS cell
                      FROM evidence WHERE part = 'value' GROUP BY ALL) e
             USING (region, year, level, indicator, release)
           LEFT JOIN deliveries f ON f.delivery_id = i.delivery_id
           WHERE i.region = $code AND i.year = $year AND i.value IS NOT NULL
           ORDER BY d.theme, i.indicator, i.level, i.release""",
        code=code,
        year=year,
    )


def _near(con: duckdb.DuckDBPyConnection, asked: str, found: list[Row]) -> list[str]:
    """Up to five regions that may be meant: those that fit, else those spelt alike."""
    if found:
        return [f"{each['name']}（{each['code']}）" for each in found[:5]]
    names = [each["name"] for each in rows(con, "SELECT DISTINCT name FROM regions ORDER BY name")]
    return get_close_matches(asked, names, n=5, cutoff=0.4)
