"""Declarations are read strictly: one error lists every mistake."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from expectations import declared_families, declared_rules, declared_tests
from expectations.compile import counted_rows, failing_rows, table_of, verify
from expectations.declared import read_rules
from expectations.duties import statutory
from expectations.findings import run
from expectations.views import columns_of_views, open_views
from sources import DeclarationError
from tests.expectations.small_store import Con, Paper, rows

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


def test_mappings_of_variables_repeat_expressions_and_texts(tmp_path: Path) -> None:
    record = {
        **GOOD, "title": "{what}不多于在校生", "fails_when": "{part} > {whole}", "cell": "{part}__address",
        "message": "{what}填报 {found}",
        "each": [{"part": "a", "whole": "p", "what": "女生"}, {"part": "b", "whole": "p", "what": "寄宿生"}],
    }  # fmt: skip
    [rule] = read_rules(declare(tmp_path, record))
    assert rule.headline == "女生、寄宿生不多于在校生"
    told = [(each.fails_when, each.cell, each.message, each.placeholders) for each in rule.repetitions]
    assert told[1] == ("b > p", "b__address", "寄宿生填报 {found}", {"found"})


def test_variables_are_declared_used_and_no_others_names(tmp_path: Path) -> None:
    other = {**GOOD, "fails_when": "{part} > {whole}", "each": [{"part": "a", "year": "p"}, {"part": "a"}]}
    levels = {**GOOD, "id": "X-002", "missing": "maybe", "levels": ["primary", "junor"], "each": [{"part": 1}]}
    with pytest.raises(DeclarationError) as error:
        read_rules(declare(tmp_path, other, levels))
    assert "each 的类型不对" in str(error.value)
    with pytest.raises(DeclarationError) as error:
        read_rules(declare(tmp_path, other, {**levels, "each": ["a"]}))
    for text in (
        "表达式里的 {whole} 没有在 each 中声明",
        "变量 year 与内置名称重名",
        "each 的变量 year 没有用到",
        "each 各项的变量应相同",
        "missing 只能是 skip、judge、absent",
        "没有 junor 这个学段",
        "有 each 时 fails_when 里要用到它的变量",
    ):
        assert text in str(error.value)


@pytest.mark.parametrize(
    ("missing", "caught", "checked"), [("skip", ["all told"], 1), ("absent", ["all told", "one blank"], 2)]
)
def test_what_a_blank_means(con: Con, tmp_path: Path, missing: str, caught: list[str], checked: int) -> None:
    told = {"all told": (10, 3, 4), "one blank": (10, 3, None), "all blank": (10, None, None), "no whole": (None, 3, 4)}
    for region, (whole, one, other) in told.items():
        Paper(con, region, region).fact("enrolment", pupils=whole, grade_1=one, grade_2=other)
    Paper(con, "elsewhere", "elsewhere").fact("enrolment", level="junior", pupils=10, grade_1=3, grade_2=4)
    record = {
        **GOOD, "view": "facts_wide", "fails_when": "pupils > grade_1 + grade_2", "cell": "pupils__address",
        "found": "pupils", "difference": "NULL", "levels": ["primary"], "missing": missing,
    }  # fmt: skip
    rules = read_rules(declare(tmp_path, record))
    open_views(con, None, rules)
    assert sorted(row["region"] for row in rows(con, failing_rows(rules[0]))) == caught
    assert con.sql(counted_rows(table_of(rules[0]), rules)).fetchall() == [(checked, len(caught))]


def test_a_rule_may_speak_of_blanks(con: Con, tmp_path: Path) -> None:
    Paper(con).fact("enrolment", pupils=None, classes=3)
    Paper(con, "d2", "other").fact("enrolment", pupils=90, classes=3)
    record = {
        **GOOD, "view": "facts_wide", "fails_when": "pupils IS NULL AND classes > 0", "cell": "pupils__address",
        "found": "'空白'", "difference": "NULL", "missing": "judge",
    }  # fmt: skip
    rules = read_rules(declare(tmp_path, record))
    open_views(con, None, rules)
    run(con, rules, None, recorded=False)
    [row] = rows(con, "FROM failures")
    assert (row["measure"], row["cell"], row["found"]) == ("pupils", "C7", "空白")
    assert con.sql(counted_rows(table_of(rules[0]), rules)).fetchall() == [(2, 1)]


def test_columns_that_no_view_has_are_told_together(tmp_path: Path) -> None:
    wrong = {**GOOD, "fails_when": "valeu < 0", "message": "{regoin}"}
    broken = {**GOOD, "id": "X-002", "fails_when": "value <"}
    rules = read_rules(declare(tmp_path, wrong, broken, {**GOOD, "id": "X-003", "view": "nothing"}))
    with pytest.raises(DeclarationError) as error:
        verify(rules, {"figures": {"value", "address"}})
    for text in ("没有 valeu 这一列", "没有 regoin 这一列", "不是有效的 SQL", "没有 nothing 这个视图"):
        assert text in str(error.value)


def test_declared_rules_fit_the_views(con: Con) -> None:
    open_views(con)
    assert {rule.view for rule in declared_rules()} <= columns_of_views(con).keys()


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
        ("-4376.5", "'万元'", "−4,376.5 万元"),
        ("0.1 + 0.2", "'%'", "0.3%"),
        ("-0.00001", "NULL", "0"),
        ("NULL", "'元'", None),
        ("'一'", "'元'", "一"),
        ("12::HUGEINT", "''", "12"),
    ],
)
def test_numbers_in_sentences(con: Con, value: str, unit: str, text: str | None) -> None:
    open_views(con)
    assert con.sql(f"SELECT told({value}, {unit})").fetchall() == [(text,)]


def test_differences_of_percentages_are_points(con: Con) -> None:
    open_views(con)
    told = con.sql("SELECT gap(0.83, '%'), gap(-0.05, ':1'), gap(3, '元')").fetchall()
    assert told == [("0.83 个百分点", "−0.05", "3 元")]


def test_a_declared_rule_can_not_be_changed() -> None:
    rule = declared_rules()[0]
    assert replace(rule, verify=True).document.endswith("（待核）")


def test_no_measure_may_be_negative_but_what_is_carried_over(con: Con) -> None:
    """Negative pupils once turned ten duties, and no rule spoke of them."""
    negative = [each for rule in declared_rules() if rule.severity == "hard" for each in rule.repetitions]
    asked = {each.cell.removesuffix("__address") for each in negative if re.fullmatch(r"\w+ < 0", each.fails_when)}
    assert {name for (name,) in con.sql("SELECT id FROM measures").fetchall()} - asked == {"carried_over"}
