"""The kinds of things this room knows: levels, releases, units, regions, breaks, measures and indicators."""

from collections.abc import Container
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from sources.text import plain
from warehouse.formulas import Formula, Input, parse
from warehouse.regions import Gazetteer, Region
from warehouse.school_kinds import COMPARED, SchoolKind

SUBJECTS = ("enrolment", "teachers", "funding", "facilities")
SYSTEMS = ("", "54")  # 六三 unless said otherwise, 五四


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
    """A printed unit: `factor` turns it into the base unit of its dimension, exactly (1 亩 = 2000/3 ㎡)."""

    unit: str
    dimension: str
    factor: Fraction


@dataclass(frozen=True)
class Break:
    """From `year` on a series follows another definition: no growth over this line without 同口径.

    `series` is an indicator, or a measure: then every indicator made of it breaks there. `releases` are those it is
    about, `regions` those it is about together with everything below them (of either, none: all).
    """

    series: str
    year: int
    releases: tuple[str, ...]
    regions: tuple[str, ...]
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
    """One indicator 指标; without `numerator` it only arrives ready-made, without `denominator` it is an amount.

    `kind` says how it is made: a ratio (of sums); the dispersion 差异系数 of the ratio `of` over the schools that an
    evaluation compares (`among`: quality 优质均衡, basic 基本均衡); a composite, the mean of the dispersions `of`; a
    quotient, the first ratio of `of` over the second (at level `under`, where that isn't the first's own); or a
    schools_share, the share of schools that meet the norms of at least `at_least` of the ratios `of` and fall below
    `floor` × norm in none.
    """

    id: str
    name: str
    name_en: str
    unit: str
    levels: list[str]
    year_kind: str
    definition: str
    document: str
    kind: str = "ratio"
    change: str = "relative"
    numerator: str = ""
    denominator: str = ""
    scale: int = 1
    of: Any = ""
    weight: str = "pupils"
    among: str = "quality"
    under: str = ""
    at_least: int = 0
    floor: float = 0
    systems: dict[str, dict[str, str]] = field(default_factory=dict)
    decimals: int = 2
    plausible: list[float] = field(default_factory=list)
    ceiling: float | None = None
    official: str = ""
    aliases: list[Any] = field(default_factory=list)
    verify: bool = False
    theme: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """Ids of the indicators it is made of."""
        return (self.of,) if isinstance(self.of, str) and self.of else tuple(self.of)

    @property
    def compared(self) -> str:
        """The column of `work.settled_facts` that tells which schools it compares."""
        return COMPARED[self.among]

    @property
    def least(self) -> float | None:
        """Below this a value is not plausible."""
        return self.plausible[0] if self.plausible else None

    @property
    def most(self) -> float | None:
        """Above this a value is not plausible."""
        return self.plausible[1] if self.plausible else None

    @property
    def formulas(self) -> dict[str, Formula]:
        """Parsed `numerator` and `denominator`, as far as declared, where the 六三 system holds."""
        return self.formulas_in("")

    def formulas_in(self, system: str) -> dict[str, Formula]:
        """Parsed `numerator` and `denominator` in a school system 学制; each falls back on the general one."""
        said = self.systems.get(system, {})
        sides = {"numerator": self.numerator, "denominator": self.denominator} | said
        return {side: parse(text) for side, text in sides.items() if text}

    @property
    def inputs(self) -> set[Input]:
        """Every input of its formulas, in whatever school system."""
        systems = ("", *self.systems)
        return {each for system in systems for formula in self.formulas_in(system).values() for each in formula.inputs}

    def is_told(self, level: str, reported: Container[tuple[str, str]]) -> bool:
        """Whether the (level, measure) pairs that are reported are enough to compute it at a level."""
        formulas = [self.formulas_in(system).values() for system in ("", *self.systems)]
        inputs = [[each for formula in sides for each in formula.inputs] for sides in formulas]
        return any(all((each.level or level, each.measure) in reported for each in needed) for needed in inputs)

    @property
    def is_plain(self) -> bool:
        """Whether one row of one unit is enough to compute it, whatever its school system."""
        return not self.systems and all(formula.is_plain for formula in self.formulas.values())


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
    school_kinds: dict[str, SchoolKind]
    measures: dict[str, Measure]
    indicators: dict[str, Indicator]
    breaks: tuple[Break, ...]
    level_weights: dict[str, Decimal]
    names: dict[str, Named]
    level_names: dict[str, str]
    release_names: dict[str, str]

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The regions by every way to write their names."""
        return Gazetteer(self.regions)

    def identity_of(self, measure: str) -> Indicator | None:
        """The indicator that is this measure itself (its numerator and nothing else), if one is declared."""
        return next((i for i in self.indicators.values() if i.numerator == measure and not i.denominator), None)

    def name_of(self, field: str) -> str:
        """Chinese name of a measure or indicator."""
        return self.measures[field].name if field in self.measures else self.indicators[field].name

    def unit_of(self, field: str) -> str:
        """The unit in which a measure or indicator is kept."""
        return self.measures[field].unit if field in self.measures else self.indicators[field].unit

    def is_rate(self, printed: str) -> bool:
        """Whether a printed unit is one of shares or of differences between them."""
        unit = self.units.get(plain(printed))
        return unit is not None and unit.dimension in ("percent", "points")

    def factor(self, printed: str, field: str) -> Fraction | None:
        """What a number printed in a unit is multiplied by to be in the field's own; None when the kinds differ."""
        theirs, ours = self.units[plain(printed)], self.units[plain(self.unit_of(field))]
        return theirs.factor / ours.factor if theirs.dimension == ours.dimension else None

    def exact(self, printed: str, field: str) -> Fraction:
        """The factor of a printed unit that has been found to fit; raises ValueError where it does not."""
        factor = self.factor(printed, field)
        if factor is None:
            raise ValueError(f"{printed} is no unit of {field}")
        return factor

    @cached_property
    def computed_from(self) -> tuple[str, ...]:
        """Measures that some indicator is computed from, in the order of the file."""
        used = {each.measure for one in self.indicators.values() for each in one.inputs}
        return tuple(name for name in self.measures if name in used)

    @cached_property
    def farthest(self) -> int:
        """How many years back the formula of one year looks."""
        return max([0, *(each.ago for one in self.indicators.values() for each in one.inputs)])

    def measures_of(self, subject: str) -> list[str]:
        return [measure.id for measure in self.measures.values() if measure.subject == subject]
