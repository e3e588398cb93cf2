from pathlib import Path

import pytest

from sources import DeclarationError, forms, load_forms


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(forms, "FOLDER", tmp_path)
    load_forms.cache_clear()
    (tmp_path / "f").mkdir()
    yield tmp_path / "f"
    load_forms.cache_clear()


def declare(folder: Path, yaml: str, *rows: str) -> None:
    (folder / "form.yaml").write_text(yaml, encoding="utf-8")
    head = "table,field,level,part,unit,need,2018,2021"
    (folder / "columns.csv").write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")


YAML = "title: 表\ntitle_en: T\nrelease: bulletin\ndocument: 文\ntables:\n  t: {title: 表}\n"


def test_a_layout_holds_until_the_next_year_column(folder: Path) -> None:
    declare(folder, YAML, "t,@region,,,,,地区,单位名称", "t,x,all,value,元,,{previous}年,-")
    region, value = load_forms()["f"].columns
    assert [region.header(year) for year in (2018, 2020, 2021)] == ["地区", "地区", "单位名称"]
    assert (value.header(2019), value.header(2022)) == ("2018年", "-")


def test_all_mistakes_of_a_form_are_told_at_once(folder: Path) -> None:
    declare(folder, YAML, "u,@region,,,,,地区,", "t,@who,,,,,甲,", "t,x,all,worth,,,乙,", "t,y,all,value,,maybe,,")
    with pytest.raises(DeclarationError) as error:
        load_forms()
    assert all(word in str(error.value) for word in ("表 u 未", "@who", "worth", "maybe", "y 没有任何年份"))


def test_a_typo_in_a_key_is_a_mistake(folder: Path) -> None:
    declare(folder, YAML.replace("release", "relaese"), "t,@region,,,,,地区,")
    with pytest.raises(DeclarationError) as error:
        load_forms()
    assert "不认识的键 relaese" in str(error.value) and "缺少键 release" in str(error.value)
