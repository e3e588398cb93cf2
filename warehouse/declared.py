"""The declarations as tables, as readers of the warehouse see them."""

from collections.abc import Iterable
from functools import cache

import polars as pl

from sources import load_forms
from warehouse.breaks import indicator_breaks
from warehouse.declarations import declarations
from warehouse.records import Declarations


def declared_tables(known: Declarations) -> dict[str, pl.DataFrame]:
    """Table → its rows: levels, releases, regions, kinds of schools, measures, indicators, breaks and forms."""
    return {
        "levels": _table(known.levels.values(), "id", "name", "name_en").with_row_index("position"),
        "releases": _table(known.releases.values(), "id", "name", "name_en", "rank"),
        "regions": _regions(),
        "school_kinds": _table(known.school_kinds.values(), "code", "name", "levels", "counts_at", "document"),
        "measures": _table(
            known.measures.values(), "id", "name", "name_en", "subject", "unit", "year_kind", "definition"
        ),
        "indicators": _table(
            known.indicators.values(),
            *("id", "name", "name_en", "theme", "unit", "change", "numerator", "denominator", "scale", "levels"),
            *("year_kind", "definition", "document", "verify", "decimals"),
            *("kind", "parts", "under", "official", "least", "most", "ceiling"),
        ),
        "breaks": pl.DataFrame(indicator_breaks(known), infer_schema_length=None),
        "forms": _forms(),
    }


def _table(things: Iterable[object], *columns: str) -> pl.DataFrame:
    rows = [{name: getattr(thing, name) for name in columns} for thing in things]
    return pl.DataFrame(rows, infer_schema_length=None)


@cache
def _regions() -> pl.DataFrame:
    """Thousands of rows, the same in every store of a process."""
    columns = ("code", "name", "kind", "parent", "valid_from", "valid_to", "successor", "system", "note")
    return _table(declarations().regions.values(), *columns)


def _forms() -> pl.DataFrame:
    rows = [
        {
            "id": form.id,
            "title": form.title,
            "table": column.table,
            "layout_year": year,
            "field": column.field,
            "level": column.level,
            "part": column.part,
            "header": header,
        }
        for form in load_forms().values()
        for column in form.columns
        for year, header in column.headers.items()
    ]
    return pl.DataFrame(rows)
