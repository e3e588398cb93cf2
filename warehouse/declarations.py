"""What the product knows about data, read once from the YAML and CSV files of this room and checked as a whole."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from sources import DeclarationError, load_forms
from sources.declared import read_csv, read_yaml, records
from sources.text import plain
from warehouse.formulas import Formula, parse

FOLDER = Path(__file__).parent
SUBJECTS = ("enrolment", "teachers", "funding", "facilities")


@dataclass(frozen=True)
class Level:
    """One level 学段 and the spellings that mean it."""

    id: str
    name: str
    name_en: str
    aliases: list[str]


@dataclass(frozen=True)
class Release:
    """One release 版次; a higher rank is more final."""

    id: str
    name: str
    name_en: str
    rank: int


@dataclass(frozen=True)
class Unit:
    """A printed unit: `factor` turns it into the base unit of its dimension, exactly."""

    unit: str
    dimension: str
    factor: Decimal


@dataclass(frozen=True)
class Region:
    """One region, with the years in which it existed (empty: always)."""

    code: str
    name: str
    kind: str
    parent: str
    valid_from: str
    valid_to: str
    successor: str


@dataclass(frozen=True)
class Break:
    """From `year` on an indicator follows another definition: no growth over this line without 同口径."""

    indicator: str
    year: int
    reason: str
    document: str


@dataclass(frozen=True)
class Measure:
    """One measure 统计量, additive over units."""

    id: str
    name: str
    name_en: str
    subject: str
    unit: str
    year_kind: str
    definition: str
    aliases: list[str]


@dataclass(frozen=True)
class Indicator:
    """One indicator 指标; without `numerator` it only arrives ready-made, without `denominator` it is an amount."""

    id: str
    name: str
    name_en: str
    unit: str
    levels: list[str]
    year_kind: str
    definition: str
    document: str
    change: str = "relative"
    numerator: str = ""
    denominator: str = ""
    scale: int = 1
    decimals: int = 2
    aliases: list[Any] = field(default_factory=list)
    verify: bool = False
    theme: str = ""

    @property
    def formulas(self) -> dict[str, Formula]:
        """Parsed `numerator` and `denominator`, as far as declared."""
        sides = {"numerator": self.numerator, "denominator": self.denominator}
        return {side: parse(text) for side, text in sides.items() if text}


@dataclass(frozen=True)
class Named:
    """What a printed name stands for: a measure or an indicator, and the scope it follows."""

    kind: str
    id: str
    scope: str = ""


@dataclass(frozen=True)
class Declarations:
    """Every declaration of this room; ids in the order of the files."""

    levels: dict[str, Level]
    releases: dict[str, Release]
    units: dict[str, Unit]
    regions: dict[str, Region]
    measures: dict[str, Measure]
    indicators: dict[str, Indicator]
    breaks: tuple[Break, ...]
    names: dict[str, Named]
    level_names: dict[str, str]
    release_names: dict[str, str]

    def identity_of(self, measure: str) -> Indicator | None:
        """The indicator that is this measure itself (its numerator and nothing else), if one is declared."""
        return next((i for i in self.indicators.values() if i.numerator == measure and not i.denominator), None)

    def name_of(self, field: str) -> str:
        """Chinese name of a measure or indicator."""
        return self.measures[field].name if field in self.measures else self.indicators[field].name

    def unit_of(self, field: str) -> str:
        """The unit in which a measure or indicator is kept."""
        return self.measures[field].unit if field in self.measures else self.indicators[field].unit

    def factor(self, printed: str, field: str) -> Decimal | None:
        """What a number printed in a unit is multiplied by to be in the field's own; None when the kinds differ."""
        theirs, ours = self.units[plain(printed)], self.units[plain(self.unit_of(field))]
        return theirs.factor / ours.factor if theirs.dimension == ours.dimension else None

    def measures_of(self, subject: str) -> list[str]:
        return [measure.id for measure in self.measures.values() if measure.subject == subject]


@cache
def declarations() -> Declarations:
    """All declarations; raises one DeclarationError that lists every mistake."""
    measures = records(Measure, read_yaml(FOLDER / "measures.yaml"), "measures.yaml")
    indicators = _indicators()
    levels = records(Level, read_yaml(FOLDER / "levels.yaml"), "levels.yaml")
    releases = records(Release, read_yaml(FOLDER / "releases.yaml"), "releases.yaml")
    declared = Declarations(
        levels=levels,
        releases=releases,
        units={plain(row["unit"]): _unit(row) for row in read_csv(FOLDER / "units.csv")},
        regions={row["code"]: Region(**row) for row in read_csv(FOLDER / "regions.csv")},
        measures=measures,
        indicators=indicators,
        breaks=tuple(_break(row) for row in read_csv(FOLDER / "breaks.csv")),
        names=_names(measures, indicators),
        level_names={plain(word): one.id for one in levels.values() for word in (one.id, one.name, *one.aliases)},
        release_names={plain(word): one.id for one in releases.values() for word in (one.id, one.name)},
    )
    if mistakes := _mistakes(declared):
        raise DeclarationError(mistakes)
    return declared


def _indicators() -> dict[str, Indicator]:
    found: dict[str, Indicator] = {}
    for path in sorted((FOLDER / "indicators").glob("*.yaml")):
        themed = {name: values | {"theme": path.stem} for name, values in read_yaml(path).items()}
        found |= records(Indicator, themed, path.name)
    return found


def _unit(row: dict[str, str]) -> Unit:
    return Unit(row["unit"], row["dimension"], Decimal(row["factor"]))


def _break(row: dict[str, str]) -> Break:
    return Break(row["indicator"], int(row["year"]), row["reason"], row["document"])


def _names(measures: dict[str, Measure], indicators: dict[str, Indicator]) -> dict[str, Named]:
    """Ids, names and aliases → what they mean; a name claimed twice is a mistake."""
    claims: list[tuple[str, Named]] = []
    for measure in measures.values():
        claims += [(word, Named("measure", measure.id)) for word in (measure.id, measure.name, *measure.aliases)]
    for indicator in indicators.values():
        claims += [(word, Named("indicator", indicator.id)) for word in (indicator.id, indicator.name)]
        claims += [_alias(indicator.id, alias) for alias in indicator.aliases]
    names: dict[str, Named] = {}
    twice = [word for word, named in claims if names.setdefault(plain(word), named) != named]
    if twice:
        raise DeclarationError([f"名称“{word}”被两个统计量或指标同时使用" for word in twice])
    return names


def _alias(indicator: str, alias: Any) -> tuple[str, Named]:
    if isinstance(alias, str):
        return alias, Named("indicator", indicator)
    return alias["name"], Named("indicator", indicator, alias["scope"])


def _mistakes(known: Declarations) -> list[str]:
    return [
        *_wrong_measures(known),
        *_wrong_indicators(known),
        *_wrong_references(known),
        *_wrong_forms(known),
    ]


def _wrong_measures(known: Declarations) -> list[str]:
    subjects = [
        f"measures.yaml › {m.id}：主题 {m.subject} 不认识" for m in known.measures.values() if m.subject not in SUBJECTS
    ]
    units = [
        f"measures.yaml › {m.id}：单位 {m.unit} 未在 units.csv 声明"
        for m in known.measures.values()
        if plain(m.unit) not in known.units
    ]
    return subjects + units


def _wrong_indicators(known: Declarations) -> list[str]:
    mistakes = []
    for one in known.indicators.values():
        used = {name for formula in one.formulas.values() for _, name in formula.inputs}
        mistakes += [
            f"{one.theme}.yaml › {one.id}：公式用到未声明的统计量 {name}"
            for name in sorted(used - known.measures.keys())
        ]
        mistakes += [
            f"{one.theme}.yaml › {one.id}：学段 {level} 未声明" for level in one.levels if level not in known.levels
        ]
        if plain(one.unit) not in known.units:
            mistakes.append(f"{one.theme}.yaml › {one.id}：单位 {one.unit} 未在 units.csv 声明")
        if one.change not in ("relative", "points"):
            mistakes.append(f"{one.theme}.yaml › {one.id}：change 只能是 relative 或 points")
    return mistakes


def _wrong_references(known: Declarations) -> list[str]:
    breaks = [f"breaks.csv：指标 {b.indicator} 未声明" for b in known.breaks if b.indicator not in known.indicators]
    parents = [
        f"regions.csv › {r.code}：上级 {r.parent} 未声明"
        for r in known.regions.values()
        if r.parent and r.parent not in known.regions
    ]
    return breaks + parents


def _wrong_forms(known: Declarations) -> list[str]:
    """Fields and levels that forms use must exist; measures must be told by some form or tidy name."""
    mistakes = []
    for form in load_forms().values():
        fields = {c.field for c in form.columns if not c.field.startswith("@")}
        fields |= {name for table in form.tables.values() for name in table.fields.values()}
        mistakes += [f"{form.id}：字段 {name} 未声明" for name in sorted(fields) if plain(name) not in known.names]
        levels = {c.level for c in form.columns if c.level}
        mistakes += [f"{form.id}：学段 {level} 未声明" for level in sorted(levels - known.levels.keys())]
        if form.release not in known.releases:
            mistakes.append(f"{form.id}：版次 {form.release} 未声明")
    return mistakes
