"""Tables of a web page, which many systems hand out under the name .xls; nothing in the page is run or fetched."""

import re
from html.parser import HTMLParser
from pathlib import Path

from sources.grid import Sheet
from sources.opening.limits import MOST_PAGE
from sources.opening.spans import Spread, TooLarge
from sources.opening.texts import decoded
from sources.problems import Problem, StopDelivery

UNSEEN = {"script", "style", "title", "head"}
CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*(gb\w*)", re.IGNORECASE)


def web_page(path: Path, shown: str) -> list[Sheet]:
    """Every outermost table of a page as a sheet; raises StopDelivery when it has none."""
    if path.stat().st_size > MOST_PAGE:
        raise StopDelivery([_too_large(shown)])
    content = path.read_bytes()
    text = content.decode("gb18030", "strict") if _chinese(content) else decoded(content, shown)
    tables = _Tables()
    try:
        tables.feed(text)
        tables.close()
    except TooLarge as error:
        raise StopDelivery([_too_large(shown)]) from error
    if not tables.done:
        raise StopDelivery([Problem(shown, "这是一个网页，里面没有表格", "请报送原始表格")])
    return [table.sheet(f"表格{i}" if len(tables.done) > 1 else "", [], []) for i, table in enumerate(tables.done, 1)]


def _too_large(shown: str) -> Problem:
    return Problem(shown, "网页里的表格大得不合常理", "请另存为 .xlsx 再报送")


def _chinese(content: bytes) -> bool:
    """A page that says it is in GBK, and is."""
    if not CHARSET.search(content[:4096]):
        return False
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


class _Tables(HTMLParser):
    """Collects cells; a table inside a cell is part of the text of that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[Spread] = []
        self._depth = 0
        self._unseen = 0
        self._text: list[str] = []
        self._span: tuple[int, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in UNSEEN
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.done.append(Spread())
        elif self._depth == 1 and tag in ("tr", "td", "th"):
            self._close_cell()
            self._begin(tag, dict(attrs))
        elif tag == "br":
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN and self._unseen > 0
        if tag in ("td", "th", "tr", "table") and self._depth == 1:
            self._close_cell()
        if tag == "table":
            self._depth = max(self._depth - 1, 0)

    def handle_data(self, data: str) -> None:
        if self._span and not self._unseen:
            self._text.append(data)

    def close(self) -> None:
        super().close()
        self._close_cell()

    def _begin(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "tr":
            self.done[-1].row()
            return
        if not self.done[-1].height:
            self.done[-1].row()
        self._span = _count(attributes.get("colspan")), _count(attributes.get("rowspan"))
        self._text = []

    def _close_cell(self) -> None:
        if self._span and self.done:
            text = "".join(self._text).replace("\xa0", " ")
            self.done[-1].put(re.sub(r"[ \t\r\n]+", " ", text).strip(), *self._span)
        self._span = None


def _count(text: str | None) -> int:
    return int(text) if text and text.strip().isdecimal() else 1
