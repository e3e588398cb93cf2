"""Published tables as they are, where they are at hand (EDUSTAT_REFERENCE_DATA): each figure of the raw file must be
seen in its cell, with its number, its words and its unit; no other reader of ours takes part in what is expected."""

import csv
import os
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from sources.opening import opened
from sources.page import Page
from sources.seen import Seen, seen
from sources.text import column_number, letter

REFERENCE = Path(os.environ.get("EDUSTAT_REFERENCE_DATA", "nowhere"))
SEEN_AT_LEAST = 0.995
SHANGHAI, EXPORTS, TRANSCRIBED = "shanghai_yearbook_2017", "cn_edu_viz_raw", "moe_tables_transcribed"
HEADERS = {  # folder → row of the first figures where it is not the second row
    EXPORTS: 4,
    f"{SHANGHAI}/C1106.xls": 7,
    **dict.fromkeys((f"{SHANGHAI}/{name}.xls" for name in ("C1105", "C1107", "C2014")), 6),
    **dict.fromkeys((f"{SHANGHAI}/{name}.xls" for name in ("C0202", "C1302", "C1805", "C2013", "C2015", "C2103")), 5),
}
FOLDERS = (SHANGHAI, EXPORTS, TRANSCRIBED, "nbs_national", "nbs_provincial", "beijing_open_data", "wuhan_highschools")
NAMES = ("编码", "代码", "年份", "序号", "更新年度")  # columns whose figures are names
BASIC = ["学校 所", "毕业生数 人", "招生数 人", "在校学生 人", "教职员工 人", "教职员工/专任教师 人"]
FLOORS = ("计", "8~10层", "11~15层", "16~19层", "20~29层", "30层以上")
HOMES = ("", "/花园住宅", "/联列住宅", "/公寓", "/新式里弄", "/旧式里弄", "/简屋")
OTHERS = ("", "/工厂", "/学校", "/仓库堆栈", "/办公建筑", "/商场店铺", "/医院", "/旅馆", "/影剧院", "/其他")
WORDS = {  # what stands over each column, read by eye from the printed tables
    "C0202": ["行政区划面积 平方公里", "年末常住人口 万人", "年末常住人口/外来人口 万人", "人口密度 人/平方公里"],
    "C1105": [f"全部房屋/{kind} 万平方米" for kind in ("计", "居住房屋", "非居住房屋")],
    "C1106": [f"居住房屋{k} 万平方米" for k in HOMES] + [f"非居住房屋{k} 万平方米" for k in OTHERS],
    "C1107": [f"{floors}/{told} 万平方米" for floors in FLOORS for told in ("幢", "面积")],
    "C1302": ["年末从业人员 万人", "工业总产值 亿元", "年末资产总计 亿元", "主营业务收入 亿元", "利润总额 亿元"],
    "C1805": ["征收户数 户", "征收户数/居民住宅 户", "征收面积 万平方米", "征收面积/居民住宅 万平方米"],
    "C2013": BASIC,
    "C2014": [f"{told}/{level} 人" for told in ("毕业生数", "招生数", "在校学生") for level in ("初中", "高中")],
    "C2015": BASIC,
    "C2103": ["机构数 个", "床位数 张", *(f"卫生技术人员{k} 人" for k in ("", "/执业(助理)医师", "/注册护士"))],
}

pytestmark = pytest.mark.skipif(not REFERENCE.is_dir(), reason="EDUSTAT_REFERENCE_DATA does not point to a folder")


def files() -> Iterator[str]:
    for folder in FOLDERS:
        yield from (
            f"{folder}/{path.name}" for path in sorted((REFERENCE / folder).glob("*")) if path.stem != "census_2017"
        )


def grid(path: Path) -> list[list[object]]:
    """The raw cells, by the csv module or the bare workbook reader."""
    if path.suffix == ".csv":
        return [list(row) for row in csv.reader(path.read_text(encoding="utf-8-sig").splitlines())]
    book = CalamineWorkbook.from_path(path)
    return book.get_sheet_by_name(book.sheet_names[0]).to_python(skip_empty_area=False)


def figure(raw: object) -> Decimal | None:
    """The number a raw cell holds."""
    text = repr(raw) if isinstance(raw, float) else str(raw).strip()
    if not re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", text):
        return None
    return Decimal(text)


def differ(one: Decimal, other: Decimal | None) -> bool:
    """More than what a workbook's reader cuts off after nine digits."""
    return other is None or abs(one - other) > Decimal("1e-9")


def expected(name: str) -> dict[str, Decimal]:
    """Cell → number of every figure under the header that is no name."""
    rows = grid(REFERENCE / name)
    first = HEADERS.get(name) or HEADERS.get(name.split("/", maxsplit=1)[0], 2)
    heads = [str(cell) for cell in rows[first - 2]]
    data = [i for i, head in enumerate(heads) if not any(word in head for word in NAMES)]
    told = {
        f"{letter(i)}{r}": figure(row[i])
        for r, row in enumerate(rows[first - 1 :], first)
        for i in data
        if i < len(row)
    }
    return {cell: number for cell, number in told.items() if number is not None}


def table(name: str) -> Seen:
    path = REFERENCE / name
    (sheet, *_) = [sheet for sheet in opened(path, path.name).sheets if sheet.height]
    found = seen(Page(sheet, path.name, []))
    assert found is not None
    return found


@pytest.mark.parametrize("name", list(files()) if REFERENCE.is_dir() else [])
def test_every_figure_is_seen_in_its_cell(name: str) -> None:
    told = {each.cell: each.meaning.number for each in table(name).cells if each.meaning.number is not None}
    wanted = expected(name)
    assert {cell: number for cell, number in told.items() if differ(number, wanted.get(cell))} == {}
    assert wanted and len(told) >= SEEN_AT_LEAST * len(wanted)


@pytest.mark.parametrize("name", WORDS)
def test_the_words_and_units_over_each_column_of_a_yearbook_table(name: str) -> None:
    found = table(f"{SHANGHAI}/{name}.xls")
    over = {each.cell.rstrip("0123456789"): f"{each.column} {each.unit}" for each in found.cells}
    assert list(dict(sorted(over.items())).values()) == WORDS[name]


@pytest.mark.parametrize("folder", ["nbs_national", "nbs_provincial"])
def test_the_words_and_units_over_a_column_are_those_of_the_file(folder: str) -> None:
    for name in (each for each in files() if each.startswith(folder)):
        heads = grid(REFERENCE / name)[0]
        over = {each.cell.rstrip("0123456789"): (each.column, each.unit) for each in table(name).cells}
        for column, (words, unit) in over.items():
            printed = f"{words}({unit})" if unit else words
            assert str(heads[column_number(column) - 1]).replace("教师人数=1", ":1") == printed


ROWS = {  # parts of the whole, groups and their members
    "小学办学条件一_2020_转录.csv": {
        3: "计/危房", 6: "教学及辅助用房/教室", 13: "行政办公用房/教师办公室", 16: "生活用房/教工宿舍/教师周转宿舍",
    },
    "湖州10-15市区教育事业2007_转录.csv": {4: "普通中学/初中", 7: "中等职业学校/普通中专", 10: "小学"},
    "初中校数班数_城乡办别_2012_转录.csv": {2: "计", 6: "计/民办", 12: "城乡结合区", 16: "城乡结合区/民办"},
    "重庆17-5教育事业基本情况2006-2007_转录.csv": {2: "学校数/普通高等学校", 30: "招生数/中等师范学校"},
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_the_words_beside_the_rows_of_a_table_with_parts(name: str) -> None:
    stubs = table(f"{TRANSCRIBED}/{name}").stubs
    assert {row: stubs[row].path for row in ROWS[name]} == ROWS[name]
