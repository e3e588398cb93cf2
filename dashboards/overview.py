"""The front page: the verdict in words, a tile per test, what needs attention, what this page does not know."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from dashboards import numbers
from dashboards.cards import gap, gap_word
from dashboards.facts import Facts
from dashboards.groups import Group, groups
from dashboards.verdicts import Row, Verdict
from dashboards.views import front, views
from dashboards.words import Sign, words


@dataclass(frozen=True)
class Count:
    """So many verdicts of one kind."""

    sign: Sign
    number: int


@dataclass(frozen=True)
class Bar:
    """Failed duties of one year; height in % of the largest."""

    year: int
    failed: int
    height: float


@dataclass(frozen=True)
class Tile:
    """One test over one set of regions: counts, a mark per verdict worst first, the worst gap."""

    test: Row
    levels: str
    counts: list[Count]
    marks: list[Verdict]
    worst: str
    own: list[Count]
    href: str
    history: list[Bar]


@dataclass(frozen=True)
class Other:
    """What another view says of the same regions in the same year, in counts."""

    title: str
    counts: list[Count]
    href: str


@dataclass(frozen=True)
class Line:
    """One failed duty in words, with the link to its evidence."""

    sign: Sign
    flags: list[Sign]
    who: str
    what: str
    gap_word: str
    gap: str
    money: str
    href: str


@dataclass(frozen=True)
class Section:
    """One set of regions in its latest judged year."""

    group: Group
    year: int
    headline: str
    lead: list[str]
    tiles: list[Tile]
    lines: list[Line]
    failed: int
    others: list[Other]


def section(facts: Facts, group: Group, most: int) -> Section:
    """The newest judged year of one group, with its `most` heaviest failed duties."""
    everyone = group.of_year(group.latest)
    verdicts = [v for v in everyone if v.region in group.children]
    failed = [v for v in verdicts if v.failed]
    tests = {test: [v for v in verdicts if v.test == test] for test in facts.tests}
    by_test = {test: of_test for test, of_test in tests.items() if of_test}
    tiles = [_tile(facts, group, of_test, everyone) for of_test in by_test.values()]
    heaviest = sorted(failed, key=lambda v: (-(v.shortfall or 0), v.order))[:most]
    return Section(
        group=group,
        year=group.latest,
        headline=headline(facts, group, verdicts),
        lead=[sentence for test in by_test.values() if (sentence := _sentence(facts, group, test))],
        tiles=tiles,
        lines=[_line(facts, group, verdict) for verdict in heaviest],
        failed=len(failed),
        others=_others(facts, group),
    )


def _others(facts: Facts, group: Group) -> list[Other]:
    """The views that the front page does not tell in full, as far as they judge these regions in this year."""
    found = []
    for view in views().values():
        families = [family for family in view.families if family not in front()]
        same = [other for other in groups(facts, view.families) if other.code == group.code]
        of_year = [v for other in same for v in other.of_year(group.latest)]
        verdicts = [v for v in of_year if facts.tests[v.test]["family"] in families]
        if verdicts:
            found.append(Other(view.title, _counts(verdicts), f"{view.page}#g-{group.code}-{group.latest}"))
    return found


def headline(facts: Facts, group: Group, verdicts: list[Verdict]) -> str:
    """The finding in one line: how many of the regions (of the duties, where there is one region) failed."""
    start = f"{group.name} {group.latest} 年"
    failed = sum(v.failed for v in verdicts)
    if group.single:
        return f"{start}：{len(verdicts)} 项法定检验" + (f"，{failed} 项不达标" if failed else "无一不达标")
    regions, failing = {v.region for v in verdicts}, {v.region for v in verdicts if v.failed}
    noun = "个区" if all(facts.name(r).endswith("区") for r in regions) else "个地区"
    if not failing:
        return f"{start}：{len(regions)} {noun}的法定检验无一不达标"
    return f"{start}：{len(regions)} {noun}中 {len(failing)} 个有不达标项"


def _sentence(facts: Facts, group: Group, verdicts: list[Verdict]) -> str:
    """One test in words: how many failed, the worst, the money that would have closed all gaps."""
    short, failed = facts.tests[verdicts[0].test]["short"], [v for v in verdicts if v.failed]
    if not failed:
        unknown = sum(v.verdict == "insufficient" for v in verdicts)
        if unknown == len(verdicts):
            return f"{short}：全部数据不足，缺{'、'.join(verdicts[0].missing) or '比较数'}"
        return f"{short}：无不达标" + (f"，{unknown} 项数据不足" if unknown else "")
    money = sum(v.shortfall or 0 for v in failed)
    closing = f"，补足共需约 {numbers.money(money)}" if money else ""
    return f"{short}：{len(failed)} 项不达标，最大差距为{_worst(facts, group, failed[0])}{closing}"


def _worst(facts: Facts, group: Group, verdict: Verdict) -> str:
    level = "" if verdict.level == "all" else words().levels[verdict.level]
    name = "" if group.single else facts.name(verdict.region)
    return f"{name}{level} {gap(verdict)}".strip()


def _tile(facts: Facts, group: Group, verdicts: list[Verdict], everyone: list[Verdict]) -> Tile:
    test = facts.tests[verdicts[0].test]
    own = [v for v in everyone if v.region not in group.children and v.test == test["id"]]
    levels = [words().levels[level] for level in words().levels if level in {v.level for v in verdicts} - {"all"}]
    known = [v for v in verdicts if v.gap is not None]
    return Tile(
        test=test,
        levels="、".join(levels),
        counts=_counts(verdicts),
        marks=verdicts,
        worst=_worst(facts, group, min(known, key=lambda v: v.order)) if known else "",
        own=_counts(own),
        href=f"{facts.view(verdicts[0]).page}#g-{group.code}-{group.latest}",
        history=_history(group, verdicts[0].test),
    )


def _counts(verdicts: list[Verdict]) -> list[Count]:
    """How many of each kind, worst first."""
    number = Counter(v.verdict for v in verdicts)
    return [Count(sign, number[kind]) for kind, sign in words().verdicts.items() if number[kind]]


def _history(group: Group, test: str, most: int = 10) -> list[Bar]:
    """Failed duties by year; nothing when fewer than three years were judged."""
    years = sorted({v.year for v in group.verdicts if v.test == test})[-most:]
    failed = Counter(v.year for v in group.verdicts if v.test == test and v.failed)
    largest = max(failed.values(), default=0) or 1
    return [Bar(y, failed[y], 100 * failed[y] / largest) for y in years] if len(years) >= 3 else []


def _line(facts: Facts, group: Group, verdict: Verdict) -> Line:
    level = "" if verdict.level == "all" else words().levels[verdict.level]
    return Line(
        sign=verdict.sign,
        flags=[words().flags[flag] for flag in verdict.flags],
        who=f"{facts.name(verdict.region)}{level}",
        what=facts.tests[verdict.test]["short"],
        gap_word=gap_word(verdict),
        gap=gap(verdict),
        money=verdict.money,
        href=f"regions/{verdict.region}.html#{verdict.anchor}",
    )


def honesty(verdicts: list[Verdict]) -> list[Count]:
    """What the shown verdicts rest on: how many lack data, and how many carry each flag."""
    flags = Counter(flag for v in verdicts for flag in v.flags)
    unknown = Counter(v.verdict for v in verdicts)
    kinds = [Count(words().verdicts[k], unknown[k]) for k in ("insufficient", "not_comparable") if unknown[k]]
    return kinds + [Count(sign, flags[flag]) for flag, sign in words().flags.items() if flags[flag]]


@dataclass(frozen=True)
class Place:
    """A node of the list of regions; `failed` counts the failed duties of its newest judged year."""

    code: str
    name: str
    failed: int
    children: list["Place"]


def places(facts: Facts) -> list[Place]:
    """The shown regions as a tree; parents without a page of their own are still named."""
    shown = set(facts.shown_regions)
    nodes = {code for region in shown for code in facts.path(region)}
    children: dict[str, list[str]] = defaultdict(list)
    for code in sorted(nodes):
        path = facts.path(code)
        children[path[-2] if len(path) > 1 else ""].append(code)

    def grow(parent: str) -> list[Place]:
        return [Place(code, facts.name(code), facts.failed_now.get(code, 0), grow(code)) for code in children[parent]]

    return grow("")
