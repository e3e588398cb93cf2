"""Deliveries that later ones retell in full, and unusable ones that later ones make good: `deliveries.superseded_by`
names the newest of those. Their rows stay."""

from collections.abc import Iterable

from warehouse.journal import Entry, enter
from warehouse.records import SUBJECTS, Declarations
from warehouse.store import Connection, transaction

RETOLD = """
CREATE OR REPLACE TEMP TABLE retold AS
SELECT old.delivery_id, arg_max(new.delivery_id, later.arrival) AS superseded_by
FROM delivered_units AS old JOIN accepted AS earlier USING (delivery_id)
JOIN delivered_units AS new ON (new.form, new."table", new.unit, new.year, new.release)
    = (old.form, old."table", old.unit, old.year, old.release)
JOIN accepted AS later ON later.delivery_id = new.delivery_id AND later.arrival > earlier.arrival
GROUP BY ALL
"""
STILL = """
DELETE FROM retold WHERE delivery_id IN (
    SELECT DISTINCT old.delivery_id FROM {table} AS old JOIN accepted AS earlier USING (delivery_id)
    WHERE old.delivery_id IN (SELECT delivery_id FROM retold) AND NOT EXISTS (
        SELECT 1 FROM {table} AS new JOIN accepted AS later USING (delivery_id)
        WHERE later.form = earlier.form AND later.arrival > earlier.arrival AND {same}))
"""
FIGURE = ("region", "year", "level", "indicator", "scope", "release", "comparable")
PARTS = ("value", "previous_value", "stated_growth")


def renew_superseded(con: Connection, known: Declarations, made_good: Iterable[tuple[str, str]] = ()) -> None:
    """Find the deliveries of which nothing holds any more; the journal tells each once.

    `made_good` names unusable deliveries, each with the one that came in its place.
    """
    with transaction(con):
        con.sql(RETOLD)
        for subject in SUBJECTS:
            same = _same(("unit", "year", "level", "release"), tuple(known.measures_of(subject)))
            con.sql(STILL.format(table=subject, same=same))
        con.sql(STILL.format(table="published_figures", same=_same(FIGURE, PARTS)))
        for pair in made_good:
            con.execute("INSERT INTO retold VALUES (?, ?)", pair)
        con.sql("""UPDATE deliveries SET superseded_by = retold.superseded_by FROM retold
            WHERE retold.delivery_id = deliveries.delivery_id""")
        con.sql("""UPDATE deliveries SET superseded_by = NULL WHERE superseded_by IS NOT NULL
            AND delivery_id NOT IN (SELECT delivery_id FROM retold)""")
        enter(con, _corrections(con))


def _corrections(con: Connection) -> list[Entry]:
    """Every delivery in whose place another one came, as far as the journal does not tell it yet."""
    query = """SELECT old.delivery_id, old.file_name, new.file_name, new.delivery_id
        FROM deliveries AS old JOIN deliveries AS new ON new.delivery_id = old.superseded_by
        ORDER BY new.received_at, old.received_at, old.delivery_id"""
    told = set(con.sql("SELECT subject, text FROM journal WHERE kind = 'correction'").fetchall())
    found = [(old, f"{name} 由更正件 {new}（{its_id}）取代") for old, name, new, its_id in con.sql(query).fetchall()]
    return [Entry("correction", *each) for each in found if each not in told]


def _same(keys: tuple[str, ...], numbers: tuple[str, ...]) -> str:
    """The newer row has the same key and a number wherever the older one has."""
    alike = [f'new."{name}" IS NOT DISTINCT FROM old."{name}"' for name in keys]
    told = [f'(old."{name}" IS NULL OR new."{name}" IS NOT NULL)' for name in numbers]
    return " AND ".join([*alike, *told])
