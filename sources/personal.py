"""What names or reaches a person is hidden as soon as a sheet is opened, so that it never leaves the archive.

Two ways to know it: by a label (姓名, 填表人, 联系电话 …) over a column, left of a cell or in the same cell; and by
its own form, wherever it stands: a mobile number, an ID number with its check digit, an e-mail address.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import polars as pl

from sources.grid import Merge, Sheet, cells_where
from sources.surnames import WORDS, name_like
from sources.text import letter, plain

HIDDEN = "（个人信息，不出收件档案）"
ROLES = (
    "校长|园长|负责人|填表人|填报人|制表人|审核人|复核人|联系人|经办人|统计人员|法定代表人|法人代表|班主任|监护人|家长"
)
NAME = re.compile(rf"姓名|(?:{ROLES})(?:\((?:签字|签名|签章|盖章|章)\)|签字|签名|签章)?$")
CONTACT = re.compile(r"电话|手机|联系方式|邮箱|电子邮件|e-?mail|微信|qq", re.IGNORECASE)
NUMBERS = re.compile(r"身份证|证件号|护照|学籍号|银行卡|账号")
ADDRESS = re.compile(r"家庭住址|家庭地址|居住地址|住址")
LABELS = (
    *("姓名", *ROLES.split("|"), "电话", "手机", "联系", "邮箱", "邮件", "mail", "微信", "QQ"),
    *("身份证", "证件号", "护照", "学籍号", "银行卡", "账号", "住址", "家庭地址", "居住地址"),
)
ANY_LABEL = "|".join(r"\s*".join(word) for word in LABELS)
LABEL = re.compile(ANY_LABEL, re.IGNORECASE)
INLINE = re.compile(rf"((?:{ANY_LABEL})[^:：\s]{{0,8}}\s*[:：]\s*)([^\s,，;；、。:：]+)", re.IGNORECASE)
LETTERS = re.compile(r"[^\W\d_]{2,}(?:[·.\s][^\W\d_]+)*")
LONGEST_LABEL = 16
NO_VALUE = re.compile(
    r"(?:数|率|额|费|称|码|型|类|级|日期|时间|单位|地址|情况|职务|合计|小计|总计|女|男)$|^[甲乙丙丁\d.,%‰—–-]+$"
)
AMOUNT = re.compile(r"元|数|额|值|费|款|收入|支出|产|率|%|比")
REACHABLE = re.compile(r"(?:\d[\s\-—()]*){7,}|@")
MOBILE = re.compile(r"(?<![\d.,])(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d{4}){2}(?![\d.,]*\d)")
BARE_MOBILE = re.compile(r"1[3-9]\d{9}")
IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
SHAPED = re.compile(rf"1[3-9]\d[\s-]?\d{{4}}[\s-]?\d{{4}}|\d{{17}}[\dXx]|@|{ANY_LABEL}", re.IGNORECASE)
IDENTITY_SIGNS = 18
BARE_LENGTHS = (11, IDENTITY_SIGNS)  # signs of a mobile number and of an ID number that stand alone
SHORTEST = 8  # signs of the shortest document number
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
LOOKED_AT = 20  # cells under a label that tell whether it heads a list
NEAR = 4  # columns to the right in which the value of a label may stand


@dataclass(frozen=True)
class Kind:
    """What the values of a label look like: `surely` by themselves, or `perhaps`, where nothing else is due."""

    surely: Callable[[str], bool]
    perhaps: Callable[[str], bool]


def without_people(sheet: Sheet) -> tuple[Sheet, int]:
    """The sheet with everything hidden that names or reaches a person, and how many cells that were."""
    search = _Search(sheet)
    search.by_form()
    search.by_label()
    if not search.found:
        return sheet, 0
    return replace(sheet, cells=search.hidden()), sum(map(len, search.found.values()))


def is_identity(text: str) -> bool:
    """Whether 18 signs are an ID number: a real date of birth, and the check digit that the others demand."""
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], WEIGHTS, strict=True))
    return CHECK_DIGITS[total % 11] == text[17].upper()


def in_text(text: str) -> str:
    """A text with every value hidden that is known by its form, or by a label with a colon before it."""
    said = INLINE.sub(lambda found: found[1] + HIDDEN, text)
    said = IDENTITY.sub(lambda found: HIDDEN if is_identity(found[0]) else found[0], said)
    return MAIL.sub(HIDDEN, MOBILE.sub(HIDDEN, said))


def kind_of_label(text: str) -> Kind | None:
    """What stands under or beside a text when it is a label of something personal; None when it is not."""
    label = plain(text).rstrip(":")
    if not label or len(label) > LONGEST_LABEL:
        return None
    known = next((like for pattern, like in BY_LABEL if pattern.search(label)), None)
    if known:
        return Kind(known, known)
    return Kind(_named, _called) if NAME.search(label) else None


def _reachable(value: str) -> bool:
    return bool(REACHABLE.search(value))


def _numbered(value: str) -> bool:
    return len(plain(value)) >= SHORTEST and any(sign.isdigit() for sign in value)


def _located(value: str) -> bool:
    return len(plain(value)) >= 4 and not plain(value).isdigit()


def _named(value: str) -> bool:
    return name_like(plain(value)) or ("·" in value and _called(value))


def _called(value: str) -> bool:
    """Letters only, and no word of a table."""
    return bool(LETTERS.fullmatch(value.strip())) and not NO_VALUE.search(plain(value)) and not WORDS.search(value)


BY_LABEL = ((CONTACT, _reachable), (NUMBERS, _numbered), (ADDRESS, _located))


@dataclass
class _Search:
    """What is found in one sheet: column → row (from 0) → what is shown instead."""

    sheet: Sheet
    found: dict[str, dict[int, str]] = field(default_factory=dict)

    @cached_property
    def covers(self) -> dict[tuple[int, int], Merge]:
        return {(merge.first_row - 1, merge.first_column - 1): merge for merge in self.sheet.merges}

    def hidden(self) -> pl.DataFrame:
        cells = self.sheet.cells
        return cells.with_columns(
            cells[name].scatter(list(rows), pl.Series(list(rows.values()))) for name, rows in self.found.items()
        )

    @cached_property
    def worded(self) -> pl.DataFrame:
        """The cells that are no plain number (see `cells_where`)."""
        return cells_where(self.sheet.cells, pl.all().is_not_null() & pl.all().cast(pl.Float64, strict=False).is_null())

    @cached_property
    def suspects(self) -> list[tuple[str, int, str]]:
        """Column, row and text of the few cells in which a label or a value may stand."""
        return self.worded.filter(pl.col("text").str.contains(f"(?i){SHAPED.pattern}")).rows()

    def by_form(self) -> None:
        """Mobile numbers, ID numbers, e-mail addresses in texts; a bare number only in a column of such numbers."""
        for name, row, text in self.suspects:
            if (said := in_text(text)) != text:
                self.found.setdefault(name, {})[row] = said
        mobile: dict[str, list[int]] = {}
        for name, row, text in cells_where(self.sheet.cells, pl.all().str.len_bytes().is_in(BARE_LENGTHS)).rows():
            if BARE_MOBILE.fullmatch(text):
                mobile.setdefault(name, []).append(row)
            elif len(text) == IDENTITY_SIGNS and in_text(text) != text:
                self._hide(name, [row])
        for name, rows in mobile.items():
            if len(rows) >= 2 and self._lists_mobiles(name, rows):
                self._hide(name, rows)

    def _lists_mobiles(self, name: str, rows: list[int]) -> bool:
        """Whether most numbers of a column are mobile numbers, and no word above them speaks of amounts."""
        texts = self.sheet.cells[name]
        numbers = texts.count() - self.worded.filter(column=name).height
        above = texts[: rows[0]].drop_nulls()
        return 2 * len(rows) > numbers and not any(map(AMOUNT.search, above))

    def by_label(self) -> None:
        """The values that labels head or stand before."""
        for row, column, kind in self._labels():
            merge = self.covers.get((row, column), Merge(row + 1, column + 1, row + 1, column + 1))
            under = [self._under(at, merge.last_row) for at in range(column, merge.last_column)]
            listed = [self._list(cells, kind.surely) for cells in under]
            if any(listed) or self._beside(row, merge.last_column, kind):
                continue
            if not any([self._list(cells, kind.perhaps) for cells in under]):
                self._directly_under(column, merge.last_row, kind)

    def _labels(self) -> Iterator[tuple[int, int, Kind]]:
        columns = {name: column for column, name in enumerate(self.sheet.cells.columns)}
        for name, row, text in self.suspects:
            if LABEL.search(text) and (kind := kind_of_label(text)):
                yield row, columns[name], kind

    def _under(self, column: int, start: int) -> tuple[str, dict[int, str]]:
        """The filled cells of a column from a row on, other labels left out."""
        name = letter(column)
        if column >= self.sheet.cells.width:
            return name, {}
        texts = self.sheet.cells[name]
        filled = {row: texts[row] for row in texts.is_not_null().arg_true() if row >= start and plain(texts[row])}
        return name, {row: text for row, text in filled.items() if not kind_of_label(text)}

    def _list(self, under: tuple[str, dict[int, str]], like: Callable[[str], bool]) -> bool:
        """Hide a column under its label, when most of what stands there is what the label says."""
        name, cells = under
        first = [text for text in list(cells.values())[:LOOKED_AT] if like(text) or not NO_VALUE.search(plain(text))]
        if not first or 2 * sum(map(like, first)) <= len(first):
            return False
        self._hide(name, [row for row, text in cells.items() if like(text) or not NO_VALUE.search(plain(text))])
        return True

    def _beside(self, row: int, start: int, kind: Kind) -> bool:
        """Hide the value to the right of its label."""
        texts = self.sheet.row(row + 1)
        for column in range(start, min(start + NEAR, len(texts))):
            if plain(texts[column]):
                found = not kind_of_label(texts[column]) and kind.perhaps(texts[column])
                if found:
                    self._hide(letter(column), [row])
                return found
        return False

    def _directly_under(self, column: int, row: int, kind: Kind) -> None:
        if row < self.sheet.height and kind.surely(self.sheet.cells[letter(column)][row] or ""):
            self._hide(letter(column), [row])

    def _hide(self, name: str, rows: list[int]) -> None:
        self.found.setdefault(name, {}).update(dict.fromkeys(rows, HIDDEN))
