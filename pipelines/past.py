"""What was known on a day: everything computed, checked and judged again from the deliveries received by then."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from typing import TYPE_CHECKING

from pipelines.again import conclude

if TYPE_CHECKING:
    from warehouse import Connection


@contextmanager
def known_on(con: "Connection", day: datetime) -> "Iterator[Connection]":
    """A store of its own as it was at the end of a day; `con` may be a store or a publication."""
    from expectations import prepare
    from warehouse import as_of

    with as_of(con, datetime.combine(day.date(), time.max)) as then:
        prepare(then)
        conclude(then)
        yield then
