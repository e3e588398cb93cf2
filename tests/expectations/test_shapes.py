"""What ails a whole file, column or row shows in a handful of figures beside last year's."""

from collections.abc import Iterator, Sequence

import duckdb
import pytest

from expectations.causes import HERE
from expectations.causes.cells import LETTERS
from expectations.causes.declared import constants
from tests.once import ALONE

Figures = Sequence[Sequence[float | None]]
TABLES = """
CREATE TABLE cause_cells (delivery_id VARCHAR, sheet VARCHAR, r INTEGER, c INTEGER, header VARCHAR, form VARCHAR,
  region VARCHAR, year INTEGER, measure VARCHAR, listed BOOLEAN, value DOUBLE, "last" DOUBLE,
  other DOUBLE);
CREATE TABLE cause_unsettled (failure_id VARCHAR, rule VARCHAR, delivery_id VARCHAR, sheet VARCHAR, cell VARCHAR,
  found_value DOUBLE, expected_value DOUBLE);
CREATE TABLE known_causes (id VARCHAR, rules VARCHAR[]);
CREATE TABLE measures (id VARCHAR, unit VARCHAR);
CREATE TABLE regions (code VARCHAR);
INSERT INTO measures SELECT 'm' || i, '人' FROM range(30) t(i);
"""
LAST = [
    [200, 13, 2900, 5, None, 61],
    [410, 25, 5100, 9, None, 120],
    [640, 38, 9000, None, 4, 30],
    [800, 44, 9700, None, 6, 250],
    [150, 9, 1200, None, 2, 44],
]


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(config=ALONE)
    connection.execute(TABLES)
    yield connection
    connection.close()


def shapes(con: duckdb.DuckDBPyConnection, now: Figures, last: Figures = LAST, listed: bool = True) -> list[tuple]:
    """Causes seen in a sheet, with their columns and rows; both years told by rows, from row 1 and column 1."""
    con.execute("DELETE FROM cause_cells")
    for r, (line, before) in enumerate(zip(now, last, strict=True), 1):
        for c, (value, old) in enumerate(zip(line, before, strict=True), 1):
            place = ["d", "", r, c, f"h{c}", "form", f"unit {r}", 2024, f"m{c}", listed, value, old]
            con.execute("INSERT INTO cause_cells VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)", place)
    con.execute(LETTERS)
    con.execute(constants())
    con.execute((HERE / "shapes.sql").read_text(encoding="utf-8"))
    return con.sql("SELECT cause, c1, c2, r1, r2, power FROM cause_shapes ORDER BY shape_id").fetchall()


def grown(figures: Figures) -> list[list[float | None]]:
    """A year later everything is a little more."""
    return [[None if value is None else round(value * 1.03) for value in line] for line in figures]


def shifted(lines: Figures, first: int) -> list[list[float | None]]:
    """From a column on one place to the right."""
    return [[*line[:first], None, *line[first:-1]] for line in lines]


def test_nothing_ails_a_year_like_the_last(con: duckdb.DuckDBPyConnection) -> None:
    assert shapes(con, grown(LAST)) == []


def test_a_shift_begins_at_the_column_that_fell_blank(con: duckdb.DuckDBPyConnection) -> None:
    assert shapes(con, shifted(grown(LAST), 1))[0][:3] == ("columns_shifted", 2, 6)


def test_a_shift_outranks_a_unit_that_fits_worse(con: duckdb.DuckDBPyConnection) -> None:
    """Areas under the header of a count look like thousands of it, but are last year's areas."""
    last = [[3000, 3, 20, 90], [5200, 5, 33, 80], [4100, 4, 28, 120], [9900, 10, 61, 300], [7000, 7, 52, 210]]
    found = shapes(con, shifted(grown(last), 0), last)
    assert [one[:3] for one in found if one[0] == "unit" or one[0] == "columns_shifted"] == [("columns_shifted", 1, 4)]


def test_sparse_columns_shift_by_which_rows_they_are_told_in(con: duckdb.DuckDBPyConnection) -> None:
    """Primary schools stand in rows 1-3, junior ones in 4-6: each kind has columns of its own, and most are 0."""
    primary, junior = [7, None, 0, None, 2], [None, 3, None, 0, None]
    last = [primary, [4, None, 1, None, 0], [0, None, 2, None, 9], junior, [None, 0, None, 5, None], junior]
    assert shapes(con, shifted(last, 0), last)[0][:3] == ("columns_shifted", 1, 5)


def test_rows_shift_from_a_row_that_is_like_the_one_above(con: duckdb.DuckDBPyConnection) -> None:
    last = [[100, 900, 12, 3300], [104, 930, 13, 3400], [420, 2100, 33, 9000], [60, 300, 5, 700], [230, 999, 21, 4100]]
    now = [last[0], last[0], *last[1:-1]]
    assert shapes(con, now, last)[0] == ("rows_shifted", None, None, 2, 5, None)


def test_one_column_in_thousands_is_a_unit(con: duckdb.DuckDBPyConnection) -> None:
    now = [[line[0], line[1], line[2] / 1000, *line[3:]] for line in grown(LAST)]
    assert shapes(con, now) == [("unit", 3, 3, None, None, -3)]


def test_two_columns_that_fit_each_other_are_exchanged(con: duckdb.DuckDBPyConnection) -> None:
    now = [[line[1], line[0], *line[2:]] for line in grown(LAST)]
    assert shapes(con, now)[0][:3] == ("columns_exchanged", 1, 2)


def test_two_cells_that_should_hold_each_other_are_exchanged(con: duckdb.DuckDBPyConnection) -> None:
    """Where last year tells nothing: what the schools add up to stands in the next column."""
    failures = "('f1', 'E-009', 'd', '', 'C4', 37, 62), ('f2', 'E-009', 'd', '', 'D4', 62, 37)"
    con.execute(f"INSERT INTO cause_unsettled VALUES {failures}, ('f3', 'E-009', 'd', '', 'F4', 62, 37)")
    assert [one[:3] for one in shapes(con, LAST, [[None] * 6] * 5)] == [("columns_exchanged", 3, 4)]


def test_a_blank_column_is_only_one_that_was_told(con: duckdb.DuckDBPyConnection) -> None:
    now = [[*line[:3], None, *line[4:]] for line in grown(LAST)]
    assert shapes(con, now)[-1][:3] == ("column_blank", 4, 4)


def test_a_file_far_from_last_year_in_most_figures_is_another_regions(con: duckdb.DuckDBPyConnection) -> None:
    assert shapes(con, [[51, 109, 62, 26, 11]], [[62, 161, 97, 37, 18]], listed=False)[0][0] == "other_region"
    assert shapes(con, [[60, 158, 99, 36, 11]], [[62, 161, 97, 37, 18]], listed=False) == []
