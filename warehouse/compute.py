"""Indicator values with growth and evidence, for the years asked for, in one transaction."""

from collections.abc import Sequence

from warehouse.declarations import declarations
from warehouse.evidence import build_evidence
from warehouse.growth import build_growth
from warehouse.store import Connection, transaction
from warehouse.values import KEY, build_values


def compute_indicators(con: Connection, years: Sequence[int] | None = None) -> int:
    """Compute every indicator of these years (None: all) from accepted facts that no hard rule holds back.

    Growth needs the year before, so that is read too. Returns the number of indicator values written.
    """
    known = declarations()
    build_values(con, known, _back(years, 1), _back(years, 1 + known.farthest))
    build_growth(con, known)
    build_evidence(con, known)
    written = _back(years, 0)
    with transaction(con):
        for table, source in WRITTEN.items():
            con.sql(f"DELETE FROM {table} WHERE {written}")
            con.sql(f"INSERT INTO {table} BY NAME SELECT * FROM ({source}) WHERE {written}")
    return int(con.sql(f"SELECT count(*) FROM indicator_values WHERE {written}").fetchall()[0][0])


ALTERNATIVES = f"""
SELECT {KEY}, basis, numerator, denominator, value, coverage
FROM candidates ANTI JOIN chosen_values USING ({KEY}, scope, basis)
"""
WRITTEN = {
    "indicator_values": f"SELECT * FROM grown_values ORDER BY {KEY}",
    "indicator_alternatives": f"{ALTERNATIVES} ORDER BY {KEY}, basis",
    "evidence": f"SELECT * FROM new_evidence ORDER BY {KEY}, part, label, delivery_id, sheet, cell",
}


def _back(years: Sequence[int] | None, span: int) -> str:
    """SQL predicate on `year`: these years and so many before each of them."""
    if years is None:
        return "true"
    wanted = sorted({year for one in years for year in range(one - span, one + 1)})
    return f"year IN ({', '.join(map(str, wanted)) or 'NULL'})"
