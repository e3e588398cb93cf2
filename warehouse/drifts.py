"""How the layout of each delivery differs from the one before: last year's of the same form and sender, else the one
declared. Kept in the table `drift`, renewed for every form and sender that new deliveries touch."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from sources import load_forms
from sources.drift import Change, Place, drift
from sources.forms import ABSENT
from warehouse.store import Connection, insert, transaction

DECLARED = "layout"  # what a delivery without a predecessor is compared with
LAYOUTS = """
SELECT d.delivery_id, d.sender, CAST(right(d.years, 4) AS INTEGER) AS year, d.received_at, told.form, "table",
    coalesce(sheet, '') AS sheet, field, level, part, place, header, unit
FROM (
    SELECT delivery_id, form, "table", sheet, field, level, part, header, unit, "row", "column",
        concat("column", "row") AS place
    FROM layouts WHERE "column" IS NOT NULL
    UNION ALL
    SELECT DISTINCT delivery_id, form, "table", sheet, '', '', '', header, '',
        TRY_CAST(regexp_extract(place, '[0-9]+$') AS INTEGER), regexp_extract(place, '^[A-Z]*'), place
    FROM held_columns) AS told
JOIN deliveries AS d USING (delivery_id)
WHERE d.state = 'accepted' AND (d.sender, told.form) IN (
    SELECT sender, layouts.form FROM deliveries JOIN layouts USING (delivery_id) WHERE {touched})
ORDER BY d.delivery_id, told.form, "table", sheet, "row" NULLS FIRST, length("column"), "column"
"""


@dataclass(frozen=True)
class Layout:
    """How one delivery lays out one table."""

    delivery_id: str
    form: str
    table: str
    sender: str
    year: int
    received_at: object
    places: tuple[tuple[str, Place], ...]  # sheet, place

    @property
    def bare(self) -> list[Place]:
        return [place for _, place in self.places]


def renew_drift(con: Connection, deliveries: Iterable[str]) -> None:
    """Compare anew everything that shares form and sender with one of these deliveries."""
    listed = ", ".join(f"'{each}'" for each in sorted(deliveries))
    if not listed:
        return
    layouts = list(_layouts(con.sql(LAYOUTS.format(touched=f"delivery_id IN ({listed})")).pl()))
    rows = [row for one in layouts for row in _rows(one, _before(one, layouts))]
    with transaction(con):
        for delivery in {one.delivery_id for one in layouts}:
            con.sql(f"DELETE FROM drift WHERE delivery_id = '{delivery}'")
        if rows:
            insert(con, "drift", pl.DataFrame(rows, infer_schema_length=None))


def _layouts(told: pl.DataFrame) -> Iterator[Layout]:
    for (delivery, form, table), frame in told.group_by("delivery_id", "form", "table", maintain_order=True):
        first = frame.row(0, named=True)
        places = tuple(
            (
                row["sheet"],
                Place((row["field"], row["level"], row["part"]), row["place"], row["header"], row["unit"], i),
            )
            for i, row in enumerate(frame.rows(named=True))
        )
        yield Layout(str(delivery), str(form), str(table), first["sender"], first["year"], first["received_at"], places)


def _before(one: Layout, layouts: list[Layout]) -> Layout | None:
    """Last year's delivery (or the latest before) of the same table and sender; of several the one most alike."""
    same = [each for each in layouts if (each.form, each.table, each.sender) == (one.form, one.table, one.sender)]
    earlier = [each for each in same if each.year < one.year]
    mine = {(place.key, place.header) for place in one.bare}
    return max(
        earlier,
        key=lambda each: (each.year, len(mine & {(p.key, p.header) for p in each.bare}), str(each.received_at)),
        default=None,
    )


def _rows(one: Layout, before: Layout | None) -> Iterator[dict[str, object]]:
    changes = drift(one.bare, before.bare) if before else _against_declared(one)
    sheets = {place.place: sheet for sheet, place in reversed(one.places)}
    for change in changes:
        yield {
            "delivery_id": one.delivery_id,
            "form": one.form,
            "table": one.table,
            "against": before.delivery_id if before else DECLARED,
            "sheet": sheets.get(change.place, ""),
            "kind": change.kind,
            **dict(zip(("field", "level", "part"), change.key, strict=True)),
            **{name: getattr(change, name) for name in NAMES},
        }


NAMES = ("place", "header", "unit", "was_place", "was_header", "was_unit", "similarity")


def _against_declared(one: Layout) -> list[Change]:
    """What is unknown and which units differ; what a declared table prints besides need not be delivered."""
    table = load_forms()[one.form].columns_of(one.table)
    told = {place.key for place in one.bare}
    declared = [
        Place((c.field, c.level, c.part), "", c.header(one.year), c.unit, i)
        for i, c in enumerate(table)
        if not c.is_role and c.header(one.year) != ABSENT
    ]
    missing = [each for each in declared if each.key not in told]
    unknown = [place for place in one.bare if not place.key[0]]
    units = [each for each in declared if each.key in told]
    known = [place for place in one.bare if place.key in {each.key for each in units}]
    changes = [change for change in drift(unknown, missing) if change.kind != "gone"]
    return changes + [change for change in drift(known, units) if change.kind == "unit"]
