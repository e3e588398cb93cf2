"""`edustat export` on the demo: which files, where, and what is refused."""

import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import openpyxl
import pytest

from dashboards.audience.declared import limits
from dashboards.booklet import browser
from dashboards.tables import PUBLISHED_VIEWS
from pipelines.cli import answer
from sources import Home, read

pytestmark = pytest.mark.slow


def test_the_annex_of_beijing_can_be_read_again(demo_home: Home, tmp_path: Path) -> None:
    assert answer(["export", "北京市", "--to", str(tmp_path)]) == 0
    (path,) = tmp_path.glob("*.xlsx")
    assert path.name == "2023年北京市教育经费执行情况公告附表.xlsx"
    assert [one.frame.height for one in read(path).returns] == [17] * 4
    first = openpyxl.load_workbook(path)["附表1"]
    assert [first.cell(18, column).value for column in range(1, 7)] == ["怀柔区", 24.54, 16.66, 0.62, 0.65, -0.03]


def test_every_region_with_figures_below_gets_one(
    demo_home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["export", "--lang", "en", "--to", str(tmp_path)]) == 0
    names = sorted(path.name[:8] for path in tmp_path.iterdir())
    assert names == ["2019年武汉市", "2019年湖北省", "2023年北京市", "2024年示例市"]
    assert "4 files in" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["北京市", "--year", "1949"], "北京市 1949 年没有可列入公告附表的数"),
        (["不存在的县"], "没有唯一对应“不存在的县”的地区"),
        (["--audience", "all"], "--audience 只能是"),
        (["北京市", "--audience", "public"], "不能再限定地区或年度"),
        (["北京市", "--to", "/proc/1/x"], "写不进文件夹"),
    ],
)
def test_what_cannot_be_written_is_said(
    demo_home: Home, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert answer(["export", *arguments]) == 2
    assert said in capsys.readouterr().err


def contents(folder: Path) -> Iterator[str]:
    """Every text of a bundle: pages, downloads, workbooks unpacked, tables read row by row."""
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        match path.suffix:
            case ".xlsx":
                with zipfile.ZipFile(path) as book:
                    yield from (book.read(name).decode() for name in book.namelist())
            case ".parquet":
                yield str(duckdb.sql(f"FROM '{path}'").fetchall())
            case ".duckdb":
                yield path.read_bytes().decode("utf-8", errors="ignore")
                with closing(duckdb.connect(path, read_only=True)) as con:
                    yield from (str(con.sql(f'FROM "{name}"').fetchall()) for name in tables(con))
            case _:
                yield path.read_bytes().decode("utf-8", errors="ignore")


def tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [name for (name,) in con.sql("SELECT table_name FROM duckdb_tables()").fetchall()]


def canaries(con: duckdb.DuckDBPyConnection, *queries: str) -> set[str]:
    return {text for query in queries for (text,) in con.sql(query).fetchall() if text and len(text) > 3}


SCHOOLS = "SELECT name FROM schools UNION SELECT code FROM schools"
FINDINGS = "SELECT message FROM findings UNION SELECT finding_id FROM findings"
RETURNS = "SELECT unnest([file_name, delivery_id]) FROM deliveries WHERE release = 'return'"
LINK = "(region, year, level, indicator) IN (SELECT (region, year, level, indicator) FROM suppressed)"


def withheld(site: Path) -> int:
    """How many values the pages are told to be kept back."""
    told = (path.read_text(encoding="utf-8") for path in (site / "data" / "regions").glob("*.js"))
    return sum(text.count("true") for script in told for text in re.findall(r'"withheld":\[([^\]]*)\]', script))


def test_outsiders_get_no_school_no_finding_no_return_and_no_small_count(demo_home: Home, tmp_path: Path) -> None:
    assert answer(["export", "--audience", "public", "--to", str(tmp_path)]) == 0
    with closing(duckdb.connect(demo_home.current / "warehouse.duckdb", read_only=True)) as con:
        assert set(tables(con)) - set(PUBLISHED_VIEWS) == set(limits().tables)
        secret = canaries(con, SCHOOLS, FINDINGS, RETURNS)
    told = "".join(contents(tmp_path / "public"))
    assert len(secret) > 100
    assert [text for text in secret if text in told] == []
    with closing(duckdb.connect(tmp_path / "public" / "warehouse.duckdb", read_only=True)) as con:
        small = """SELECT count(*) FROM indicator_values v JOIN indicators i ON i.id = v.indicator
            WHERE (i.unit = '人' AND i.denominator = '' AND v.value BETWEEN 1 AND 4)"""
        hidden = f"SELECT count(*), count(value), count(numerator), count(growth) FROM indicator_values WHERE {LINK}"
        assert con.sql(small).fetchall() == [(0,)]
        rows, *left = con.sql(hidden).fetchall()[0]
        assert rows > 0
        assert left == [0, 0, 0]
        assert withheld(tmp_path / "public" / "site") == rows  # each of them is told as such
        assert con.sql("SELECT DISTINCT state FROM deliveries").fetchall() == [("accepted",)]


def test_a_region_gets_its_own_and_what_outsiders_see_above_it(demo_home: Home, tmp_path: Path) -> None:
    assert answer(["export", "--audience", "region:110113", "--to", str(tmp_path)]) == 0
    told = "".join(contents(tmp_path / "region-110113"))
    with closing(duckdb.connect(demo_home.current / "warehouse.duckdb", read_only=True)) as con:
        secret = canaries(con, SCHOOLS, RETURNS, "SELECT message FROM findings WHERE region NOT IN ('110113')")
        files = canaries(con, "SELECT file_name FROM deliveries WHERE file_name LIKE '武汉%'")
    assert [text for text in secret | files if text in told] == []
    with closing(duckdb.connect(tmp_path / "region-110113" / "warehouse.duckdb", read_only=True)) as con:
        seen = {code for (code,) in con.sql("SELECT DISTINCT region FROM indicator_values").fetchall()}
    assert {"110113", "110101", "000000"} <= seen
    assert not {"420100", "991001", "130000"} & seen


def test_a_bundle_keeps_the_language_of_its_publication(
    demo_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(demo_home.root, home.root, symlinks=True)
    monkeypatch.setenv("EDUSTAT_HOME", str(home.root))
    assert answer(["--lang", "en", "run"]) == 0
    assert answer(["export", "--audience", "public", "--to", str(tmp_path)]) == 0
    site = (tmp_path / "public" / "site" / "data" / "site.js").read_text(encoding="utf-8")
    assert '"lang":"en"' in site
    book = openpyxl.load_workbook(tmp_path / "public" / "exports" / "edustat.xlsx")
    assert book.sheetnames[:2] == ["Not signed off", "Indicator values"]


@pytest.mark.skipif(browser() is None, reason="没有找到 Chromium no chromium found")
def test_a_district_that_is_named_gets_its_booklet(demo_home: Home, tmp_path: Path) -> None:
    assert answer(["export", "怀柔区", "--to", str(tmp_path)]) == 0
    (path,) = tmp_path.glob("*.pdf")
    assert path.name == "怀柔区（110116）地区分册.pdf"
    assert path.read_bytes().startswith(b"%PDF")
