"""A year's worth of mixed files in one inbox: each has one state and one clear sentence, good ones are in the store."""

import zipfile
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from pipelines.cli import answer
from sources import Home
from sources.opening import limits
from sources.personal import HIDDEN
from tests.pipelines.test_personal import MOBILE, NAME, parts_of, texts_of
from tests.sources.files import ANNEX, write_book, write_csv
from tests.sources.opening import making

pytestmark = pytest.mark.slow
HEAD = "年度,地区,学段,指标,数值,单位"
STATES = {
    "在校生.csv": "accepted",
    "专任教师.csv": "accepted",
    "公用经费.xlsx": "accepted",
    "年报.zip": "container",
    "年报.zip › 延庆区/学生数（年报）.csv": "accepted",
    "旧表.xls": "accepted",
    "网页导出.xls": "accepted",
    "附件.docx": "accepted",
    "多一列.csv": "accepted",
    "新地名.csv": "waiting",
    "加密.xlsx": "unreadable",
    "截断.xlsx": "unreadable",
    "炸弹.zip": "unreadable",
    "缺结果.xlsx": "unreadable",
    "空白.xlsx": "unreadable",
    "说明.csv": "unreadable",
}
SAID = {  # what the one sentence about a file that is not in the store must name
    "新地名.csv": "示例新区",
    "加密.xlsx": "密码",
    "截断.xlsx": "不完整",
    "炸弹.zip": "炸弹",
    "缺结果.xlsx": "E2",
    "空白.xlsx": "没有一张工作表含有数据",
    "说明.csv": "认不出是哪一种表式",
}
PUPILS = {"北京市昌平区": 301, "北京市平谷区": 302, "北京市大兴区": 303, "北京市延庆区": 304, "北京市密云区": 305}


def line(region: str, number: object, name: str = "在校生数") -> str:
    return f"2023,{region},小学,{name},{number},人"


def cells(region: str) -> list[list[str]]:
    return [row.split(",") for row in (HEAD, line(region, PUPILS[region]))]


def fill(inbox: Path) -> None:
    """Everything that came in, in the order of `STATES`."""
    for folder in ("怀柔区", "密云区", "武汉市2019年", "重发"):
        (inbox / folder).mkdir()
    first = write_csv(inbox / "怀柔区" / "在校生.csv", HEAD, line("北京市怀柔区", 5000))
    (inbox / "重发" / "在校生.csv").write_bytes(first.read_bytes())
    write_csv(inbox / "密云区" / "专任教师.csv", HEAD, line("北京市密云区", 400, "专任教师数"), encoding="gbk")
    annex(inbox / "武汉市2019年" / "公用经费.xlsx")
    packed(inbox / "年报.zip", "延庆区/学生数（年报）.csv")
    old = [making.label(r, c, text) for r, row in enumerate(cells("北京市昌平区")) for c, text in enumerate(row)]
    making.old_book(inbox / "旧表.xls", *old)
    page = "".join("<tr>" + "".join(f"<td>{text}" for text in row) for row in cells("北京市平谷区"))
    (inbox / "网页导出.xls").write_text(f"<html><body><table>{page}</table></body></html>", encoding="gb18030")
    making.docx(inbox / "附件.docx", making.table(*([making.cell(t) for t in row] for row in cells("北京市大兴区"))))
    extra = f"{line('北京市密云区', PUPILS['北京市密云区'])},{NAME},{MOBILE},7788"
    write_csv(inbox / "多一列.csv", f"{HEAD},填表人,联系电话,备用栏", extra)
    broken(inbox)


def broken(inbox: Path) -> None:
    """What can't enter the store as it stands."""
    write_csv(inbox / "新地名.csv", HEAD, line("示例新区", 9))
    making.compound(inbox / "加密.xlsx", "EncryptedPackage", b"x")
    whole = write_book(inbox / "截断.xlsx", 表=[[*HEAD.split(",")], *([i] * 6 for i in range(500))]).read_bytes()
    (inbox / "截断.xlsx").write_bytes(whole[: len(whole) // 2])
    with zipfile.ZipFile(inbox / "炸弹.zip", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("零.csv", bytes(limits.SUSPECT_SIZE + 1))
    with xlsxwriter.Workbook(inbox / "缺结果.xlsx") as book:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, HEAD.split(","))
        sheet.write_row(1, 0, line("北京市昌平区", 1).split(","))
        sheet.write_formula(1, 4, "=1+1")
    write_book(inbox / "空白.xlsx", 表=[])
    write_csv(inbox / "说明.csv", "区,借出图书,借出期刊", "示例一区,1,2", "示例二区,3,4")


def annex(path: Path) -> None:
    """Headers merged over two lines, values of two years and a growth rate."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表四")
        for r, row in enumerate(ANNEX):
            for c, value in enumerate(row):
                sheet.write(r, c, value)
        sheet.merge_range(2, 0, 3, 0, "地区")
        sheet.merge_range(2, 1, 2, 3, "普通小学")
        sheet.merge_range(2, 4, 2, 6, "普通初中")


def packed(path: Path, name: str) -> None:
    """A zip as old programs write it: names in GBK, without a mark of the encoding."""
    spelled = name.encode("gbk")
    with zipfile.ZipFile(path, "w") as new:
        region = "北京市延庆区"
        new.writestr("x" * len(spelled), "\r\n".join([HEAD, line(region, PUPILS[region])]).encode("gbk"))
    path.write_bytes(path.read_bytes().replace(b"x" * len(spelled), spelled))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """After a run over all of it, and another over a corrected file."""
    home = Home(tmp_path_factory.mktemp("mixed") / "home").create()
    fill(home.inbox)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("EDUSTAT_HOME", str(home.root))
        environment.setenv("DAGSTER_HOME", "")
        assert answer(["run"]) == 0
        assert list(home.inbox.rglob("*.*")) == []
        write_csv(home.inbox / "在校生（更正）.csv", HEAD, line("北京市怀柔区", 5100))
        assert answer(["run"]) == 0
    return home


def asked(home: Home, sql: str) -> list[tuple[object, ...]]:
    con = duckdb.connect(str(home.current / "warehouse.duckdb"), read_only=True)
    try:
        return con.sql(sql).fetchall()
    finally:
        con.close()


def test_every_file_has_one_state_and_one_sentence(home: Home) -> None:
    told = asked(home, "SELECT file_name, state, problem FROM deliveries")
    assert len(told) == len(STATES) + 1
    assert {name: state for name, state, _ in told} == STATES | {"在校生（更正）.csv": "accepted"}
    said = {name: str(problem) for name, _, problem in told if problem}
    assert said.keys() == SAID.keys()
    for name, sentence in said.items():
        assert sentence.startswith(name) and SAID[name] in sentence and "\n" not in sentence
    superseded = asked(home, "SELECT file_name FROM deliveries WHERE superseded_by IS NOT NULL")
    assert superseded == [("在校生.csv",)]


def test_what_was_understood_is_in_the_store(home: Home) -> None:
    pupils = asked(
        home,
        """SELECT r.name, v.value FROM indicator_values v JOIN regions r ON r.code = v.region
           WHERE indicator = 'pupils_total' AND level = 'primary' AND basis = 'reported' AND year = 2023""",
    )
    expected = {name.removeprefix("北京市"): Decimal(number) for name, number in PUPILS.items()}
    assert {str(name): value for name, value in pupils if value} == expected | {"怀柔区": Decimal(5100)}
    figures = asked(
        home,
        """SELECT level, value, previous_value, stated_growth FROM published_figures
           WHERE region = '420102' ORDER BY level DESC""",
    )
    assert figures == [
        ("primary", Decimal("4289.75"), Decimal("4011.51"), Decimal("6.94")),
        ("junior", Decimal("6465.75"), Decimal("5456.38"), Decimal("18.5")),
    ]
    held = [("G", "填表人", HIDDEN), ("H", "联系电话", HIDDEN), ("I", "备用栏", "7788")]
    assert asked(home, "SELECT place, header, text FROM held_columns ORDER BY place") == held


def test_nothing_is_lost_and_no_one_is_named_outside_the_archive(home: Home) -> None:
    assert len([path for path in home.archive.iterdir() if path.is_file()]) == len(STATES) + 1
    texts = [text for path in home.root.rglob("*.duckdb") for text in texts_of(path)]
    files = [path for path in home.root.rglob("*") if path.is_file() and home.archive not in path.parents]
    texts += [text for path in files if path.suffix == ".xlsx" for text in parts_of(path)]
    texts += [path.read_bytes().decode("utf-8", "ignore") for path in files]
    joined = "\n".join(texts)
    assert "备用栏" in joined and NAME not in joined and MOBILE not in joined


def test_check_shows_a_table_of_no_known_form_as_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EDUSTAT_HOME", str(tmp_path / "home"))
    answer(
        ["check", str(write_csv(tmp_path / "说明.csv", "区,借出图书（册）,借出期刊", "示例一区,1,2", "示例二区,3,—"))]
    )
    shown = capsys.readouterr().out
    assert "说明.csv：认不出表式，没有入库；看到的表是" in shown and "示例一区、示例二区" in shown
    (books,) = [row for row in shown.splitlines() if "借出图书" in row]
    assert [cell.strip() for cell in books.strip("│").split("│")] == ["B", "借出图书(册)", "册", "2", "1", "3"]
