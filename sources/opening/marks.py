"""What an .xlsx sheet says beside its texts: merged ranges, percent cells, formulas and errors.

The sheet's XML is unpacked once, piece by piece, and only pieces in which a mark occurs are looked at closely.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from sources.grid import Merge
from sources.opening.limits import MOST_XML
from sources.opening.package import ENTITIES, Package
from sources.text import column_number

PIECE = 8 << 20
BUILT_IN_PERCENT = {9, 10}  # 0% and 0.00%
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')  # words, escapes and colours inside a number format
NUMBER_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s[^>]*>")
CELL_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
CELL_FORMAT = re.compile(rb"<(?:\w+:)?xf\b[^>]*>")
ATTRIBUTE = re.compile(rb"""\b(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
RANGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=[\"']([A-Z]+)(\d+):([A-Z]+)(\d+)[\"']")
FORMULA = rb"<{p}f\b(?:[^>]*/>|[^>]*>[^<]*</{p}f>)"
NO_VALUE = rb"(?:</{p}c>|<{p}v\s*/>|<{p}v>({zero})</{p}v>)"


@dataclass
class Marks:
    """Marks of one sheet, filled piece by piece."""

    merges: list[Merge] = field(default_factory=list)
    percent: list[str] = field(default_factory=list)
    formulas: int = 0
    uncomputed: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Patterns:
    """The expressions of one sheet: its name prefix, its percent styles, and whether a kept 0 counts as a value."""

    prefix: bytes
    styles: tuple[int, ...]
    stale: bool

    def _made(self, text: bytes) -> re.Pattern[bytes]:
        zero = b"0?" if self.stale else b""
        return re.compile(text.replace(b"{p}", self.prefix).replace(b"{zero}", zero))

    @property
    def uncomputed(self) -> re.Pattern[bytes]:
        return self._made(rb"<{p}c\b([^>]*)>\s*" + FORMULA + rb"\s*" + NO_VALUE)

    @property
    def errors(self) -> re.Pattern[bytes]:
        kept = rb"(?:" + FORMULA + rb")?\s*<{p}v>([^<]*)</{p}v>"
        return self._made(rb"<{p}c\b([^>]*\bt=[\"']e[\"'][^>]*)>\s*" + kept)

    @property
    def percent(self) -> re.Pattern[bytes]:
        either = "|".join(map(str, self.styles)).encode()
        return self._made(rb"<{p}c\b([^>]*?\bs=[\"'](?:" + either + rb")[\"'][^>]*)(?<!/)>")


def shows_percent(number_format: str) -> bool:
    """Whether a number format multiplies by a hundred: a % that is no quoted word."""
    return "%" in QUOTED.sub("", number_format)


def percent_styles(styles: bytes) -> tuple[int, ...]:
    """Which cell styles show their number as a percentage, by their place in `cellXfs`."""
    formats = [_attributes(found) for found in NUMBER_FORMAT.findall(styles)]
    shown = {int(one.get("numFmtId", 0)) for one in formats if shows_percent(unescape(one.get("formatCode", "")))}
    block = CELL_FORMATS.search(styles)
    used = [int(_attributes(found).get("numFmtId", 0)) for found in CELL_FORMAT.findall(block[0])] if block else []
    return tuple(place for place, number in enumerate(used) if number in shown | BUILT_IN_PERCENT)


def marks(package: Package, name: str, styles: tuple[int, ...], stale: bool) -> Marks:
    """Marks of the sheet whose XML is the part `name`; `stale`: the file asks to be calculated anew when opened."""
    found = Marks()
    patterns = None
    for piece in _pieces(package, name):
        patterns = patterns or Patterns(_prefix(piece), styles, stale)
        _look(piece, patterns, found)
    return found


def _pieces(package: Package, name: str) -> Iterator[bytes]:
    """The XML cut between rows, so that no cell is torn."""
    rest = b""
    with package.stream(name) as stream:
        while block := stream.read(PIECE):
            if not rest and any(sign in block[:4096] for sign in ENTITIES):
                raise package.entities(name)
            rest += block
            end = rest.rfind(b"row>") + len(b"row>")
            if end >= len(b"row>"):
                yield rest[:end]
                rest = rest[end:]
            if len(rest) > MOST_XML:
                raise package.stop(f"内部部件 {name} 有一行大得不合常理")
    yield rest


def _prefix(piece: bytes) -> bytes:
    """The name prefix some programs put before every element (`x:`)."""
    found = re.search(rb"<(\w+:)?worksheet\b", piece)
    return (found and found[1]) or b""


def _look(piece: bytes, patterns: Patterns, found: Marks) -> None:
    if b"mergeCell " in piece:
        found.merges += [_merge(*ends) for ends in RANGE.findall(piece)]
    if b't="e"' in piece or b"t='e'" in piece:
        found.errors |= {_cell(m[1]): m[2].decode("utf-8", "replace") for m in patterns.errors.finditer(piece)}
    _look_for_formulas(piece, patterns, found)
    if any(b's="%d"' % style in piece or b"s='%d'" % style in piece for style in patterns.styles):
        told = (_attributes(each) for each in patterns.percent.findall(piece))
        found.percent += [one["r"] for one in told if "r" in one and one.get("t", "n") == "n"]


def _look_for_formulas(piece: bytes, patterns: Patterns, found: Marks) -> None:
    begun = b"<" + patterns.prefix + b"f"
    formulas = sum(piece.count(begun + end) for end in (b">", b" ", b"/"))
    if not formulas:
        return
    bare = [m for m in patterns.uncomputed.finditer(piece) if not _empty_text(m)]
    found.uncomputed += [_cell(m[1]) for m in bare]
    found.formulas += formulas


def _empty_text(match: re.Match[bytes]) -> bool:
    """A formula whose result is a text without letters has a result."""
    return match[2] == b"" and _attributes(match[1]).get("t") == "str"


def _attributes(text: bytes) -> dict[str, str]:
    return {name.decode(): (one or two).decode("utf-8", "replace") for name, one, two in ATTRIBUTE.findall(text)}


def _cell(attributes: bytes) -> str:
    return _attributes(attributes).get("r", "?")


def _merge(left: bytes, top: bytes, right: bytes, bottom: bytes) -> Merge:
    return Merge(int(top), column_number(left.decode()), int(bottom), column_number(right.decode()))
