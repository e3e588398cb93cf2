"""The English of the pages is complete: every text they show has one, and no text of the catalogue is idle."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from dashboards import english
from dashboards.english import CHINESE, CITED
from dashboards.english.telling import told
from dashboards.signing import Role, SignOff
from dashboards.words import words
from sources import DeclarationError
from tests.dashboards.composing import problems
from tests.dashboards.shown import declared
from tests.dashboards.spoken import chinese, literals, scripts, templates
from tests.dashboards.telling import left_in_chinese
from warehouse import declarations

BILINGUAL = {
    "中文",
    "页面无法显示 This page can't be shown",
    "中华人民共和国",
    " 年",
    "万",
    "亿",
    "万亿元",
}  # English is told apart
COMPOSED = ("composed.yaml", "problems.yaml")


@pytest.mark.parametrize("subject", declared())
def test_what_is_declared_has_an_english_text(subject: str) -> None:
    assert [text for text in declared()[subject] if text not in english.english() and left_in_chinese(text)] == []


def test_what_scripts_say_has_an_english_text() -> None:
    """Also what does not stand in `t(…)` itself: it may get there through a variable."""
    said = [(name, text) for name, source in scripts().items() for text, _ in literals(source) if chinese(text)]
    assert [each for each in said if each[1] not in english.english() and each[1] not in BILINGUAL] == []


def test_what_is_wrong_with_a_delivery_is_told_in_english() -> None:
    assert [text for text in problems() if left_in_chinese(text)] == []


def test_problems_are_told_line_by_line_with_names_as_they_were_written() -> None:
    said = (
        "a.xlsx › 表1：不认识的学校 第 3、4 行“甲校”在本县有几所同名学校（没有相近的名称）；第 5 行“乙”不在地区表中"
        "（最接近：乙县 110101）。请只保留一行。\nb.xlsx：文件有密码。请去掉密码后再报送。"
    )
    assert told(said) == (
        'a.xlsx › 表1: unknown schools: row 3, 4 "甲校" is the name of several schools in the county (no name comes '
        'near); row 5 "乙" is not in the list of regions (nearest: 乙县 110101). Keep one row.\n'
        "b.xlsx: the file has a password. Remove the password and send it again."
    )


def test_names_that_hold_a_comma_stay_whole_and_places_stand_before_their_counts() -> None:
    name = "每百名学生拥有体育、艺术专任教师数"
    listed = told(f"指标：小学平均班额、小学{name}、小学平均班额")
    assert listed.count("Teachers of sports and arts per 100 pupils (Primary)") == 1 and not chinese(listed)
    cause = "工作表“学校一览”“图书价值(万元)”（FT4）192 个数为应有数（上年数）的约 10,000 倍，疑计量单位有误"
    assert told(cause).startswith('sheet "学校一览", "图书价值(万元)" (FT4): 192 figures')


def test_where_the_sign_off_stands_is_told_in_english() -> None:
    day = datetime(2026, 1, 2)
    signed = [Role(role, "signed", "Li", day, ("f1",)) for role in words().roles]
    lapsed = replace(signed[0], state="lapsed", changed=("data", "norms"))
    withdrawn = replace(signed[0], state="withdrawn", reason="error")
    later = replace(signed[1], signed_at=datetime(2026, 2, 3))
    roles = [signed, [*signed[:2], Role("head")], [lapsed], [withdrawn, lapsed], [Role("head")], [signed[0], later]]
    said = [SignOff(tuple(each)).sentence for each in roles]
    said += [f"统计人员 Li 于 {day} 签发，内容 ab；不在签发范围的问题：f1、f2", "a.csv：未采用，0 行，SHA-256 ab"]
    assert [text for text in said if left_in_chinese(text)] == []


def test_no_text_of_the_catalogue_is_idle() -> None:
    said = {text for source in scripts().values() for text, _ in literals(source)}
    used = said | {text for texts in declared().values() for text in texts}
    written = [each for each in english.texts() if each.file not in ("", *COMPOSED)]
    assert [each for each in written if each.chinese not in used and each.chinese not in templates()] == []


def test_every_region_has_an_english_name() -> None:
    names = {region.name for region in declarations().regions.values()}
    assert english.place_names().keys() == names
    assert [name for name in english.place_names().values() if not re.fullmatch(r"[A-Z][\w' -]+", name)] == []


def test_english_has_chinese_only_where_it_cites_an_original() -> None:
    assert [text for text in english.english().values() if CHINESE.search(CITED.sub("", text))] == []


def test_every_mistake_of_the_catalogue_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.yaml").write_text(
        '达标: Met\n"{n} 校": "{m} schools"\n空: ""\n县: 县 county\n小学: Primary\n"{n} 个": "{n} {k|row|rows}"\n',
        encoding="utf-8",
    )
    (tmp_path / "b.yaml").write_text("达标: Passed\n", encoding="utf-8")
    monkeypatch.setattr(english, "HERE", tmp_path)
    with pytest.raises(DeclarationError) as told:
        english.texts.__wrapped__()
    for part in (
        "两边大括号里的名称不同",
        "空：中文和英文都不能为空",
        "有中文“县”",
        "达标：a.yaml 与 b.yaml",
        "小学：声明已有英文",
        "{n} 个：单复数所依的名称不在文字中",
    ):
        assert part in str(told.value)


def test_literals_of_t_are_found_however_they_are_written() -> None:
    source = r"""
    h("p", t("甲{n}", {n: t('乙')}), "丙"); // t("注释")
    /* t("说明") */ x.set("丁"); EduStat.t(`戊`); t(flag ? "己" : "庚\u4e2d", {a: "辛"});
    s.replace(/["'`]/g, "壬"); at("癸"); return /["`]/.test(`子${t("丑", { x: `寅${1}` })}卯`);
    """
    found = list(literals(source))
    assert [text for text, in_t in found if in_t] == ["甲{n}", "乙", "戊", "己", "庚中", "丑"]
    assert [text for text, in_t in found if not in_t] == ["p", "丙", "丁", "辛", "壬", "癸", "子", "寅", "", "卯"]
