"""Numbers as delivered, column by column: text → exact decimals, and a name for every cell that is not a number.

Nothing is guessed: what is neither a number nor a known sign for "no number" is refused with its cell. Whole columns
are cast at once; only what does not cast is looked at cell by cell (`spelled`).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import polars as pl

from sources.spelled import SCALE, Kind, Meaning, spelled

NUMBER = pl.Decimal(38, SCALE)
GROUPED = r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$"
LONG = 16  # with more characters a text may hold more digits than a double tells
ODD = {"row": pl.Int64, "text": pl.String, "status": pl.String, "refused": pl.String}


@dataclass(frozen=True)
class Cells:
    """One column read: numbers, digits printed after each point, and `odd` cells: row, text, status or refused."""

    numbers: pl.Series
    shown: pl.Series
    odd: pl.DataFrame

    def kept(self, keep: pl.Series, dropped: Collection[int]) -> "Cells":
        """The same without the rows set aside."""
        odd = self.odd.filter(~pl.col("row").is_in(list(dropped)))
        return Cells(self.numbers.filter(keep), self.shown.filter(keep), odd)


def columns_cast(texts: pl.DataFrame) -> pl.DataFrame:
    """Every column as exact decimals where its text is a plain number, padded or in groups of three, or null."""
    cast = texts.select(pl.all().cast(NUMBER, strict=False))
    unread = texts.select(pl.all().is_not_null().sum()).row(0), cast.select(pl.all().is_not_null().sum()).row(0)
    loose = [name for name, filled, read in zip(texts.columns, *unread, strict=True) if filled != read]
    return cast.with_columns(texts.select(_loosely(pl.col(name)) for name in loose))


def _loosely(texts: pl.Expr) -> pl.Expr:
    trimmed = texts.str.strip_chars()
    ungrouped = pl.when(trimmed.str.contains(GROUPED)).then(trimmed.str.replace_all(",", "", literal=True))
    return ungrouped.otherwise(trimmed).cast(NUMBER, strict=False)


def read_cells(
    rows: pl.Series,
    texts: pl.Series,
    numbers: pl.Series,
    kind_of: Callable[[int], Kind],
    percent: frozenset[int] | None,
) -> Cells:
    """Read one column already cast to `numbers`; `rows` are its row numbers in the sheet, `kind_of` tells the kind of
    a row's cell, `percent` rows are kept as shares (None: all)."""
    shown = _digits(texts)
    missing = numbers.is_null()
    strange = missing & (texts.fill_null("") != "") | (texts.str.len_bytes() > LONG).fill_null(False) | (shown > SCALE)
    if percent != frozenset():
        strange |= rows.is_in(list(percent)) if percent is not None else ~missing
    blank = pl.DataFrame({"row": rows}).filter(missing & ~strange)
    odd = blank.select("row", text=pl.lit(""), status=pl.lit("blank"), refused=pl.lit(None, pl.String))
    if not strange.any():
        return Cells(numbers, shown, odd)
    at = strange.arg_true()
    places = rows.gather(at)
    spellings = texts.gather(at).fill_null("")
    meanings = _meanings(places.to_list(), spellings.to_list(), kind_of)
    told = pl.DataFrame(
        {
            "row": places,
            "text": spellings,
            "status": [each.status for each in meanings],
            "refused": [each.refused for each in meanings],
        },
        schema=ODD,
    ).filter(pl.col("status").is_not_null() | pl.col("refused").is_not_null())
    return Cells(
        numbers.scatter(at, pl.Series([each.number for each in meanings], dtype=NUMBER)),
        shown.scatter(at, pl.Series([each.digits for each in meanings], dtype=pl.Int8)),
        pl.concat([odd, told]).sort("row"),
    )


def _meanings(places: list[int], texts: list[str], kind_of: Callable[[int], Kind]) -> list[Meaning]:
    """What each cell says; the same spelling in the same kind of cell is read once."""
    known: dict[tuple[str, Kind], Meaning] = {}
    found = []
    for place, text in zip(places, texts, strict=True):
        key = (text, kind_of(place))
        if key not in known:
            known[key] = spelled(*key)
        found.append(known[key])
    return found


def _digits(texts: pl.Series) -> pl.Series:
    """How many digits after the point each text prints, as far as it is a plain number."""
    if not texts.str.contains(".", literal=True).any():
        return pl.repeat(0, texts.len(), dtype=pl.Int8, eager=True)
    return texts.str.extract(r"\.(\d+)", 1).str.len_chars().fill_null(0).clip(0, 100).cast(pl.Int8)
