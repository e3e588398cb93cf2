"""The declarations of this room, read strictly: every mistake of every file is told in one error."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from functools import cache, cached_property
from pathlib import Path
from string import Formatter
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from expectations.text import listed
from sources import DeclarationError
from sources.declared import read_yaml
from warehouse import declarations

HERE = Path(__file__).parent
STANDARD = frozenset(
    {"region", "year", "level", "release", "found", "expected", "difference", "file", "sheet", "cell", "measure"}
)
EXPRESSIONS = ("fails_when", "cell", "found", "expected", "difference", "unit")
MISSING_MEANS = ("skip", "judge", "absent")
RATIOS = "ratios"
Record = TypeVar("Record")


@dataclass(frozen=True)
class Rule:
    """Data must be right: the rows of `view` for which `fails_when` holds are failures.

    cell     name of the address column shown to people; a measure's or indicator's address also tells what is wrong
    holds    the address columns a hard failure holds back (default: `cell`)
    levels   the levels it is asked of (default: every one)
    missing  what NULL means. skip: no verdict where `fails_when` is NULL; judge: the rule itself speaks of NULLs, and
             every row is judged; absent: a measure or indicator that is NULL counts as 0, but for the one `cell` names,
             and not where all the others are NULL
    each     repeats the rule: for names, written `{each}`, or for mappings, whose keys are variables written `{key}`;
             both may stand in every expression and text; [ratios] repeats it for every indicator that is one measure
             over another of its level (`_ratios` tells the variables)
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
    each: tuple[str | dict[str, str], ...] = ()
    levels: tuple[str, ...] = ()
    missing: str = "skip"
    verify: bool = False

    @property
    def placeholders(self) -> set[str]:
        """Names between braces in the message."""
        return {name for _, name, _, _ in Formatter().parse(self.message) if name}

    @property
    def document(self) -> str:
        """The source, saying so where it still has to be checked against the original."""
        return f"{self.source}（待核）" if self.verify else self.source

    @property
    def variables(self) -> list[dict[str, str]]:
        """The variables of each repetition; one without any for a rule that is not repeated."""
        if self.each == (RATIOS,):
            return list(_ratios())
        return [one if isinstance(one, dict) else {"each": one} for one in self.each] or [{}]

    @cached_property
    def repetitions(self) -> list["Rule"]:
        """The rule with its variables filled in, once for each."""
        return [self._filled(values) for values in self.variables]

    @property
    def headline(self) -> str:
        """The title; variables in it are listed."""
        told = {name: "、".join(dict.fromkeys(one[name] for one in self.variables)) for name in self.variables[0]}
        return _fill(self.title, told)

    def _filled(self, values: Mapping[str, str]) -> "Rule":
        texts: dict[str, Any] = {
            name: _fill(getattr(self, name), values) for name in (*EXPRESSIONS, "title", "message", "hint")
        }
        return replace(self, **texts, holds=tuple(_fill(name, values) for name in self.holds), each=())


def _ratios() -> Iterator[dict[str, str]]:
    """What a rule over plausible ranges needs to know of each ratio; to pass a ceiling is another rule's affair."""
    known = declarations()
    for one in known.indicators.values():
        if one.least is not None and one.numerator in known.measures and one.denominator in known.measures:
            open_above = one.most == one.ceiling
            unit = one.unit if one.unit in ("%", ":1") else f" {one.unit}"
            yield {
                "indicator": one.id,
                "over": one.numerator,
                "under": one.denominator,
                "scale": str(one.scale),
                "least": str(one.least),
                "most": "1e300" if open_above else str(one.most),
                "range": f"不小于 {one.least:.10g}{unit}"
                if open_above
                else f"在 {one.least:.10g}—{one.most:.10g}{unit}之间",
                "at": listed(one.levels),
                "of": one.name,
                "in": one.unit,
            }


def _fill(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


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
    kind = get_origin(hint) or hint
    if kind is tuple:
        return isinstance(value, tuple) and all(_fits(each, get_args(hint)[0]) for each in value)
    if kind is dict:
        return isinstance(value, dict) and all(_fits(each, str) for each in (*value, *value.values()))
    return isinstance(value, kind)


def repeated(ids: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [f"编号 {each} 重复" for each in ids if each in seen or seen.add(each)]  # type: ignore[func-returns-value]


def _faults(rule: Rule) -> list[str]:
    checks = {
        "编号应如 F-001": re.fullmatch(r"[A-Z]-\d{3}", rule.id),
        "severity 只能是 hard 或 soft": rule.severity in ("hard", "soft"),
        "只有 hard 规则可以有 holds": rule.severity == "hard" or not rule.holds,
        f"missing 只能是 {'、'.join(MISSING_MEANS)}": rule.missing in MISSING_MEANS,
        "each 各项的变量应相同": len({frozenset(one) for one in rule.variables}) == 1,
    }
    faults = [says for says, good in checks.items() if not good]
    faults += [f"没有 {level} 这个学段" for level in rule.levels if level not in declarations().levels]
    return [f"{rule.subject}.yaml › {rule.id}：{says}" for says in (*faults, *_misused(rule))]


def _misused(rule: Rule) -> Iterator[str]:
    """Variables of `each` that stand nowhere, that the message needs for something else, or that nobody declares."""
    declared = {name for one in rule.variables for name in one}
    expressions = " ".join([getattr(rule, name) for name in EXPRESSIONS] + list(rule.holds))
    written = set(re.findall(r"\{([a-z_]+)\}", expressions))
    yield from (f"表达式里的 {{{name}}} 没有在 each 中声明" for name in sorted(written - declared))
    yield from (f"变量 {name} 与内置名称重名" for name in sorted(declared & STANDARD))
    told = written | rule.placeholders | set(re.findall(r"\{([a-z_]+)\}", rule.title + rule.hint))
    yield from (f"each 的变量 {name} 没有用到" for name in sorted(declared - told))
    if declared and not any(f"{{{name}}}" in rule.fails_when for name in declared):
        yield "有 each 时 fails_when 里要用到它的变量"


def refuse(mistakes: list[str]) -> None:
    if mistakes:
        raise DeclarationError(mistakes)
