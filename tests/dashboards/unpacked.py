"""Columns of a data script spelled out again, as the kit of the pages does (static/kit/unpack.js)."""

from collections.abc import Callable
from typing import Any


def rows_of(columns: dict[str, Any]) -> list[dict[str, Any]]:
    """Columns of equal length → rows, as the kit spells them out."""
    told = {name: values for name, values in columns.items() if isinstance(values, list)}
    for name, (rule, *needs) in columns.get("derived", {}).items():
        told[name] = RULES[rule](told, *needs)
    length = max(map(len, told.values()), default=0)
    told |= {name: [value] * length for name, value in columns.get("every", {}).items()}
    told |= {name: [value, *told[name][1:]] for name, value in columns.get("first", {}).items()}
    assert len({len(values) for values in told.values()}) <= 1
    return [dict(zip(told, values, strict=True)) for values in zip(*told.values(), strict=True)]


def ratio(value: float | None, previous: float | None) -> float | None:
    return None if value is None or previous is None or previous <= 0 else (value - previous) * 100 / previous


def difference(value: float | None, previous: float | None) -> float | None:
    return None if value is None or previous is None else value - previous


RULES: dict[str, Callable[..., list[Any]]] = {
    "years": lambda _, first, last: list(range(first, last + 1)),
    "before": lambda told, name: [None, *told[name][:-1]],
    "same": lambda told, name: told[name],
    "ratio": lambda told: list(map(ratio, told["value"], told["previous"])),
    "difference": lambda told: list(map(difference, told["value"], told["previous"])),
}
