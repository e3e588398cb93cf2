"""One cell as people spell numbers: commas, full width, %, 万, 下降, 26∶1, 三百二十 → an exact decimal, a known sign
for "no number", or the reason why it is neither. What can be read in two ways is a question, never a guess."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal

SIGNS = {
    "": "blank",
    **dict.fromkeys(("-", "--", "—", "——", "–", "―", "──", "─"), "dash"),
    **dict.fromkeys(("...", "......", "⋯", "⋯⋯"), "ellipsis"),
    **dict.fromkeys(("×", "××", "x", "xx", "*", "**"), "masked"),
    **dict.fromkeys(("无", "/", "\\"), "none"),
    **dict.fromkeys(("负增长", "<0"), "negative"),
    **dict.fromkeys(("正增长", ">0"), "positive"),
}
SCALES = {"": 0, "十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8}
RATES = {"%": 2, "‰": 3, "百分点": 2}  # units of a share, and the power of ten between the share and its figure
FALLS = ("下降", "减少", "降低", "下跌", "▲", "△", "↓")
RISES = ("增长", "增加", "提高", "上升", "↑")
MINUS = dict.fromkeys(map(ord, "−‐‑"), "-")
GROUPED = re.compile(r"\d{1,3}(?:\s\d{3})+(?!\d)")
FIGURE = re.compile(r"(?P<sign>[+-]?)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)(?P<power>e[+-]?\d+)?")
DATE = re.compile(r"^\d{4}(?:-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|\.\d{1,2}\.\d{1,2}|年\d{1,2}月)")
HAN_NUMBER = re.compile(r"^(?P<han>[零〇一二两三四五六七八九十百千万亿点]+)(?P<tail>.*)$")
SIGNIFICANT = 15  # what a binary double tells exactly, and what a spreadsheet shows of it
SCALE, DIGITS = 12, 38
TYPED = 6  # nobody types more digits after the point: with more, a double was written out


@dataclass(frozen=True)
class Meaning:
    """What a cell says: a number with its printed digits, or a status, or (refused) why it can't enter."""

    number: Decimal | None = None
    digits: int = 0
    status: str | None = None
    refused: str | None = None


@dataclass(frozen=True)
class Kind:
    """What reading a cell needs to know of its column: its unit, whether it may be written as a fall (`下降3.2`),
    whether the file keeps binary doubles, and whether this cell is kept as a share and shown as a percentage."""

    unit: str = ""
    may_fall: bool = False
    binary: bool = False
    percent: bool = False


def spelled(text: str, kind: Kind) -> Meaning:
    """What one cell says in a column of this kind."""
    marked = _without_mark(text)
    folded = unicodedata.normalize("NFKC", marked).translate(MINUS).strip()
    bare = re.sub(r"\s+", "", folded).lower()
    if bare in SIGNS:
        return Meaning(status=SIGNS[bare])
    if folded.startswith("#"):
        return Meaning(refused="error")
    if DATE.match(bare):
        return Meaning(refused="date")
    if any(unicodedata.category(char) in ("No", "Nl") for char in marked):
        return Meaning(refused="text")  # ½, ², Ⅳ: folding them would change the number
    joined = _joined(folded)
    return Meaning(refused="text") if joined is None else _figure(joined.lower(), kind)


def _without_mark(text: str) -> str:
    """A circled digit after a number is the mark of a footnote."""
    return re.sub(r"(?<=[\d%])\s*[①-⑳]+\s*$", "", text)


def _joined(folded: str) -> str | None:
    """Without spaces; None where a space parts digits that are not groups of three."""
    loose = re.sub(r"\s+(?=\D)|(?<=\D)\s+", "", folded)
    grouped = GROUPED.sub(lambda found: re.sub(r"\s", "", found[0]), loose)
    return None if re.search(r"\s", grouped) else grouped


def _figure(text: str, kind: Kind) -> Meaning:
    if ":" in text or "∶" in text:
        return _ratio(text.replace("∶", ":"), kind)
    direction = next((word for word in (*FALLS, *RISES) if text.startswith(word)), "")
    rest = text.removeprefix(direction)
    bracketed = re.match(r"^\((?P<inner>[\d.,]+)\)(?P<tail>%?)$", rest)
    if (direction or bracketed) and not kind.may_fall:
        return Meaning(refused="text")
    falls = direction in FALLS or bracketed is not None
    meaning = _plain(bracketed["inner"] + bracketed["tail"] if bracketed else rest, kind)
    if meaning.number is None or not falls:
        return meaning
    return Meaning(refused="text") if meaning.number < 0 else Meaning(-meaning.number, meaning.digits)


def _plain(text: str, kind: Kind) -> Meaning:
    """A figure and what follows it: nothing, its unit, 万 or 亿."""
    found = FIGURE.match(text.replace("–", "-", 1) if text.startswith("–") else text)
    if found is None:
        return _han(text, kind)
    digits = found["digits"].replace(",", "")
    number = Decimal(found["sign"] + digits + (found["power"] or ""))
    return _scaled(number, len(digits.partition(".")[2]), text[found.end() :], kind)


def _han(text: str, kind: Kind) -> Meaning:
    """Chinese numerals; a single 一 may be a dash and is asked about."""
    found = HAN_NUMBER.match(text)
    if found is None or found["han"] in ("一", "点"):
        return Meaning(refused="text")
    import cn2an

    han, tail = found["han"], found["tail"]
    if SCALES.get(kind.unit[:1]) and kind.unit[:1] in "万亿" and not tail and han[-1] in "万亿":
        return Meaning(refused="scale")
    try:
        number = Decimal(str(cn2an.cn2an(han, "strict")))
    except ValueError:
        return Meaning(refused="text")
    return _scaled(number, max(0, -int(number.as_tuple().exponent)), tail, kind)


def _ratio(text: str, kind: Kind) -> Meaning:
    """`26:1` and `1:26` are 26 where the column tells a ratio."""
    sides = text.split(":")
    if kind.unit not in (":1", "比1") or len(sides) != 2 or "1" not in sides:
        return Meaning(refused="text")
    other = sides[0] if sides[1] == "1" else sides[1]
    return _plain(other, Kind(unit=kind.unit, binary=kind.binary))


def _scaled(number: Decimal, digits: int, tail: str, kind: Kind) -> Meaning:
    power = _power(tail, kind)
    if isinstance(power, str):
        return Meaning(refused=power)
    exact = _seen(number, digits, kind.binary)
    if exact is None:
        return Meaning(refused="long")
    scaled = exact.scaleb(power, Context(prec=DIGITS + SCALE))
    if scaled.copy_abs() >= Decimal(10) ** (DIGITS - SCALE):
        return Meaning(refused="long")
    printed = digits if exact == number else max(0, -int(exact.normalize().as_tuple().exponent))
    return Meaning(scaled, max(0, min(printed - power, SCALE)))


def _power(tail: str, kind: Kind) -> int | str:
    """By which power of ten a figure followed by `tail` is to be moved to be in the column's unit, or a refusal."""
    unit, said = kind.unit.replace("个百分点", "百分点"), tail.replace("个百分点", "百分点")
    if said == unit or not said:
        if kind.percent and not said:
            return RATES.get(unit, "percent")
        return 0
    scale, base = _parted(said)
    own_scale, own_base = _parted(unit)
    if said in RATES or unit in RATES or base not in ("", own_base):
        return "scale" if base in ("", own_base) and scale else "text"
    if not base and (own_scale or not unit):
        return "scale"
    return scale - own_scale


def _parted(unit: str) -> tuple[int, str]:
    """`万元` → (4, 元)."""
    prefix = max((word for word in SCALES if unit.startswith(word)), key=len)
    return SCALES[prefix], unit[len(prefix) :]


def _seen(number: Decimal, digits: int, binary: bool) -> Decimal | None:
    """The number as a person sees it: a double's noise goes, after fifteen significant digits or twelve after the
    point; None: too long."""
    whole = int(number.adjusted()) + 1
    double = digits > TYPED or (binary and digits > 0)
    if double and len(number.as_tuple().digits) > SIGNIFICANT:
        number = number.normalize(Context(prec=SIGNIFICANT, rounding=ROUND_HALF_EVEN))
    if whole > DIGITS - SCALE:
        return None
    if -int(number.as_tuple().exponent) <= SCALE:
        return number
    return number.quantize(Decimal(1).scaleb(-SCALE), context=Context(prec=DIGITS + SCALE))
