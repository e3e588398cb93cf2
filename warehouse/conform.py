"""Typed returns → facts: names become measures, indicators, levels, regions and releases, or the delivery stops.

Whatever can't be resolved is told at once, in one message naming all of it; nothing is guessed.
"""

from dataclasses import replace

import polars as pl

from sources import Problem, Reading, Return, StopDelivery
from sources.text import plain
from warehouse.declarations import declarations
from warehouse.facts import Facts, add
from warehouse.records import Declarations
from warehouse.regions import resolve

COMPARABLE = "同口径"


def conform(reading: Reading) -> Facts:
    """Facts of one reading; raises StopDelivery naming every unresolved name and unit of every sheet."""
    known = declarations()
    facts = Facts()
    problems: list[Problem] = []
    for one in (_with_ids(each, known) for each in reading.returns):
        where = f"{reading.file_name} › {one.sheet}" if one.sheet else reading.file_name
        rows, unresolved = _rows(one, known, where)
        problems += unresolved or _units(one, rows, known, where)
        if not problems:
            problems += add(facts, one, rows, known, where)
    if problems:
        raise StopDelivery(problems)
    return facts


def _with_ids(one: Return, known: Declarations) -> Return:
    """Columns that a form declares by a name (预算内教育拨款) told by the id and the scope it stands for."""
    named = [(column, known.names[plain(column.field)] if column.field else None) for column in one.columns]
    columns = tuple(replace(c, field=n.id, scope=n.scope) if n else c for c, n in named)
    return replace(one, columns=columns)


def _rows(one: Return, known: Declarations, where: str) -> tuple[pl.DataFrame, list[Problem]]:
    """The words of each row resolved: row, unit (region code), year, level, release, scope, field, citation."""
    words = one.frame.select("row", "year", "region", "code", "level", "name", "unit", "scope", "release", "citation")
    places, problems = resolve(words.select("code", "region").unique(maintain_order=True).rows(), known, where)
    for word, meaning, kind in (
        ("level", known.level_names, "学段"),
        ("release", known.release_names, "版次"),
    ):
        problems += _unknown(words[word], set(meaning), kind, where)
    problems += _unknown(words["name"], set(known.names), "指标", where)
    if problems:
        return words, problems
    named = {text: known.names[plain(text)] for text in words["name"].unique() if plain(text)}
    return (
        words.select(
            "row",
            "year",
            unit=(pl.col("code") + pl.col("region")).replace_strict(places),
            level=_meaning("level", known.level_names, "all"),
            release=_meaning("release", known.release_names, one.release),
            comparable=pl.col("scope").map_elements(plain, return_dtype=pl.String) == COMPARABLE,
            scope=_scope(pl.col("name").replace_strict({text: n.scope for text, n in named.items()}, default="")),
            field=pl.col("name").replace_strict({text: n.id for text, n in named.items()}, default=""),
            printed_unit="unit",
            citation=pl.when(pl.col("citation") == "").then(pl.lit(one.citation)).otherwise("citation"),
        ),
        [],
    )


def _scope(of_name: pl.Expr) -> pl.Expr:
    """The scope a name follows, and what else the row says of its scope; 同口径 speaks of the growth, not of it."""
    said = pl.col("scope").str.strip_chars()
    own = pl.when(said.map_elements(plain, return_dtype=pl.String) == COMPARABLE).then(pl.lit("")).otherwise(said)
    return pl.concat_str(of_name, own, separator="；").str.strip_chars("；")


def _meaning(word: str, meaning: dict[str, str], otherwise: str) -> pl.Expr:
    spelled = pl.col(word).map_elements(plain, return_dtype=pl.String)
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
