"""The kit of the pages, in a real Chromium: numbers as Python writes them, states in the hash, downloads that open."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from dashboards import numbers
from dashboards.data import write_data
from dashboards.english.patterns import LONGEST, patterns
from dashboards.english.telling import catalogue, told
from dashboards.screens import kit
from tests.dashboards import rows as sample
from tests.dashboards.store import fill
from tests.dashboards.telling import left_in_chinese
from tests.dashboards.unpacked import rows_of
from tests.dashboards.visit import Visit

pytestmark = pytest.mark.browser
AWKWARD = [
    0,
    0.5,
    1,
    9_999,
    9_999.4,
    9_999.5,
    10_000,
    12_345.678,
    99_994_999,
    99_999_999,
    100_000_000,
    1e12,
    1.005,
    2.675,
]
AWKWARD += [
    0.1 + 0.2,
    1e-7,
    0.00005,
    123_456_789.125,
    1e21,
    1.25e30,
    5e-324,
    0.045,
    1234.565,
    99_999.995,
]


@pytest.fixture(scope="module")
def page(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """An empty page with the kit alone."""
    folder = tmp_path_factory.mktemp("kit")
    (folder / "kit.js").write_text(kit(), encoding="utf-8")
    (folder / "kit.html").write_text(
        "<!doctype html><meta charset=utf-8><body></body><script src='kit.js'></script>", encoding="utf-8"
    )
    visit = Visit(browser, (folder / "kit.html").as_uri())
    assert visit.trouble == []
    yield visit.page
    visit.page.close()


def test_numbers_are_written_as_python_writes_them(page: Any) -> None:
    shown = [sign * x for x in AWKWARD for sign in (1, -1)] + [None]
    told = page.evaluate(
        """xs => xs.map(x => { const n = EduStat.numbers; 
            return [n.plain(x), n.plain(x, 0), n.signed(x), n.scaled(x, "人"), n.money(x),
                n.value(x, "元"), n.percent(x), n.points(x, 4), n.change(x, "points")]; })""",
        shown,
    )
    for x, texts in zip(shown, told, strict=True):
        n = numbers
        expected = [n.plain(x), n.plain(x, 0), n.signed(x), n.scaled(x, "人"), n.money(x), n.value(x, "元")]
        assert texts == [*expected, n.percent(x), n.points(x, 4), n.change(x, "points")], x


def test_axes_are_marked_as_python_marks_them(page: Any) -> None:
    spans = [(0, 1), (0, 9_999), (-3.2, 4.9), (0.37, 0.42), (1e6, 3e7), (5, 5), (0, 0)]
    told = page.evaluate(
        """spans => spans.map(([a, b]) => {
            const marks = EduStat.numbers.ticks(a, b);
            return [marks, EduStat.numbers.tickTexts(marks)]; })""",
        spans,
    )
    for (low, high), (marks, texts) in zip(spans, told, strict=True):
        expected = numbers.ticks(low, high)
        assert marks == pytest.approx(expected)
        assert texts == numbers.tick_texts(expected)


@pytest.mark.parametrize(
    ("largest", "unit"), [(9_999, "人"), (10_000, "人"), (1e8, "人"), (5e7, "万元"), (1e8, "万元"), (3, "元")]
)
def test_an_axis_has_one_unit(page: Any, largest: float, unit: str) -> None:
    assert page.evaluate("([x, u]) => EduStat.numbers.scale(u, x)", [largest, unit]) == list(
        numbers.scale(unit, largest)
    )


def test_english_counts_in_millions_and_billions(page: Any) -> None:
    words = {"人": "persons", "元": "yuan", "个百分点": "percentage points"}
    texts = page.evaluate(
        """english => { EduStat.speak("en", english); const n = EduStat.numbers;
            const told = [n.money(73.62), n.money(245400), n.money(1.2e8), n.scaled(999999, "人"),
                n.scaled(1e6, "人"), n.points(-10.92), n.percent(0.62)];
            EduStat.speak("zh", {}); return told; }""",
        words,
    )
    assert texts == [
        "736,200 yuan",
        "2.45 billion yuan",
        "1.20 trillion yuan",
        "999,999 persons",
        "1.00 million persons",
        "−10.92 percentage points",
        "+0.62%",
    ]


def test_composed_texts_are_told_in_english_as_python_tells_them(page: Any) -> None:
    texts = [
        "江汉区2019年初中生均教育事业费填报 66,936.56 元，大于生均教育经费（不大于 64,866.11 元），多 2,070.45 元；"
        "教育经费包含教育事业费、基建经费和教育费附加",
        "7 项中 5 项达到；未达到：百生体育、艺术教师校际差异系数 0.47 系数 ＞ 0.45 系数；校均规模 2,001 人 ＞ 2,000 人",
        "缺 上年一般公共预算教育经费、园长、校长持证率",
        "工作表“表1”第 5 至 9 行的数字与相邻一行上年的数相符，而与本行的不符，疑从第 5 行起整体错了一行",
        "1 所学校",
        "2 所学校",
        "没有译文",
        "1 所学校\n没有译文\n2 所学校",
        "缺 " + "、".join(["教师年平均工资"] * 300),
    ]
    script = """([texts, english, patterns, longest]) => {
        EduStat.speak("en", english, patterns, longest); const told = texts.map(EduStat.tell);
        EduStat.speak("zh"); return told; }"""
    shown = page.evaluate(script, [texts, catalogue(), [list(pair) for pair in patterns()], LONGEST])
    assert shown == [told(text) for text in texts]
    assert [text for text in shown if left_in_chinese(text)] == [texts[-3], "1 school\n没有译文\n2 schools", texts[-1]]
    assert shown[4:6] == ["1 school", "2 schools"]


def test_names_from_files_never_become_markup(page: Any) -> None:
    hostile = "<img src=x onerror=alert(1)>&amp;"
    text, images = page.evaluate(
        """name => { const node = EduStat.h("p", { title: name }, name);
            document.body.append(node); return [node.textContent, node.querySelectorAll("img").length]; }""",
        hostile,
    )
    assert (text, images) == (hostile, 0)
    assert "<" not in page.evaluate("name => EduStat.inPlot(name)", hostile)


def test_lines_are_open_over_missing_years_and_cuts(page: Any) -> None:
    line = page.evaluate(
        "() => EduStat.withGaps({points: [[2019, 1], [2020, 2], [2022, 3], [2023, 4]], cuts: new Map([[2023, 'x']])})"
    )
    assert line == [[2019, 1], [2020, 2], [2021.5, None], [2022, 3], [2022.5, None], [2023, 4]]


def test_what_is_only_kept_back_does_not_lack(page: Any) -> None:
    told = page.evaluate(
        """() => {
            const row = { level: "all", release: ["return", "return"], year: [2022, 2023] };
            const series = { a: { value: [3, 4] }, b: { withheld: [true, true] },
                c: { value: [null, 5], withheld: [true, null] } };
            const told = Object.entries(series).map(([indicator, one]) => ({ ...row, indicator, ...one }));
            const data = { region: "1", series: told };
            const pairs = ["a", "b", "c", "d"].map((id) => [id]);
            EduStat.known = { site: {}, words: {}, regions: new Map(), releases: new Map([["return", { rank: 1 }]]),
                indicators: new Map(pairs.map(([id]) => [id, { id, unit: "人" }])) };
            return [EduStat.without(data, pairs), EduStat.keptBack(data, pairs)]; }"""
    )
    assert told == [[["d"]], 3]


def test_downloads_open_with_their_numbers_and_harmless_texts(page: Any, tmp_path: Path) -> None:
    page.evaluate(
        """() => {
            EduStat.known = { site: { publication: "p", sign_off: { state: "open", roles: [], withheld: 0 } },
                words: { signing: { open: "未签发" } } };
            const [head, rows] = [["名称", "数", "备注"], [["=1+1", 1.25, null], ["<&\\">", -3, "−2.5%"]]];
            document.body.append(EduStat.h("p", { id: "tools" }, EduStat.downloads("表 一/二", head, rows))); }"""
    )
    saved = {}
    for kind in ("CSV", "xlsx"):
        with page.expect_download() as download:
            page.locator("#tools button", has_text=kind).click()
        saved[kind] = tmp_path / download.value.suggested_filename
        download.value.save_as(saved[kind])
    assert saved["CSV"].read_bytes() == '\ufeff名称,数,备注\r\n\'=1+1,1.25,\r\n"<&"">",-3,−2.5%\r\n'.encode()
    sheet = openpyxl.load_workbook(saved["xlsx"]).active
    found = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=3)]
    assert found == [["名称", "数", "备注"], ["=1+1", 1.25, None], ['<&">', -3, "−2.5%"]]
    assert sheet["A2"].data_type == "s" or sheet["A2"].data_type == "inlineStr"


@pytest.mark.parametrize("key", ["regions/../../evil", "regions/..", "/etc/evil", "regions/a b", "https://evil", ""])
def test_an_address_never_leads_out_of_the_folder(page: Any, key: str) -> None:
    assert page.evaluate("async key => await EduStat.wish(key, 'refused')", key) == "refused"
    assert page.evaluate("document.querySelectorAll('head script').length") == 0


def test_the_state_stands_in_the_hash(page: Any) -> None:
    told = page.evaluate(
        """() => {
            EduStat.state.set({ region: "110000", year: 2023, view: "law" });
            const told = [EduStat.link("matrix", { year: null }), EduStat.here({ view: null }), EduStat.state.all()];
            EduStat.state.set({ region: null, year: null, view: null });
            return told; }"""
    )
    assert told == [
        "matrix.html#region=110000",
        "#region=110000&year=2023",
        {"region": "110000", "year": "2023", "view": "law"},
    ]
    assert json.dumps(page.evaluate("EduStat.state.all()")) == "{}"


CITED = [  # part, label, value, unit, printed
    ("denominator", "在校学生数", 3000.0, "人", "3000人"),
    ("numerator", "经费总额", 12.5, "万元", "12.5万元"),
    ("numerator", "经费总额", 3000.0, "万元", "3,000.00万元"),
    ("value", None, 1e300, "元", None),
    ("growth", "文件所列增长率", None, "%", "负增长"),
]


def test_source_cells_and_series_are_spelled_out_as_the_tables_have_them(page: Any, tmp_path: Path) -> None:
    key = {"region": "000000", "year": 2023, "level": "junior", "indicator": "per_pupil_funding", "release": "bulletin"}
    names = ("part", "label", "value", "unit", "printed")
    cells = [key | dict(zip(names, told, strict=True)) for told in CITED]
    tables = sample.all_rows() | {"evidence": [cell | {"delivery_id": sample.NATION, "cell": "E3"} for cell in cells]}
    with closing(duckdb.connect()) as con:
        fill(con, tables)
        write_data(con, tmp_path, publication="p", grid=sample.grid)
    for script in ("regions/000000", "evidence/000000"):
        page.evaluate((tmp_path / "data" / f"{script}.js").read_text(encoding="utf-8"))
    told = page.evaluate("EduStat.need('evidence/000000')")["cells"]["per_pupil_funding|junior|2023|bulletin"]
    cited = [[*cell, 0, None, "E3"] for cell in CITED]
    assert sorted(told, key=printed) == sorted(cited, key=printed)
    assert [cell[0] for cell in told] == ["value", "growth", "numerator", "numerator", "denominator"]
    region = page.evaluate("EduStat.need('regions/000000')")
    (series,) = (one for one in region["series"] if one["indicator"] == "per_pupil_funding")
    assert dict(zip(series["year"], series["value"], strict=True)) == sample.JUNIOR
    assert set(series["release"]) == {"bulletin"}


BRIEF = {
    "value": [3.3, 10.1, None, 0.0, 7.7, -2.5],
    "every": {"growth_basis": "last_year", "release": "bulletin"},
    "first": {"growth_basis": None},
    "derived": {"year": ["years", 2019, 2024], "previous": ["before", "value"]},
}


@pytest.mark.parametrize("rule", ["ratio", "difference"])
def test_brief_columns_are_spelled_out_to_the_last_bit(page: Any, rule: str) -> None:
    columns = BRIEF | {"derived": BRIEF["derived"] | {"growth": [rule], "raw_growth": ["same", "growth"]}}
    content = {"region": "x", "series": [columns], "verdicts": {}}
    spelled = page.evaluate("(content) => EduStat.unpack('regions/x', content).series[0]", content)
    rows = [dict(zip(spelled, values, strict=True)) for values in zip(*spelled.values(), strict=True)]
    assert rows == rows_of(columns)
    assert [row["growth_basis"] for row in rows] == [None, *["last_year"] * 5]


def printed(cell: list[Any]) -> str:
    return str(cell[4])
