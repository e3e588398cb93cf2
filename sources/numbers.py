"""Numbers as delivered: text → exact decimals, and a name for every cell that is not a number.

Nothing is guessed: what is neither a number nor a known sign for "no number" is refused with its cell. All columns of
a table are cast and asked at once; only what does not cast is looked at cell by cell (`spelled`).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import polars as pl

from sources.grid import places_where
from sources.spelled import SCALE, Kind, Meaning, spelled

NUMBER = pl.Decimal(38, SCALE)
GROUPED = r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$"
LONG = 16  # with more characters a text may hold more digits than a double tells
ODD = {"row": pl.Int64, "key": pl.String, "text": pl.String, "status": pl.String, "refused": pl.String}
SIDES = ("text", "number", "shown")  # what is known of each column before its odd cells are told


@dataclass(frozen=True)
class Cells:
    """Columns read: their `numbers`, the digits printed after each point (`shown`), and `odd` cells, column by column:
    row, key of the column, text, status or why it is refused."""

    numbers: pl.DataFrame
    shown: pl.DataFrame
    odd: pl.DataFrame

    def kept(self, keep: pl.Series, dropped: Collection[int]) -> "Cells":
        """The same without the rows set aside."""
        odd = self.odd.filter(~pl.col("row").is_in(list(dropped)))
        return Cells(self.numbers.filter(keep), self.shown.filter(keep), odd)


def read_cells(
    rows: pl.Series,
    texts: pl.DataFrame,
    kinds: Mapping[str, Callable[[int], Kind]],
    percent: Mapping[str, frozenset[int] | None],
) -> Cells:
    """Read the columns of a table, named by their keys; `rows` are the row numbers in the sheet, `kinds` tell the kind
    of a row's cell, `percent` the rows that are kept as shares (None: all)."""
    numbers, shown = _cast(texts), _digits(texts)
    known = _beside(rows, texts, numbers, shown)
    odd = {key: _odd(key, percent[key]) for key in texts.columns}
    strange = known.select(odd[key].alias(key) for key in odd)
    empty = known.select((_side("number", key).is_null() & ~odd[key]).alias(key) for key in odd)
    told = [_blank(rows, empty)]
    for key in (name for name, some in zip(texts.columns, _any(strange), strict=True) if some):
        at = strange[key].arg_true()
        places, spellings = rows.gather(at), texts[key].gather(at).fill_null("")
        meanings = _meanings(places.to_list(), spellings.to_list(), kinds[key])
        told.append(_told(places, key, spellings, meanings))
        read = pl.Series([each.number for each in meanings], dtype=NUMBER)
        digits = pl.Series([each.digits for each in meanings], dtype=pl.Int8)
        numbers = numbers.with_columns(numbers[key].scatter(at, read))
        shown = shown.with_columns(shown[key].scatter(at, digits))
    order = pl.col("key").cast(pl.Enum(texts.columns))
    return Cells(numbers, shown, pl.concat(told).sort(order, "row"))


def _cast(texts: pl.DataFrame) -> pl.DataFrame:
    """Every column as exact decimals where its text is a plain number, padded or in groups of three, or null."""
    cast = texts.select(pl.all().cast(NUMBER, strict=False))
    filled, read = (frame.select(pl.all().count()).row(0) for frame in (texts, cast))
    loose = [name for name, all_of, some in zip(texts.columns, filled, read, strict=True) if all_of != some]
    return cast.with_columns(texts.select(_loosely(pl.col(name)) for name in loose))


def _loosely(texts: pl.Expr) -> pl.Expr:
    trimmed = texts.str.strip_chars()
    ungrouped = pl.when(trimmed.str.contains(GROUPED)).then(trimmed.str.replace_all(",", "", literal=True))
    return ungrouped.otherwise(trimmed).cast(NUMBER, strict=False)


def _digits(texts: pl.DataFrame) -> pl.DataFrame:
    """How many digits after the point each text prints, as far as it is a plain number."""
    none = pl.repeat(0, pl.len(), dtype=pl.Int8)
    counted = pl.all().str.extract(r"\.(\d+)", 1).str.len_chars().fill_null(0).clip(0, 100).cast(pl.Int8)
    pointed = _any(texts.select(pl.all().str.contains(".", literal=True)))
    with_points = [name for name, some in zip(texts.columns, pointed, strict=True) if some]
    return texts.select(none.alias(name) for name in texts.columns).with_columns(
        texts.select(with_points).select(counted)
    )


def _any(flags: pl.DataFrame) -> tuple[bool | None, ...]:
    """Of each column whether any of its cells is true."""
    return flags.select(pl.all().any()).row(0)


def _beside(rows: pl.Series, *sides: pl.DataFrame) -> pl.DataFrame:
    """The row numbers and every column as text, number and digits, side by side."""
    named = [frame.select(pl.all().name.prefix(side)) for side, frame in zip(SIDES, sides, strict=True)]
    return pl.concat([rows.alias("row").to_frame(), *named], how="horizontal")


def _side(side: str, key: str) -> pl.Expr:
    return pl.col(f"{side}{key}")


def _odd(key: str, percent: frozenset[int] | None) -> pl.Expr:
    """Which cells of a column must be looked at one by one."""
    text, number, shown = (_side(side, key) for side in SIDES)
    unread = number.is_null() & (text.fill_null("") != "")
    odd = unread | (text.str.len_bytes() > LONG).fill_null(False) | (shown > SCALE)
    if percent is None:
        return odd | number.is_not_null()
    return odd | pl.col("row").is_in(list(percent)) if percent else odd


def _blank(rows: pl.Series, empty: pl.DataFrame) -> pl.DataFrame:
    """The cells in which nothing stands."""
    at = places_where(empty, pl.all())
    return at.select(
        rows.gather(at["row"]).alias("row"),
        key="column",
        text=pl.lit(""),
        status=pl.lit("blank"),
        refused=pl.lit(None, pl.String),
    )


def _told(places: pl.Series, key: str, spellings: pl.Series, meanings: list[Meaning]) -> pl.DataFrame:
    """Those of the cells looked at that are no number."""
    said = {
        "row": places,
        "key": [key] * len(meanings),
        "text": spellings,
        "status": [each.status for each in meanings],
        "refused": [each.refused for each in meanings],
    }
    return pl.DataFrame(said, schema=ODD).filter(pl.col("status").is_not_null() | pl.col("refused").is_not_null())


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
