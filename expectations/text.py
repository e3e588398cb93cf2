"""Pieces of SQL that several modules need."""

from collections.abc import Iterable


def in_years(years: tuple[int, ...] | None, column: str = "year") -> str:
    """SQL condition that `column` is one of these years (None: any)."""
    if years is None:
        return "true"
    return f"{column} IN ({', '.join(str(int(year)) for year in years) or 'NULL'})"


def before(years: tuple[int, ...] | None) -> tuple[int, ...] | None:
    """The year before each of these (None: any)."""
    return None if years is None else tuple(year - 1 for year in years)


def in_years_or_before(years: tuple[int, ...] | None) -> str:
    """SQL condition that `year` is one of these or the one before it."""
    return f"({in_years(years)} OR {in_years(before(years))})"


def in_layout(row: str) -> str:
    """SQL condition that layout `l` says where a number stands: `row` has its delivery, sheet, row, level, measure."""
    return f"""l.delivery_id = {row}.delivery_id AND l.field = {row}.measure
    AND coalesce(l.sheet, '') = coalesce({row}.sheet, '') AND coalesce(l.level, '') IN ('', {row}.level)
    AND coalesce(l."row", {row}."row") = {row}."row" AND coalesce(part, 'value') = 'value'"""


def stale(years: tuple[int, ...] | None) -> str:
    """SQL condition of what a run for these years renews: theirs, and what has no year."""
    return f"(year IS NULL OR {in_years(years)})"


def told_in(row: str, field: str, measures: Iterable[str]) -> str:
    """SQL condition that the measure a `field` names is told in a row of its subject's table."""
    cases = " ".join(f"WHEN '{name}' THEN {row}.{name} IS NOT NULL" for name in measures)
    return f"CASE {field} {cases} ELSE false END"


def listed(names: Iterable[str]) -> str:
    """Names as SQL texts, one after the other."""
    return ", ".join(f"'{name}'" for name in names)
