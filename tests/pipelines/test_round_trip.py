"""The whole round trip: a faulty delivery, the return workbook filled in as people do it, and a signed publication."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from dashboards import return_workbooks
from pipelines.cli import answer
from pipelines.published import publication, rows
from sources import Home
from tests.sources.files import write_book

OFFICE = shutil.which("soffice")
SENDER = "武汉市教育局"
NAME = "一般公共预算教育经费"
HEAD = ["地区", f"{NAME}（亿元）", f"{NAME}占一般公共预算支出比例（%）", f"{NAME}本年比上年增长（%）",
        "财政经常性收入本年比上年增长（%）", f"{NAME}与财政经常性收入增长幅度比较（百分点）", "更新年度"]  # fmt: skip
TITLE = "武汉市2019年一般公共预算教育经费增长情况"
PUPILS = [
    ["表四  各级教育生均一般公共预算公用经费增长情况"],
    [None, None, None, None, "单位：元"],
    ["地区", "普通小学", None, None, "普通初中", None, None],
    [None, "2018年", "2019年", "增长率（%）", "2018年", "2019年", "增长率（%）"],
    ["    江岸区", 4011.51, 4289.75, 16.94, 5456.38, 6465.75, 18.5],  # 6.94 by its own figures
]
SIGNERS = [("统计人员", "王一"), ("审核人", "李二"), ("负责人", "张三")]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    found = Home(tmp_path / "home").create()
    monkeypatch.setenv("EDUSTAT_HOME", str(found.root))
    monkeypatch.setenv("DAGSTER_HOME", str(found.dagster))
    (found.inbox / SENDER).mkdir()
    yield found


def appropriation(home: Home, gap: float, name: str) -> None:
    """Growth of the appropriation and of revenue, and the gap printed beside them (rightly 0.85 − 11.77)."""
    table: list[list[object]] = [list(HEAD), ["江岸区", 52.51, 16.98, 0.85, 11.77, gap, 2019]]
    write_book(home.inbox / SENDER / name, 表一=table)


def run() -> None:
    assert answer(["run"]) == 0


def findings(home: Home, table: str = "findings") -> dict[str, Any]:
    with publication(home) as con:
        return {row["rule"]: row for row in rows(con, f"FROM {table}")}


def filled_in(home: Home, tmp_path: Path, **answers: tuple[str, str]) -> Path:
    """The workbook of the outbox with 处理 and 说明 typed into the line of each rule, and both names."""
    [returned] = return_workbooks(home)
    book = openpyxl.load_workbook(returned)
    sheet = book["问题清单"]
    heading = next(row for row in sheet.iter_rows() if any(cell.value == "问题编号" for cell in row))
    at = {cell.value: cell.column for cell in heading if cell.value}
    for row in range(heading[0].row + 1, sheet.max_row + 1):
        rule = str(sheet.cell(row, at["规则号"]).value or "")
        if rule in answers:
            texts = dict(zip(("处理", "说明"), answers[rule], strict=True)) | {"填报人": "王一", "审核人": "李二"}
            for name, text in texts.items():
                sheet.cell(row, at[name]).value = text
    path = tmp_path / "退回表（已填）.xlsx"
    book.save(path)
    return saved_by_office(path, tmp_path) if OFFICE else path


def saved_by_office(path: Path, folder: Path) -> Path:
    """The file as LibreOffice saves it."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(OFFICE), "--headless", profile, "--convert-to", "xlsx", "--outdir", str(folder / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / "out" / path.name


@pytest.mark.slow
def test_from_a_faulty_delivery_to_a_signed_publication(home: Home, tmp_path: Path) -> None:
    appropriation(home, 10.92, f"{TITLE}.xlsx")
    write_book(home.inbox / SENDER / "武汉市2019年生均公用经费.xlsx", 表四=PUPILS)
    run()
    found = findings(home)
    assert {rule: row["severity"] for rule, row in found.items()} == {"F-001": "hard", "F-002": "soft"}
    assert answer(["sign", "--role", "统计人员", "--name", "王一"]) == 1, "something is still open"

    back = filled_in(home, tmp_path, **{"F-001": ("更正", ""), "F-002": ("确认无误", "按同口径计算，已注明")})
    shutil.copyfile(back, home.inbox / SENDER / back.name)
    appropriation(home, -10.92, f"{TITLE}（更正）.xlsx")
    run()
    left = findings(home)
    assert {rule: row["state"] for rule, row in left.items()} == {"F-002": "explained"}
    assert left["F-002"]["answer"].startswith("说明：按同口径计算，已注明（填报人 王一，审核人 李二")
    [closed] = findings(home, "closed_findings").values()
    with publication(home) as con:
        [corrected] = rows(con, "SELECT file_name FROM deliveries WHERE delivery_id = $id", id=closed["closed_by"])
        told = {row["rule"]: (row["corrected"], row["explained"]) for row in rows(con, "FROM rule_yield")}
    assert (closed["rule"], corrected["file_name"]) == ("F-001", f"{TITLE}（更正）.xlsx")
    assert told == {"F-001": (1, 0), "F-002": (0, 1)}
    assert return_workbooks(home) == [], "nothing is left to answer"

    for role, name in SIGNERS:
        assert answer(["sign", "--role", role, "--name", name]) == 0
    told = (home.current / "site" / "data" / "site.js").read_text(encoding="utf-8")
    assert "已签发" in told and all(name in told for _, name in SIGNERS)
    desk = (home.current / "site" / "data" / "returns" / "latest.js").read_text(encoding="utf-8")
    assert '"explained":[0,1]' in desk
    assert answer(["verify"]) == 0, "answers, corrections and signatures follow from the archive and the journal"
