"""The published files themselves, where they are at hand (EDUSTAT_REFERENCE_DATA): read as the samples are."""

import csv
import os
from decimal import Decimal
from pathlib import Path

import pytest

from sources import read
from tests.sources.files import SAMPLES

REFERENCE = Path(os.environ.get("EDUSTAT_REFERENCE_DATA", "nowhere"))
OPEN, BEIJING, PER_PUPIL = "beijing_open_data", "beijing_open_data/北京市教委", "北京市生均"
PAIRS = {
    "wuhan_2019_funding/武汉市2019年教育经费情况.xls": "武汉市2019年教育经费执行情况统计表.xlsx",
    f"{BEIJING}-一般公共预算教育经费增长情况_仅2023更新.csv": "北京市一般公共预算教育经费增长情况2023.csv",
    f"{BEIJING}-生均公用经费增长情况_仅2023更新.csv": f"{PER_PUPIL}公用经费增长情况2023.csv",
    f"{OPEN}/市教委-各级教育生均一般公共预算教育事业费支出增长情况.csv": f"{PER_PUPIL}教育事业费增长情况2023.csv",
}


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="EDUSTAT_REFERENCE_DATA does not point to a folder")
@pytest.mark.parametrize("original", PAIRS)
def test_an_original_says_what_its_sample_says(original: str) -> None:
    for theirs, ours in zip(read(REFERENCE / original).returns, read(SAMPLES / PAIRS[original]).returns, strict=True):
        keys = [column.key for column in ours.columns]
        assert (theirs.form, theirs.table, theirs.columns) == (ours.form, ours.table, ours.columns)
        assert theirs.frame.select("region", "year", *keys).equals(ours.frame.select("region", "year", *keys))


EXPORTS = {"在校生数": "pupils", "招生数": "entrants", "毕业生数": "graduates"}
WHOLE = {"senior": "普通高中", "junior": "初中", "primary": "普通小学"}


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="EDUSTAT_REFERENCE_DATA does not point to a folder")
@pytest.mark.parametrize("word", EXPORTS)
def test_a_national_export_with_years_as_columns_says_what_the_yearbook_says(word: str) -> None:
    returns = read(REFERENCE / "cn_edu_viz_raw" / f"年度数据-各级各类学历教育{word}（万人）.csv").returns
    printed = {row["年份"]: row for row in _yearbook(word)}
    compared = 0
    for one in returns:
        assert (one.form, one.table, one.frame["region"][0]) == ("yearbook", "national", "全国")
        assert {(c.field, c.unit) for c in one.columns} == {(EXPORTS[word], "万人")}
        for column in (c for c in one.columns if c.level in WHOLE):
            number, row = one.frame[column.key][0], printed.get(str(one.frame["year"][0]))
            if row and number is not None:
                assert abs(number - Decimal(_cell(row, WHOLE[column.level]))) <= 1, column.level
                compared += 1
    assert len(returns) == 15 and compared >= 16


def _yearbook(word: str) -> list[dict[str, str]]:
    path = REFERENCE / "nbs_national" / f"教育__各级各类学校{word.replace('在校生', '在校学生')}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def _cell(row: dict[str, str], level: str) -> str:
    return next(text for head, text in row.items() if head.startswith(level))
