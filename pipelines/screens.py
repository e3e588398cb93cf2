"""What the terminal shows: progress, tables and evidence; every sentence comes from the catalogue."""

import logging
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from dashboards import numbers, return_workbooks, signing
from dashboards.signing import SignOff
from pipelines import published, wording
from pipelines.language import say
from pipelines.log import LOG
from pipelines.published import Row
from sources import Home

ANSWERED = ("open", "promised", "explained")  # states of findings, in the order of the columns


def note(text: str) -> None:
    """One line for the user."""
    console().print(text, markup=False, highlight=False, soft_wrap=True)


def complain(text: str) -> None:
    """One line about what went wrong, on the error stream."""
    Console(stderr=True).print(text, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def progress() -> Iterator[None]:
    """Tell each stage as it begins, with the seconds gone by, and the time taken at the end."""
    begun = time.monotonic()
    handler = _Told(begun)
    LOG.setLevel(logging.INFO)
    LOG.addHandler(handler)
    try:
        with console().status("") as handler.status:
            yield
        note(say("run.done", seconds=time.monotonic() - begun))
    finally:
        LOG.removeHandler(handler)


class _Told(logging.Handler):
    """Prints a stage and lets the spinner repeat it until the next one."""

    def __init__(self, begun: float) -> None:
        super().__init__()
        self.begun = begun
        self.status: Any = None

    def emit(self, record: logging.LogRecord) -> None:
        note(f"{time.monotonic() - self.begun:5.1f} s  {record.getMessage()}")
        self.status.update(record.getMessage())


def summary(home: Home) -> None:
    """What the last run left: deliveries by state, rows, findings, verdicts, and where to look."""
    with published.publication(home) as con:
        told = {
            "deliveries": wording.counted(published.counts(con, "deliveries", "state"), wording.state),
            "rows": f"{sum(each['rows'] for each in published.deliveries(con)):,}",
            "findings": wording.counted(published.counts(con, "findings", "severity"), wording.severity),
            "verdicts": wording.counted(published.counts(con, "verdicts", "verdict"), wording.verdict),
        }
    table = Table("", "", title=say("summary.title"), show_header=False, title_justify="left")
    for name, text in told.items():
        table.add_row(say(f"summary.{name}"), text)
    console().print(table)
    if workbooks := return_workbooks(home):
        note(say("run.returned", n=len(workbooks), folder=home.outbox))
    note(f"{say('run.front_page')} {front_page(home)}")


def front_page(home: Home) -> Path:
    """The first page of the current publication."""
    with published.publication(home):
        return home.current / "site" / "index.html"


def status(home: Home) -> None:
    """Returns owed, deliveries with their state, open findings, files waiting, the last publication."""
    with published.publication(home) as con:
        _expected(published.expected(con))
        _deliveries(published.deliveries(con))
        _open_findings(published.open_findings(con), published.settled(con))
        _sign_off(signing.read(con))
    waiting = sum(path.is_file() for path in home.inbox.rglob("*"))
    note(say("status.waiting", n=waiting))
    note(say("status.publication", name=home.current.resolve().name))


def sign_off(home: Home) -> None:
    """Who has signed the current publication and who has not."""
    with published.publication(home) as con:
        _sign_off(signing.read(con))
    note(f"{say('run.front_page')} {front_page(home)}")


def _deliveries(rows: list[Row]) -> None:
    table = heading("status.deliveries", "file", "form", "years", "state", "rows")
    for each in rows:
        known = (wording.text(each["form_title"]), each["years"], wording.state(each["state"]), f"{each['rows']:,}")
        table.add_row(each["file_name"], *known)
    console().print(table)
    for each in rows:
        _problem(each)


def _expected(rows: list[Row]) -> None:
    """How many returns are owed and in which state; those not accepted one by one."""
    states = Counter(each["status"] for each in rows)
    if rows:
        note(say("status.expected_counts", n=len(rows), counts=wording.counted(states, wording.state)))
    owed = [each for each in rows if each["status"] != "accepted"]
    if not owed:
        return
    table = heading("status.expected", "region", "form", "year", "due", "state", "file")
    for each in owed:
        due = str(each["due"] or numbers.ABSENT)
        state = wording.state(each["status"])
        table.add_row(
            wording.text(each["region"]),
            wording.text(each["form_title"]),
            str(each["year"]),
            due,
            state,
            each["file_name"] or "",
        )
    console().print(table)


def _open_findings(rows: list[Row], settled: dict[str, int]) -> None:
    """What is left to do by rule and file; how far the answers have come."""
    table = heading("status.findings", "rule", "severity", "file", *ANSWERED)
    for each in rows:
        rule = f"{each['rule']} {wording.text(each['title'])}"
        numbers_ = [str(each[state]) for state in ANSWERED]
        table.add_row(rule, wording.severity(each["severity"]), each["file_name"], *numbers_)
    console().print(table)
    note(say("status.answers", **{state: settled.get(state, 0) for state in (*ANSWERED, "corrected")}))


def _sign_off(told: SignOff) -> None:
    table = heading("status.signers", "role", "name", "day", "state")
    for role in told.roles:
        table.add_row(wording.signer_role(role.role), role.name or "", role.day, wording.standing(role))
    console().print(table)
    note(say("status.sign_off", told=wording.sign_off(told)))


def _problem(delivery: Row) -> None:
    """What stands against a delivery, and what is worth knowing about it."""
    for said in (delivery["problem"], delivery["note"]):
        if said:
            note(wording.text(said))


def heading(title: str, *columns: str) -> Table:
    """An empty table under this title (none: without one) with these columns."""
    table = Table(title=say(title) if title else None, title_justify="left")
    for name in columns:
        table.add_column(say(f"column.{name}"), overflow="fold")
    return table


def console() -> Console:
    """The terminal, or a page wide enough for tables when the output goes elsewhere."""
    console = Console(highlight=False, markup=False)
    return console if console.is_terminal else Console(highlight=False, markup=False, width=120)
