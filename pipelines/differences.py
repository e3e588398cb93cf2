"""What a run would change: values, indicators and verdicts before and after, compared in the store."""

from typing import TYPE_CHECKING

from pipelines.published import Row, rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BEFORE = ("deliveries", "findings", "verdicts", "indicator_values")
ADDRESS = "unit, year, level, release, delivery_id, sheet, row"
VALUE_KEY = "unit, year, level, release, field, scope"
VERDICT_KEY = "region, year, level, test, release"
INDICATOR_KEY = "region, year, level, indicator, release"


def remember(con: "DuckDBPyConnection") -> None:
    """Keep what holds now beside the store, to compare with."""
    for table in BEFORE:
        con.sql(f"CREATE TEMP TABLE before_{table} AS FROM {table}")
    con.sql(f"CREATE TEMP TABLE before_values AS {_values()}")


def look_again(con: "DuckDBPyConnection") -> None:
    """The values that hold once the files are taken in."""
    con.sql(f"CREATE TEMP TABLE after_values AS {_values()}")


def value_changes(con: "DuckDBPyConnection") -> dict[str, int]:
    """How many values that hold are added, changed and withdrawn."""
    met = f"FROM after_values SEMI JOIN before_values USING ({VALUE_KEY})"
    same = f"FROM after_values SEMI JOIN before_values USING ({VALUE_KEY}, value)"
    gone = f"FROM before_values ANTI JOIN after_values USING ({VALUE_KEY})"
    total, kept, equal, withdrawn = (_count(con, query) for query in ("FROM after_values", met, same, gone))
    return {"added": total - kept, "changed": kept - equal, "withdrawn": withdrawn}


def changed_indicators(con: "DuckDBPyConnection") -> list[Row]:
    """Per indicator, how many of its values would differ."""
    differing = _differing("indicator_values", INDICATOR_KEY, "value, growth, growth_basis")
    return rows(
        con,
        f"""SELECT i.name, i.name_en, count(*) AS n FROM ({differing}) d JOIN indicators i ON i.id = d.indicator
            GROUP BY ALL ORDER BY n DESC, i.name""",
    )


def changed_verdicts(con: "DuckDBPyConnection") -> list[Row]:
    """Every verdict that would differ, with what it is now (None: none) and what it would be."""
    return rows(
        con,
        f"""SELECT {VERDICT_KEY}, r.name, b.verdict AS before, v.verdict AS after
            FROM ({_differing("verdicts", VERDICT_KEY, "verdict, flags")})
            LEFT JOIN before_verdicts b USING ({VERDICT_KEY}) LEFT JOIN verdicts v USING ({VERDICT_KEY})
            LEFT JOIN (SELECT DISTINCT code, name FROM regions) r ON r.code = region
            ORDER BY {VERDICT_KEY}""",
    )


def new_rows(con: "DuckDBPyConnection", table: str, key: str, order: str) -> list[Row]:
    """Rows of a table that were not there before."""
    return rows(con, f"FROM {table} ANTI JOIN before_{table} USING ({key}) ORDER BY {order}")


def _values() -> str:
    """Query of every value that holds, one a row, whatever table it lives in."""
    from warehouse import SUBJECTS

    wide = [
        f"""SELECT unit, year, level, release, field, '' AS scope, value, delivery_id
            FROM (UNPIVOT current_{subject} ON COLUMNS(* EXCLUDE ({ADDRESS})) INTO NAME field VALUE value)"""
        for subject in SUBJECTS
    ]
    figures = """SELECT region AS unit, year, level, release, indicator || ' ' || part AS field, scope,
                        number AS value, delivery_id
                 FROM (UNPIVOT (SELECT * REPLACE (stated_growth::DECIMAL(24,6) AS stated_growth)
                                FROM current_published_figures)
                       ON value, previous_value, stated_growth INTO NAME part VALUE number)"""
    return " UNION ALL ".join([*wide, figures])


def _differing(table: str, key: str, told: str) -> str:
    """Query of the keys under which a table now tells something else than before."""
    now, before = (f"SELECT {key}, {told} FROM {name}" for name in (table, f"before_{table}"))
    return f"SELECT DISTINCT {key} FROM (({now} EXCEPT {before}) UNION ALL ({before} EXCEPT {now}))"


def _count(con: "DuckDBPyConnection", query: str) -> int:
    return int(con.sql(f"SELECT count(*) FROM ({query})").fetchall()[0][0])
