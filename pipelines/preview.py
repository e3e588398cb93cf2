"""A dry run: the files go through every room beside a copy of the published tables."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipelines.language import say
from pipelines.log import LOG
from pipelines.published import Row, rows
from sources import Home

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


BEFORE = ("deliveries", "findings", "verdicts", "indicator_values")
ADDRESS = "unit, year, level, release, delivery_id, sheet, row"
VALUE_KEY = "unit, year, level, release, field, scope"
VERDICT_KEY = "region, year, level, test, release"
INDICATOR_KEY = "region, year, level, indicator, release"


@dataclass(frozen=True)
class Preview:
    """What a run with these files would do: nothing of it is written anywhere."""

    files: list[Row]
    known: list[str]
    added: int
    changed: int
    indicators: int
    verdicts: list[Row]
    findings: list[Row]

    @property
    def unreadable(self) -> bool:
        return any(each["state"] == "unreadable" for each in self.files)

    @property
    def hard(self) -> bool:
        return any(each["severity"] == "hard" for each in self.findings)


def preview(home: Home, files: Sequence[Path]) -> Preview:
    """Try the files on a copy of what is published in `home`; neither home nor files are touched."""
    with TemporaryDirectory(prefix="edustat-") as folder:
        trial = Home(Path(folder)).create()
        if home.current.exists():
            _borrow(home, trial)
        for by_hand in (home.decisions, home.expected):
            if by_hand.exists():
                shutil.copyfile(by_hand, trial.root / by_hand.name)
        for i, file in enumerate(files):
            (trial.inbox / str(i)).mkdir()
            shutil.copyfile(file, trial.inbox / str(i) / file.name)
        return _tried(trial)


def _borrow(home: Home, trial: Home) -> None:
    """The published tables as the trial's store, and the deliveries they came from, by links."""
    shutil.copyfile(home.current / "warehouse.duckdb", trial.store)
    for kept in home.archive.iterdir():
        (trial.archive / kept.name).symlink_to(kept)


def _tried(trial: Home) -> Preview:
    from expectations import check, check_return, judge, prepare
    from warehouse import compute_indicators, open_store, receive

    with open_store(trial) as con:
        prepare(con)
        for table in BEFORE:
            con.sql(f"CREATE TEMP TABLE before_{table} AS FROM {table}")
        con.sql(f"CREATE TEMP TABLE before_values AS {_values()}")
        known = []
        for record in receive(con, trial, check_return):
            LOG.info(say("check.reading", file=record.arrival.file_name))
            if record.state == "known":
                known.append(record.arrival.file_name)
        LOG.info(say("run.checking"))
        years = _years(con)
        check(con, years)
        compute_indicators(con, years)
        judge(con, years)
        return _compared(con, known)


def _years(con: "DuckDBPyConnection") -> list[int]:
    """The years the new files tell of, and those after them, whose growth they are the base of."""
    new = f"FROM ({_values()}) WHERE delivery_id NOT IN (SELECT delivery_id FROM before_deliveries)"
    found = con.sql(f"SELECT DISTINCT unnest([year, year + 1]) {new} ORDER BY 1").fetchall()
    return [year for (year,) in found]


def _values() -> str:
    """Query of every value in the store, one a row, whatever table it lives in."""
    from warehouse import SUBJECTS

    wide = [
        f"""SELECT unit, year, level, release, field, '' AS scope, value, delivery_id
            FROM (UNPIVOT {subject} ON COLUMNS(* EXCLUDE ({ADDRESS})) INTO NAME field VALUE value)"""
        for subject in SUBJECTS
    ]
    figures = """SELECT region AS unit, year, level, release, indicator || ' ' || part AS field, scope,
                        number AS value, delivery_id
                 FROM (UNPIVOT (SELECT * REPLACE (stated_growth::DECIMAL(24,6) AS stated_growth)
                                FROM published_figures)
                       ON value, previous_value, stated_growth INTO NAME part VALUE number)"""
    return " UNION ALL ".join([*wide, figures])


def _compared(con: "DuckDBPyConnection", known: list[str]) -> Preview:
    new = f"FROM ({_values()}) WHERE delivery_id NOT IN (SELECT delivery_id FROM before_deliveries)"
    con.sql(f"CREATE TEMP TABLE new_values AS {new}")
    met = f"FROM new_values n SEMI JOIN before_values b USING ({VALUE_KEY})"
    same = f"FROM new_values n SEMI JOIN before_values b USING ({VALUE_KEY}, value)"
    total, kept, equal = (_count(con, query) for query in ("FROM new_values", met, same))
    files = rows(con, "FROM deliveries ANTI JOIN before_deliveries USING (delivery_id) ORDER BY file_name")
    return Preview(
        files=files,
        known=known,
        added=total - kept,
        changed=kept - equal,
        indicators=_count(con, _differing("indicator_values", INDICATOR_KEY, "value, growth, growth_basis")),
        verdicts=_changed_verdicts(con),
        findings=rows(
            con,
            "FROM findings ANTI JOIN before_findings USING (finding_id) ORDER BY severity, rule, finding_id",
        ),
    )


def _differing(table: str, key: str, told: str) -> str:
    """Query of the keys under which a table now tells something else than before."""
    now, before = (f"SELECT {key}, {told} FROM {name}" for name in (table, f"before_{table}"))
    return f"SELECT DISTINCT {key} FROM (({now} EXCEPT {before}) UNION ALL ({before} EXCEPT {now}))"


def _changed_verdicts(con: "DuckDBPyConnection") -> list[Row]:
    return rows(
        con,
        f"""SELECT {VERDICT_KEY}, r.name, b.verdict AS before, v.verdict AS after
            FROM ({_differing("verdicts", VERDICT_KEY, "verdict, flags")})
            LEFT JOIN before_verdicts b USING ({VERDICT_KEY}) LEFT JOIN verdicts v USING ({VERDICT_KEY})
            LEFT JOIN (SELECT DISTINCT code, name FROM regions) r ON r.code = region
            ORDER BY {VERDICT_KEY}""",
    )


def _count(con: "DuckDBPyConnection", query: str) -> int:
    return int(con.sql(f"SELECT count(*) FROM ({query})").fetchall()[0][0])
