from pathlib import Path

import pytest

from sources import DeclarationError, forms, load_forms

YAML = "title: 表\ntitle_en: T\nrelease: bulletin\ndocument: 文\n"
TABLE = YAML + "tables:\n  t: {title: 表}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(forms, "FOLDER", tmp_path)
    load_forms.cache_clear()
    (tmp_path / "f").mkdir()
    yield tmp_path / "f"
    load_forms.cache_clear()


def declare(folder: Path, yaml: str, *rows: str, head: str = "table,field,level,part,unit,need,row,2018,2021") -> None:
    (folder / "form.yaml").write_text(yaml, encoding="utf-8")
    (folder / "columns.csv").write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")


def refused() -> str:
    with pytest.raises(DeclarationError) as error:
        load_forms()
    return str(error.value)


def test_a_layout_holds_until_the_next_year_column(folder: Path) -> None:
    declare(folder, TABLE, "t,@region,,,,,,地区,单位名称", "t,x,all,value,元,,,{previous}年,-")
    region, value = load_forms()["f"].columns
    assert [region.header(year) for year in (2018, 2020, 2021)] == ["地区", "地区", "单位名称"]
    assert (value.header(2019), value.header(2022)) == ("2018年", "-")
    assert (region.start(2020), region.start(None), value.line) == (2018, 2021, 3)


def test_one_line_stands_for_the_levels_it_names_in_the_words_of_the_form(folder: Path) -> None:
    yaml = TABLE + "levels:\n  primary: 小学|普通小学\n  junior: 初中\n"
    declare(folder, yaml, "t,@region,,,,,,地区,", "t,pupils,primary junior,value,人,,,{level}/在校生数|{level}学生数,")
    _, primary, junior = load_forms()["f"].columns
    assert primary.spellings(2018) == ("小学/在校生数", "普通小学/在校生数", "小学学生数", "普通小学学生数")
    assert (junior.level, junior.spellings(2018)) == ("junior", ("初中/在校生数", "初中学生数"))
    assert (primary.line, junior.line, primary.shared) == (3, 3, True)


def test_all_mistakes_of_a_form_are_told_at_once(folder: Path) -> None:
    yaml = (
        YAML + "levels: {senior: 高中}\ntables:\n  t: {title: 表}\n  m: {title: 表, layout: matrix, fields: {甲: x}}\n"
    )
    yaml += "  s: {title: 表, layout: sheet}\n  e: {title: 空}\n"
    declare(
        folder,
        yaml,
        "u,@region,,,,,,地区,",
        "t,@who,,,,,,甲,",
        "t,x,all,worth,元,,,乙,",
        "t,y,all,value,元,maybe,,,",
        "t,z,,value,,,,丙|-,{level}/丁{",
        "t,w,primary junior,value,元,,,{level}/戊,",
        "t,v,all,value,元,,某行,己//庚,",
        "t,@code,,value,,,,代码,",
        "m,p,all,value,元,,,辛,",
        "s,@title,all,value,元,,,壬,",
        "t,q,all,value,元,,,癸|子,",
        "t,r,all,value,元,,,子,",
    )
    said = refused()
    for words in (
        "第 2 行（@region）：表 u 未在 form.yaml 声明",
        "第 3 行（@who）：角色 @who 不认识",
        "第 4 行（x）：part “worth” 不认识",
        "第 5 行（y）：need “maybe” 不认识",
        "第 5 行（y）：没有任何年份的表头",
        "第 6 行（z）：没有写学段",
        "第 6 行（z）：没有写单位",
        "第 6 行（z）：2018 列里“-”",
        "第 6 行（z）：2021 列的“/丁{”里大括号只能写",
        "第 6 行：用到 {level}，但 form.yaml 的 levels 没有说  怎么叫",
        "第 7 行：用到 {level}，但 form.yaml 的 levels 没有说 junior 怎么叫",
        "第 8 行（v）：2018 列的“己//庚”有空的一级",
        "第 8 行（v）：一行一个单位的表（list）不用 row",
        "第 9 行（@code）：角色不带 part",
        "第 10 行（p）：一表一个单位的表（matrix）要用 row",
        "表 s 没有一列说明是哪个地区或学校",
        "表 m 声明了 fields，却没有一列是 @title",
        "表 s 的 layout “sheet” 不认识",
        "表 s 用到 @title，却没有用 fields 说明",
        "表 e 没有任何列",
        "levels 声明的 senior 没有一列用到",
        "第 12 行（q）和第 13 行（r）：2018 年版式同用表头“子”",
    ):
        assert words in said, words


@pytest.mark.parametrize(
    ("head", "row", "says"),
    [
        ("table,field,level,part,unit,2018", "t,@region,,,,地区", "缺少列 need"),
        ("table,field,level,part,unit,need,note,2018", "t,@region,,,,,,地区", "不认识的列 note"),
        ("table,field,level,part,unit,need", "t,@region,,,,", "没有一个年份列"),
        ("table,field,level,part,unit,need,2021,2018", "t,@region,,,,,地区,", "年份列应从早到晚"),
        ("table,field,level,part,unit,need,2018", "t,@region,,,,", "第 2 行的列数与表头不符"),
    ],
)
def test_a_wrong_head_or_a_short_line_is_told(folder: Path, head: str, row: str, says: str) -> None:
    declare(folder, TABLE, row, head=head)
    assert says in refused()


def test_a_typo_in_a_key_is_a_mistake(folder: Path) -> None:
    declare(folder, TABLE.replace("release", "relaese"), "t,@region,,,,,,地区,")
    said = refused()
    assert "不认识的键 relaese" in said and "缺少键 release" in said
