"""Breaks reach further than they are declared: what is made of a broken series breaks with it."""

from typing import Any

from warehouse.records import Declarations, Indicator


def indicator_breaks(known: Declarations) -> list[dict[str, Any]]:
    """The breaks of each indicator, its own and those of what it is made of: indicator, year, reason, document."""
    return [
        {"indicator": one.id, "year": each.year, "reason": each.reason, "document": each.document}
        for each in known.breaks
        for one in known.indicators.values()
        if each.series in made_of(one, known)
    ]


def made_of(one: Indicator, known: Declarations) -> set[str]:
    """The indicator itself, the indicators it is made of, and every measure behind them."""
    parts = [made_of(known.indicators[part], known) for part in one.parts]
    return {one.id, *(each.measure for each in one.inputs)}.union(*parts)
