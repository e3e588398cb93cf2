"""An indicator record that can't be right is refused, and every mistake is told."""

from dataclasses import replace
from typing import Any

import pytest

from warehouse.declarations import declarations
from warehouse.mistakes import wrong_indicators
from warehouse.records import Indicator

BASE: dict[str, Any] = {
    "name": "甲", "name_en": "A", "unit": "%", "levels": ["primary"], "year_kind": "census", "definition": "示例",
    "document": "示例", "theme": "access",
}  # fmt: skip
BOOKS = BASE | {"numerator": "books", "denominator": "pupils"}
SPREAD = BASE | {"kind": "dispersion", "of": "books"}


def told(**records: dict[str, Any]) -> list[str]:
    made = {name: Indicator(id=name, **values) for name, values in records.items()}
    return wrong_indicators(replace(declarations(), indicators=made))


def test_good_records_of_every_kind() -> None:
    retention = BASE | {
        "numerator": "junior.grade_3",
        "denominator": "ago(primary.entrants, 8)",
        "systems": {"54": {"numerator": "junior.grade_4"}},
    }
    share = BASE | {"kind": "schools_share", "of": ["books"], "at_least": 1, "floor": 0.85}
    mean = BASE | {"kind": "composite", "of": ["spread"]}
    assert told(books=BOOKS, retention=retention, spread=SPREAD, mean=mean, share=share) == []


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ({"kind": "median"}, "kind 只能是"),
        ({"numerator": "magic", "denominator": "pupils"}, "未声明的统计量 magic"),
        ({"numerator": "nowhere.books"}, "未声明的学段 nowhere"),
        ({"numerator": "books / pupils"}, "不允许的成分"),
        ({"denominator": "pupils"}, "有分母没有分子"),
        ({"of": "books"}, "kind 为 ratio 时不能写 of"),
        ({"kind": "composite", "of": ["spread"], "scale": 100}, "kind 为 composite 时不能写 scale"),
        ({"numerator": "books", "systems": {"55": {}}}, "学制 '55' 不认识"),
        ({"numerator": "books", "systems": {"54": {"top": "books"}}}, "不认识的键 top"),
        ({"kind": "dispersion", "of": "nothing"}, "nothing 未声明"),
        ({"kind": "dispersion", "of": "books", "weight": "classes"}, "应为以 weight 为分母"),
        ({"kind": "dispersion"}, "of 应为一个"),
        ({"kind": "quotient", "of": ["books"]}, "of 应为两个比率"),
        ({"kind": "quotient", "of": ["spread", "books"]}, "of 中的 spread 应为比率"),
        ({"kind": "dispersion", "of": "books", "among": "some"}, "among 只能是"),
        ({"kind": "composite", "of": ["books"]}, "应为差异系数"),
        ({"kind": "dispersion", "of": "books", "levels": ["junior"]}, "学段多于"),
        ({"kind": "schools_share", "of": ["books"], "at_least": 2, "floor": 0.85}, "at_least 应在"),
        ({"kind": "schools_share", "of": ["spread"], "at_least": 1, "floor": 1}, "应为本学段比率"),
        ({"plausible": [3, 1]}, "plausible 应为"),
        ({"unit": "筐"}, "单位 筐 未在"),
        ({"levels": ["moon"]}, "学段 moon 未声明"),
        ({"change": "absolute"}, "change 只能是"),
    ],
)  # fmt: skip
def test_each_mistake_is_told(record: dict[str, Any], says: str) -> None:
    assert any(says in one for one in told(books=BOOKS, spread=SPREAD, wrong=BASE | record))


def test_all_mistakes_are_told_at_once() -> None:
    found = told(wrong=BASE | {"numerator": "magic + wonder", "unit": "筐", "plausible": [1]})
    assert len(found) == 4
