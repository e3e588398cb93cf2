from pathlib import Path
from zipfile import ZipFile

import duckdb
import polars as pl
import pytest

from dashboards import exports, workbook
from dashboards.exports import harmless, write_exports
from tests.dashboards.store import fill


@pytest.mark.parametrize(
    "text",
    ["=cmd|' /C calc'!A0", "+1+cmd|'x'!A0", "-2+3+cmd|'x'!A0", "@SUM(A1)", "\t=1+1", "\r=1", " =1+1", "＝1+1", "-A1"],
)
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    assert harmless(pl.DataFrame({"名称": [text]}))["名称"].to_list() == ["'" + text]


@pytest.mark.parametrize("text", ["怀柔区", "-0.03 百分点", "+1.2%", "-12", "—", "", None, "a=b", "1-2"])
def test_plain_words_and_numbers_stay(text: str | None) -> None:
    assert harmless(pl.DataFrame({"名称": [text]}, schema={"名称": pl.String}))["名称"].to_list() == [text]


def test_numbers_are_not_touched() -> None:
    frame = pl.DataFrame({"n": [-1.5, None], "t": ["a", "=b"]})
    assert harmless(frame).rows() == [(-1.5, "a"), (None, "'=b")]


def test_downloads_neutralise_what_a_file_named_itself(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    attack = "=HYPERLINK(A1)"
    con.execute("UPDATE findings SET file_name = ?, message = ?", [attack, attack])
    write_exports(con, tmp_path)
    coded = pl.read_csv(tmp_path / "findings.csv", infer_schema=False)
    assert coded.height and set(coded["file_name"]) == set(coded["message"]) == {"'" + attack}
    with ZipFile(tmp_path / "edustat.xlsx") as book:
        sheets = "".join(book.read(name).decode() for name in book.namelist() if "worksheets/" in name)
        assert "<f>" not in sheets and attack in book.read("xl/sharedStrings.xml").decode() + sheets


def test_a_large_table_is_downloaded_year_by_year_and_unchanged_years_are_taken_over(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS", 20)
    write_exports(con, tmp_path / "one")
    con.execute("UPDATE indicator_values SET value = 4.9 WHERE indicator = 'fiscal_gdp_share' AND year = 2024")
    write_exports(con, tmp_path / "two", earlier=tmp_path / "one")
    folder = tmp_path / "two" / "indicator_values"
    assert not folder.with_suffix(".csv").exists()
    whole = pl.concat(pl.read_parquet(path) for path in folder.glob("*.parquet"))
    assert whole.height == con.sql("FROM indicator_values").pl().height
    made = {path.name for path in folder.iterdir() if path.stat().st_nlink == 1}
    assert made == {"2024.csv", "2024.parquet", "made_of.json"}
    assert (folder / "2011.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_sheet_says_where_its_rest_is(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 10)
    workbook.write_workbook(con, tmp_path)
    sheet = pl.read_excel(tmp_path / "edustat.xlsx", sheet_name="指标值", engine="calamine", infer_schema_length=0)
    left = con.sql("FROM indicator_values").pl().height - 10
    assert sheet["地区"][-1] == f"其余 {left} 行见下载文件夹中的 indicator_values（csv、parquet）。"
    assert min(sheet["年份"].drop_nulls().cast(int)) == 2023


def test_the_workbook_speaks_the_language_of_the_pages(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    con.execute("UPDATE findings SET severity = 'hard', file_name = '报表.xlsx'")
    write_exports(con, tmp_path, "en")
    told = pl.read_excel(tmp_path / "edustat.xlsx", sheet_id=0, engine="calamine", infer_schema_length=0)
    assert list(told)[:4] == [
        "Not signed off",
        "Indicator values",
        "Verdicts of statutory tests",
        "Findings on data quality",
    ]
    verdicts, findings = told["Verdicts of statutory tests"], told["Findings on data quality"]
    assert {"Met", "Not met"} <= set(verdicts["Verdict"])
    assert "Huairou District" in set(verdicts["Region"])
    assert set(findings["File"]) == {"报表.xlsx"}


def test_a_store_without_any_table_to_tell_has_a_workbook_all_the_same(tmp_path: Path) -> None:
    with duckdb.connect() as con:
        fill(con, {})
        write_exports(con, tmp_path)
    assert list(pl.read_excel(tmp_path / "edustat.xlsx", sheet_id=0, engine="calamine")) == ["未签发"]
