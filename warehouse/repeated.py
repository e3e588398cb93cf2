"""Numbers that one file tells in several of its tables: an equal one enters once, from its first place; where they
differ none is chosen, and the file is asked about all of them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

import polars as pl

from sources import Problem
from warehouse.gathered import KEYS, Facts
from warehouse.records import Declarations

ABOUT = [*KEYS, "field"]
FIGURE = [*ABOUT, "scope", "comparable"]
PARTS = ("value", "previous", "growth")
Place = tuple[str, str, Decimal]  # sheet, cell, number
Unlike = tuple[tuple[object, ...], list[Place]]  # what is told, and where


def enter_once(facts: Facts, known: Declarations, file_name: str) -> list[Problem]:
    """Leave the first of every number told more than once; name those told differently, with every place of each."""
    unlike = [*_measures(facts), *_figures(facts)]
    if not unlike:
        return []
    named = {code: f"{name} " for frame in facts.schools for code, name in frame.select("code", "name").rows()}
    named |= {code: region.name for code, region in known.regions.items()}
    return [_told_differently(key, places, known, named, file_name) for key, places in unlike]


def _measures(facts: Facts) -> Iterator[Unlike]:
    """Keep the first of each measure of a unit, year, level and release."""
    for subject, frames in facts.subjects.items():
        told = _told(frames)
        if told.is_empty():
            continue
        told = told.with_columns(place=pl.int_range(pl.len()).over(ABOUT), first=pl.col("value").first().over(ABOUT))
        again = told.filter(pl.col("place") > 0)
        facts.subjects[subject] = [_without(frame, again.filter(frame=i)) for i, frame in enumerate(frames)]
        unlike = told.filter((pl.col("value") != pl.col("first")).any().over(ABOUT))
        for key, rows in unlike.group_by(ABOUT, maintain_order=True):
            yield key, [(str(row["sheet"]), _cell(facts, row), row["value"]) for row in rows.to_dicts()]


def _told(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """The numbers of rows whose unit, year, level and release another row has too: of which frame, at which row."""
    if len(frames) < 2:
        return pl.DataFrame()
    keys = pl.concat(frame.select(KEYS) for frame in frames)
    several = keys.filter(pl.struct(KEYS).is_duplicated()).unique()
    if several.is_empty():
        return several
    index = ["frame", "at", *KEYS, "row", "sheet"]
    return pl.concat(
        frame.with_columns(frame=pl.lit(i), at=pl.int_range(pl.len()))
        .join(several, on=KEYS, how="semi")
        .unpivot(index=index, variable_name="field", value_name="value")
        .drop_nulls("value")
        for i, frame in enumerate(frames)
    )


def _without(frame: pl.DataFrame, again: pl.DataFrame) -> pl.DataFrame:
    """The frame without numbers (`field`s of the rows `at`) that another place has told, and rows left empty."""
    if again.is_empty():
        return frame
    told = {str(measure): rows["at"].to_list() for (measure,), rows in again.group_by("field")}
    kept = (pl.when(~pl.int_range(pl.len()).is_in(at)).then(name).alias(name) for name, at in told.items())
    measures = pl.exclude(*KEYS, "row", "sheet")
    return frame.with_columns(kept).filter(pl.any_horizontal(measures.is_not_null()))


def _cell(facts: Facts, told: dict[str, object]) -> str:
    """Where a measure that is told in a row stands: under its column, or in a cell of its own."""
    for layout in facts.layouts:
        mine = layout.filter(sheet=told["sheet"], field=told["field"], part="value")
        for place in mine.filter(pl.col("level").is_in(["", told["level"]])).to_dicts():
            if place["row"] is None:
                return f"{place['column']}{told['row']}"
            if place["row"] == told["row"]:
                return str(place["cell"])
    return f"第 {told['row']} 行"


def _figures(facts: Facts) -> Iterator[Unlike]:
    """Keep of each ready-made figure the place that tells the most."""
    frames = [frame.with_columns(frame=pl.lit(i), at=pl.int_range(pl.len())) for i, frame in enumerate(facts.figures)]
    whole = pl.concat(frames, how="diagonal_relaxed") if frames else pl.DataFrame()
    if whole.is_empty():
        return
    gone: dict[int, list[int]] = {}
    for key, rows in whole.filter(pl.struct(FIGURE).is_duplicated()).group_by(FIGURE, maintain_order=True):
        fullest, *others = sorted(rows.to_dicts(), key=lambda row: -sum(row[part] is not None for part in PARTS))
        for row in others:
            gone.setdefault(row["frame"], []).append(row["at"])
        for part in PARTS:
            told = [(str(row["sheet"]), str(row[f"{part}_cell"]), row[part]) for row in (fullest, *others)]
            if any(number not in (None, fullest[part]) for *_, number in told):
                yield key, [place for place in told if place[2] is not None]
    for of, at in gone.items():
        facts.figures[of] = facts.figures[of].filter(~pl.int_range(pl.len()).is_in(at))


def _told_differently(
    key: tuple[object, ...], places: list[Place], known: Declarations, named: Mapping[str, str], file_name: str
) -> Problem:
    unit, year, level, _, field, *_ = map(str, key)
    told = "、".join(f"{sheet} › {cell} 为 {number.normalize():,f}" for sheet, cell, number in places)
    what = f"{named.get(unit, f'{unit} ')}{year}年{known.levels[level].name}{known.name_of(field)}"
    return Problem(file_name, f"同一个数写得不同：{told}（{what}）", "请核对后改成一致，或只在一处填报")
