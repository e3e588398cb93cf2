"""The English of what the pages show: Chinese text → English text, in flat YAML files by subject.

Records that name themselves in English (`name_en`, `title_en`) are told nowhere else. A text with {names} is a
pattern of texts that are composed of data, unless its file is one of the screens (`screens*.yaml`):
there it is a sentence of the pages themselves, filled in where it stands. {n|row|rows} is the first word where n is
1, else the second.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol

import yaml

from expectations import declared_families, declared_tests
from expectations.causes.declared import declared_causes
from sources import DeclarationError, load_forms
from sources.declared import Loader, read_csv
from warehouse import declarations

HERE = Path(__file__).parent
NAME = re.compile(r"\{(\w+)\}")
PLURAL = re.compile(r"\{(\w+)(\|[^{}|]*\|[^{}|]*)\}")
SCREENS = "screens"
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
CITED = re.compile(r"\([^()]*\)|〔[^〕]*〕|《[^》]*》")


class Text(NamedTuple):
    """One text in both languages and the file that says so (no file: the declaration itself names its English)."""

    chinese: str
    english: str
    file: str = ""


@cache
def english() -> dict[str, str]:
    """Chinese text → English text; raises one DeclarationError that names every mistake of every file."""
    return {each.chinese: each.english for each in texts()}


@cache
def texts() -> tuple[Text, ...]:
    """Every text of the catalogue in the order of its files, then what declarations name in English themselves."""
    written = [each for path in sorted(HERE.glob("*.yaml")) for each in read(path)]
    named = {each.chinese: each for each in reversed([*_named()])}
    mistakes = [
        *(f"{each.file} › {each.chinese}：{says}" for each in written for says in _faults(each)),
        *_twice(written),
    ]
    mistakes += [f"{each.file} › {each.chinese}：声明已有英文" for each in written if each.chinese in named]
    if mistakes:
        raise DeclarationError(mistakes)
    return (*written, *named.values())


@cache
def place_names() -> dict[str, str]:
    """Name of a region → its English name, as places.csv spells it (every region of the warehouse has one)."""
    return {row["name"]: row["name_en"] for row in read_csv(HERE / "places.csv")}


def read(path: Path) -> Iterator[Text]:
    """The pairs of one file as they are written, a key that stands twice too."""
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=Loader)
    if root is not None:
        yield from (Text(key.value, str(value.value), path.name) for key, value in root.value)


class Named(Protocol):
    """A declared record that names itself in both languages."""

    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


class Titled(Protocol):
    """A declared record that has a title in both languages."""

    @property
    def title(self) -> str: ...
    @property
    def title_en(self) -> str: ...


def _named() -> Iterator[Text]:
    known = declarations()
    of_data: list[Named] = [*known.levels.values(), *known.releases.values(), *known.measures.values()]
    yield from (Text(each.name, each.name_en) for each in [*of_data, *known.indicators.values(), *declared_causes()])
    duties: list[Titled] = [*declared_families(), *declared_tests(), *load_forms().values()]
    yield from (Text(each.title, each.title_en) for each in duties)


def _faults(text: Text) -> Iterator[str]:
    if not text.chinese.strip() or not text.english.strip():
        yield "中文和英文都不能为空"
    if sorted(NAME.findall(text.chinese)) != sorted(NAME.findall(text.english)):
        yield "两边大括号里的名称不同"
    if {name for name, _ in PLURAL.findall(text.english)} - set(NAME.findall(text.english)):
        yield "单复数所依的名称不在文字中"
    if left := "".join(CHINESE.findall(CITED.sub("", text.english))):
        yield f"英文里括号以外有中文“{left}”"


def _twice(found: Iterable[Text]) -> Iterator[str]:
    first: dict[str, Text] = {}
    for each in found:
        other = first.setdefault(each.chinese, each)
        if other.english != each.english:
            yield f"{each.chinese}：{other.file} 与 {each.file} 的英文不同"
