"""Published figures, written down as tidy deliveries with their sources and pushed through the line in one process."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile

from expectations import check, check_return, judge
from sources import Home
from warehouse import Connection, compute_indicators, open_store, receive

PUBLISHED = Path(__file__).parent / "published"


@contextmanager
def through_the_line(root: Path, *files: str | Path) -> Iterator[Connection]:
    """The store after these files (names: of `published`) were received, checked, computed, judged; all accepted."""
    home = Home(root).create()
    for name in files:
        copyfile(PUBLISHED / name, home.inbox / Path(name).name)
    with open_store(home) as con:
        refused = [record for record in receive(con, home, check_return) if record.state != "accepted"]
        assert refused == []
        check(con, recorded=False)
        compute_indicators(con)
        judge(con)
        yield con


def only(told: Iterable[tuple[object, ...]]) -> object:
    """The one value of a query that must tell exactly one."""
    [[value]] = told
    return value
