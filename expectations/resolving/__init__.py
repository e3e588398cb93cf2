"""What becomes of findings: explained, promised to be corrected, closed; ledgers; how well each rule does.

Everything but the closed findings follows from the table `answers` and the findings themselves, anew in each check:

`open_answers`     what the return workbooks answer, as the rules may look at it
`remember`         in the transaction that writes new findings, first: keep those of the last check
`settle`           in the same transaction, last: states, explanations, closed findings, ledgers
`RESOLVING_TABLES` the tables this keeps; `YIELD` the view of what each rule found and what became of it
"""

from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from expectations.text import in_years
from sources.declared import read_yaml
from warehouse import Entry, enter

HERE = Path(__file__).parent
SHANGHAI = ZoneInfo("Asia/Shanghai")
RESOLVING_TABLES = {
    "explanations": """explanation_id VARCHAR, finding_id VARCHAR, rule VARCHAR, region VARCHAR, year SMALLINT,
        level VARCHAR, release VARCHAR, measure VARCHAR, reason VARCHAR, author VARCHAR, approver VARCHAR, given DATE,
        expires DATE, covers VARCHAR, delivery_id VARCHAR, state VARCHAR, note VARCHAR""",
    "checked_until": "year SMALLINT, received_at TIMESTAMP",
    "reconciliation": """ledger VARCHAR, measure VARCHAR, region VARCHAR, year SMALLINT, level VARCHAR,
        release VARCHAR, title VARCHAR, unit VARCHAR, left_name VARCHAR, left_value DOUBLE, left_delivery VARCHAR,
        left_sheet VARCHAR, left_cell VARCHAR, right_name VARCHAR, right_release VARCHAR, right_value DOUBLE,
        right_delivery VARCHAR, right_sheet VARCHAR, right_cell VARCHAR, difference DOUBLE, tolerance DOUBLE,
        within BOOLEAN, state VARCHAR, carried BOOLEAN, explanation VARCHAR, finding_id VARCHAR, rule VARCHAR,
        owner VARCHAR, source VARCHAR""",
}
YIELD = (HERE / "yield.sql").read_text(encoding="utf-8")


@cache
def lasts_years(path: Path = HERE / "explanations.yaml") -> int:
    """Years after the one in which it was given, at whose end an explanation expires."""
    return int(read_yaml(path)["lasts_years"])


def open_answers(con: duckdb.DuckDBPyConnection) -> None:
    """What the return workbooks confirmed (`given`), and what was confirmed for the same reason three years running."""
    con.execute(f"CREATE OR REPLACE TEMP MACRO lasts_years() AS {lasts_years()}")
    con.execute(_script("answered"))


def remember(con: duckdb.DuckDBPyConnection) -> None:
    """Keep the findings of the last check aside, before the new ones take their place."""
    con.execute("CREATE OR REPLACE TEMP TABLE earlier_findings AS FROM findings")


def settle(con: duckdb.DuckDBPyConnection, years: tuple[int, ...] | None, now: datetime | None = None) -> None:
    """Give every finding its state, close those that are gone and write the ledgers of these years; tell the journal.

    `open_answers` and `remember` must have run. `now` decides what has expired.
    """
    moment = now or datetime.now(SHANGHAI)
    con.execute(f"CREATE OR REPLACE TEMP MACRO today() AS DATE '{moment:%Y-%m-%d}'")
    con.execute(f"CREATE OR REPLACE TEMP MACRO now_here() AS TIMESTAMP '{moment:%Y-%m-%d %H:%M:%S}'")
    con.execute(f"CREATE OR REPLACE TEMP MACRO wanted(y) AS {in_years(years, 'y')}")
    for name in ("states", "closing", "ledger"):
        con.execute(_script(name))
    enter(con, (Entry("explanation", *told) for told in con.sql(_script("entered")).fetchall()))


def _script(name: str) -> str:
    return (HERE / f"{name}.sql").read_text(encoding="utf-8")
