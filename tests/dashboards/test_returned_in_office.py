"""The return workbook in LibreOffice: it opens, prints on A4, and what it saves is read back."""

import re
import shutil
import subprocess
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from dashboards import return_workbooks, write_outbox
from sources import Home, grids, read
from sources.returned import corrected
from tests.dashboards.returning import SHEET, found, sent, store
from tests.sources.files import write_book

OFFICE = shutil.which("soffice")
A4 = {(842, 595), (595, 842)}  # points

pytestmark = [pytest.mark.slow, pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")]


def saved(path: Path, kind: str, folder: Path) -> Path:
    """The file as LibreOffice saves it."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(OFFICE), "--headless", profile, "--convert-to", kind, "--outdir", str(folder / kind), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / kind / f"{path.stem}.{kind}"


def test_it_opens_prints_on_a4_and_comes_back_as_it_was_filled_in(home: Home, tmp_path: Path) -> None:
    con = store()
    original = write_book(tmp_path / "甲.xlsx", 表四=SHEET)
    sheets = grids(original)
    id = sent(con, home, original)
    found(con, id, *(f"B{row}" for row in range(3, 43)))
    found(con, id, "C3", id="c3", rule="E-005", severity="soft")
    write_outbox(con, home)
    [path] = return_workbooks(home)
    sizes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", saved(path, "pdf", tmp_path).read_bytes())
    assert sizes and {(round(float(width)), round(float(height))) for width, height in sizes} <= A4
    book = openpyxl.load_workbook(path)
    for cell, text in {"Q7": "确认无误", "R7": "新建学校", "S7": "王一", "T7": "李二"}.items():
        book["问题清单"][cell] = text
    book.save(tmp_path / "填好.xlsx")
    for kind in ("ods", "xlsx"):
        returned = read(saved(tmp_path / "填好.xlsx", kind, tmp_path)).returned
        assert returned is not None and returned.problems == ()
        [line] = returned.lines
        assert (line.finding_id, line.treatment, line.author, line.asked["year"]) == ("c3", "confirm", "王一", "2023")
        assert [copy.delivery_id for copy in returned.copies] == [id]
        assert corrected(list(returned.copies), sheets) is None
