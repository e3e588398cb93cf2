"""What holds now, summed per region: `work.summed_facts`, kept up to date with `work.settled_facts`.

A row stands for `units` rows of one region, year, level and release that tell and leave blank the same measures. What a
formula makes of such a sum is therefore the sum of what it makes of each row, and whatever asks for regions need not
look at schools again.
"""

from warehouse.records import Declarations
from warehouse.schema import SIDE
from warehouse.store import Connection

BITS = 60  # of a number that tells blank measures from told ones
KEYS = "region, year, level, release, own"


def columns(known: Declarations) -> str:
    """Definitions of the columns of `work.summed_facts`."""
    measures = ", ".join(f"{name} {SIDE}" for name in known.computed_from)
    keys = "region VARCHAR, year SMALLINT, level VARCHAR, release VARCHAR, own BOOLEAN"
    return f"{keys}, units BIGINT, {measures}"


def sum_regions(con: Connection, known: Declarations, regions: str) -> None:
    """Sum the settled rows of those regions and years anew that the predicate lets through."""
    sums = ", ".join(f"sum({name}) AS {name}" for name in known.computed_from)
    con.sql(f"DELETE FROM work.summed_facts WHERE {regions}")
    con.sql(f"""
        INSERT INTO work.summed_facts BY NAME
        SELECT {KEYS}, count(*) AS units, {sums}
        FROM work.settled_facts WHERE {regions} GROUP BY {KEYS}, {", ".join(_blanks(known.computed_from))}""")


def _blanks(measures: tuple[str, ...]) -> list[str]:
    """Numbers whose bits say which measures are blank."""
    parts = [measures[start : start + BITS] for start in range(0, len(measures), BITS)]
    return [" + ".join(f"CASE WHEN {name} IS NULL THEN {1 << bit} ELSE 0 END" for bit, name in enumerate(part))
            for part in parts]  # fmt: skip
