"""What the product knows about data, read once from the YAML and CSV files of this room and checked as a whole."""

from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from sources import DeclarationError, load_forms
from sources.declared import read_csv, read_yaml, records
from sources.forms import Declared
from sources.text import plain
from warehouse.breaks import wrong_breaks
from warehouse.mistakes import wrong_indicators
from warehouse.records import (
    SUBJECTS,
    Break,
    Declarations,
    Indicator,
    Level,
    Measure,
    Named,
    Release,
    Unit,
)
from warehouse.regions import Region
from warehouse.school_kinds import SchoolKind

FOLDER = Path(__file__).parent


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
        school_kinds={row["code"]: _school_kind(row) for row in read_csv(FOLDER / "school_kinds.csv")},
        measures=measures,
        indicators=indicators,
        breaks=tuple(_break(row) for row in read_csv(FOLDER / "breaks.csv")),
        level_weights={row["level"]: Decimal(row["weight"]) for row in read_csv(FOLDER / "level_weights.csv")},
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
    return Unit(row["unit"], row["dimension"], Fraction(row["factor"]))


def _school_kind(row: dict[str, str]) -> SchoolKind:
    aliases, levels = (tuple(row[key].split()) for key in ("aliases", "levels"))
    return SchoolKind(
        *(row["code"], row["name"], aliases, levels),
        *(row[name] for name in ("counts_at", "compared_from", "compared_basic", "document")),
    )


def _break(row: dict[str, str]) -> Break:
    releases, regions = (tuple(row[key].split()) for key in ("releases", "regions"))
    return Break(row["series"], int(row["year"]), releases, regions, row["reason"], row["document"])


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
        *wrong_indicators(known),
        *wrong_breaks(known),
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


def _wrong_references(known: Declarations) -> list[str]:
    parents = [
        f"regions.csv › {r.code}：上级 {r.parent} 未声明"
        for r in known.regions.values()
        if r.parent and r.parent not in known.regions
    ]
    successors = [
        f"regions.csv › {r.code}：后继 {r.successor} 未声明"
        for r in known.regions.values()
        if r.successor and r.successor not in known.regions
    ]
    levels = [
        f"school_kinds.csv › {kind.code}：学段 {level} 未声明"
        for kind in known.school_kinds.values()
        for level in (*kind.levels, kind.counts_at)
        if level and level not in known.levels
    ]
    weights = [f"level_weights.csv：学段 {level} 未声明" for level in known.level_weights if level not in known.levels]
    return parents + successors + levels + weights


def _is_compared_measure(column: Declared, known: Declarations) -> bool:
    named = known.names.get(plain(column.field))
    return named is not None and named.kind == "measure" and column.part in ("previous", "growth")


def _wrong_forms(known: Declarations) -> list[str]:
    """Fields and levels that forms use must exist; measures must be told by some form or tidy name."""
    mistakes = []
    for form in load_forms().values():
        fields = {c.field for c in form.columns if not c.field.startswith("@")}
        fields |= {name for table in form.tables.values() for name in table.fields.values()}
        mistakes += [f"{form.id}：字段 {name} 未声明" for name in sorted(fields) if plain(name) not in known.names]
        compared = {known.names[plain(c.field)].id for c in form.columns if _is_compared_measure(c, known)}
        mistakes += [
            f"{form.id}：{name} 有上年数或增长率，但没有一个指标就是它本身"
            for name in sorted(compared)
            if known.identity_of(name) is None
        ]
        levels = {c.level for c in form.columns if c.level}
        mistakes += [f"{form.id}：学段 {level} 未声明" for level in sorted(levels - known.levels.keys())]
        if form.release not in known.releases:
            mistakes.append(f"{form.id}：版次 {form.release} 未声明")
    return mistakes
