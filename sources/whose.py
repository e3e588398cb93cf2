"""Who a row or a page reports about: names in the rows, else what the page says; totals are nobody's own row."""

import polars as pl

from sources.context import who
from sources.match import Match
from sources.page import Page
from sources.paths import PART_OF, TOTALS
from sources.returns import Aside
from sources.text import half_width

WHO = ("region", "code", "school", "school_code")
PAGE_TOTALS = frozenset({"本页小计", "本页合计", "本页计", "页计", "累计"})


def reporting(page: Page, match: Match) -> dict[str, str]:
    """What the page says about who reports, for the words its rows do not print; a table for one region names it."""
    printed = {column.field[1:] for column in match.columns.values()}
    if printed & set(WHO):
        return {}
    told = who(match.context, page.sheet.name, page.stem)
    if not any(told.values()):
        told["region"] = match.table.region
    if not any(told.values()):
        fix = "请在表上方写明“填报单位：……”，或写在表题、工作表名或文件名的开头"
        raise page.stop("没有写明是哪个地区或学校的数据", fix)
    return told


def named(letter: str, otherwise: str) -> pl.Expr:
    """The words of a column of names, trimmed and without the mark # or 其中 before them."""
    text = pl.col(letter).fill_null("").str.strip_chars()
    bare = text.str.replace(PART_OF.pattern, "").str.strip_chars()
    return pl.when(bare == "").then(pl.lit(otherwise)).otherwise(bare) if otherwise else bare


def totals(rows: pl.DataFrame, roles: dict[str, str]) -> list[Aside]:
    """Rows of totals, to be left where they stand: the sum of what is read is never read again."""
    letters = [roles[word] for word in WHO if word in roles]
    if not letters or rows.is_empty():
        return []
    words = [half_width(pl.col(letter)).fill_null("") for letter in letters]
    named = pl.coalesce(pl.when(word != "").then(word) for word in words)
    found = rows.select("row", word=named).filter(pl.col("word").is_in([*TOTALS, *PAGE_TOTALS]))
    return [Aside(row, text, "合计") for row, text in found.rows()]
