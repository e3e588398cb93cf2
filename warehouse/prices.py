"""Price indices for growth in real terms: the region's own CPI (上年=100), else that of the nearest region above it."""

from sources.text import plain
from warehouse.records import Declarations
from warehouse.store import Connection

PRICE = "price_index"  # the indicator under which a CPI arrives ready-made


def build_deflators(con: Connection, known: Declarations) -> None:
    """Make the temporary table `deflators` (region, year, unit, price), a row per unit of money."""
    money = {one.unit for one in known.indicators.values() if known.units[plain(one.unit)].dimension == "money"}
    con.sql(DEFLATORS.format(price=PRICE, units=", ".join(f"('{unit}')" for unit in sorted(money))))


DEFLATORS = """
CREATE OR REPLACE TEMP TABLE deflators AS
WITH RECURSIVE above AS (
    SELECT code, code AS from_, parent, 0 AS steps FROM tree
    WHERE EXISTS (FROM chosen_values WHERE indicator = '{price}')
    UNION ALL
    SELECT above.code, tree.code, tree.parent, steps + 1 FROM above JOIN tree ON tree.code = above.parent),
told AS (
    SELECT region, year, arg_max(value, rank) AS price FROM chosen_values JOIN releases ON releases.id = release
    WHERE indicator = '{price}' AND value > 0 GROUP BY ALL)
SELECT above.code AS region, told.year, unit, arg_min(price, steps) AS price
FROM above JOIN told ON told.region = above.from_, (VALUES {units}) AS money(unit)
GROUP BY ALL
"""
