"""Indicator values with growth and evidence, for the years and regions asked for, in one transaction."""

from collections.abc import Collection, Sequence

from warehouse.declarations import declarations
from warehouse.evidence import build_evidence
from warehouse.growth import build_growth
from warehouse.keys import KEY
from warehouse.scope import Scope
from warehouse.store import Connection, transaction
from warehouse.values import build_values


def compute_indicators(
    con: Connection, years: Sequence[int] | None = None, regions: Collection[str] | None = None
) -> int:
    """Compute every indicator of these years and regions (None: all) from accepted facts that no hard rule holds back.

    Growth needs the year before, so that is read too. With regions, the regions above them are computed as well, and
    what stands beside them in the tree is taken as it was last computed. Returns the number of values written.
    """
    known = declarations()
    scope = Scope.of(con, years, regions)
    build_values(con, known, scope)
    build_growth(con, known)
    build_evidence(con, known, scope)
    written = scope.rows()
    with transaction(con):
        for table, source in WRITTEN.items():
            con.sql(f"DELETE FROM {table} WHERE {written}")
            con.sql(f"INSERT INTO {table} BY NAME SELECT * FROM ({source}) WHERE {written}")
    return int(con.sql(f"SELECT count(*) FROM indicator_values WHERE {written}").fetchall()[0][0])


ALTERNATIVE = f"{KEY}, basis, numerator, denominator, squares, value, coverage"
WRITTEN = {
    "indicator_values": f"SELECT * FROM grown_values ORDER BY {KEY}",
    "indicator_alternatives": f"SELECT {ALTERNATIVE} FROM passed_over ORDER BY {KEY}, basis",
    "evidence": f"SELECT * FROM new_evidence ORDER BY {KEY}, part, label, delivery_id, sheet, cell",
}
