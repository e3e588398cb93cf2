"""School by school: each figure that a duty asks of every school, beside its norm."""

from collections.abc import Collection, Sequence

import duckdb

from expectations.declared import HERE
from expectations.duties import declared_tests
from expectations.tables import prepare
from warehouse import Scope, declarations, school_values, transaction

Con = duckdb.DuckDBPyConnection


def list_schools(con: Con, years: Sequence[int] | None = None, regions: Collection[str] | None = None) -> int:
    """Fill `school_conditions` for these years and regions (None: all); returns how many rows they now have.

    Needs computed indicators. A row is a school's figure, the strictest norm of its place and year, whether it meets
    it, the ratio of the two (of 1 and more: met), and what the figure is made of.
    """
    scope = Scope.of(con, years, regions)
    prepare(con)
    for name in ("telling", "areas"):
        con.execute((HERE / "verdicts" / f"{name}.sql").read_text(encoding="utf-8"))
    query = (HERE / "verdicts" / "schools.sql").read_text(encoding="utf-8")
    with transaction(con):
        con.sql(f"DELETE FROM school_conditions WHERE {scope.rows()}")
        for indicator in _asked_of_schools():
            school_values(con, indicator).create_view("values_of_schools", replace=True)
            told = query.format(indicator=indicator, wanted=scope.rows())
            con.sql(f"INSERT INTO school_conditions BY NAME {told}")
            con.sql("DROP VIEW values_of_schools")
    return int(con.sql(f"SELECT count(*) FROM school_conditions WHERE {scope.rows()}").fetchall()[0][0])


def _asked_of_schools() -> list[str]:
    """Indicators behind the shares of schools that tests look at, in their order."""
    known = declarations().indicators
    shares = [known[name] for test in declared_tests() for name in test.of if known[name].kind == "schools_share"]
    return list(dict.fromkeys(part for share in shares for part in share.parts))
