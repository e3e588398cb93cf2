"""Comparing homes: what their published tables say, whenever and in whatever order the files came."""

import duckdb

from sources import Home

MOMENTS = {"received_at"}
# Publications are named by their moments; what was computed or closed remembers when what made it so arrived.
TELLING_MOMENTS = {
    "journal": {"at", "digest", "previous", "subject", "text"},
    "versions": {"publication"},
    "revisions": {"since"},
    "computed": {"said"},
    "closed_findings": {"closed_at"},
}


def tables(home: Home) -> dict[str, list[tuple[object, ...]]]:
    """Every published table, sorted, without the moments of arrival."""
    con = duckdb.connect(str(home.current / "warehouse.duckdb"), read_only=True)
    try:
        names = [name for (name,) in con.sql("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
        return {name: con.sql(_sorted(con, name)).fetchall() for name in names}
    finally:
        con.close()


def _sorted(con: duckdb.DuckDBPyConnection, table: str) -> str:
    moments = MOMENTS | TELLING_MOMENTS.get(table, set())
    told = [column for column, *_ in con.sql(f'DESCRIBE "{table}"').fetchall() if column not in moments]
    return f'SELECT {", ".join(f"{name!r}".replace(chr(39), chr(34)) for name in told)} FROM "{table}" ORDER BY ALL'


def exports(home: Home) -> dict[str, bytes]:
    """The published downloads, byte by byte."""
    return {path.name: path.read_bytes() for path in sorted((home.current / "exports").iterdir())}
