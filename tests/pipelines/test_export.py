"""`edustat export` on the demo: which files, where, and what is refused."""

from pathlib import Path

import openpyxl
import pytest

from pipelines.cli import answer
from sources import Home, read

pytestmark = pytest.mark.slow


def test_the_annex_of_beijing_can_be_read_again(demo_home: Home, tmp_path: Path) -> None:
    assert answer(["export", "北京市", "--to", str(tmp_path)]) == 0
    (path,) = tmp_path.iterdir()
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
        (["河北省"], "河北省没有可列入公告附表的数"),
        (["北京市", "--year", "1999"], "北京市 1999 年没有可列入公告附表的数"),
        (["不存在的县"], "没有唯一对应“不存在的县”的地区"),
        (["北京市", "--to", "/proc/1/x"], "写不进文件夹"),
    ],
)
def test_what_cannot_be_written_is_said(
    demo_home: Home, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert answer(["export", *arguments]) == 2
    assert said in capsys.readouterr().err
