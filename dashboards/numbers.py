"""Numbers as people read them: 万 and 亿 by rule, thousands separators, a real minus sign, typed absences."""

import math
from decimal import ROUND_HALF_UP, Context, Decimal

ABSENT = "—"
MINUS = "−"
WAN, YI = Decimal(10_000), Decimal(100_000_000)
WHOLE = {"人", "所", "个", "间", "台", "册"}  # what is counted one by one
WIDE = Context(prec=400)  # digits enough for any double: an absurd number from a file is shown, not a fault
COUNTED = {"人", "所", "万元"}  # units that grow into 万 and 亿; prices and per-pupil 元 never do


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=WIDE)


def exact(value: float | Decimal) -> Decimal:
    """The number as written (0.1 stays 0.1), so that rounding follows the printed figure."""
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


def absent(value: float | Decimal | None) -> bool:
    """Nothing to show: no value, or not a finite one."""
    return value is None or not math.isfinite(value)


def plain(value: float | Decimal | None, decimals: int = 2) -> str:
    """`-1234.5` → `−1,234.50`; nothing → `—`."""
    if value is None or absent(value):
        return ABSENT
    text = f"{_rounded(exact(value), decimals).copy_abs():,f}"
    negative = value < 0 and any(digit in "123456789" for digit in text)
    return f"{MINUS}{text}" if negative else text


def signed(value: float | Decimal | None, decimals: int = 2) -> str:
    """As `plain`, with a plus sign on what rises."""
    text = plain(value, decimals)
    rises = text != ABSENT and not text.startswith(MINUS) and any(digit in "123456789" for digit in text)
    return f"+{text}" if rises else text


def scaled(value: float | Decimal | None, unit: str, decimals: int = 2, whole: int = 0) -> str:
    """A count with its unit, by rule: below 1 万 as it is (`whole` decimals), then 万, from 1 亿 on 亿."""
    if value is None or absent(value):
        return ABSENT
    number = exact(value)
    if abs(_rounded(number, whole)) < WAN:
        return f"{plain(number, whole)}{unit}"
    if abs(_rounded(number / WAN, decimals)) < WAN:  # 99,999,999 rounds to 1.00 亿, never to 10,000.00 万
        return f"{plain(number / WAN, decimals)}万{unit}"
    return f"{plain(number / YI, decimals)}亿{unit}"


def money(wan: float | Decimal | None, decimals: int = 2) -> str:
    """An amount given in 万元 → `73.62万元`, `24.54亿元`, `1.20万亿元`."""
    if wan is None or absent(wan):
        return ABSENT
    number = exact(wan)
    if abs(_rounded(number, decimals)) < WAN:
        return f"{plain(number, decimals)}万元"
    if abs(_rounded(number / WAN, decimals)) < WAN:
        return f"{plain(number / WAN, decimals)}亿元"
    return f"{plain(number / YI, decimals)}万亿元"


def value(number: float | Decimal | None, unit: str, decimals: int = 2) -> str:
    """A value with its unit, as `indicators.unit` declares it."""
    if unit == "万元":
        return money(number, decimals)
    if unit in COUNTED:
        return scaled(number, unit, whole=0 if _is_whole(number) else decimals)
    return ABSENT if absent(number) else f"{plain(number, decimals)}{unit}"


def _is_whole(number: float | Decimal | None) -> bool:
    """Whether it counts whole things; teachers per 100 pupils do not."""
    return number is None or absent(number) or number == int(number)


def percent(number: float | Decimal | None, decimals: int = 2) -> str:
    """A relative change: `+1.74%`, `−0.18%`."""
    text = signed(number, decimals)
    return text if text == ABSENT else f"{text}%"


def points(number: float | Decimal | None, decimals: int = 2) -> str:
    """A difference of two rates, never called a percentage: `−10.92个百分点`."""
    text = signed(number, decimals)
    return text if text == ABSENT else f"{text}个百分点"


def change(number: float | Decimal | None, kind: str, decimals: int = 2) -> str:
    """A change as its indicator declares it: `relative` in %, `points` in 百分点."""
    return points(number, decimals) if kind == "points" else percent(number, decimals)


def digits(number: float, least: int = 2, most: int = 4) -> int:
    """Decimals that keep a small difference from showing as zero: 0.0031 → 4."""
    return next((d for d in range(least, most) if not number or abs(number) >= 0.5 * 10**-d), most)


def scale(unit: str, largest: float) -> tuple[float, str]:
    """Divisor and unit of a whole axis or table, stated once: (10000.0, '亿元') for large amounts in 万元."""
    steps = {"万元": ("亿元", "万亿元")}.get(unit, (f"万{unit}", f"亿{unit}"))
    if unit not in COUNTED or largest < 10_000:
        return 1.0, unit
    return (1e4, steps[0]) if largest < 1e8 else (1e8, steps[1])


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round numbers that cover low…high, about `count` of them."""
    span = high - low or abs(high) or 1.0
    raw = span / max(count - 1, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.999)
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(i * step, 10) for i in range(first, last + 1)]


def tick_texts(values: list[float]) -> list[str]:
    """Texts of the ticks with as many decimals as the step needs, the same for all."""
    step = abs(values[1] - values[0]) if len(values) > 1 else abs(values[0]) or 1.0
    decimals = next((d for d in range(4) if abs(step * 10**d - round(step * 10**d)) < 1e-9), 4)
    return [plain(v, decimals) for v in values]
