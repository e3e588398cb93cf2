"""A dry run: the files go through every room beside a copy of the published tables."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from dashboards.tables import as_store
from pipelines import differences, narrowing
from pipelines.language import say
from pipelines.log import LOG
from pipelines.published import Row, rows
from sources import Home, Return, Seen, unknown_tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from warehouse.store import Record


@dataclass(frozen=True)
class Sheet:
    """One table of one file as it is understood."""

    file: str
    told: Return


@dataclass(frozen=True)
class Unknown:
    """One table of no declared form as it is seen."""

    file: str
    sheet: str
    table: Seen


@dataclass
class Preview:
    """What a run with these files would do: nothing of it is written anywhere."""

    sheets: list[Sheet] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    files: list[Row] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    values: dict[str, int] = field(default_factory=dict)
    indicators: list[Row] = field(default_factory=list)
    verdicts: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    drift: list[Row] = field(default_factory=list)
    held: list[Row] = field(default_factory=list)

    @property
    def unreadable(self) -> bool:
        return any(each["state"] == "unreadable" for each in self.files)

    @property
    def hard(self) -> bool:
        return any(each["severity"] == "hard" for each in self.findings)


def preview(home: Home, asked: Sequence[Path]) -> Preview:
    """Try files and folders on a copy of what is published in `home`; neither home nor files are touched."""
    with TemporaryDirectory(prefix="edustat-") as folder:
        trial = Home(Path(folder)).create()
        if home.current.exists():
            _borrow(home, trial)
        for by_hand in (home.decisions, home.expected):
            if by_hand.exists():
                shutil.copyfile(by_hand, trial.root / by_hand.name)
        for path in asked:
            _put(path, trial.inbox)
        return _tried(trial)


def _borrow(home: Home, trial: Home) -> None:
    """The published tables as the trial's store, and the deliveries they came from, by links."""
    shutil.copyfile(home.current / "warehouse.duckdb", trial.store)
    as_store(trial.store)
    for kept in home.archive.iterdir():
        (trial.archive / kept.name).symlink_to(kept)


def _put(path: Path, inbox: Path) -> None:
    """A copy in the inbox: a folder as the sender it names; of two files of one name the second under its folder."""
    target = inbox / path.name
    if path.is_dir():
        shutil.copytree(path, target, dirs_exist_ok=True)
        return
    if target.exists():
        target = inbox / path.resolve().parent.name / path.name
        target.parent.mkdir(exist_ok=True)
    shutil.copyfile(path, target)


def _tried(trial: Home) -> Preview:
    from expectations import answerable, check, judge, screen_return, tell_effects
    from warehouse import compute_indicators, open_store, receive

    seen = Preview()
    with open_store(trial) as con:
        asked = answerable(con)
        differences.remember(con)
        for record in receive(con, trial, screen_return, asked):
            LOG.info(say("check.reading", file=record.arrival.file_name))
            if record.state == "known":
                seen.known.append(record.arrival.file_name)
            seen.sheets += [Sheet(record.arrival.file_name, one) for one in _returns(record)]
            seen.unknown += _unknown(record)
        LOG.info(say("run.checking"))
        differences.look_again(con)
        check(con, narrowing.due(con, trial).years, recorded=False)
        due = narrowing.due(con, trial)  # what is held back now is known
        compute_indicators(con, due.years, due.regions)
        judge(con, due.years, due.regions, cite=False)
        tell_effects(con)
        _compare(con, seen)
    return seen


def _returns(record: "Record") -> tuple[Return, ...]:
    return record.reading.returns if record.reading else ()


def _unknown(record: "Record") -> list[Unknown]:
    """What stands in the sheets for which a file was not understood."""
    if record.state != "unreadable":
        return []
    name = record.arrival.file_name
    return [Unknown(name, sheet, table) for sheet, table in unknown_tables(record.arrival.path, name).items()]


def _compare(con: "DuckDBPyConnection", seen: Preview) -> None:
    seen.files = differences.new_rows(con, "deliveries", "delivery_id", "sender, file_name")
    seen.values = differences.value_changes(con)
    seen.indicators = differences.changed_indicators(con)
    seen.verdicts = differences.changed_verdicts(con)
    seen.findings = differences.new_rows(con, "findings", "finding_id", "severity, rule, finding_id")
    seen.drift = rows(
        con,
        f"""SELECT t.*, b.file_name AS against_file FROM ({_of_new("drift")}) t
            LEFT JOIN deliveries b ON b.delivery_id = t.against
            ORDER BY t.file_name, t.form, t.sheet, t.kind, t.place""",
    )
    seen.held = rows(
        con,
        f"""SELECT file_name, form, sheet, place, header, count(cell) AS cells, any_value(text) AS text,
                any_value(nearest) AS nearest, any_value(nearest_header) AS nearest_header,
                any_value(similarity) AS similarity, any_value(edit_file) AS edit_file,
                any_value(edit_line) AS edit_line, any_value(edit_column) AS edit_column,
                any_value(edit_text) AS edit_text
            FROM ({_of_new("held_columns")}) GROUP BY file_name, form, sheet, place, header
            ORDER BY file_name, sheet, length(place), place""",
    )


def _of_new(table: str) -> str:
    """Query of the rows of a table that belong to the files tried, with their names."""
    return f"""SELECT t.*, d.file_name FROM {table} t JOIN deliveries d USING (delivery_id)
               ANTI JOIN before_deliveries USING (delivery_id)"""
