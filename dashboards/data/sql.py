"""Pieces of SQL that make JSON in columns: arrays of equal length, a column without any value left out."""

from collections.abc import Collection, Iterable, Mapping

from dashboards.words import words

MACROS = (
    # A number that JSON cannot write is none.
    "CREATE OR REPLACE TEMP MACRO finite(x) AS CASE WHEN isfinite(x::DOUBLE) THEN x::DOUBLE END",
    "CREATE OR REPLACE TEMP MACRO only_true(x) AS CASE WHEN x THEN true END",
    "CREATE OR REPLACE TEMP MACRO json_text(x) AS coalesce(to_json(x)::VARCHAR, 'null')",
    "CREATE OR REPLACE TEMP MACRO has_any(l) AS list_count(l) > 0",
    "CREATE OR REPLACE TEMP MACRO steady(l) AS list_count(l) = len(l) AND list_min(l) = list_max(l)",
    "CREATE OR REPLACE TEMP MACRO steady_after(l) AS len(l) > 2 AND NOT steady(l) AND steady(l[2:])",
    "CREATE OR REPLACE TEMP MACRO shifted(l) AS list_prepend(NULL, l[:-2])",
)

Rules = Mapping[str, str]  # JSON text of a rule by which a column follows from others → whether it does
ORDER = '"order[]"'  # named, like the lists, so that no key column is called the same


def listed(columns: Mapping[str, str], order: Iterable[str]) -> str:
    """Aggregates of a query that `in_columns` tells: a list per column, and the order of its rows.

    Sorting places is a third of the work of sorting rows.
    """
    keys = ", ".join(f"o{place} := {each}" for place, each in enumerate(order))
    lists = ", ".join(f"list({expression}) AS {_column(name)}" for name, expression in columns.items())
    return f"list_grade_up(list(struct_pack({keys})), 'ASC', 'NULLS FIRST') AS {ORDER}, {lists}"


def in_columns(
    rows: str, columns: Iterable[str], steady: Collection[str] = (), derived: Mapping[str, Rules] | None = None
) -> str:
    """Query: the other columns of `rows`, and what is `listed` in it as JSON members (`text`, a comma each).

    A column of `steady` that says the same in every row stands once, in the member `every`; where only the first row
    says something else, that stands in the member `first`. A column of `derived` that follows from others stands in the
    member `derived`, with the rule it follows (the first whose condition holds).
    """
    names, derived = list(columns), derived or {}
    lists = [f"list_select({_column(name)}, {ORDER}) AS {_column(name)}" for name in names]
    # Found out once: in the texts below each would be planned and computed several times.
    found = [
        f"steady({_column(name)}) AS {_same(name)}, steady_after({_column(name)}) AS {_later(name)}" for name in steady
    ]
    found += [f"CASE{_ways(rules)} END AS {_rule(name)}" for name, rules in derived.items()]
    arrays = [_member(name, _column(name), _alone(name, steady, derived)) for name in names]
    every = [_member(name, f"{_column(name)}[-1]", f"{_same(name)} OR {_later(name)}") for name in steady]
    first = [_member(name, f"{_column(name)}[1]", _later(name)) for name in steady]
    follows = [f"""if(has_any({_column(name)}), coalesce(',"{name}":' || {_rule(name)}, ''), '')""" for name in derived]
    inside = [*arrays, *_object("every", every), *_object("first", first), *_object("derived", follows)]
    hidden = [ORDER, *map(_column, names), *map(_same, steady), *map(_later, steady), *map(_rule, derived)]
    return f"""SELECT * EXCLUDE ({", ".join(hidden)}), concat({", ".join(inside)}) AS text
        FROM (SELECT {", ".join(["*", *found])} FROM (SELECT * REPLACE ({", ".join(lists)}) FROM ({rows})))"""


def _column(name: str) -> str:
    """The list of a column, named so that no key column is called the same."""
    return f'"{name}[]"'


def _same(name: str) -> str:
    """Whether a column says the same in every row."""
    return f'"{name}[=]"'


def _later(name: str) -> str:
    """Whether a column says the same in every row but the first."""
    return f'"{name}[+]"'


def _rule(name: str) -> str:
    """The rule by which a column follows from others; NULL where it does not."""
    return f'"{name}[~]"'


def _ways(rules: Rules) -> str:
    return "".join(f" WHEN {condition} THEN {rule}" for rule, condition in rules.items())


def _alone(name: str, steady: Collection[str], derived: Collection[str]) -> str:
    """Whether a column must stand in full."""
    otherwise = f" AND NOT {_same(name)} AND NOT {_later(name)}" if name in steady else ""
    otherwise += f" AND {_rule(name)} IS NULL" if name in derived else ""
    return f"has_any({_column(name)}){otherwise}"


def _member(name: str, value: str, wanted: str) -> str:
    return f"""if({wanted}, ',"{name}":' || json_text({value}), '')"""


def _object(name: str, parts: list[str]) -> list[str]:
    """A member that holds others, left out where it would hold none."""
    if not parts:
        return []
    return [f"""coalesce(',"{name}":{{' || nullif(substr(concat({", ".join(parts)}), 2), '') || '}}', '')"""]


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
