"""What rules look at: temporary views over the store's tables, each row with its addresses; made here only.

`figures`            one row per published figure, with names, rounding half-widths, last year's stored figure and the
                     interval in which its growth must lie
`document_wide`      one row per document × region × year × level × release: a column per indicator that some rule
                     names (`<id>`, `<id>__half`, `<id>__scope`, `<id>__growth`, `<id>__growth_half`,
                     `<id>__address`, `<id>__growth_address`)
`figures_wide`       the same over all documents; where documents disagree the column is NULL
`facts_wide`         one row per region or school × year × level × release: per measure `<id>`, `<id>__last`,
                     `<id>__half`, `<id>__address`; also `is_school`, `kind` (of the school or region), `ownership`,
                     `urban_rural` (facts.py)
`facts_and_figures`  both side by side
`facts_and_children` what a region tells itself beside the sum of what its children (regions, else schools) tell: per
                     measure `<id>__sum`, `<id>__sum_half`, `<id>__told` (children that tell it); `children` expected
`facts_of_regions`, `facts_and_levels`, `regions_and_levels`, `facts_and_feeders`, `facts_and_published`  see beside.py
`told_twice`         one row per number that two forms tell differently (twice.py)
`beside_last`, `sent_again`  what a form tells beside what it told a year before (lastyear.py)
`document_pairs`     two documents, two indicators, the same number of figures: how many of them are equal
`arrivals`           one row per delivery
`held_back`          one row per column that no declaration knows
`layout_changes`     one row per difference between a delivery's layout and last year's
`money_units`        one row per sheet of a delivery: in how many units it tells amounts of money
`schools_gone`       one row per county and year whose list of schools names some no more
`repeated_reasons`   one row per finding explained for the same reason in three years running
`ledger_lines`       one row per pair of a ledger (see ledgers.py)
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import duckdb

from expectations.compile import KEYS, Years, columns_by_table, verify
from expectations.declared import HERE, Rule, declared_rules, refuse
from expectations.facts import columns_of_facts, open_facts
from expectations.lastyear import fill_last_year, open_last_year
from expectations.ledgers import fill_ledgers, ledger_columns, open_ledgers
from expectations.resolving import open_answers
from expectations.twice import columns_of_twice, open_twice
from warehouse import declarations

READY = (
    "figures",
    "arrivals",
    "document_pairs",
    "held_back",
    "layout_changes",
    "money_units",
    "schools_gone",
    "repeated_reasons",
    "ledger_lines",
    "beside_last",
    "sent_again",
)
SOURCES_OF_ROWS = ("figures", "facts_wide", "arrivals")

BOTH = """
CREATE OR REPLACE TEMP VIEW facts_and_figures AS SELECT * FROM facts_wide
JOIN figures_wide USING (region, year, level, release);
"""
PARTS = {
    "": "agreed(value)",
    "__half": "agreed(value_half)",
    "__scope": "agreed(scope)",
    "__growth": "agreed(stated_growth)",
    "__growth_half": "agreed(growth_half)",
    "__address": "arg_min(address, delivery_id || coalesce(scope, ''))",
    "__growth_address": "arg_min(growth_address, delivery_id || coalesce(scope, ''))",
}


def open_views(con: duckdb.DuckDBPyConnection, years: Years = None, rules: Sequence[Rule] | None = None) -> None:
    """Create (or refresh) the temporary views, the wide ones with what these rules name, facts only of `years`.

    Raises DeclarationError for rules that do not fit them.
    """
    rules = declared_rules() if rules is None else rules
    con.execute((HERE / "views.sql").read_text(encoding="utf-8"))
    open_answers(con)
    open_ledgers(con)
    open_last_year(con)
    known = columns_of_views(con)
    verify(rules, known)
    refuse([f"ledgers.yaml：{says}" for says in _unknown(ledger_columns(), known)])
    used = columns_by_table(rules)
    for table, columns in ledger_columns().items():
        used.setdefault(table, set()).update(columns)
    named = {name.split("__")[0] for columns in used.values() for name in columns}
    indicators = [each for each in declarations().indicators if each in named]
    con.sql(_figures_wide("document_wide", (*KEYS, "delivery_id"), indicators))
    con.sql(_figures_wide("figures_wide", KEYS, indicators))
    open_facts(con, used, years)
    if {"beside_last", "sent_again"} & used.keys():
        fill_last_year(con, years)
    if "told_twice" in used:
        open_twice(con, years)
    if "facts_and_figures" in used:
        con.sql(BOTH)
    fill_ledgers(con, years)


def _unknown(used: Mapping[str, set[str]], known: Mapping[str, set[str]]) -> Iterator[str]:
    """Views and columns that nobody makes."""
    yield from (f"没有 {view} 这个视图" for view in used.keys() - known.keys())
    yield from (
        f"视图 {view} 没有 {each} 这一列" for view in used for each in sorted(used[view] - known.get(view, set()))
    )


def columns_of_views(con: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """View → every column that rules over it may name."""
    wide = {*KEYS, *(f"{each}{part}" for each in declarations().indicators for part in PARTS)}
    facts = columns_of_facts()
    return {
        **{name: {str(row[0]) for row in con.sql(f"DESCRIBE {name}").fetchall()} for name in READY},
        **facts,
        "document_wide": wide | {"delivery_id"},
        "figures_wide": wide,
        "told_twice": columns_of_twice(),
        "facts_and_figures": wide | facts["facts_wide"],
    }


def _figures_wide(name: str, keys: Iterable[str], indicators: Collection[str]) -> str:
    """First one row per indicator, then its parts side by side."""
    key = ", ".join(keys)
    parts = ", ".join(f'"{part or "value"}" := {what}' for part, what in PARTS.items())
    told = "".join(f", any_value(told) FILTER (indicator = '{each}') AS \"{each}\"" for each in indicators)
    columns = "".join(f', "{each}"."{part or "value"}" AS "{each}{part}"' for each in indicators for part in PARTS)
    return f"""CREATE OR REPLACE TEMP TABLE {name} AS SELECT {key}{columns} FROM (
      SELECT {key}{told} FROM (
        SELECT {key}, indicator, struct_pack({parts}) AS told FROM figures GROUP BY {key}, indicator)
      GROUP BY {key}) ORDER BY {key}"""
