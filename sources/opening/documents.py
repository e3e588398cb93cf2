"""Tables of a .docx, parsed as a stream: merged cells stay merges, the lines around a table are its title and notes."""

from pathlib import Path
from typing import Any
from xml.parsers import expat

from sources.grid import Sheet
from sources.opening.limits import MOST_PAGE, MOST_TABLE
from sources.opening.package import Package, package
from sources.opening.spans import Spread, TooLarge
from sources.problems import Problem, StopDelivery
from sources.text import NOTE, plain

DOCUMENT = "word/document.xml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main "
MOST_ABOVE = 4  # lines directly over a table that can be its title, year and unit
LONGEST_TITLE = 80  # a longer line is prose


def document(path: Path, shown: str) -> list[Sheet]:
    """Every table of a document as a sheet; raises StopDelivery when there is none."""
    with package(path, shown) as parts:
        found = _Tables()
        try:
            _parse(parts, found)
        except expat.ExpatError as error:
            raise parts.stop("文档内容已损坏", "请在 WPS 或 Word 中打开并另存为 .docx 再报送") from error
        except TooLarge as error:
            raise parts.stop("文档里的表格大得不合常理", "请另存为 .xlsx 再报送") from error
    if not found.done:
        raise StopDelivery([Problem(shown, "文档里没有表格", "数据请放在表格里报送")])
    return [
        table.sheet(f"表格{i}" if len(found.done) > 1 else "", above, below)
        for i, (table, above, below) in enumerate(found.done, 1)
    ]


def _parse(parts: Package, found: "_Tables") -> None:
    if parts.size(DOCUMENT) > MOST_PAGE:
        raise TooLarge
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = found.start, found.end
    parser.CharacterDataHandler = found.text

    def refuse(*_: object) -> None:
        raise parts.entities(DOCUMENT)

    parser.StartDoctypeDeclHandler = refuse
    with parts.stream(DOCUMENT) as stream:
        parser.ParseFile(stream)


class _Table:
    """One table being read: its cells, and for each column how a vertical merge runs on."""

    def __init__(self) -> None:
        self.spread = Spread()
        self.rows: list[list[tuple[str, int, str]]] = []
        self.texts: list[str] = []
        self.span, self.vertical, self.skipped = 1, "", 0

    def finished(self) -> Spread:
        """Lay the rows on the grid; a cell that continues the one above makes that one longer."""
        for number, row in enumerate(self.rows):
            self.spread.row()
            column = 0
            for text, span, vertical in row:
                if vertical != "continue":
                    self.spread.put(text, span, self._length(number, column) if vertical else 1)
                elif (number, column) not in self.spread.taken:
                    self.spread.put(text, span)
                column += span
        return self.spread

    def _length(self, number: int, column: int) -> int:
        rows = 1
        while number + rows < len(self.rows) and self._at(number + rows, column) == "continue":
            rows += 1
        return rows

    def _at(self, number: int, column: int) -> str:
        place = 0
        for _, span, vertical in self.rows[number]:
            if place == column:
                return vertical
            place += span
        return ""


class _Tables:
    """What the parser tells, gathered into tables and the lines between them."""

    def __init__(self) -> None:
        self.done: list[tuple[Spread, list[str], list[str]]] = []
        self._open: list[_Table] = []
        self._above: list[str] = []
        self._words: list[str] = []
        self._reading = False
        self._fallback = 0
        self._cells = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._fallback += name.endswith(" Fallback")
        known = _word(name)
        if known == "tbl":
            self._open.append(_Table())
        elif known == "tr" and self._open:
            self._open[-1].rows.append([])
        elif known == "t":
            self._reading = True
        elif known in ("tab", "br", "cr"):
            self._words.append(" ")
        elif self._open:
            self._cell_begins(known, {_word(key): value for key, value in attributes.items()})

    def _cell_begins(self, known: str, attributes: dict[str, str]) -> None:
        table = self._open[-1]
        if known == "tc":
            table.texts, table.span, table.vertical = [], 1, ""
        elif known == "gridSpan":
            table.span = _count(attributes.get("val"))
        elif known == "vMerge":
            table.vertical = attributes.get("val", "continue")
        elif known == "gridBefore":
            table.rows[-1].append(("", _count(attributes.get("val")), ""))

    def end(self, name: str) -> None:
        self._fallback -= name.endswith(" Fallback")
        known = _word(name)
        if known == "t":
            self._reading = False
        elif known == "p":
            self._line("".join(self._words).strip())
            self._words = []
        elif known == "tc" and self._open and self._open[-1].rows:
            table = self._open[-1]
            table.rows[-1].append(("\n".join(filter(None, table.texts)), table.span, table.vertical))
            self._cells += 1
            if self._cells > MOST_TABLE:
                raise TooLarge
        elif known == "tbl":
            self._close(self._open.pop())

    def text(self, data: str) -> None:
        if self._reading and not self._fallback:
            self._words.append(data)

    def _line(self, text: str) -> None:
        if self._open:
            self._open[-1].texts.append(text)
        elif NOTE.match(plain(text)) and self.done and not self._above:
            self.done[-1][2].append(text)
        elif text:
            self._above = [*self._above[1 - MOST_ABOVE :], text]

    def _close(self, table: _Table) -> None:
        inner = bool(self._open)
        above = [] if inner else _title(self._above)
        self.done.append((table.finished(), above, []))
        if not inner:
            self._above = []


def _title(lines: list[str]) -> list[str]:
    """The short lines directly over a table; prose further up is none of it."""
    kept: list[str] = []
    for line in reversed(lines[-MOST_ABOVE:]):
        if len(line) > LONGEST_TITLE:
            break
        kept.insert(0, line)
    return kept


def _word(name: str) -> str:
    """Local name of an element or attribute of a text document; empty for those of other kinds."""
    for space in (W, STRICT):
        if name.startswith(space):
            return name[len(space) :]
    return ""


def _count(value: Any) -> int:
    return int(value) if value and str(value).isdecimal() else 1
