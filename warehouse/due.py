"""What has to be computed anew since everything was last computed: what depends on new deliveries, or all of it.

Table `computed` remembers of every accepted delivery what it told then and which of its cells were held back, of every
county which schools it had, and with which declarations and regions all values were made.
"""

from dataclasses import dataclass

from warehouse.records import SUBJECTS
from warehouse.scope import depends_on
from warehouse.store import Connection, any_row, replace, transaction


@dataclass(frozen=True)
class Due:
    """Years and regions (None: all) for `compute_indicators`."""

    years: tuple[int, ...] | None = None
    regions: tuple[str, ...] | None = None

    @property
    def nothing(self) -> bool:
        return self.years == ()


EVERYTHING = Due()


def find_due(con: Connection, declared: str) -> Due:
    """What to compute where declarations of this fingerprint hold.

    All of it where they or the regions are not those of last time, or where a delivery went or was read differently.
    Else what depends on deliveries that are new or of which other cells are held back; and of counties with other
    schools every year, since each counts who should have reported.
    """
    con.sql(f"CREATE OR REPLACE TEMP TABLE telling AS {TELLING.format(declared=declared)}")
    if con.sql(f"{STALE} LIMIT 1").fetchall() or not any_row(con, "computed"):
        return EVERYTHING
    years, regions = depends_on(con, _differing(con, "delivery"))
    if counties := _differing(con, "schools"):
        return Due(None, tuple(sorted({*regions, *counties})))
    return Due(tuple(years), tuple(regions))


def remember_computed(con: Connection, declared: str) -> None:
    """Note that every value now stands as these declarations and all that was accepted make it."""
    told = con.sql(f"FROM ({TELLING.format(declared=declared)}) ORDER BY ALL").pl()
    with transaction(con):
        replace(con, "computed", told)


def _differing(con: Connection, kind: str) -> list[str]:
    changed = "(FROM telling EXCEPT FROM computed) UNION (FROM computed EXCEPT FROM telling)"
    query = f"SELECT DISTINCT name FROM ({changed}) WHERE kind = '{kind}' ORDER BY name"
    return [name for (name,) in con.sql(query).fetchall()]


COUNTS = " UNION ALL ".join(
    f"SELECT delivery_id, concat_ws(':', '{table}', count(*)) AS counted FROM {table} GROUP BY delivery_id"
    for table in (*SUBJECTS, "published_figures")
)
# kind, name: what is remembered; said: what makes other values of it wherever it differs; held: where it is that
# delivery alone.
TELLING = f"""
SELECT 'declared' AS kind, '' AS name, '{{declared}}' || coalesce(bit_xor(hash(regions)), 0) AS said, '' AS held
FROM regions
UNION ALL
SELECT 'schools', parent, '', bit_xor(hash(schools))::VARCHAR FROM schools GROUP BY parent
UNION ALL
SELECT 'delivery', delivery_id, concat_ws('|', any_value(form), any_value(received_at),
    string_agg(counted, ' ' ORDER BY counted)), coalesce(any_value(held.cells), '')
FROM deliveries LEFT JOIN ({COUNTS}) USING (delivery_id)
LEFT JOIN (SELECT delivery_id, bit_xor(hash(sheet, cell))::VARCHAR AS cells
    FROM (SELECT DISTINCT delivery_id, sheet, cell FROM held_cells) GROUP BY delivery_id) AS held USING (delivery_id)
WHERE state = 'accepted' GROUP BY delivery_id
"""
STALE = """
SELECT 1 FROM computed LEFT JOIN telling AS now USING (kind, name)
WHERE kind <> 'schools' AND now.said IS DISTINCT FROM computed.said
"""
