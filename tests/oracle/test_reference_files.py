"""The published files themselves, where they are at hand (EDUSTAT_REFERENCE_DATA): read as the samples are."""

import os
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
