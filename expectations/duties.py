"""Statutory tests, the families they belong to, and norms, as this room's files declare them."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from expectations.declared import HERE, built, refuse, repeated
from sources.declared import read_yaml
from warehouse import declarations

OPERATORS = (">=", ">", "<=", "<")
SIDES = {  # kind → the sides its record must name: what is compared, or the indicators that have norms
    "growth_over": {"left", "right"},
    "growth": {"left"},
    "share": {"left"},
    "over": {"left", "right"},
    "norm": {"of"},
}
KEYS = {"marginal", "next_year", "families", "tests"}


@dataclass(frozen=True)
class Family:
    """Duties that belong together: of one law, one policy, or one evaluation (of these kinds of regions only)."""

    id: str
    title: str
    title_en: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatutoryTest:
    """A duty of government.

    `kind`: growth_over (left grows faster than right) · growth (left must grow, or not fall) · share (a share must not
    fall, in 百分点) · over (left is at least right) · norm (each indicator of `of` meets the norms of its year).
    `alternatives` are other definitions of the sides, shown beside and never in the place of the declared one; `per` is
    the amount that a share is of; with `needs_base` nothing is owed where the denominator isn't positive; with
    `own_only` no sum of children stands for the region's own figure; with `mid_year` a norm that rises during the year
    is judged with last year's in mind; `required`: answered even without data where its family is judged at all.
    Of a family as a whole nothing is said where a `main` duty can't be judged; a test may answer for another one
    (`stands_for`). Where the left side is an amount per pupil, `total` is that amount.
    """

    id: str
    kind: str
    family: str
    title: str
    title_en: str
    short: str
    law: str
    article: str
    text: str
    levels: tuple[str, ...]
    valid_from: int
    valid_to: int | None
    verify: bool
    note: str
    left: str = ""
    right: str = ""
    of: tuple[str, ...] = ()
    on_equal: str = "pass"
    alternatives: tuple[dict[str, str], ...] = ()
    only_region: str = ""
    right_level: str = ""
    own_only: bool = False
    required: bool = False
    needs_base: bool = False
    mid_year: bool = False
    per: str = ""
    main: bool = False
    stands_for: str = ""
    total: str = ""

    @property
    def scopes(self) -> Iterator[tuple[str, str, str]]:
        """Name, left and right of each definition of the sides, the declared one first and without a name."""
        yield "", self.left, self.right
        for other in self.alternatives:
            yield other["scope"], other.get("left", self.left), other.get("right", self.right)

    @property
    def indicators(self) -> set[str]:
        """Every indicator the test looks at."""
        sides = {side for _, left, right in self.scopes for side in (left, right)}
        return (sides | {*self.of, self.per}) - {""}


@dataclass(frozen=True)
class Norm:
    """An official threshold, the years (inclusive) and the area (region code; empty: everywhere) in which it holds."""

    id: str
    indicator: str
    level: str
    operator: str
    value: float
    unit: str
    valid_from: int
    valid_to: int | None
    title: str
    document: str
    verify: bool
    area: str = ""


@dataclass(frozen=True)
class Statutory:
    """What statutory.yaml says: what counts as near the line, the growth assumed for next year, families and tests."""

    marginal: float
    next_year: float
    families: tuple[Family, ...]
    tests: tuple[StatutoryTest, ...]


def declared_families() -> tuple[Family, ...]:
    """The families of tests, in the order in which they are shown."""
    return statutory().families


def declared_tests() -> tuple[StatutoryTest, ...]:
    """The statutory tests."""
    return statutory().tests


@cache
def verdict_words(path: Path = HERE / "verdicts" / "words.yaml") -> dict[str, str]:
    """What each verdict is called."""
    words: dict[str, str] = read_yaml(path)
    return words


@cache
def statutory(path: Path = HERE / "statutory.yaml") -> Statutory:
    """Everything statutory.yaml declares; raises DeclarationError naming every mistake."""
    content = read_yaml(path)
    mistakes = [] if content.keys() == KEYS else [f"{path.name}：应恰有键 {', '.join(sorted(KEYS))}"]
    families = [each for row in content.get("families", []) for each in built(Family, row, path.name, mistakes)]
    tests = [each for row in content.get("tests", []) for each in built(StatutoryTest, row, path.name, mistakes)]
    mistakes += repeated(family.id for family in families) + repeated(test.id for test in tests)
    mistakes += [fault for test in tests for fault in _faults(test, {family.id for family in families})]
    ids = {test.id for test in tests}
    mistakes += [f"{t.id}：stands_for {t.stands_for} 未声明" for t in tests if t.stands_for not in {"", *ids}]
    refuse(mistakes)
    return Statutory(content["marginal"]["value"], content["next_year"]["value"], tuple(families), tuple(tests))


def _faults(test: StatutoryTest, families: set[str]) -> list[str]:
    told = {name for name in ("left", "right", "of") if getattr(test, name)}
    others = all(isinstance(each, dict) and {"scope"} < each.keys() <= {"scope", "left", "right"}
                 for each in test.alternatives)  # fmt: skip
    unknown = (test.indicators | {test.total} - {""}) - declarations().indicators.keys()
    checks = {
        "on_equal 只能是 pass、fail 或 flat": test.on_equal in ("pass", "fail", "flat"),
        f"kind 只能是 {'、'.join(SIDES)}": test.kind in SIDES,
        f"kind 为 {test.kind} 时应恰好写 {'、'.join(sorted(SIDES.get(test.kind, ())))}": told
        == SIDES.get(test.kind, told),
        f"family {test.family} 未声明": test.family in families,
        "alternatives 每项应有 scope，另写 left 或 right": others,
        f"指标 {'、'.join(sorted(unknown))} 未声明": not unknown,
    }
    return [f"{test.id}：{says}" for says, good in checks.items() if not good]


@cache
def norms(path: Path = HERE / "norms.csv") -> tuple[Norm, ...]:
    """Official thresholds; raises DeclarationError naming every mistake."""
    mistakes: list[str] = []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        found = [each for row in csv.DictReader(stream) for each in built(Norm, _typed(row), path.name, mistakes)]
    mistakes += repeated(norm.id for norm in found)
    mistakes += [f"{n.id}：{says}" for n in found for says in _unfit(n)]
    refuse(mistakes)
    return tuple(found)


def _unfit(norm: Norm) -> list[str]:
    one = declarations().indicators.get(norm.indicator)
    checks = {
        f"operator 只能是 {' '.join(OPERATORS)}": norm.operator in OPERATORS,
        f"指标 {norm.indicator} 未声明": one is not None,
        f"指标 {norm.indicator} 没有学段 {norm.level}": one is None or norm.level in one.levels,
        f"单位 {norm.unit} 与指标 {norm.indicator} 的单位不同": one is None or norm.unit == one.unit,
        f"适用地区 {norm.area} 未声明": norm.area in ("", *declarations().regions),
    }
    return [says for says, good in checks.items() if not good]


def _typed(row: Mapping[str, str]) -> dict[str, Any]:
    typed: dict[str, Any] = dict(row)
    for key in ("valid_from", "valid_to"):
        typed[key] = int(row[key]) if row.get(key) else None
    return {**typed, "value": float(row["value"]), "verify": row.get("verify") == "true"}
