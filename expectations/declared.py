"""The declarations of this room, read strictly: every mistake of every file is told in one error."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from pathlib import Path
from string import Formatter
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from sources import DeclarationError
from sources.declared import read_yaml

HERE = Path(__file__).parent
STANDARD = frozenset(
    {"region", "year", "level", "release", "found", "expected", "difference", "file", "sheet", "cell", "measure"}
)
Record = TypeVar("Record")


@dataclass(frozen=True)
class Rule:
    """Data must be right: the rows of `view` for which `fails_when` holds are findings.

    `cell` names the address column shown to people, `holds` the address columns a hard failure holds back;
    `each` lists columns the rule is repeated for, written `{each}` in the expressions.
    """

    id: str
    severity: str
    title: str
    view: str
    fails_when: str
    cell: str
    found: str
    expected: str
    difference: str
    unit: str
    message: str
    hint: str
    source: str
    subject: str
    holds: tuple[str, ...] = ()
    each: tuple[str, ...] = ()
    verify: bool = False

    @property
    def placeholders(self) -> set[str]:
        """Names between braces in the message."""
        return {name for _, name, _, _ in Formatter().parse(self.message) if name}

    @property
    def document(self) -> str:
        """The source, saying so where it still has to be checked against the original."""
        return f"{self.source}（待核）" if self.verify else self.source


def declared_rules() -> tuple[Rule, ...]:
    """All rules, by subject and id; raises DeclarationError naming every mistake."""
    return read_rules(tuple(sorted((HERE / "rules").glob("*.yaml"))))


@cache
def read_rules(paths: tuple[Path, ...]) -> tuple[Rule, ...]:
    """Rules of the given files; a file's name is the subject of its rules."""
    mistakes: list[str] = []
    rules: list[Rule] = []
    for path in paths:
        for record in read_yaml(path) or []:
            rules += built(Rule, {**record, "subject": path.stem}, path.name, mistakes)
    mistakes += repeated(rule.id for rule in rules)
    mistakes += [text for rule in rules for text in _faults(rule)]
    refuse(mistakes)
    return tuple(rules)


def built(kind: type[Record], values: dict[str, Any], origin: str, mistakes: list[str]) -> list[Record]:
    """One record, or none and the mistakes that prevent it."""
    declared = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    needed = {name for name, field in declared.items() if field.default is MISSING}
    where = f"{origin} › {values.get('id', '?')}"
    ready = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    problems = [f"{where}：不认识的键 {key}" for key in sorted(ready.keys() - declared.keys())]
    problems += [f"{where}：缺少键 {key}" for key in sorted(needed - ready.keys())]
    problems += [f"{where}：{key} 的类型不对" for key in _mistyped(kind, ready)]
    mistakes += problems
    return [] if problems else [kind(**ready)]


def _mistyped(kind: type[Any], values: Mapping[str, Any]) -> list[str]:
    hints = get_type_hints(kind)
    return sorted(key for key, value in values.items() if key in hints and not _fits(value, hints[key]))


def _fits(value: object, hint: Any) -> bool:
    if isinstance(hint, UnionType):
        return any(_fits(value, each) for each in get_args(hint))
    if get_args(hint):
        [each_hint, *_] = get_args(hint)
        return isinstance(value, tuple) and all(isinstance(each, get_origin(each_hint) or each_hint) for each in value)
    return isinstance(value, hint)


def repeated(ids: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [f"编号 {each} 重复" for each in ids if each in seen or seen.add(each)]  # type: ignore[func-returns-value]


def _faults(rule: Rule) -> list[str]:
    checks = {
        "编号应如 F-001": re.fullmatch(r"[A-Z]-\d{3}", rule.id),
        "severity 只能是 hard 或 soft": rule.severity in ("hard", "soft"),
        "只有 hard 规则可以有 holds": rule.severity == "hard" or not rule.holds,
        "有 each 时表达式里要用到 {each}": bool(rule.each) == ("{each}" in rule.fails_when),
    }
    return [f"{rule.subject}.yaml › {rule.id}：{says}" for says, good in checks.items() if not good]


def refuse(mistakes: list[str]) -> None:
    if mistakes:
        raise DeclarationError(mistakes)
