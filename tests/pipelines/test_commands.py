"""The command line: exit codes and sentences, in both languages; no traceback unless asked for."""

import re
from pathlib import Path
from string import Formatter

import pytest

from pipelines import homes
from pipelines.cli import answer
from pipelines.language import LANGUAGES, Refusal, Speech, catalogue
from sources import Home
from tests.dashboards.telling import left_in_chinese

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with nothing in it and no home named; what a command names is forgotten afterwards."""
    for name in ("EDUSTAT_HOME", "DAGSTER_HOME"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_catalogue_speaks_both_languages_with_the_same_names() -> None:
    for key, texts in catalogue().items():
        named = [{name for _, name, _, _ in Formatter().parse(texts[each]) if name} for each in LANGUAGES]
        assert list(texts) == list(LANGUAGES), key
        assert named[0] == named[1], key


def test_every_sentence_of_the_catalogue_is_used() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in Path(homes.__file__).parent.glob("*.py"))
    made = (
        "usage.",
        "column.",
        "summary.",
        "show.",
        "severity.",
        "role.",
        "aside.",
        "drift.",
        "sign.",
        "verify.",
    )
    assert [
        key for key in catalogue() if f'"{key}"' not in code and f"'{key}'" not in code and not key.startswith(made)
    ] == []


MISUSES = [
    (["run", "--wrong"], "没有选项 --wrong", "there is no option --wrong"),
    (["run", "--year", "x"], "--lang zh，应为整数", "should be a whole number"),
    (["example", "x", "--schools", "5"], "--lang zh，不能小于 20。", "--lang en, should be at least 20."),
    (["example", "x", "--schools", "9000"], "不能大于 5000", "should be at most 5000"),
    (["show"], "缺少参数 region", "region is missing"),
    (["wrong"], "看不懂这条命令：wrong", "not understood: wrong"),
    (["status"], "还没有数据文件夹", "there is no data folder"),
    (["show", "怀柔区"], "还没有数据文件夹", "there is no data folder"),
    (["open"], "还没有数据文件夹", "there is no data folder"),
    (["verify"], "还没有数据文件夹", "there is no data folder"),
    (["export"], "还没有数据文件夹", "there is no data folder"),
    (["sign", "--role", "局长", "--name", "甲"], "没有“局长”这种签发身份", "there is no role 局长"),
    (["sign", "--role", "head", "--name", "甲", "--withhold", "@没有"], "读不了 没有", "没有 can't be read"),
    (["sign", "--role", "负责人", "--name", "甲"], "还没有发布过", "nothing has been published"),
    (["unsign", "--name", "甲"], "缺少", "is missing"),
    (["check", "没有.xlsx"], "读不了 没有.xlsx", "没有.xlsx can't be read"),
    (["run", "--year", "1800"], "年度须在 1990 至", "years must lie between 1990"),
]


@pytest.mark.parametrize(("arguments", "chinese", "english"), MISUSES, ids=lambda each: str(each)[:20])
def test_misuse_is_one_sentence(
    arguments: list[str],
    chinese: str,
    english: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for language, sentence in (("zh", chinese), ("en", english)):
        assert answer([*arguments, "--lang", language]) == 2
        told = capsys.readouterr().err
        assert sentence in told
        assert "Traceback" not in told


def test_an_unknown_language_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["--lang=fr", "status"]) == 2
    assert "不能是 fr" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["run"], ["check"], ["status"], ["show"], ["open"], ["sign"], ["unsign"], ["verify"]], ids=str
)
def test_help_is_complete_in_english(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert answer([*arguments, "--help", "--lang", "en"]) == 0
    told = capsys.readouterr().out.replace("怀柔区", "")
    assert not HAN.search(told)
    assert not re.search(r"\b(help|panel)\.[a-z]", told)


@pytest.mark.parametrize(("language", "sentence"), [("zh", "内部错误"), ("en", "internal fault")])
def test_a_fault_is_one_sentence_and_exit_3(
    language: str, sentence: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> Home:
        raise ZeroDivisionError("a fault\nof two lines")

    monkeypatch.setattr(homes, "reading_home", broken)
    assert answer(["status", "--lang", language]) == 3
    told = capsys.readouterr().err
    assert sentence in told
    assert told.count("\n") == 1
    assert answer(["status", "--debug"]) == 3
    assert "Traceback" in capsys.readouterr().err


def test_the_demo_never_wipes_a_folder_that_is_not_its_own(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    precious = nowhere / "edustat-demo" / "precious.xlsx"
    precious.parent.mkdir()
    precious.write_text("mine")
    assert answer(["run", "--demo"]) == 2
    assert precious.read_text() == "mine"
    assert "演示不会动它" in capsys.readouterr().err


def test_the_demo_is_remade_where_its_marker_lies(nowhere: Path) -> None:
    home = homes.demo_home()
    homes.remake_demo(home)
    (home.root / "left over").write_text("x")
    homes.remake_demo(homes.demo_home())
    assert not (home.root / "left over").exists()
    assert {path.name for path in home.inbox.iterdir()} == {path.name for path in homes.samples()} | {homes.EXAMPLE}


def test_an_example_is_written_once_and_says_what_it_is(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    order = ["example", "新建", "--schools", "24", "--years", "1", "--fault", "sign_lost", "--zip"]
    assert answer(order) == 0
    assert "埋下 1 处错误" in capsys.readouterr().out.replace("\n", "")
    assert sorted(path.name for path in (nowhere / "新建").iterdir()) == ["报送件", "说明.txt"]
    assert answer(order) == 2
    assert "请换一个新文件夹" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--fault", "wrong"], "没有“wrong”这种错误；可用的有：unit_in_header"),
        (["--schools", "20", "--years", "1", "--fault", "last_year_again"], "没有地方能埋下“last_year_again”"),
        (["--schools", "3"], "--schools 的值不对"),
    ],
)
def test_an_impossible_example_is_refused(
    arguments: list[str], says: str, nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["example", "新建", *arguments]) == 2
    assert says in capsys.readouterr().err.replace("\n", "")
    assert not (nowhere / "新建").exists()


@pytest.mark.parametrize(("arguments", "home"), [(["run", "--demo"], "edustat-demo"), (["run"], "edustat-home")])
def test_a_second_run_on_the_same_home_is_refused(
    arguments: list[str],
    home: str,
    nowhere: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with homes.sole_use(Home(nowhere / home)):
        assert answer(arguments) == 2
    told = capsys.readouterr().err
    assert "另一个运行正在使用" in told
    assert told.count("\n") == 1


def test_the_lock_is_gone_with_its_holder(tmp_path: Path) -> None:
    for _ in range(2):
        with homes.sole_use(Home(tmp_path / "home")), pytest.raises(Refusal), homes.sole_use(Home(tmp_path / "home")):
            pass


class TestReadingTheDemo:
    @pytest.fixture(autouse=True)
    def at_the_demo(self, demo_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("EDUSTAT_HOME", str(demo_home.root))

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("zh", ("应报", "已采用", "F-", "待更正 0 · 已说明 0", "最近一次发布")),
            ("en", ("returns expected", "Accepted", "hard", "0 explained", "Very large changes")),
        ],
    )
    def test_status(self, language: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
        assert answer(["status", "--lang", language]) == 0
        told = capsys.readouterr().out
        assert all(word in told for word in words)

    def test_show_gives_gap_formula_law_and_cells(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert answer(["show", "怀柔区", "--year", "2023"]) == 0
        told = capsys.readouterr().out
        for words in (
            "✕ 不达标：拨款增长高于收入增长",
            "−0.03 百分点",
            "0.62% − 0.65%",
            "教育法",
            "增长情况2023.csv › E6",
        ):
            assert words in told

    def test_a_code_and_a_short_name_find_the_same_region(self, capsys: pytest.CaptureFixture[str]) -> None:
        told = []
        for asked in ("110116", "怀柔"):
            assert answer(["show", asked]) == 0
            told.append(capsys.readouterr().out)
        assert told[0] == told[1]

    def test_show_in_english(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert answer(["show", "怀柔区", "--lang", "en"]) == 0
        told = capsys.readouterr().out
        assert "✕ Not met [Marginal]" in told
        assert "percentage points" in told
        own = [line for line in told.splitlines() if ".csv" not in line and ".xlsx" not in line and line[:1] != "│"]
        assert len(own) > 50
        assert [line for line in own if left_in_chinese(line)] == []  # but for the names of files and what they print

    def test_an_unknown_region_names_near_ones(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert answer(["show", "怀柔县"]) == 2
        assert "怀柔区" in capsys.readouterr().err

    def test_a_year_without_figures_says_so(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert answer(["show", "怀柔区", "--year", "1991"]) == 0
        assert "没有 1991 年的结论" in capsys.readouterr().out

    def test_open_opens_the_front_page(self, monkeypatch: pytest.MonkeyPatch) -> None:
        opened: list[str] = []
        monkeypatch.setattr("webbrowser.open", opened.append)
        assert answer(["open"]) == 0
        assert opened[0].endswith("/published/current/site/index.html")

    def test_the_demo_stands_in_for_a_home_that_is_not_there(
        self, demo_home: Home, nowhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.delenv("EDUSTAT_HOME")
        (nowhere / "edustat-demo").symlink_to(demo_home.root)
        assert answer(["status"]) == 0
        assert "以下是演示数据" in capsys.readouterr().out


class TestDryRun:
    @pytest.fixture(autouse=True)
    def at_the_demo(self, demo_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("EDUSTAT_HOME", str(demo_home.root))

    def test_what_is_wrong_is_told_in_english(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        rows = "年度,地区,学段,指标,数值,单位\n2023,怀柔区,小学,神秘指标,5,人\n2023,怀柔区,小学,在校生数,5,只\n"
        (tmp_path / "a.csv").write_text(rows, encoding="utf-8")
        assert answer(["--lang", "en", "check", str(tmp_path / "a.csv")]) == 1
        told = capsys.readouterr().out
        for words in ('unknown indicators: "神秘指标"', "unknown units: 只", "Correct what is listed"):
            assert words in told

    def test_a_hard_finding_exits_1_and_writes_nothing(
        self, demo_home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = contents(demo_home)
        file = tmp_path / "更正.csv"
        sample = next(path for path in homes.samples() if path.name.startswith("北京市一般公共预算"))
        file.write_text(sample.read_text(encoding="utf-8-sig").replace("0.62,0.65,", "0.62,0.55,"), encoding="utf-8")
        assert answer(["check", str(file)]) == 1
        told = capsys.readouterr().out
        for words in ("修改 1 个值", "F-001", "更正.csv › G6", "怀柔区", "没有写入任何内容"):
            assert words in told
        assert contents(demo_home) == before

    @pytest.mark.slow
    def test_a_known_file_changes_nothing_and_an_unreadable_one_exits_2(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "信.txt").write_text("你好", encoding="utf-8")
        assert answer(["check", str(homes.samples()[0]), str(tmp_path / "信.txt")]) == 2
        told = capsys.readouterr().out
        for words in (
            "此前已收到同一文件",
            "“信.txt”无法读取",
            "新增 0 个值、修改 0 个值、作废 0 个值",
            "影响 0 个指标值",
            "影响 0 个法定结论",
        ):
            assert words in told


def contents(home: Home) -> dict[str, tuple[int, int]]:
    """Every file of a home with its size and time."""
    files = [path for path in home.root.rglob("*") if path.is_file()]
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


def test_speech_starts_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    answer(["status", "--lang", "en"])
    answer(["status"])
    assert Speech.language == "zh"
    assert HAN.search(capsys.readouterr().err.splitlines()[-1])
