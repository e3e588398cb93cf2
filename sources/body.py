"""Which rows under a header are data: totals, notes, signatures, continuation titles and blanks are set aside."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from sources.context import LABELLED, PEOPLE, REACHED
from sources.header import is_index_row
from sources.returns import Aside
from sources.text import NOTE, UNIT_CELL, plain

CONTINUED = re.compile(r"^\(?续(?:表|前表|上表)?[\d一二三四五六七八九十]*\)?:?$|^.{0,40}\(续(?:表)?[\d一二三]*\)$")
SIGNED = re.compile(f"(?:{'|'.join((*PEOPLE, *REACHED, '报出日期', '填报日期'))}):?")
SIGNATURE = "（签署栏）"


@dataclass(frozen=True)
class Body:
    """Rows set aside with the reason, blank rows, and the notes of the page joined to one citation."""

    aside: tuple[Aside, ...]
    blank: tuple[int, ...]
    citation: str

    def with_more(self, more: Sequence[Aside]) -> "Body":
        """The same with further rows set aside."""
        return replace(self, aside=(*self.aside, *more))


def sort_out(rows: pl.DataFrame, bare: pl.Series, above: Sequence[str], followed: frozenset[int]) -> Body:
    """Sort the rows of one table (column `row`, then its letters); `bare` marks those without any number, and
    `followed` are those that stand right over a later header."""
    aside: list[Aside] = []
    blank: list[int] = []
    notes: list[str] = []
    for number, *texts in rows.filter(bare).rows():
        words = [plain(text) for text in texts]
        reason = _reason(words, above, number in followed)
        if reason == "":
            blank.append(number)
        elif reason is not None:
            aside.append(Aside(number, _shown(words, reason), reason))
        if reason == "说明":
            notes.append(_first(texts))
    return Body(tuple(aside), tuple(blank), " ".join(notes))


def _reason(words: list[str], above: Sequence[str], followed: bool) -> str | None:
    """Why a row without numbers is no data ('' for a blank one, None when it is data after all)."""
    first = next((word for word in words if word), "")
    if not first:
        return ""
    if NOTE.match(first):
        return "说明"
    if SIGNED.match(first):
        return "签署栏"
    if CONTINUED.match(first) or first in above:
        return "续表标题"
    if UNIT_CELL.match(first) or LABELLED.match(first) or followed:
        return "表头"
    return "列号" if is_index_row(words) else None


def _shown(words: list[str], reason: str) -> str:
    return SIGNATURE if reason == "签署栏" else " ".join(word for word in words if word)


def _first(texts: list[str | None]) -> str:
    """The leftmost text of a row, half-width, its spaces kept."""
    return unicodedata.normalize("NFKC", next(text for text in texts if text and plain(text))).strip()
