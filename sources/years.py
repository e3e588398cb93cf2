"""The year each row speaks of: printed in its own column, else over the table, in the workbook, in the file's name."""

import polars as pl

from sources.match import Match
from sources.page import Page
from sources.text import SCHOOL_YEAR

YEAR_CELL = r"^(\d{4})年?度?$"


def years_of(words: pl.DataFrame, letter: str | None, match: Match, page: Page) -> pl.Series:
    """Year of each row of `words` (row, year as text); years that can't be read stop the sheet."""
    if letter is None:
        return pl.Series("year", [year_of_page(match, page)], dtype=pl.Int16).new_from_index(0, words.height)
    begun = words["year"].str.replace(SCHOOL_YEAR.pattern.replace("(?=学年)", "学年?"), "$1")
    years = begun.str.extract(YEAR_CELL, 1).cast(pl.Int16)
    if years.null_count():
        wrong = words.filter(years.is_null()).select("row", "year").rows()
        cells = "、".join(f"{letter}{row}“{text}”" for row, text in wrong)
        raise page.stop(f"年度读不出来：{cells}", "请写成四位年份，如 2023")
    return years.alias("year")


def year_of_page(match: Match, page: Page) -> int:
    """The latest year printed; others than it and the one before leave open which one is meant."""
    printed = match.years or tuple(page.book_years)
    if not printed:
        raise page.stop("表题、表头和文件名都没有写年度", "请在表题中写明年度，如“2023年……”")
    if strange := sorted(set(printed) - {max(printed), max(printed) - 1}):
        listed = "、".join(map(str, [*strange, max(printed)]))
        raise page.stop(f"写有多个年份（{listed}），分不清数据属于哪一年", "请在表题中只写数据的年度")
    return max(printed)
