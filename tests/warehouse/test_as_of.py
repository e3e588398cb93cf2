"""What was known on a day, and values that do not depend on the order in which files came."""

from datetime import datetime
from itertools import permutations

import pytest
from hypothesis import strategies as st

from tests.laws import law
from tests.warehouse.facts import add_facts, add_figures, store, values
from warehouse import Connection, as_of, compute_indicators

ALL = ("region", "year", "level", "indicator", "release", "basis", "value", "coverage", "growth", "growth_basis")
FIRST, SECOND, NOW = datetime(2024, 1, 1, 12), datetime(2024, 1, 2, 12), datetime(2030, 1, 1)


def corrected() -> Connection:
    """d1 on the first of January, a correction and another county on the second."""
    con = store()
    add_facts(con, "enrolment", [{"unit": "420102", "pupils": 100}])
    add_facts(con, "enrolment", [{"unit": "420102", "pupils": 120}, {"unit": "420103", "pupils": 50}], "d2")
    add_figures(con, {"value": 7}, {"value": 8, "delivery_id": "d2"})
    return con


@pytest.mark.parametrize(("day", "pupils", "budget"), [(FIRST, 100.0, 7.0), (SECOND, 120.0, 8.0)])
def test_a_day_knows_what_had_arrived_by_then(day: datetime, pupils: float, budget: float) -> None:
    with as_of(corrected(), day) as then:
        compute_indicators(then)
        assert values(then, "value", where="region = '420102' AND indicator = 'pupils_total'") == [(pupils,)]
        assert values(then, "value", where="indicator = 'budget_education_total'") == [(budget,)]


def test_before_the_first_delivery_nothing_was_known() -> None:
    with as_of(corrected(), datetime(2023, 12, 31)) as then:
        assert compute_indicators(then) == 0


def test_looking_back_changes_nothing() -> None:
    con = corrected()
    compute_indicators(con)
    before = values(con, *ALL)
    with as_of(con, FIRST) as then:
        compute_indicators(then)
    assert values(con, *ALL) == before


FACT = st.tuples(
    st.sampled_from(["420102", "420103", "420100", "110101"]),
    st.sampled_from([2019, 2020]),
    st.sampled_from(["return", "yearbook"]),
    st.integers(1, 10**6),
    st.sampled_from(["d1", "d2"]),
)


@law(st.lists(FACT, max_size=8, unique_by=lambda fact: (fact[:3], fact[4])), few=2, many=5)
def test_as_of_now_equals_current(facts: list[tuple[str, int, str, int, str]]) -> None:
    con = store()
    for unit, year, release, pupils, delivery in facts:
        add_facts(con, "enrolment", [{"unit": unit, "year": year, "release": release, "pupils": pupils}], delivery)
    compute_indicators(con)
    with as_of(con, NOW) as then:
        compute_indicators(then)
        assert sorted(values(then, *ALL), key=str) == sorted(values(con, *ALL), key=str)  # two releases of a year


def test_the_order_in_which_rows_were_written_changes_nothing() -> None:
    rows = [("420102", 100, "d1"), ("420102", 120, "d2"), ("420103", 50, "d2")]
    told = []
    for order in list(permutations(rows))[::2]:
        con = store()
        for unit, pupils, delivery in order:
            add_facts(con, "enrolment", [{"unit": unit, "pupils": pupils}], delivery)
        compute_indicators(con)
        told.append(sorted(values(con, *ALL), key=str))
    assert all(each == told[0] for each in told) and told[0]
