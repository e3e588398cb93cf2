"""Ways to write the paper of a case: facts of one year or two, of several tables, published figures."""

from collections.abc import Callable

from tests.expectations.small_store import Paper, put

Case = Callable[[Paper], None]
Pair = tuple[Case, Case]


def fact(table: str, **values: object) -> Case:
    return lambda paper: paper.fact(table, **values)


def both(*writers: Case) -> Case:
    def write(paper: Paper) -> None:
        for each in writers:
            each(paper)

    return write


def pair(table: str, failing: dict[str, object], passing: dict[str, object], **same: object) -> Pair:
    """Two papers that differ in some values only."""
    return fact(table, **same | failing), fact(table, **same | passing)


def parts(table: str, whole: str, *names: str, **more: object) -> Pair:
    """A whole that is one short of its parts, and one that is their sum."""
    told = {name: 10 + place for place, name in enumerate(names)}
    total = sum(told.values())
    return fact(table, **told, **{whole: total + 4}, **more), fact(table, **told, **{whole: total}, **more)


def years(table: str, *told: dict[str, object], **same: object) -> Case:
    """Facts of the years up to 2023."""

    def write(paper: Paper) -> None:
        for ago, values in enumerate(reversed(told)):
            paper.fact(table, year=2023 - ago, **same, **values)

    return write


def two_years(table: str, **values: tuple[float, float]) -> Case:
    """Each measure last year and this year."""
    before, after = ({name: pair[at] for name, pair in values.items()} for at in (0, 1))
    return years(table, before, after)


def figure(indicator: str, value: float, **more: object) -> Case:
    return lambda paper: paper.figure(indicator, value, **more)


def school(*writers: Case) -> Case:
    """The same about a registered school."""

    def write(paper: Paper) -> None:
        put(paper.con, "schools", code=paper.region, name=f"{paper.region}校", levels=["primary"])
        both(*writers)(paper)

    return write
