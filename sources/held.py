"""What no declaration knows is held back whole and shown, never dropped."""

import polars as pl

from sources.match import Match
from sources.paths import COUNTED
from sources.returns import Unmapped

HEADLESS = "（没有表头）"
CELLS = {"cell": pl.String, "text": pl.String}


def held_columns(rows: pl.DataFrame, match: Match) -> tuple[Unmapped, ...]:
    """Columns of `rows` (`row`, then letters) without a declared meaning that hold more than a count of the rows."""
    known = {*match.columns, *(name for _, name in match.cells)}
    known |= {name for name, head in match.header.heads.items() if head.path in COUNTED}
    letters = [name for name in rows.columns if name != "row" and name not in known]
    filled = rows.select((pl.col(name).fill_null("").str.strip_chars() != "").any() for name in letters)
    return tuple(_held(rows, name, match) for name in letters if filled[name].item())


def _held(rows: pl.DataFrame, name: str, match: Match) -> Unmapped:
    head = match.header.heads.get(name)
    header = head.printed if head else HEADLESS
    cells = rows.filter(pl.col(name).fill_null("").str.strip_chars() != "").select(
        cell=pl.lit(name) + pl.col("row").cast(pl.String), text=pl.col(name)
    )
    return Unmapped(name, header, cells)
