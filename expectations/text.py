"""Pieces of SQL that several modules need."""


def in_years(years: tuple[int, ...] | None, column: str = "year") -> str:
    """SQL condition that `column` is one of these years (None: any)."""
    if years is None:
        return "true"
    return f"{column} IN ({', '.join(str(int(year)) for year in years) or 'NULL'})"


def stale(years: tuple[int, ...] | None) -> str:
    """SQL condition of what a run for these years renews: theirs, and what has no year."""
    return f"(year IS NULL OR {in_years(years)})"
