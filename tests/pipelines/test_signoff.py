"""Signing from the command line: refused with everything that stands against it, else published so at once."""

from pathlib import Path

import duckdb
import openpyxl  # type: ignore[import-untyped]
import pytest

from dashboards import return_workbooks
from pipelines.cli import answer
from sources import Home

Told = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def home(signed_home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("EDUSTAT_HOME", str(signed_home.root))
    return signed_home


def states(home: Home) -> list[str]:
    """What the current publication says of statistician, reviewer and head."""
    with duckdb.connect(str(home.current / "warehouse.duckdb"), read_only=True) as con:
        told = dict(con.sql("SELECT role, state FROM sign_off").fetchall())
    return [told[role] for role in ("statistician", "reviewer", "head")]


def sign(role: str, name: str, *more: str) -> int:
    return answer(["sign", "--role", role, "--name", name, *more])


def test_a_refusal_is_a_sentence_for_each_reason_and_changes_nothing(home: Home, capsys: Told) -> None:
    before = home.current.resolve()
    assert sign("负责人", "张三", "--withhold", "f9") == 1
    told = capsys.readouterr()
    assert told.err.splitlines() == [
        "张三 已以统计人员身份签发；三种身份须由三个人担任。",
        "审核人还没有签发，负责人不能先签。",
        "没有编号为 f9 的问题，不能列在签发范围之外。",
    ]
    assert "完成" not in told.out and home.current.resolve() == before


def test_signing_and_withdrawing_publish_at_once_and_status_and_show_tell(home: Home, capsys: Told) -> None:
    assert (sign("reviewer", "李四"), sign("负责人", "王<五>")) == (0, 0)
    assert states(home) == ["signed"] * 3
    [book] = return_workbooks(home)
    assert (
        "签发：已签发（统计人员 张三、审核人 李四、负责人 王<五>"
        in openpyxl.load_workbook(book)["问题清单"]["A2"].value
    )
    assert answer(["status"]) == 0
    told = capsys.readouterr().out
    assert "签发状态：已签发（统计人员 张三、审核人 李四、负责人 王<五>" in told
    assert "1 个问题所涉数字不在签发范围" in told
    assert answer(["unsign", "--name", "李四", "--reason", ""]) == 1
    assert "没有写明理由" in capsys.readouterr().err
    assert answer(["unsign", "--name", "李四", "--reason", "少了一所学校"]) == 0
    assert states(home) == ["signed", "withdrawn", "withdrawn"]
    assert answer(["status", "--lang", "en"]) == 0
    assert "sign-off: Partly signed off (Statistician 张三, 20" in capsys.readouterr().out


def test_what_is_unanswered_is_listed_unless_it_is_in_the_file_of_what_is_left_out(
    home: Home, tmp_path: Path, capsys: Told
) -> None:
    assert answer(["unsign", "--name", "张三", "--reason", "重来"]) == 0
    capsys.readouterr()
    assert sign("统计人员", "张三") == 1
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("还有 1 个逻辑校验问题、0 个未说明的经验校验问题，不能签发")
    assert second == "f1　逻辑校验（须更正） E-001　<b>错</b>"
    (tmp_path / "除外.txt").write_text("\ufefff1\n\n", encoding="utf-8")
    assert sign("统计人员", "张三", "--withhold", f"@{tmp_path / '除外.txt'}") == 0


def test_what_came_after_the_publication_can_not_be_signed(home: Home, capsys: Told) -> None:
    with duckdb.connect(str(home.store)) as con:
        con.sql("UPDATE findings SET found = '1'")
    assert sign("审核人", "李四") == 1
    assert "没有可签的发布；请先运行 edustat run" in capsys.readouterr().err
