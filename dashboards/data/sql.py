"""Pieces of SQL that make JSON in columns: arrays of equal length, a column without any value left out."""

from collections.abc import Iterable, Mapping

from dashboards.words import words

# A number that JSON cannot write is none.
MACROS = (
    "CREATE OR REPLACE TEMP MACRO finite(x) AS CASE WHEN isfinite(x::DOUBLE) THEN x::DOUBLE END",
    "CREATE OR REPLACE TEMP MACRO only_true(x) AS CASE WHEN x THEN true END",
)


def listed(columns: Mapping[str, str], order: Iterable[str]) -> str:
    """Aggregate: rows as one sorted list of structs, the expressions of `order` before the columns."""
    keys = [f"o{place} := {each}" for place, each in enumerate(order)]
    fields = [f'"{name}" := {expression}' for name, expression in columns.items()]
    return f"list_sort(list(struct_pack({', '.join((*keys, *fields))})), 'ASC', 'NULLS FIRST')"


def arrays(columns: Iterable[str], rows: str = "told") -> str:
    """JSON members of an object, a comma before each: the columns of a list of structs as arrays."""
    return f"concat({', '.join(_array(name, rows) for name in columns)})"


def _array(name: str, rows: str) -> str:
    values = f'[each."{name}" for each in {rows}]'
    return f"""if(list_count({values}) > 0, ',"{name}":' || to_json({values}), '')"""


def members(values: Mapping[str, str]) -> str:
    """JSON members of an object, a comma before each, of single values; NULL is left out."""
    told = (
        f""",',"{name}":' || nullif(to_json({expression})::VARCHAR, 'null')""" for name, expression in values.items()
    )
    return f"concat(''{''.join(told)})"


def finality(release: str = "release") -> str:
    """Place of a release in the declared order, lowest first."""
    return f"list_position({list(words().releases)}, {release})"


def level_place(level: str = "level") -> str:
    """Place of a level in the declared order."""
    return f"list_position({list(words().levels)}, {level})"
