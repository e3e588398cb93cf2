"""What a finding touches: the indicators made of the figures concerned and the duties judged by them, as they stand and
as they would."""

from collections.abc import Iterator, Sequence

import duckdb
import polars as pl

from expectations.declared import HERE
from expectations.duties import verdict_words
from expectations.supposed import judge_proposals
from expectations.text import stale
from warehouse import Indicator, declarations, transaction

SHOWN = 6  # indicators named; the rest are counted


def tell_effects(con: duckdb.DuckDBPyConnection, years: Sequence[int] | None = None) -> None:
    """Fill `findings.effect` of these years (None: all); needs computed indicators and verdicts."""
    wanted = stale(None if years is None else tuple(years))
    uses = pl.DataFrame(list(_uses()), schema=["indicator", "level", "measure"], orient="row").unique()
    words = ", ".join(f"('{verdict}', '{word}')" for verdict, word in verdict_words().items())
    con.register("input_uses", uses)
    con.execute(_script("touched.sql").replace("{stale}", wanted.replace("year", "f.year")))
    con.unregister("input_uses")
    judge_proposals(con)
    con.execute(_script("verdicts/telling.sql"))
    con.execute(_script("effects.sql").replace("{words}", words).replace("{shown}", str(SHOWN)))
    with transaction(con):
        con.sql(f"UPDATE findings SET effect = NULL WHERE {wanted}")
        con.sql(
            "UPDATE findings SET effect = effects.effect FROM effects WHERE effects.finding_id = findings.finding_id"
        )


def _script(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _uses() -> Iterator[tuple[str, str, str]]:
    """Indicator, level (empty: its own) and what it takes there: a measure, or itself where it arrives ready-made."""
    for one in declarations().indicators.values():
        yield one.id, "", one.id
        yield from ((one.id, level, measure) for level, measure in _inputs(one))


def _inputs(one: Indicator) -> Iterator[tuple[str, str]]:
    """Level and measure of everything an indicator and its parts are made of."""
    yield from ((each.level, each.measure) for formula in one.formulas.values() for each in formula.inputs)
    for part in one.parts:
        yield from _inputs(declarations().indicators[part])
