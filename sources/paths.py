"""Paths of words, over a column or beside a row: one spelling in which what is printed and what is declared meet."""

import re

TOTALS = frozenset({"合计", "总计", "小计", "共计", "计"})
TOTAL = "计"
PART_OF = re.compile(r"^(?:其中[:：]?|#|＃)+")
NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d{1,2}[.、]|\(\d{1,2}\))(?=\D)")
COUNTED = frozenset({"序号", "行次", "行号"})  # heads of columns that only count the rows
YEAR_HEAD = re.compile(r"^((?:19|20)\d{2})(?:年度?)?$")


def segment(word: str) -> str:
    """One word of a path without 其中 and #, and all words for a total as one; expects `plain` text."""
    bare = PART_OF.sub("", word).rstrip(":")
    return TOTAL if bare in TOTALS else bare


def canonical(path: str) -> str:
    """`教职工/其中:女` → `教职工/女`, `初中/合计` → `初中/计`; expects `plain` text."""
    return "/".join(part for word in path.split("/") if (part := segment(word)))


def without_numbering(word: str) -> str:
    """`一、教学及辅助用房` → `教学及辅助用房`; a word that is only a number stays."""
    return NUMBERING.sub("", word)


def stub_path(path: str) -> str:
    """A path beside rows as declared: canonical, and without the numbering of its words."""
    return canonical("/".join(without_numbering(word) for word in path.split("/")))


def year_of(head: str) -> int | None:
    """The year a header cell consists of (`2023年`, `2023`), else None."""
    found = YEAR_HEAD.match(head)
    return int(found[1]) if found else None
