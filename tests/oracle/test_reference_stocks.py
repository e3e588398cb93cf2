"""Twenty years of the national yearbook, where it is at hand (EDUSTAT_REFERENCE_DATA): the pupils and teachers it
prints, divided by us, give the ratio it prints."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.oracle.line import through_the_line
from warehouse import Connection

REFERENCE = Path(os.environ.get("EDUSTAT_REFERENCE_DATA", "nowhere")) / "nbs_national"
LEVELS = {"小学": "普通小学", "初中": "初中", "普通高中": "普通高中"}
HEAD = "年度,地区,学段,指标,数值,单位,版次,出处"
TABLES = {
    "在校生数": ("教育__各级各类学校在校学生数.csv", "在校学生数", "万人"),
    "专任教师数": ("教育__各级各类学校专任教师数.csv", "专任教师数", "万人"),
}
RATIO = "教育__各级普通学校生师比.csv"


def told(file: str) -> list[dict[str, str]]:
    with (REFERENCE / file).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def rows() -> Iterator[str]:
    for name, (file, word, unit) in TABLES.items():
        for row in told(file):
            for level, label in LEVELS.items():
                yield f"{row['年份']},全国,{level},{name},{row[label + word]},{unit},年鉴,中国统计年鉴"
    for row in told(RATIO):
        for level in LEVELS:
            yield f"{row['年份']},全国,{level},生师比,{float(row[level + '生师比']):.2f},:1,年鉴,中国统计年鉴"


@pytest.fixture(scope="module")
def yearbook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    folder = tmp_path_factory.mktemp("yearbook")
    (folder / "年鉴生师比.csv").write_text("\n".join([HEAD, *rows()]), encoding="utf-8")
    with through_the_line(folder / "home", folder / "年鉴生师比.csv") as con:
        yield con


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="EDUSTAT_REFERENCE_DATA does not point to a folder")
def test_sixty_printed_ratios_agree_with_the_stocks_but_one(yearbook: Connection) -> None:
    """2002年初中：6687.4 对 346.8 万人应为 19.28，刊登 19.25。"""
    both = yearbook.sql("""SELECT count(*) FROM published_figures f JOIN indicator_values v
        USING (region, year, level, indicator, release)
        WHERE indicator = 'pupil_teacher_ratio' AND v.basis = 'reported'""").fetchall()
    assert both == [(60,)]
    assert yearbook.sql("SELECT year, level FROM findings WHERE rule = 'E-004'").fetchall() == [(2002, "junior")]


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="EDUSTAT_REFERENCE_DATA does not point to a folder")
def test_growth_of_every_stock_is_known_from_the_second_year_on(yearbook: Connection) -> None:
    told_growth = yearbook.sql("""SELECT min(year), max(year), count(*) FROM indicator_values
        WHERE indicator IN ('pupils_total', 'teachers_total') AND growth_basis = 'last_year'""").fetchall()
    assert told_growth == [(2001, 2019, 19 * 2 * 3)]
