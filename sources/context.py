"""What a page says around its table: title, units, year, who reports; and what it says of people, which stays there."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from sources.text import UNIT_CELL, UNIT_IN_TITLE, plain, years_in

SCHOOL_CODES = ("学校(机构)标识码", "学校标识码", "学校代码", "机构代码")
SCHOOLS = ("学校(机构)名称", "学校名称", "园所名称", "机构名称")
CODES = ("行政区划代码", "区划代码", "地区代码")
REGIONS = ("行政区划名称", "行政区划", "所在地区", "地区", "综合机关名称", "综合机关", "填报地区", "县(市、区)")
EITHER = ("填报单位(盖章)", "填报单位", "编制单位", "单位名称", "报送单位", "填表单位")
PEOPLE = ("单位负责人", "统计负责人", "负责人", "填表人", "制表人", "审核人", "联系人", "校长", "园长", "经办人")
REACHED = ("联系电话", "电话", "手机", "手机号", "邮箱", "身份证号", "联系方式")
APPROVED = ("表号", "制定机关", "批准机关", "批准文号", "备案文号", "有效期至", "有效期")
REST = (*APPROVED, "统一社会信用代码", "报出日期", "填报日期", "数据库")
KNOWN = (*SCHOOL_CODES, *SCHOOLS, *CODES, *REGIONS, *EITHER, *PEOPLE, *REACHED, *REST)
LABELLED = re.compile(f"^(?P<label>{'|'.join(map(re.escape, sorted(KNOWN, key=len, reverse=True)))}):(?P<value>.*)$")
SCHOOL_LIKE = re.compile(r"(?:学校|小学|中学|初中|高中|幼儿园|学院|教学点|中心校|附中|附小|[一-十]中)(?:\(.*\))?$")
PLACE = re.compile(
    r"^(?P<name>(?!各|全[市县区]|分)[^\W\d]{1,}?(?:省|自治区|特别行政区|市|县|区|旗|自治州|盟))(?![^\W\d]{0,1}[市县区旗])"
)
BY_NAME = re.compile(r"^(?P<name>[^\d()]+?)(?=\d{4}|\(|_|$)")


@dataclass(frozen=True)
class Context:
    """Title, units and labels that stand over one table (`plain` text)."""

    title: str
    units: tuple[str, ...]
    labels: dict[str, str]
    years: tuple[int, ...]

    def labelled(self, names: Iterable[str]) -> str:
        """The value of the first of these labels that the page fills in."""
        return next((self.labels[name] for name in names if self.labels.get(name)), "")


def context_of(above: Iterable[str]) -> Context:
    """What the texts above a table say; cells that name people are no part of its title."""
    texts = list(above)
    labels = {found["label"]: found["value"] for text in texts if (found := LABELLED.match(text))}
    loose = _loose(texts)
    titles = [text for text in texts if not UNIT_CELL.match(text) and not LABELLED.match(text) and text not in loose]
    units = [found["unit"] for text in texts if (found := UNIT_IN_TITLE.search(text))]
    return Context(
        title=" ".join(dict.fromkeys(text for text in titles if text.rstrip(":") not in KNOWN)),
        units=tuple(re.split(r"[、,;和]", units[-1])) if units else (),
        labels=labels | loose_labels(texts),
        years=tuple(year for text in titles for year in years_in(text)),
    )


def loose_labels(texts: list[str]) -> dict[str, str]:
    """A label in one cell (`学校名称:`) and its value in the next."""
    pairs = pairwise(texts)
    return {
        text.rstrip(":"): value
        for text, value in pairs
        if text.endswith(":") and text.rstrip(":") in KNOWN and not LABELLED.match(value) and not value.endswith(":")
    }


def _loose(texts: list[str]) -> set[str]:
    return set(loose_labels(texts).values())


def who(context: Context, sheet_name: str, file_stem: str) -> dict[str, str]:
    """The one unit a page reports about: region, code, school, school_code (empty where nothing says it)."""
    either = context.labelled(EITHER)
    told = {
        "region": context.labelled(REGIONS) or ("" if SCHOOL_LIKE.search(either) else either),
        "code": context.labelled(CODES),
        "school": context.labelled(SCHOOLS) or (either if SCHOOL_LIKE.search(either) else ""),
        "school_code": context.labelled(SCHOOL_CODES),
    }
    for text in (context.title, plain(sheet_name), plain(file_stem)):
        if any(told.values()):
            return told
        told |= _named_in(text)
    return told


def _named_in(text: str) -> dict[str, str]:
    """The school or the place that a title or a name begins with, a year before it left out."""
    bare = re.sub(r"^(?:附?表[\d一二三四五六七八九十.\-]*[:、]?)?(?:\d{4}(?:年度?|-\d{4}学年度?)?)?", "", text)
    found = BY_NAME.match(bare)
    if found and SCHOOL_LIKE.search(found["name"]):
        return {"school": found["name"]}
    place = PLACE.match(bare)
    if bare.startswith("全国"):
        return {"region": "全国"}
    return {"region": place["name"]} if place else {}
