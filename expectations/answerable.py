"""Which findings a return workbook may answer."""

import duckdb

from expectations.tables import prepare


def answerable(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Severity of every finding of the last check by its id, and `closed` for one that occurs no more."""
    prepare(con)
    closed = con.sql("SELECT finding_id, 'closed' FROM closed_findings").fetchall()
    return dict(closed) | dict(con.sql("SELECT finding_id, severity FROM findings").fetchall())
