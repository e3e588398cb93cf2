"""`layouts/<delivery>`: which cells of a file mean what."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import duckdb

Con = duckdb.DuckDBPyConnection
NAMES = ("sheet", "column", "row", "cell", "field", "level", "part", "header", "unit")
LAYOUTS = f"""SELECT DISTINCT delivery_id, {", ".join(f'"{name}"' for name in NAMES)} FROM layouts
    WHERE field NOT LIKE '@%' ORDER BY ALL"""


def layouts_scripts(con: Con) -> Iterator[tuple[str, Any]]:
    """Key and content per delivery, in columns; empty for one of which no cell was understood."""
    told = {delivery: list(rows) for delivery, rows in groupby(con.execute(LAYOUTS).fetchall(), key=lambda row: row[0])}
    for (delivery,) in con.execute("SELECT delivery_id FROM deliveries ORDER BY 1").fetchall():
        columns = list(zip(*told.get(delivery, []), strict=True))[1:]
        named = {name: list(of) for name, of in zip(NAMES, columns, strict=False)}
        yield f"layouts/{delivery}", {name: of for name, of in named.items() if any(each is not None for each in of)}
