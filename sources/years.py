"""The year each row speaks of: printed in its own column, else over the table, in the workbook, in the file's name."""

import polars as pl

from sources.match import Match
from sources.page import Page
from sources.problems import Problem
from sources.text import SCHOOL_YEAR

YEAR_CELL = r"^(\d{4})年?度?$"


def years_of(words: pl.DataFrame, letter: str | None, match: Match, page: Page) -> tuple[pl.Series, list[Problem]]:
    """Year of each row of `words` (row, year as text), and what is wrong with those that can't be read."""
    if letter is None:
        year, problems = year_of_page(match, page)
        return pl.Series("year", [year], dtype=pl.Int16).new_from_index(0, words.height), problems
    begun = words["year"].str.replace(SCHOOL_YEAR.pattern.replace("(?=学年)", "学年?"), "$1")
    years = begun.str.extract(YEAR_CELL, 1).cast(pl.Int16)
    wrong = words.filter(years.is_null()).select("row", "year").rows()
    cells = "、".join(f"{letter}{row}“{text}”" for row, text in wrong)
    said = [Problem(page.where, f"年度读不出来：{cells}", "请写成四位年份，如 2023")] if wrong else []
    return years.alias("year"), said


def year_of_page(match: Match, page: Page) -> tuple[int | None, list[Problem]]:
    """The latest year printed; others than it and the one before leave open which one is meant."""
    printed = match.years or tuple(page.book_years)
    if not printed:
        return None, [Problem(page.where, "表题、表头和文件名都没有写年度", "请在表题中写明年度，如“2023年……”")]
    if strange := sorted(set(printed) - {max(printed), max(printed) - 1}):
        listed = "、".join(map(str, [*strange, max(printed)]))
        says = f"写有多个年份（{listed}），分不清数据属于哪一年"
        return None, [Problem(page.where, says, "请在表题中只写数据的年度")]
    return max(printed), []
