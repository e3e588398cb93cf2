"""Declarations are read strictly: one error lists every mistake."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from expectations import declared_families, declared_rules, declared_tests
from expectations.compile import failing_rows, verify
from expectations.declared import read_rules
from expectations.duties import statutory
from expectations.text import gap, number
from expectations.views import open_views
from sources import DeclarationError
from tests.expectations.small_store import Con

GOOD = {
    "id": "X-001", "severity": "soft", "title": "t", "view": "figures", "fails_when": "value < 0", "cell": "address",
    "found": "value", "expected": "0", "difference": "value", "unit": "'%'", "message": "{region} {found}",
    "hint": "h", "source": "s",
}  # fmt: skip


def declare(folder: Path, *records: dict[str, object]) -> tuple[Path]:
    path = folder / "test.yaml"
    path.write_text(yaml.safe_dump(list(records), allow_unicode=True), encoding="utf-8")
    return (path,)


def test_a_good_record_is_read(tmp_path: Path) -> None:
    [rule] = read_rules(declare(tmp_path, GOOD))
    assert (rule.id, rule.subject, rule.placeholders) == ("X-001", "test", {"region", "found"})


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    unknown = {**GOOD, "colour": "red"}
    missing = {key: value for key, value in GOOD.items() if key != "hint"}
    shape = {**GOOD, "id": "x1", "severity": "bad"}
    with pytest.raises(DeclarationError) as error:
        read_rules(declare(tmp_path, GOOD, GOOD, unknown, missing, shape, {**GOOD, "id": 7}))
    for text in (
        "编号 X-001 重复",
        "不认识的键 colour",
        "缺少键 hint",
        "编号应如 F-001",
        "severity 只能",
        "id 的类型不对",
    ):
        assert text in str(error.value)


def test_columns_that_no_view_has_are_told_together(tmp_path: Path) -> None:
    wrong = {**GOOD, "fails_when": "valeu < 0", "message": "{regoin}"}
    broken = {**GOOD, "id": "X-002", "fails_when": "value <"}
    rules = read_rules(declare(tmp_path, wrong, broken, {**GOOD, "id": "X-003", "view": "nothing"}))
    with pytest.raises(DeclarationError) as error:
        verify(rules, {"figures": {"value", "address"}})
    for text in ("没有 valeu 这一列", "没有 regoin 这一列", "不是有效的 SQL", "没有 nothing 这个视图"):
        assert text in str(error.value)


def test_declared_rules_fit_the_views(con: Con) -> None:
    views = open_views(con)
    verify(declared_rules(), views)
    assert {rule.view for rule in declared_rules()} <= views.keys()


def test_a_repeated_rule_is_one_query_per_column() -> None:
    rule = next(rule for rule in declared_rules() if rule.each)
    assert failing_rows(rule, (2023,)).count("UNION ALL") == len(rule.each) - 1
    assert "{each}" not in failing_rows(rule)


def test_rules_follow_the_house(capsys: pytest.CaptureFixture[str]) -> None:
    for rule in declared_rules():
        assert rule.hint and rule.source and rule.title
        assert rule.id[0] == rule.subject[0].upper()
    assert len(declared_rules()) >= 12


def test_statutory_tests() -> None:
    families = {test.family for test in declared_tests()}
    assert families == {family.id for family in declared_families()}
    assert {"T1", "T2", "T3a", "T3b", "C1", "C2", "C3a", "C3b", "B1", "B2", "P1", "P2", "F1", "F15", "Q1", "J1"} <= {
        test.id for test in declared_tests()
    }
    assert statutory().marginal == 0.05


def test_a_wrong_statutory_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "statutory.yaml"
    good = vars(declared_tests()[0]) | {"levels": ["all"]}
    content = {"marginal": {"value": 1}, "tests": [good | {"on_equal": "maybe"}, good | {"levels": "all"}]}
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(DeclarationError) as error:
        statutory(path)
    assert "on_equal 只能" in str(error.value)
    assert "levels 的类型不对" in str(error.value)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (-4376.5, "万元", "−4,376.5 万元"),
        (0.1 + 0.2, "%", "0.3%"),
        (-0.00001, None, "0"),
        (None, "元", "—"),
        ("一", "元", "一"),
    ],
)
def test_numbers_in_sentences(value: object, unit: str | None, text: str) -> None:
    assert number(value, unit) == text


def test_differences_of_percentages_are_points() -> None:
    assert (gap(0.83, "%"), gap(-0.05, ":1"), gap(3, "元")) == ("0.83 个百分点", "−0.05", "3 元")


def test_a_declared_rule_can_not_be_changed() -> None:
    rule = declared_rules()[0]
    assert replace(rule, verify=True).document.endswith("（待核）")
