"""Indicator values with growth and evidence, for the years and regions asked for."""

from collections.abc import Collection, Sequence

from warehouse.declarations import declarations
from warehouse.evidence import cite
from warehouse.growth import build_growth
from warehouse.keys import KEY, build_keys
from warehouse.scope import Scope
from warehouse.settled import settle
from warehouse.store import Connection, forget, transaction
from warehouse.values import build_values

AT_ONCE = 120_000  # sums of regions that are computed together; of a whole nation, three years' worth


def compute_indicators(
    con: Connection,
    years: Sequence[int] | None = None,
    regions: Collection[str] | None = None,
    *,
    cited: bool = True,
) -> int:
    """Compute every indicator of these years and regions (None: all) from accepted facts that no hard rule holds back.

    Growth needs the year before, so that is read too. With regions, the regions above them are computed as well, and
    what stands beside them in the tree is taken as it was last computed. Values and their evidence are replaced in one
    transaction; where there are very many, in one for every few years; who asks for values alone leaves their source
    cells as they were `cited` before. Returns the number of values written.
    """
    known = declarations()
    settle(con, known)
    build_keys(con)
    whole = Scope.of(con, years, regions)
    batches = whole.batches(con, "work.summed_facts", AT_ONCE, "indicator_values", "published_figures")
    for before, scope in zip([None, *batches], batches, strict=False):
        build_values(con, known, scope, carried=before is not None and before.precedes(scope))
        build_growth(con, known)
        with transaction(con):
            write_values(con, scope)
            if cited:
                cite(con, known, scope)
    forget(con, "candidates", "last_values")
    return int(con.sql(f"SELECT count(*) FROM indicator_values WHERE {whole.rows()}").fetchall()[0][0])


ALTERNATIVE = f"{KEY}, basis, numerator, denominator, squares, value, coverage"
WRITTEN = {
    "indicator_values": "FROM grown_values",
    "indicator_alternatives": f"SELECT {ALTERNATIVE} FROM passed_over",
}


def write_values(con: Connection, scope: Scope) -> None:
    """Replace the values of the scope by those just computed."""
    for table, source in WRITTEN.items():
        con.sql(f"DELETE FROM {table} WHERE {scope.rows()}")
        con.sql(f"INSERT INTO {table} BY NAME SELECT * FROM ({source}) WHERE {scope.rows()}")
