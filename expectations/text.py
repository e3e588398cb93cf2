"""Numbers as people read them in a sentence."""

from decimal import Decimal

MINUS = "−"


def number(value: object, unit: str | None = None) -> str:
    """`-4376.5` → `−4,376.5`; at most four decimals, text passes unchanged, nothing becomes `—`."""
    if value is None:
        return "—"
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    digits = f"{value:,.4f}".rstrip("0").rstrip(".")
    shown = "0" if digits == "-0" else digits.replace("-", MINUS)
    return f"{shown}{_spaced(unit)}"


def gap(value: object, unit: str | None = None) -> str:
    """A difference: of percentages it is told in 百分点, of ratios without unit."""
    return number(value, {"%": "百分点", ":1": None}.get(unit or "", unit))


def _spaced(unit: str | None) -> str:
    if not unit:
        return ""
    return {"%": "%", ":1": ":1", "百分点": " 个百分点"}.get(unit, f" {unit}")


def in_years(years: tuple[int, ...] | None, column: str = "year") -> str:
    """SQL condition that `column` is one of these years (None: any)."""
    if years is None:
        return "true"
    return f"{column} IN ({', '.join(str(int(year)) for year in years) or 'NULL'})"
