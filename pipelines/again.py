"""Everything that follows from the facts of a store, made anew at once and without a record of it."""

from datetime import datetime
from typing import TYPE_CHECKING

from pipelines.language import say
from pipelines.log import LOG

if TYPE_CHECKING:
    from warehouse import Connection


def conclude(con: "Connection", moment: datetime | None = None) -> None:
    """Check, compute and judge all years as a run does; with `moment`, what has expired is decided as of then."""
    from expectations import check, judge, list_schools, tell_effects
    from expectations.resolving import settle
    from warehouse import compute_indicators, transaction

    LOG.info(say("run.checking"))
    check(con, recorded=False)
    if moment:
        with transaction(con):
            settle(con, None, moment)
    LOG.info(say("run.computing"))
    compute_indicators(con)
    LOG.info(say("run.judging"))
    judge(con)
    list_schools(con)
    tell_effects(con)
