from pathlib import Path
from zipfile import ZipFile

import duckdb
import polars as pl
import pytest

from dashboards.exports import harmless, write_exports


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
