"""Who a row is about: regions resolved by code, name and the company they are in; what stays open waits.

A name that several regions share is settled by the region the title, file name or sender names, else by the rows
beside it (children of the same parent). What nothing settles is held back row by row with its three best candidates;
the other rows go on, and a decision in `decisions.csv` lets the held ones follow.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from sources.text import plain
from warehouse.decisions import FILE, LEFT_OUT, Decisions
from warehouse.regions import Gazetteer, Region

TOTALS = {"合计", "总计", "全国合计"}
WHOLE = {"全省": ("province",), "全市": ("city", "province", "county", "example"), "全州": ("city",), "全盟": ("city",)}
WHOLE |= {"全县": ("county", "example"), "全区": ("district", "province"), "全旗": ("county",)}
OWN = ("本级", "市直", "县直", "区直", "省直", "市直属", "省直属", "县直属", "区直属")
MOST_SEARCHED = 200  # a file with more open names is the wrong file, or has the wrong column
Printed = tuple[str, str, int]  # code, name, year


@dataclass(frozen=True)
class Open:
    """A printed name that waits for a decision: why, and what it may mean."""

    printed: str
    reason: str
    candidates: tuple[str, ...] = ()

    def __str__(self) -> str:
        near = f"（最接近：{'、'.join(self.candidates)}）" if self.candidates else "（没有相近的名称）"
        return f"“{self.printed}”{self.reason}{near}"


class Surroundings:
    """What a return says around its rows, nearest first: title and sheet, file name, sender.

    `said` is everything the context of a decision may name.
    """

    def __init__(self, texts: Sequence[str] = (), said: str = "", decisions: Decisions | None = None) -> None:
        self.texts = texts
        self.said = "\n".join([*texts, said])
        self.decisions = decisions or Decisions()
        self._anchors: dict[int, list[Region]] = {}

    def anchors(self, known: Gazetteer, year: int) -> list[Region]:
        """The regions that the nearest text names beyond doubt."""
        if year not in self._anchors:
            named = (known.mentioned(text, year) for text in self.texts)
            self._anchors[year] = next((regions for regions in named if regions), [])
        return self._anchors[year]


@dataclass
class Places:
    """Printed words → region code; what is open; what a decision leaves out."""

    found: dict[Printed, str] = field(default_factory=dict)
    open: dict[Printed, Open] = field(default_factory=dict)
    left_out: set[Printed] = field(default_factory=set)


def resolve(printed: Iterable[Printed], known: Gazetteer, around: Surroundings) -> Places:
    """Resolve every printed (code, name, year) of one table together."""
    told = Places()
    several: dict[Printed, list[Region]] = {}
    totals: list[Printed] = []
    for each in printed:
        code, name, year = each
        decided = around.decisions.about("region", name or code, around.said)
        if decided and decided.means == LEFT_OUT:
            told.left_out.add(each)
        elif decided:
            _decide(each, decided.means, told, known)
        elif not code and plain(name) in TOTALS | WHOLE.keys() | {""}:
            totals.append(each)
        elif not code and plain(name).endswith(OWN):
            reason = "是本级单位，与整个地区不是同一主体，不能混用"
            _open(each, told, known, around, reason)
        else:
            several[each] = _meant(code, name, year, known)
    _settle(several, told, known, around)
    for each in totals:
        _settle_total(each, told, known, around)
    return told


def _decide(each: Printed, means: str, told: Places, known: Gazetteer) -> None:
    if means in known.regions:
        told.found[each] = means
    else:
        told.open[each] = Open(each[1] or each[0], f"在 {FILE} 中所指的代码 {means} 不在地区表中")


def _meant(code: str, name: str, year: int, known: Gazetteer) -> list[Region]:
    """What code and name may mean together; nothing when they contradict each other."""
    named = known.by_name(name, year) if plain(name) else []
    if not plain(code):
        return named
    region = known.by_code(code)
    coded = known.in_year([region], year) if region else []
    return [one for one in coded if one in named] if plain(name) else coded


def _settle(several: dict[Printed, list[Region]], told: Places, known: Gazetteer, around: Surroundings) -> None:
    for each, meant in several.items():
        if len(meant) == 1:
            told.found[each] = meant[0].code
    company = _company(told, known)
    for each, meant in several.items():
        if len(meant) > 1 and (chosen := _by_context(meant, each[2], company, known, around)):
            told.found[each] = chosen.code
        elif len(meant) != 1:
            _open(each, told, known, around, _why(each, meant, known))


def _company(told: Places, known: Gazetteer) -> dict[int, list[Region]]:
    """Year → the regions already beyond doubt."""
    company: dict[int, list[Region]] = {}
    for (_, _, year), code in told.found.items():
        company.setdefault(year, []).append(known.regions[code])
    return company


def _by_context(
    meant: list[Region], year: int, company: dict[int, list[Region]], known: Gazetteer, around: Surroundings
) -> Region | None:
    """The only candidate inside the region the title names, else beside the other rows, else below one of them."""
    anchors = [one.code for one in around.anchors(known, year)]
    beside = Counter(one.parent for one in company.get(year, []))
    above = {one.code for one in company.get(year, [])}
    ways: tuple[Callable[[Region], bool], ...] = (
        lambda one: known.within(one, anchors),
        lambda one: beside[one.parent] > 0,
        lambda one: one.parent in above,
    )
    for fits in ways:
        left = [one for one in meant if fits(one)]
        if len(left) == 1:
            return left[0]
        meant = left or meant
    return None


def _settle_total(each: Printed, told: Places, known: Gazetteer, around: Surroundings) -> None:
    """合计, 全市, or no name at all: the region the title names, else the parent of rows that are all its children."""
    _, name, year = each
    kinds = WHOLE.get(plain(name))
    anchors = [one for one in around.anchors(known, year) if kinds is None or one.kind in kinds]
    whole = anchors if len(anchors) == 1 else _parent_of_all(told, known, year) if plain(name) else []
    if len(whole) == 1:
        told.found[each] = whole[0].code
    else:
        reason = "没有写明是哪个地区" if not plain(name) else "不清楚是哪个地区的合计"
        _open(each, told, known, around, reason)


def _parent_of_all(told: Places, known: Gazetteer, year: int) -> list[Region]:
    """The one parent whose children are all there, each with its row."""
    there = {code for (_, _, then), code in told.found.items() if then == year}
    parents = {known.regions[code].parent for code in there}
    return [
        known.regions[parent]
        for parent in sorted(parents & known.regions.keys())
        if len(parents) == 1
        and {one.code for one in known.children[parent] if one.held_in(year) and one.kind != "zone"} <= there
    ]


def _why(each: Printed, meant: list[Region], known: Gazetteer) -> str:
    code, name, year = each
    if meant:
        return "是几个地区共有的名称"
    region = known.by_code(code) if plain(code) else None
    if region and plain(name) and known.in_year([region], year):
        return f"与代码 {code} 不一致"
    if (known.full.get(plain(name)) or region) is not None:
        return f"在 {year} 年不存在（尚未设立或已撤并）"
    return "不在地区表中"


def _open(each: Printed, told: Places, known: Gazetteer, around: Surroundings, reason: str) -> None:
    code, name, year = each
    anchors = around.anchors(known, year)
    spelt = "" if plain(name).endswith(OWN) or plain(name) in TOTALS | WHOLE.keys() else name
    near = known.near(spelt, year, [one.code for one in anchors]) if spelt and len(told.open) < MOST_SEARCHED else []
    coded = known.by_code(code)
    candidates = [
        *([coded] if coded and coded not in near else []),
        *near,
        *(one for one in anchors if one not in near),
    ]
    told.open[each] = Open(
        name or code or "（空白）", reason, tuple(f"{one.name} {one.code}" for one in candidates[:3])
    )


FIX = (
    f"请更正后重报；名称无误的，请在数据文件夹的 {FILE} 中写一行（印刷名称、所指代码、决定人），"
    f"下次运行即按此入库；不是填报单位的行，代码写“{LEFT_OUT}”"
)
