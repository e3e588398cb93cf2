"""What can be wrong with an indicator record; every mistake of every record is told at once."""

from collections.abc import Callable, Iterator

from sources import DeclarationError
from sources.text import plain
from warehouse.formulas import Formula, parse
from warehouse.records import SYSTEMS, Declarations, Indicator
from warehouse.school_kinds import COMPARED

# Which of these keys a kind understands; any other is a mistake, not a knob without effect.
KEYS = {
    "ratio": {"numerator", "denominator", "scale", "systems"},
    "dispersion": {"of", "weight", "among"},
    "composite": {"of"},
    "quotient": {"of", "scale", "under"},
    "schools_share": {"of", "at_least", "floor"},
}
SIDES = {"numerator", "denominator"}
HOW_MANY = {"dispersion": 1, "quotient": 2}  # parts; of the other kinds any number but none
NUMERALS = {1: "一个", 2: "两个"}


def wrong_indicators(known: Declarations) -> list[str]:
    """Mistakes of all indicator records."""
    return [
        f"{one.theme}.yaml › {one.id}：{says}"
        for one in known.indicators.values()
        for look in (_words, _keys, _formulas, _parts, _bounds)
        for says in look(one, known)
    ]


def _words(one: Indicator, known: Declarations) -> Iterator[str]:
    yield from (f"学段 {level} 未声明" for level in one.levels if level not in known.levels)
    if plain(one.unit) not in known.units:
        yield f"单位 {one.unit} 未在 units.csv 声明"
    if one.change not in ("relative", "points"):
        yield "change 只能是 relative 或 points"
    if one.among not in COMPARED:
        yield f"among 只能是 {'、'.join(COMPARED)}"


def _keys(one: Indicator, known: Declarations) -> Iterator[str]:
    if one.kind not in KEYS:
        yield f"kind 只能是 {'、'.join(KEYS)}，不能是 {one.kind}"
        return
    given = {key for keys in KEYS.values() for key in keys if getattr(one, key) != _unsaid(key)}
    yield from (f"kind 为 {one.kind} 时不能写 {key}" for key in sorted(given - KEYS[one.kind]))


def _unsaid(key: str) -> object:
    field = Indicator.__dataclass_fields__[key]
    return field.default_factory() if callable(field.default_factory) else field.default


def _formulas(one: Indicator, known: Declarations) -> Iterator[str]:
    for system, sides in one.systems.items():
        if system not in SYSTEMS[1:]:
            yield f"学制 {system!r} 不认识（应为带引号的 {'、'.join(SYSTEMS[1:])}）"
        yield from (f"学制 {system} 下不认识的键 {key}" for key in sorted(sides.keys() - SIDES))
    if one.denominator and not one.numerator:
        yield "有分母没有分子"
    sides_told = [(one.numerator, one.denominator), *((*sides.values(),) for sides in one.systems.values())]
    for text in dict.fromkeys(text for sides_of in sides_told for text in sides_of if text):
        yield from _formula(text, known)


def _formula(text: str, known: Declarations) -> Iterator[str]:
    formula = _parsed(text)
    if isinstance(formula, str):
        yield formula
        return
    names = {each.measure for each in formula.inputs}
    levels = {each.level for each in formula.inputs if each.level}
    yield from (f"公式用到未声明的统计量 {name}" for name in sorted(names - known.measures.keys()))
    yield from (f"公式用到未声明的学段 {level}" for level in sorted(levels - known.levels.keys()))


def _parsed(text: str) -> Formula | str:
    try:
        return parse(text)
    except DeclarationError as error:
        return str(error)


def _parts(one: Indicator, known: Declarations) -> Iterator[str]:
    """What an indicator made of other indicators needs of them."""
    if one.kind not in PARTS:
        return
    fits, wanted = PARTS[one.kind]
    for name in one.parts:
        part = known.indicators.get(name)
        if part is None:
            yield f"of 中的指标 {name} 未声明"
        elif not fits(one, part):
            yield f"of 中的 {name} 应为{wanted}"
        elif _levels_of_part(one, name) - {*part.levels}:
            yield f"学段多于 of 中的 {name}"
    count = HOW_MANY.get(one.kind, len(one.parts) or 1)
    if len(one.parts) != count:
        yield f"of 应为{NUMERALS.get(count, '若干')}{wanted}"
    if one.kind == "schools_share" and not (1 <= one.at_least <= len(one.parts) and 0 < one.floor <= 1):
        yield "at_least 应在 1 和 of 的个数之间，floor 应在 0 和 1 之间"


def _levels_of_part(one: Indicator, part: str) -> set[str]:
    """At which levels a part is looked up."""
    return {one.under} if one.under and part == one.parts[-1] else {*one.levels}


def _spread(one: Indicator, part: Indicator) -> bool:
    """The weight must be what each school's figure is divided by: then the mean is the region's own figure."""
    return _of_a_school(one, part) and part.denominator == one.weight


def _of_a_school(one: Indicator, part: Indicator) -> bool:
    return part.kind == "ratio" and bool(part.numerator and part.denominator) and not part.systems and _plain(part)


def _plain(part: Indicator) -> bool:
    read = [_parsed(part.numerator), _parsed(part.denominator)]
    return all(isinstance(formula, Formula) and formula.is_plain for formula in read)


def _ratio(one: Indicator, part: Indicator) -> bool:
    return part.kind == "ratio" and bool(part.denominator)


def _of_dispersions(one: Indicator, part: Indicator) -> bool:
    return part.kind == "dispersion"


PARTS: dict[str, tuple[Callable[[Indicator, Indicator], bool], str]] = {
    "dispersion": (_spread, "以 weight 为分母的本学段比率"),
    "composite": (_of_dispersions, "差异系数（kind: dispersion）"),
    "quotient": (_ratio, "比率"),
    "schools_share": (_of_a_school, "本学段比率"),
}


def _bounds(one: Indicator, known: Declarations) -> Iterator[str]:
    if one.plausible and not (len(one.plausible) == 2 and one.plausible[0] < one.plausible[1]):
        yield "plausible 应为 [下限, 上限]"
