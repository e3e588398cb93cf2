"""Old public reports written as tidy deliveries, put through every room into a store of their own."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from expectations import check, check_return, judge
from sources import Home
from warehouse import compute_indicators, open_store, receive

HEAD = "年度,地区,学段,指标,数值,单位,上年数,增长率,口径,版次,出处"


@contextmanager
def judged(folder: Path, **files: Sequence[str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A store in which these tidy files (rows without their header) were received, checked, computed and judged."""
    home = Home(folder).create()
    for name, rows in files.items():
        (home.inbox / f"{name}.csv").write_text("\n".join([HEAD, *rows]), encoding="utf-8-sig")
    with open_store(home) as con:
        states = [(record.state, record.problem) for record in receive(con, home, check_return)]
        assert states == [("accepted", None)] * len(files)
        check(con, recorded=False)
        compute_indicators(con)
        judge(con)
        yield con


def verdicts(con: duckdb.DuckDBPyConnection, test: str, *columns: str) -> dict[tuple[int, str], Any]:
    """(year, level) → the columns asked for (one alone, several as a tuple) of one test."""
    query = f"SELECT year, level, {', '.join(columns)} FROM verdicts WHERE test = '{test}' ORDER BY 1, 2"
    rows = con.sql(query).fetchall()
    return {(year, level): told[0] if len(told) == 1 else tuple(told) for year, level, *told in rows}
