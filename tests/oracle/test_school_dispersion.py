"""校际差异系数按在校生数加权：五校通用算例（在校生 45、37、89、76、55，图书 279、137、935、160、402）得 0.5153。

不加权的两种算法得 0.489（总体）和 0.546（样本），都不对；不足50人的教学点不参加比较（教督〔2017〕6号）。
"""

from collections.abc import Iterator

import pytest

from tests.oracle.line import only, through_the_line
from tests.sources.lookalike import write_list
from warehouse import Connection

SCHOOLS = [("211", 45, 279), ("211", 37, 137), ("211", 89, 935), ("211", 76, 160), ("211", 55, 402), ("218", 49, 5000)]
PUPILS, BOOKS = ("pupils", "primary", "value"), ("books", "all", "value")


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    rows = [
        {
            "@school_code": f"219900000{number}",
            "@school": f"示例第{number}小学",
            "@region": "示例县",
            "@school_kind": kind,
            PUPILS: pupils,
            BOOKS: books,
        }
        for number, (kind, pupils, books) in enumerate(SCHOOLS, 1)
    ]
    folder = tmp_path_factory.mktemp("schools")
    path = write_list(
        folder / "示例县学校一览表.xlsx", "school_list", "schools", 2023, rows, title="示例县2023年学校一览表"
    )
    with through_the_line(folder / "home", path) as store:
        yield store


def test_the_dispersion_is_weighted_by_pupils(con: Connection) -> None:
    told = con.sql("""SELECT value FROM indicator_values
        WHERE indicator = 'cv_books' AND region = '991001' AND level = 'primary'""").fetchall()
    assert only(told) == pytest.approx(0.5153, abs=0.00005)


def test_no_unweighted_figure_is_anywhere(con: Connection) -> None:
    dispersions = con.sql("SELECT value FROM indicator_values WHERE indicator LIKE 'cv_%' AND value > 0").fetchall()
    assert dispersions
    assert {round(value, 3) for (value,) in dispersions} & {0.489, 0.546} == set()


def test_a_small_teaching_point_still_counts_in_the_countys_own_figures(con: Connection) -> None:
    told = con.sql("""SELECT numerator::INTEGER, denominator::INTEGER FROM indicator_values
        WHERE indicator = 'books_per_pupil' AND region = '991001' AND level = 'primary'""").fetchall()
    assert told == [(6913, 351)]
