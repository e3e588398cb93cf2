"""What no declaration knows is held back whole and shown, never dropped; what names people is not even shown."""

import re

import polars as pl

from sources.match import Match
from sources.returns import Unmapped

PERSONAL_HEAD = re.compile(r"姓名|电话|手机|身份证|证件号|邮箱|微信|住址|银行卡|(?:校长|园长|负责人|填表人|联系人)$")
PERSONAL_TEXT = r"(?:^|\D)(?:1[3-9]\d{9}|\d{17}[\dXx])(?:\D|$)"
HIDDEN = "（个人信息，不出收件档案）"
HEADLESS = "（没有表头）"
CELLS = {"cell": pl.String, "text": pl.String}


def held_columns(rows: pl.DataFrame, match: Match) -> tuple[Unmapped, ...]:
    """Columns without a declared meaning that hold anything in the rows of the table (column `row`, then letters)."""
    known = {*match.columns, *(name for _, name in match.cells)}
    letters = [name for name in rows.columns if name != "row" and name not in known]
    filled = rows.select((pl.col(name).fill_null("").str.strip_chars() != "").any() for name in letters)
    return tuple(_held(rows, name, match) for name in letters if filled[name].item())


def _held(rows: pl.DataFrame, name: str, match: Match) -> Unmapped:
    head = match.header.heads.get(name)
    header = head.printed if head else HEADLESS
    cells = rows.filter(pl.col(name).fill_null("").str.strip_chars() != "").select(
        cell=pl.lit(name) + pl.col("row").cast(pl.String), text=pl.col(name)
    )
    return Unmapped(name, header, masked(cells, header))


def masked(cells: pl.DataFrame, header: str) -> pl.DataFrame:
    """The texts, with those that name or reach people hidden."""
    if PERSONAL_HEAD.search(header):
        return cells.with_columns(text=pl.lit(HIDDEN))
    personal = pl.col("text").str.contains(PERSONAL_TEXT)
    return cells.with_columns(text=pl.when(personal).then(pl.lit(HIDDEN)).otherwise("text"))
