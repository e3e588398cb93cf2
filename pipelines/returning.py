"""Writing the workbooks that go back to the senders, told in the log."""

from pathlib import Path

from pipelines.language import say
from pipelines.log import LOG
from sources import Home
from warehouse import Connection


def return_workbooks(con: Connection, home: Home) -> Path:
    """Write the outbox anew; its folder. Workbooks that someone has filled in are put aside, and told."""
    from dashboards import write_outbox

    LOG.info(say("run.returning"))
    written = write_outbox(con, home)
    for name in written.aside:
        LOG.info(say("run.aside", file=name))
    return written.folder
