"""Facts of a unit beside other facts of it: its levels added up, the level below, what was published.

`facts_of_regions`     facts_wide without the schools, so that rules over many measures cost little
`facts_and_levels`     rows of all levels together (合计) beside the sum of the levels of the same unit, those within
                       another (其中：农村) aside: `<id>__levels`, `<id>__levels_half`, `<id>__levels_told`
`regions_and_levels`   the same without the schools
`facts_and_feeders`    a region's level beside the one its entrants come from: `<id>__feeder`, `<id>__feeder_half`
`facts_and_published`  a region's return beside what the bulletin or the yearbook says: `<id>__published`,
                       `<id>__published_half`
"""

from collections.abc import Collection, Iterable, Mapping

import duckdb

from expectations.compile import KEYS
from warehouse import declarations

Con = duckdb.DuckDBPyConnection
SUMS = {"__levels": ("", "sum"), "__levels_half": ("__half", "sum"), "__levels_told": ("", "count")}
FEEDER = {"__feeder": ("", ""), "__feeder_half": ("__half", "")}
PUBLISHED = {"__published": ("", "arg_max"), "__published_half": ("__half", "arg_max")}
Parts = Mapping[str, tuple[str, str]]
PARTS: dict[str, Parts] = {
    "facts_of_regions": {},
    "facts_and_levels": SUMS,
    "regions_and_levels": SUMS,
    "facts_and_feeders": FEEDER,
    "facts_and_published": PUBLISHED,
}
LEVELS = """
    SELECT {{columns}} FROM {facts} f JOIN (
      SELECT region, year, release, {{others}} FROM {facts} o
      WHERE level <> 'all' AND NOT ends_with(level, '_rural') GROUP BY ALL) o USING (region, year, release)
    WHERE f.level = 'all'"""
VIEWS = {
    "facts_and_levels": LEVELS.format(facts="facts_wide"),
    "regions_and_levels": LEVELS.format(facts="facts_of_regions"),
    "facts_and_feeders": """
        SELECT {columns} FROM facts_of_regions f JOIN (
          SELECT region, year, release, CASE level WHEN 'primary' THEN 'junior' ELSE 'senior' END AS level, {others}
          FROM facts_of_regions o WHERE level IN ('primary', 'junior')) o USING (region, year, release, level)""",
    "facts_and_published": """
        SELECT {columns} FROM facts_of_regions f JOIN (
          SELECT region, year, level, {others} FROM facts_of_regions o JOIN releases r ON r.id = o.release
          WHERE release IN ('bulletin', 'yearbook') GROUP BY ALL) o USING (region, year, level)
        WHERE f.release = 'return'""",
}
OF_SCHOOLS_TOO = ("facts_and_levels",)


def columns_of_beside(wide: Collection[str]) -> dict[str, set[str]]:
    """View → every column that rules over it may name."""
    measures = declarations().measures
    return {name: {*wide, *(f"{each}{part}" for each in measures for part in parts)} for name, parts in PARTS.items()}


def needed(used: Mapping[str, Collection[str]], schools: bool) -> set[str]:
    """The columns that those of these views are made of that schools are part of, or those that they are not."""
    mine = [name for name in PARTS if (name in OF_SCHOOLS_TOO) == schools]
    return {_origin(column, PARTS[name]) for name in mine for column in used.get(name, ())}


def open_beside(con: Con, used: Mapping[str, Collection[str]]) -> None:
    """Make those of these views that rules look at, with the columns they use."""
    for name in VIEWS:
        if name in used:
            con.sql(f"CREATE OR REPLACE TEMP TABLE {name} AS {_query(name, PARTS[name], sorted(used[name]))}")


def _query(name: str, parts: Parts, used: Iterable[str]) -> str:
    others = [column for column in used if _origin(column, parts) != column]
    own = [column for column in used if column not in (*others, *KEYS)]
    told = ", ".join(f'{_told(column, parts)} AS "{column}"' for column in others)
    columns = [*KEYS, *(f'f."{each}"' for each in own), *(f'o."{each}"' for each in others)]
    return VIEWS[name].format(columns=", ".join(columns), others=told)


def _origin(column: str, parts: Parts) -> str:
    """The column of `facts_wide` that a column is made of."""
    measure, _, rest = column.partition("__")
    return f"{measure}{parts[part][0]}" if (part := f"__{rest}") in parts else column


def _told(column: str, parts: Parts) -> str:
    how = parts[f"__{column.partition('__')[2]}"][1]
    origin = f'o."{_origin(column, parts)}"'
    return {"": origin, "arg_max": f"arg_max({origin}, r.rank)"}.get(how, f"{how}({origin})")
