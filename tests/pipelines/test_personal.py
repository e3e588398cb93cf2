"""Names, phones and ID numbers stay in the archive: no table, page, download or screen shows them."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboards import publish
from expectations import check, check_return, judge
from pipelines.cli import answer
from sources import Home
from tests.sources.files import write_book, write_csv
from tests.sources.test_personal import identity
from warehouse import compute_indicators, open_store, receive

pytestmark = pytest.mark.slow
PEOPLE = ("欧阳拾伍", "司徒念慈", "13912340987", "69640987", "nian.ci@example.com", identity(7))
NAME, SECOND, MOBILE, PHONE, MAIL, NUMBER = PEOPLE


def card(path: Path) -> Path:
    """A school's own card, as in 教基1001 (示例): names and ways to reach people beside their labels."""
    rows: list[list[object]] = [
        ["学校（机构）基本情况", None, "表号：教基1001"],
        ["学校（机构）名称", "示例小学", "办学类型", "小学"],
        ["校长", NAME, "手机号", MOBILE],
        ["统计负责人", SECOND, "电子邮箱", MAIL],
        ["身份证号", NUMBER, "占地面积", 1234.5],
        [f"单位负责人：{NAME}  填表人：{SECOND}  联系电话：{PHONE}  报出日期：2023.9.10"],
    ]
    return write_book(path, 教基1001=rows)


def tidy(path: Path) -> Path:
    """A good table with columns nobody declared."""
    head = "年度,地区,学段,指标,数值,单位,填表人,联系电话,备注"
    row = f"2023,北京市怀柔区,小学,在校生数,5000,人,{NAME},{MOBILE},已电话（{MOBILE}）核对，联系人：{SECOND}"
    return write_csv(path, head, row, f"2022,北京市怀柔区,小学,在校生数,4900,人,{SECOND},{PHONE},")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("people") / "home").create()
    card(home.inbox / "卡片.xlsx")
    tidy(home.inbox / "表.csv")
    with open_store(home) as con:
        list(receive(con, home, check_return))
        check(con, recorded=False)
        compute_indicators(con, None)
        judge(con, None)
        publish(con, home)
    return home


def texts_of(database: Path) -> Iterator[str]:
    """Every text of every table."""
    con = duckdb.connect(str(database), read_only=True)
    try:
        for schema, table in con.sql("SELECT schema_name, table_name FROM duckdb_tables()").fetchall():
            yield from (str(row) for row in con.sql(f'SELECT * FROM "{schema}"."{table}"').fetchall())
    finally:
        con.close()


def parts_of(book: Path) -> list[str]:
    with zipfile.ZipFile(book) as parts:
        return [parts.read(name).decode("utf-8", "ignore") for name in parts.namelist()]


def told(text: str) -> list[str]:
    return [value for value in PEOPLE if value in text]


def test_the_archive_keeps_them(home: Home) -> None:
    kept = b"".join(path.read_bytes() for path in home.archive.glob("*.csv"))
    assert NAME.encode() in kept and MOBILE.encode() in kept


def test_the_store_has_none(home: Home) -> None:
    texts = list(texts_of(home.store)) + list(texts_of(home.current / "warehouse.duckdb"))
    assert any("在校生" in text for text in texts) and told("\n".join(texts)) == []


def test_pages_and_downloads_have_none(home: Home) -> None:
    files = [path for path in home.current.resolve().rglob("*") if path.is_file() and path.suffix != ".duckdb"]
    pages = [path.read_text(encoding="utf-8", errors="ignore") for path in files]
    books = [path for path in files if path.suffix == ".xlsx"]
    inside = [text for path in books for text in parts_of(path)]
    assert any("个人信息" in page for page in pages)
    assert books and told("\n".join(pages + inside)) == []


def test_the_screen_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EDUSTAT_HOME", str(tmp_path / "home"))
    answer(["check", str(card(tmp_path / "卡片.xlsx")), str(tidy(tmp_path / "表.csv"))])
    seen = capsys.readouterr()
    assert "卡片.xlsx" in seen.out and told(seen.out + seen.err) == []
