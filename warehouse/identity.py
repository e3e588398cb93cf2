"""Which unit each row of a return is about: its region or school, or the reason why it waits."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from sources import Problem, Return
from warehouse import schools
from warehouse.answers import Past
from warehouse.decisions import Decisions
from warehouse.places import FIX, Open, Places, Surroundings, resolve
from warehouse.records import Declarations

WHERE = ["code", "region", "year"]
HELD: dict[str, Any] = {
    **dict.fromkeys(("sheet", "kind", "printed", "reason", "state"), pl.String),
    "row": pl.Int64,
    "candidates": pl.List(pl.String),
}
COLUMNS = ["sheet", "row", "kind", "printed", "reason", "candidates", "state"]
MOST_ROWS = 20
MOST_NAMES = 50  # in the sentence; the table `held_rows` has all


@dataclass(frozen=True)
class Context:
    """What is known beside a file when it is understood: its sender, decisions, the register of schools so far, what a
    return workbook may answer, and when it was received."""

    sender: str = ""
    decisions: Decisions = field(default_factory=Decisions)
    register: pl.DataFrame = field(default_factory=schools.no_schools)
    past: Past = field(default_factory=Past)
    received: datetime = datetime.max


@dataclass(frozen=True)
class Identified:
    """One return: the words of its rows, with `place` (region) and `is_school`, and what is open among the regions."""

    source: Return
    words: pl.DataFrame
    around: Surroundings
    places: Places


@dataclass(frozen=True)
class Settled:
    """A return without the rows that wait, beside the whole; `unit` and `place` by row; the waiting rows in words."""

    whole: Return
    source: Return
    units: pl.DataFrame
    schools: pl.DataFrame
    held: pl.DataFrame
    says: list[Problem]


def locate(one: Return, file_name: str, known: Declarations, context: Context) -> Identified:
    """The region of every row, as far as it can be told."""
    texts = [f"{one.title} {one.sheet}", Path(file_name).stem, context.sender]
    around = Surroundings(texts, one.form, context.decisions)
    printed = [pl.col(name) if name in one.frame.columns else pl.lit("").alias(name) for name in schools.WORDS]
    words = schools.told(one.frame.select("row", *WHERE, *printed))
    places = resolve(words.select(WHERE).unique(maintain_order=True).rows(), known.gazetteer, around)
    return Identified(one, _placed(words, places), around, places)


def _placed(words: pl.DataFrame, places: Places) -> pl.DataFrame:
    rows = [(*printed, code) for printed, code in places.found.items()]
    schema: dict[str, Any] = {name: words.schema[name] for name in WHERE} | {"place": pl.String}
    return words.join(pl.DataFrame(rows, schema=schema, orient="row"), on=WHERE, how="left", maintain_order="left")


def settle(each: Identified, entered: pl.DataFrame, register: pl.DataFrame, where: str) -> Settled:
    """The unit of every row; rows that wait, or that a decision leaves out, are taken from the return."""
    found = schools.identify(each.words, register, each.around.decisions, each.around.said)
    units = each.words.with_columns(unit=pl.when("is_school").then(found.unit).otherwise("place"))
    units = units.with_columns(unit=pl.when(pl.col("place").is_null()).then(None).otherwise("unit"))
    held = _held(units.filter(pl.col("unit").is_null()), each, found)
    kept = units["unit"].is_not_null()
    told = units.filter(kept).select("unit", "place", "is_school", "coded")
    return Settled(each.source, _without(each.source, kept), told, entered, held, _sentences(held, where))


def _without(one: Return, kept: pl.Series) -> Return:
    if kept.all():
        return one
    frame = one.frame.filter(kept)
    return replace(one, frame=frame, shown=one.shown.filter(kept), notes=one.notes.filter(
        pl.col("row").is_in(frame["row"].implode())))  # fmt: skip


def _held(rows: pl.DataFrame, each: Identified, found: schools.Schools) -> pl.DataFrame:
    held = [
        (each.source.sheet, row["row"], *_told(row, each.places, found))
        for row in rows.select("row", *WHERE, "coded", "named", "place", "school").to_dicts()
    ]
    return pl.DataFrame(held, schema={name: HELD[name] for name in COLUMNS}, orient="row")


def _told(row: dict[str, object], places: Places, found: schools.Schools) -> tuple[str, str, str, Sequence[str], str]:
    """kind, printed, reason, candidates and state of a row without a unit."""
    printed = (str(row["code"]), str(row["region"]), int(str(row["year"])))
    key = (str(row["coded"]), str(row["named"]), str(row["place"]))
    if printed in places.left_out or key in found.left_out:
        return (
            "region" if printed in places.left_out else "school",
            str(row["school"] or row["region"]),
            "",
            (),
            "left_out",
        )
    kind = "school" if key in found.open else "region"
    why = found.open[key] if kind == "school" else places.open[printed]
    return kind, why.printed, why.reason, why.candidates, "waiting"


def _sentences(held: pl.DataFrame, where: str) -> list[Problem]:
    """One problem naming every open name of one kind, with its rows and candidates."""
    waiting = held.filter(pl.col("state") == "waiting")
    names = waiting.group_by("kind", "printed", "reason", "candidates", maintain_order=True).agg("row").to_dicts()
    said: dict[str, list[str]] = {}
    for each in names[:MOST_NAMES]:
        told = Open(each["printed"], each["reason"], tuple(each["candidates"]))
        said.setdefault(each["kind"], []).append(f"{_rows(each['row'])}{told}")
    words = {"region": "不认识的地区", "school": "不认识的学校"}
    more = f"；等 {len(names)} 个名称" if len(names) > MOST_NAMES else ""
    return [Problem(where, f"{words[kind]} {'；'.join(texts)}{more}", FIX) for kind, texts in said.items()]


def _rows(rows: list[int]) -> str:
    shown = "、".join(map(str, rows[:MOST_ROWS]))
    return f"第 {shown} 行" if len(rows) <= MOST_ROWS else f"第 {shown} 等 {len(rows)} 行"
