"""Pieces of SQL that several modules need."""


def in_years(years: tuple[int, ...] | None, column: str = "year") -> str:
    """SQL condition that `column` is one of these years (None: any)."""
    if years is None:
        return "true"
    return f"{column} IN ({', '.join(str(int(year)) for year in years) or 'NULL'})"


def in_layout(row: str) -> str:
    """SQL condition that layout `l` says where a number stands: `row` has its delivery, sheet, row, level, measure."""
    return f"""l.delivery_id = {row}.delivery_id AND l.field = {row}.measure
    AND coalesce(l.sheet, '') = coalesce({row}.sheet, '') AND coalesce(l.level, '') IN ('', {row}.level)
    AND coalesce(l."row", {row}."row") = {row}."row" AND coalesce(part, 'value') = 'value'"""


def stale(years: tuple[int, ...] | None) -> str:
    """SQL condition of what a run for these years renews: theirs, and what has no year."""
    return f"(year IS NULL OR {in_years(years)})"
