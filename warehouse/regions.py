"""Names and codes of regions as printed → regions of `regions.csv` that may be meant in a year.

A name means a region only in the years in which it held. Where one region took the place of exactly one other
(县改区, 更名), either name leads to the one that held in the year asked for: the land is the same.
"""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from sources.text import plain

CANDIDATES = 3
CODE = re.compile(r"^(\d{6})(?:\d{2,3}|\d{6})?$")  # GB/T 2260, or the longer codes that begin with it
PROVINCE_CODE, CITY_CODE = re.compile(r"^\d{2}$"), re.compile(r"^\d{4}$")
MARKS = re.compile(r"^[#*·•○◎☆★]+|[#*]+$")
BETWEEN = re.compile(r"[/\\>›|·、,\-—]")
KIND_WORD = re.compile(
    r"(特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|自治县|自治旗|地区|林区|特区|省|市|盟|州|县|区|旗)$"
)
PEOPLES = re.compile(
    r"(维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯|蒙古|各族|(?:[蒙壮回藏羌苗侗彝傣白满畲瑶黎水佤土]"
    r"|土家|布依|景颇|哈尼|傈僳|朝鲜|仡佬|毛南|仫佬|拉祜|布朗|独龙|怒|普米|纳西|撒拉|保安|东乡|裕固|达斡尔|鄂温克|鄂伦春|哈萨克|蒙古)族)$"
)
PSEUDO = ("市辖区", "全国")  # words between the names of a path that name no region of their own
LONGEST = 15


@dataclass(frozen=True)
class Region:
    """One region, with the years in which it existed (empty: always) and the school system 学制 it follows.

    `kind`: country, province, city, county, district; zone is a development zone that reports but is no division of
    its own (its parent does not wait for it); example is made up and part of no sum.
    """

    code: str
    name: str
    kind: str
    parent: str
    valid_from: str
    valid_to: str
    successor: str
    system: str = ""
    note: str = ""

    def held_in(self, year: int) -> bool:
        """Whether the region was there in a year; the year of a change belongs to the new region."""
        return (not self.valid_from or int(self.valid_from) <= year) and (
            not self.valid_to or year < int(self.valid_to)
        )


class Gazetteer:
    """The regions by code and by every way to write their names."""

    def __init__(self, regions: dict[str, Region]) -> None:
        self.regions = regions
        self.full: dict[str, list[Region]] = defaultdict(list)
        self.short: dict[str, list[Region]] = defaultdict(list)
        self.before: dict[str, list[Region]] = defaultdict(list)
        self.children: dict[str, list[Region]] = defaultdict(list)
        for region in regions.values():
            self.full[plain(region.name)].append(region)
            self.children[region.parent].append(region)
            for word in shortened(region.name):
                self.short[word].append(region)
            if region.successor:
                self.before[region.successor].append(region)

    def by_code(self, printed: str) -> Region | None:
        """The region with this code; two and four digits mean a province and a city."""
        code = plain(printed)
        if PROVINCE_CODE.match(code) or CITY_CODE.match(code):
            return self.regions.get(code.ljust(6, "0"))
        found = CODE.match(code)
        return self.regions.get(found[1]) if found else None

    def by_name(self, printed: str, year: int) -> list[Region]:
        """Every region this name may mean in a year: by its full name, as the end of a path, or shortened."""
        text = MARKS.sub("", plain(printed))
        joined = BETWEEN.sub("", text)
        for found in (self.full.get(text, []), self._by_path(joined), self.short.get(text, [])):
            if meant := self.in_year(found, year):
                return meant
        return []

    def in_year(self, found: Iterable[Region], year: int) -> list[Region]:
        """The regions that held in a year in the place of those found, by code."""
        meant = {region.code: region for one in found for region in self._then(one, year)}
        return [meant[code] for code in sorted(meant)]

    def _then(self, region: Region, year: int) -> Iterator[Region]:
        if region.held_in(year):
            yield region
        elif region.valid_to and year == int(region.valid_to) and self._follows_alone(region):
            yield self.regions[region.successor]
        elif region.valid_from and year < int(region.valid_from):
            yield from (one for one in self.before[region.code] if self._follows_alone(one) and one.held_in(year))

    def _follows_alone(self, region: Region) -> bool:
        """Whether the successor of a region is that region anew, not one that it was merged into."""
        follower = self.regions[region.successor] if region.successor else None
        return follower is not None and follower.valid_from == region.valid_to and len(self.before[follower.code]) == 1

    def _by_path(self, text: str) -> list[Region]:
        """`北京市朝阳区`, `河北石家庄长安区`: a name led by the names of regions it lies in."""
        for start in range(1, len(text) - 1):
            for names in (self.full, self.short):
                found = [one for one in names.get(text[start:], []) if self._led_by(text[:start], one)]
                if found:
                    return found
        return []

    def _led_by(self, prefix: str, region: Region) -> bool:
        names = [*PSEUDO, *(word for one in self.above(region.code) for word in _words(one))]
        while prefix:
            word = max((name for name in names if prefix.startswith(name)), key=len, default="")
            if not word:
                return False
            prefix = prefix[len(word) :]
        return True

    def above(self, code: str) -> list[Region]:
        """The regions a region lies in, nearest first."""
        found: list[Region] = []
        region = self.regions.get(code)
        while region and region.parent in self.regions:
            region = self.regions[region.parent]
            found.append(region)
        return found

    def within(self, region: Region, places: Iterable[str]) -> bool:
        """Whether a region is, or lies in, one of these places."""
        wanted = set(places)
        return region.code in wanted or any(one.code in wanted for one in self.above(region.code))

    def mentioned(self, text: str, year: int) -> list[Region]:
        """The innermost regions that a title, file name or sender names beyond doubt.

        Full names and short names of provinces anywhere, short names of cities only at the beginning.
        """
        found: dict[str, Region] = {}
        for meant in self._mentions(plain(text), year):
            known = [one for one in meant if self.within(one, found)] if len(meant) > 1 else meant
            if len(known) == 1:
                found[known[0].code] = known[0]
        outer = {one.code for region in found.values() for one in self.above(region.code)}
        return [region for code, region in found.items() if code not in outer]

    def _mentions(self, text: str, year: int) -> Iterator[list[Region]]:
        start = 0
        while start < len(text):
            for end in range(min(len(text), start + LONGEST), start + 1, -1):
                word = text[start:end]
                meant = self.full.get(word) or [one for one in self.short.get(word, []) if _tells(one, text, start)]
                if meant := self.in_year(meant, year):
                    yield meant
                    start = end - 1
                    break
            start += 1

    def near(self, printed: str, year: int, places: Iterable[str]) -> list[Region]:
        """The three best candidates for a name: those spelt alike, inside the places first."""
        text = MARKS.sub("", plain(printed))
        spelt = {name: None for name in difflib.get_close_matches(text, list(self.full), n=40, cutoff=0.4)}
        exact = [*self.full.get(text, []), *self.short.get(text, [])]
        found = exact + [region for name in spelt for region in self.full[name]]
        now = [one for region in found for one in (self.in_year([region], year) or self._successors(region, year))]
        unique = list({region.code: region for region in now}.values())
        wanted = list(places)
        return sorted(unique, key=lambda one: not self.within(one, wanted))[:CANDIDATES]

    def _successors(self, region: Region, year: int) -> list[Region]:
        follower = self.regions.get(region.successor)
        return [follower] if follower and follower.held_in(year) else []


def _words(region: Region) -> list[str]:
    return [plain(region.name), *shortened(region.name)]


def _tells(region: Region, text: str, start: int) -> bool:
    """Whether a short name at this place of a title may be taken for the region."""
    begins = not re.sub(r"[\d年度\-_.（）()]", "", text[:start])
    return region.kind == "province" or (region.kind == "city" and begins)


@cache
def shortened(name: str) -> tuple[str, ...]:
    """`朝阳区` → 朝阳; `延边朝鲜族自治州` → 延边, 延边州; never a single character."""
    text = plain(name)
    kind = KIND_WORD.search(text)
    if kind is None or len(text) - len(kind[1]) < 2:
        return ()
    stem = core = text[: kind.start()]
    while (peoples := PEOPLES.search(core)) and peoples.start() >= 2:
        core = core[: peoples.start()]
    own = {stem, core, core + kind[1].removeprefix("自治")} - {text}
    return tuple(sorted(word for word in own if len(word) > 1))
