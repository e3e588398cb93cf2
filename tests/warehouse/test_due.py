"""What has to be computed anew: what depends on what came in, everything once anything else has changed."""

from collections.abc import Iterator

import pytest

from tests.warehouse.facts import OPEN, add_facts, add_figures
from tests.warehouse.kinds import CITY, COUNTY, OTHER, county, register
from warehouse import Connection
from warehouse.due import EVERYTHING, Due, find_due, remember_computed
from warehouse.prices import PRICE

MADE_WITH = "declarations"


@pytest.fixture(scope="module")
def store() -> Iterator[Connection]:
    made = county(["s1"])
    OPEN.remove(made)
    add_facts(made, "enrolment", [{"unit": "s1", "year": 2018, "entrants": 5}])
    remember_computed(made, MADE_WITH)
    yield made
    made.close()


@pytest.fixture
def con(store: Connection) -> Iterator[Connection]:
    """The store as it was computed; what a test changes is undone."""
    store.begin()
    yield store
    store.rollback()


def test_at_first_everything(con: Connection) -> None:
    con.sql("DELETE FROM computed")
    assert find_due(con, MADE_WITH) == EVERYTHING


def test_then_nothing(con: Connection) -> None:
    assert find_due(con, MADE_WITH).nothing


def test_what_a_new_delivery_tells_of(con: Connection) -> None:
    con.sql("INSERT INTO deliveries (delivery_id, received_at, state) VALUES ('d3', '2024-01-03', 'accepted')")
    add_facts(con, "enrolment", [{"unit": OTHER, "year": 2019, "pupils": 5}], "d3")
    due = find_due(con, MADE_WITH)
    assert due == Due((2019,), (OTHER,))


def test_what_a_delivery_tells_of_whose_held_cells_are_others(con: Connection) -> None:
    con.sql("INSERT INTO held_cells VALUES ('f', 2018, 'd1', '', 'B7')")
    assert find_due(con, MADE_WITH).regions == (COUNTY,)


def test_every_year_of_a_county_whose_schools_are_others(con: Connection) -> None:
    register(con, ["t1"], ["primary"], OTHER)
    assert find_due(con, MADE_WITH) == Due(None, (OTHER,))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE regions SET name = '改名' WHERE code = '420102'",
        "UPDATE deliveries SET state = 'withdrawn' WHERE delivery_id = 'd1'",
        "INSERT INTO enrolment (delivery_id) VALUES ('d1')",
    ],
    ids=["a region", "a delivery that went", "a delivery read differently"],
)
def test_everything_once_something_else_has_changed(con: Connection, change: str) -> None:
    con.sql(change)
    assert find_due(con, MADE_WITH) == EVERYTHING


def test_everything_under_other_declarations(con: Connection) -> None:
    assert find_due(con, "others") == EVERYTHING


def test_prices_reach_the_regions_below(con: Connection) -> None:
    con.sql("INSERT INTO deliveries (delivery_id, received_at, state) VALUES ('d3', '2024-01-03', 'accepted')")
    add_figures(con, {"region": CITY, "indicator": PRICE, "value": 102, "delivery_id": "d3"})
    assert {CITY, COUNTY, OTHER} <= set(find_due(con, MADE_WITH).regions or ())
