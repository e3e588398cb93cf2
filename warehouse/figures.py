"""Which of the figures that documents print are used: the latest of each key that no hard rule holds back."""

from warehouse.keys import KEYED
from warehouse.scope import Scope
from warehouse.store import Connection


def build_figures(con: Connection, scope: Scope) -> None:
    """Make the temporary table `used_figures` for the scope and the year before."""
    con.sql(USED_FIGURES.format(years=scope.rows(1), keyed=KEYED))


USED_FIGURES = """
CREATE OR REPLACE TEMP TABLE used_figures AS
SELECT figures.* REPLACE ({keyed}) FROM published_figures AS figures JOIN accepted USING (delivery_id)
WHERE {years} AND NOT EXISTS (
    FROM held_cells AS held
    WHERE (held.delivery_id, coalesce(held.sheet, '')) = (figures.delivery_id, coalesce(figures.sheet, ''))
    AND held.cell IN (figures.cell, figures.previous_cell, figures.growth_cell))
QUALIFY row_number() OVER (
    PARTITION BY region, year, level, indicator, scope, release, comparable ORDER BY arrival DESC, cell) = 1
"""
