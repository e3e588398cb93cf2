"""Numbers as delivered: text → exact decimals, and a name for every cell that is not a number.

Nothing is guessed: what is neither a number nor a known sign for "no number" is reported with its cell.
"""

import polars as pl

from sources.text import half_width

NUMBER = pl.Decimal(38, 12)
SHOWN = r"^[+-]?\d+(?:\.(\d+))?(?:[eE][+-]?\d+)?$"
SIGNS = {
    "": "blank",
    "-": "dash",
    "—": "dash",
    "——": "dash",
    "–": "dash",
    "...": "ellipsis",
    "......": "ellipsis",
    "×": "masked",
    "××": "masked",
    "x": "masked",
    "xx": "masked",
    "*": "masked",
    "无": "none",
    "负增长": "negative",
    "<0": "negative",
    "正增长": "positive",
    ">0": "positive",
}


def cleaned(column: str) -> pl.Expr:
    """Text without thousands commas, spaces and full-width digits; the real minus sign becomes a hyphen."""
    return half_width(pl.col(column).fill_null("")).str.replace_all(",", "").str.replace("−", "-")


def as_numbers(frame: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """The same frame with the text columns `keys` as exact decimals (null where there is no number)."""
    texts = frame.with_columns(cleaned(key).alias(key) for key in keys)
    return texts.with_columns(
        pl.when(pl.col(key).str.contains(SHOWN)).then(pl.col(key)).cast(NUMBER, strict=False).alias(key) for key in keys
    )


def digits_shown(frame: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """How many digits after the point each cell prints (same shape as `keys`; 0 where there is none)."""
    return frame.select(
        cleaned(key).str.extract(SHOWN, 1).str.len_chars().fill_null(0).cast(pl.Int8).alias(key) for key in keys
    )


def not_numbers(frame: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Cells without a number: row, key, status (null when the text is not a known sign), text as delivered."""
    found = [
        frame.select("row", key=pl.lit(key), text=pl.col(key).fill_null(""), sign=cleaned(key).str.to_lowercase())
        .filter(~pl.col("sign").str.contains(SHOWN))
        .select("row", "key", status=pl.col("sign").replace_strict(SIGNS, default=None), text="text")
        for key in keys
    ]
    empty = pl.DataFrame(schema={"row": pl.Int64, "key": pl.String, "status": pl.String, "text": pl.String})
    return pl.concat([empty, *found])
