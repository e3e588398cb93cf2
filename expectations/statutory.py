"""Statutory tests over indicator values: `verdicts.sql` judges whatever the declarations say, here it is run."""

from collections.abc import Sequence

import duckdb

from expectations.compile import Years
from expectations.declared import HERE, statutory
from expectations.tables import prepare
from expectations.text import in_years
from warehouse import transaction

ORDER = "region, year, test, level, release"


def judge(con: duckdb.DuckDBPyConnection, years: Sequence[int] | None = None) -> int:
    """Judge every declared test for these years (None: all), replacing their verdicts in one transaction.

    Returns how many verdicts these years now have. Needs `indicator_values` and `evidence` to be computed.
    """
    wanted: Years = None if years is None else tuple(years)
    prepare(con)
    con.execute(f"CREATE OR REPLACE TEMP MACRO marginal_gap() AS {statutory().marginal}::DOUBLE")
    con.execute((HERE / "verdicts.sql").read_text(encoding="utf-8"))
    with transaction(con):
        con.sql(f"DELETE FROM verdicts WHERE {in_years(wanted)}")
        con.sql(f"INSERT INTO verdicts BY NAME SELECT * FROM judged WHERE {in_years(wanted)} ORDER BY {ORDER}")
    return int(con.sql(f"SELECT count(*) FROM verdicts WHERE {in_years(wanted)}").fetchall()[0][0])
