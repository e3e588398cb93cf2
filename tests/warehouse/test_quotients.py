"""One average over another: of each region's own two averages, never of sums of both sides."""

from collections.abc import Iterator

import pytest

from tests.warehouse.facts import OPEN, add_facts, add_figures
from tests.warehouse.kinds import CITY, COUNTY, OTHER, county
from warehouse import Connection, compute_indicators

RATIO = "teacher_civil_wage_ratio"


@pytest.fixture(scope="module")
def con() -> Iterator[Connection]:
    """Two counties: 8 万元 of 10 万元, and 12 of 8; the second prints a ratio too, and its kindergartens' wages."""
    made = county([])
    OPEN.remove(made)
    primary = [(COUNTY, 800, 100), (OTHER, 360, 30)]
    civil = [(COUNTY, 500, 50), (OTHER, 80, 10)]
    add_facts(made, "funding", [{"unit": u, "teacher_wages": w, "waged_teachers": n} for u, w, n in primary])
    add_facts(made, "funding", [{"unit": u, "level": "all", "civil_servant_wages": w, "waged_civil_servants": n}
                                for u, w, n in civil])  # fmt: skip
    wages = {"teacher_wages": 90, "waged_teachers": 10, "contract_teacher_wages": 60, "waged_contract_teachers": 10}
    add_facts(made, "funding", [{"unit": OTHER, "level": "kindergarten"} | wages])
    printed = {"indicator": RATIO, "level": "primary", "release": "yearbook", "value": 149}
    add_figures(made, printed | {"region": OTHER}, printed | {"region": "110101"})
    compute_indicators(made)
    yield made
    made.close()


def told(con: Connection, indicator: str, level: str) -> dict[str, tuple[float, str]]:
    rows = con.sql(f"""SELECT region, round(value, 4), basis FROM indicator_values
        WHERE indicator = '{indicator}' AND level = '{level}'""").fetchall()
    return {region: (value, basis) for region, value, basis in rows}


def test_each_region_by_its_own_averages(con: Connection) -> None:
    found = told(con, RATIO, "primary")
    assert found[COUNTY] == (80.0, "reported")
    assert found[OTHER] == (150.0, "reported")  # its own two averages before what a yearbook prints
    assert found[CITY] == (round(1160 / 130 / (580 / 60) * 100, 4), "rolled_up")


def test_what_only_arrives_ready_made_still_counts(con: Connection) -> None:
    assert told(con, RATIO, "primary")["110101"] == (149.0, "published")


def test_both_sides_of_one_level(con: Connection) -> None:
    assert told(con, "contract_wage_ratio", "kindergarten")[OTHER] == (66.6667, "reported")


def test_every_number_behind_it_is_cited(con: Connection) -> None:
    cited = con.sql(f"""SELECT part, value FROM evidence WHERE indicator = '{RATIO}' AND region = '{COUNTY}'
        ORDER BY ALL""").fetchall()
    assert cited == [("denominator", 50), ("denominator", 500), ("numerator", 100), ("numerator", 800)]
