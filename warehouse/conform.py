"""Typed returns → facts: names become measures, indicators, levels, regions and releases, or the delivery stops.

Whatever can't be resolved is told at once, in one message naming all of it; nothing is guessed.
"""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from sources import Problem, Reading, Return, StopDelivery
from sources.text import half_width, plain
from warehouse.counted import SUBJECT, count_schools
from warehouse.declarations import declarations
from warehouse.delivered import delivered
from warehouse.facts import add, told_twice
from warehouse.gathered import Facts
from warehouse.identity import Context, Settled, locate, settle
from warehouse.possible import impossible_years, too_large
from warehouse.records import Declarations
from warehouse.repeated import enter_once
from warehouse.schools import entries, registered

COMPARABLE = "同口径"


def conform(reading: Reading, context: Context | None = None) -> Facts:
    """Facts of one reading; rows about units that can't be told wait in `Facts.held`, the others go on.

    Raises StopDelivery naming every other unresolved name and unit of every sheet, what can't be and what is told
    twice; `partial` are then the facts of the sheets without any.
    """
    known = declarations()
    facts = Facts()
    problems: list[Problem] = []
    context = context or Context()
    for one, where in _identified(reading, known, context, facts):
        wrong = impossible_years(one.whole, context.received, where) + _strange(one.whole, known, where)
        if not one.source.frame.is_empty():
            rows = _rows(one, known)
            wrong += _units(one.source, rows, known, where) + too_large(one.source, rows, known, where)
            wrong += told_twice(one.source, rows, known, where)
            if not wrong and not one.whole.problems:
                _add(facts, one, rows, known)
        problems += wrong
    problems += enter_once(facts, known, reading.file_name)
    if problems:
        raise StopDelivery(problems + facts.waiting, facts)
    return facts


def _add(facts: Facts, one: Settled, rows: pl.DataFrame, known: Declarations) -> None:
    before = len(facts.subjects[SUBJECT])
    add(facts, one.source, rows.drop("place", "is_school", "coded"), known)
    facts.counties.append(rows.filter("is_school").select("unit", "place").unique())
    facts.delivered.append(delivered(one, rows, known))
    count_schools(facts, before, one, rows, known)


def _with_ids(one: Return, known: Declarations) -> Return:
    """Columns that a form declares by a name (预算内教育拨款) told by the id and the scope it stands for."""
    named = [(column, known.names[plain(column.field)] if column.field else None) for column in one.columns]
    columns = tuple(replace(c, field=n.id, scope=n.scope) if n else c for c, n in named)
    return replace(one, columns=columns)


def _identified(reading: Reading, known: Declarations, context: Context, facts: Facts) -> Iterator[tuple[Settled, str]]:
    """Every return with the units of its rows; schools are looked up in the register and in this very file."""
    located = [locate(_with_ids(one, known), reading.file_name, known, context) for one in reading.returns]
    entered = [entries(each.words, known.school_kinds) for each in located]
    register = pl.concat([context.register, *map(registered, entered)])
    for each, schools in zip(located, entered, strict=True):
        sheet = each.source.sheet
        where = f"{reading.file_name} › {sheet}" if sheet else reading.file_name
        settled = settle(each, schools, register, where)
        facts.schools.append(schools.with_columns(sheet=pl.lit(sheet)))
        facts.held.append(settled.held)
        facts.waiting.extend(settled.says)
        yield settled, where


def _strange(one: Return, known: Declarations, where: str) -> list[Problem]:
    """Levels, releases and names that no declaration knows."""
    words = one.frame
    return [
        *_unknown(words["level"], set(known.level_names), "学段", where),
        *_unknown(words["release"], set(known.release_names), "版次", where),
        *_unknown(words["name"], set(known.names), "指标", where),
    ]


def _rows(settled: Settled, known: Declarations) -> pl.DataFrame:
    """The words of each row resolved: row, year, unit, place, level, release, scope, field, citation."""
    one = settled.source
    words = one.frame.select("row", "year", "level", "name", "unit", "scope", "release", "citation")
    named = {text: known.names[plain(text)] for text in words["name"].unique() if plain(text) in known.names}
    return words.select(
        "row",
        "year",
        level=_meaning("level", known.level_names, "all"),
        release=_meaning("release", known.release_names, _release(one, known)),
        comparable=half_width(pl.col("scope")) == COMPARABLE,
        scope=_scope(pl.col("name").replace_strict({text: n.scope for text, n in named.items()}, default="")),
        field=pl.col("name").replace_strict({text: n.id for text, n in named.items()}, default=""),
        printed_unit="unit",
        citation=pl.when(pl.col("citation") == "").then(pl.lit(one.citation)).otherwise("citation"),
    ).hstack(settled.units)


def _release(one: Return, known: Declarations) -> str:
    """The release a title names (快报, 年报, 公告, 年鉴) where it names just one, else the one of the form."""
    named = {release.id for release in known.releases.values() if release.name in plain(one.title)}
    return named.pop() if len(named) == 1 else one.release


def _scope(of_name: pl.Expr) -> pl.Expr:
    """The scope a name follows, and what else the row says of its scope; 同口径 speaks of the growth, not of it."""
    said = pl.col("scope").str.strip_chars()
    own = pl.when(half_width(said) == COMPARABLE).then(pl.lit("")).otherwise(said)
    return pl.concat_str(of_name, own, separator="；").str.strip_chars("；")


def _meaning(word: str, meaning: dict[str, str], otherwise: str) -> pl.Expr:
    spelled = half_width(pl.col(word))
    return pl.when(spelled == "").then(pl.lit(otherwise)).otherwise(spelled.replace_strict(meaning, default=None))


def _unknown(words: pl.Series, meaning: set[str], kind: str, where: str) -> list[Problem]:
    strange = [text for text in words.unique(maintain_order=True) if plain(text) and plain(text) not in meaning]
    if not strange:
        return []
    listed = "、".join(f"“{text}”" for text in strange)
    return [
        Problem(
            where,
            f"不认识的{kind} {listed}",
            f"请改用规定名称；确需增加{kind}或别名，请在 warehouse/ 的声明中登记",
        )
    ]


def _units(one: Return, rows: pl.DataFrame, known: Declarations, where: str) -> list[Problem]:
    """Units that are unknown, or of another kind than the field they stand for."""
    pairs = {(c.unit, c.field) for c in one.columns if c.field and c.part != "growth"}
    pairs |= set(rows.filter(pl.col("field") != "").select("printed_unit", "field").unique().rows())
    strange = sorted({unit or "（未写单位）" for unit, _ in pairs if plain(unit) not in known.units})
    wrong = sorted(
        f"“{unit}”不能用于{known.name_of(name)}（应为{known.unit_of(name)}或可换算的单位）"
        for unit, name in pairs
        if plain(unit) in known.units and known.factor(unit, name) is None
    )
    growths = sorted({c.unit for c in one.columns if c.part == "growth" and c.unit and not known.is_rate(c.unit)})
    wrong += [f"增长率的单位“{unit}”应为 % 或百分点" for unit in growths]
    said = ([f"不认识的单位 {'、'.join(strange)}"] if strange else []) + wrong
    return [Problem(where, "；".join(said), "请核对表头、表题或单位格中的计量单位")] if said else []
