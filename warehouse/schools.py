"""Schools as delivered lists tell them: who a row is about, and the register made of all lists.

A school is its 10-character code 学校（机构）标识码: a new name keeps it, another kind of school gets another one.
A row without a code is the one school of that name in its county, if the register knows exactly one; else it waits.
"""

import difflib
from dataclasses import dataclass
from typing import Any

import polars as pl

from sources.text import half_width, plain
from warehouse.decisions import LEFT_OUT, Decisions
from warehouse.places import MOST_SEARCHED, TOTALS, Open
from warehouse.school_kinds import SchoolKind

WORDS = ("school", "school_code", "school_kind", "ownership", "urban_rural")
CODE = r"^\d{10}$"
REGISTER = {"code": pl.String, "name": pl.String, "county": pl.String}


def no_schools() -> pl.DataFrame:
    """A register without a school: code, name (as compared) and county, a row per name a school ever had there."""
    return pl.DataFrame(schema=REGISTER)


def told(words: pl.DataFrame) -> pl.DataFrame:
    """The school words of each row as compared: `is_school`, `named`, `coded`; a total is no school."""
    code, name = half_width(pl.col("school_code")), half_width(pl.col("school"))
    return words.with_columns(
        coded=code, named=name, is_school=(code != "") | ((name != "") & ~name.is_in(sorted(TOTALS)))
    )


def entries(words: pl.DataFrame, kinds: dict[str, SchoolKind]) -> pl.DataFrame:
    """What rows with a code and a county say of their schools, a row per school and year.

    Of several rows the one of the school itself, not of classes that are part of it (附设班).
    """
    meant = {plain(word): kind.code for kind in kinds.values() for word in kind.spellings}
    kind = half_width(pl.col("school_kind"))
    coded = words.filter(pl.col("is_school") & pl.col("coded").str.contains(CODE) & pl.col("place").is_not_null())
    told = coded.select(
        "year",
        "row",
        code="coded",
        name=pl.col("school").str.strip_chars(),
        kind=kind.replace_strict(meant, default=kind),
        county="place",
        ownership=pl.col("ownership").str.strip_chars(),
        urban_rural=pl.col("urban_rural").str.strip_chars(),
        part=~kind.replace_strict({word: bool(kinds[code].counts_at) for word, code in meant.items()}, default=True),
    )
    return (
        told.sort("part", maintain_order=True).unique(["year", "code"], keep="first", maintain_order=True).drop("part")
    )


def registered(entered: pl.DataFrame) -> pl.DataFrame:
    """Entries → rows of a register."""
    return entered.select("code", name=half_width(pl.col("name")), county="county").filter(pl.col("name") != "")


@dataclass
class Schools:
    """Per row its school (null: none, or open); what is open, by the row's `coded`, `named` and `place`."""

    unit: pl.Series
    open: dict[tuple[str, str, str], Open]
    left_out: set[tuple[str, str, str]]


def identify(words: pl.DataFrame, register: pl.DataFrame, decisions: Decisions, said: str) -> Schools:
    """The school of each row of `told` words with its `place`; names are looked up all at once."""
    decided = _decided(words, decisions, said)
    alone = register.unique().filter(pl.col("code").n_unique().over("county", "name") == 1)
    by_name = alone.select("county", "name", by_name="code").unique()
    looked_up = words.join(by_name, left_on=["place", "named"], right_on=["county", "name"], how="left",
                           maintain_order="left").join(decided, on=["coded", "named"], how="left",
                                                       maintain_order="left")  # fmt: skip
    own = pl.when(pl.col("coded").str.contains(CODE)).then("coded")
    nameless = pl.when(pl.col("coded") == "").then("by_name")
    unit = pl.when("is_school").then(
        pl.when(pl.col("means") == LEFT_OUT).then(None).otherwise(pl.coalesce("means", own, nameless))
    )
    found = looked_up.with_columns(unit=unit)
    out = found.filter(pl.col("means") == LEFT_OUT).select("coded", "named", "place").unique().rows()
    stuck = found.filter(
        pl.col("is_school") & pl.col("unit").is_null() & pl.col("place").is_not_null() & pl.col("means").is_null()
    )
    return Schools(found["unit"], _open(stuck, register), set(out))


def _decided(words: pl.DataFrame, decisions: Decisions, said: str) -> pl.DataFrame:
    """What decisions say of the printed names and codes of these rows."""
    asked = [one.printed for one in decisions.all if one.kind == "school"]
    schema = {"coded": pl.String, "named": pl.String, "means": pl.String}
    wanted = {plain(one) for one in asked}
    spelt = words.filter(pl.col("named").is_in(wanted) | pl.col("coded").is_in(wanted)) if wanted else words.head(0)
    rows = []
    for code, name in spelt.select("coded", "named").unique().rows():
        found = decisions.about("school", name, said) or (code and decisions.about("school", code, said))
        if found:
            rows.append((code, name, found.means))
    return pl.DataFrame(rows, schema=schema, orient="row")


def _open(stuck: pl.DataFrame, register: pl.DataFrame) -> dict[tuple[str, str, str], Open]:
    names: dict[str, list[tuple[str, str]]] = {}
    counties = stuck["place"].unique()
    for county, name, code in register.filter(pl.col("county").is_in(counties.implode())).unique().sort(
        "county", "name", "code").select("county", "name", "code").rows():  # fmt: skip
        names.setdefault(county, []).append((name, code))
    keys = stuck.select("coded", "named", "place").unique(maintain_order=True).rows()
    return {key: _why(key, names if i < MOST_SEARCHED else {}) for i, key in enumerate(keys)}


def _why(key: tuple[Any, ...], names: dict[str, list[tuple[str, str]]]) -> Open:
    code, name, place = key
    there = names.get(place, [])
    near = difflib.get_close_matches(name, [each for each, _ in there], n=3, cutoff=0.4)
    found = [f"{each} {its}" for close in dict.fromkeys(near) for each, its in there if each == close]
    if code:
        return Open(f"{name}{code}", f"的标识码“{code}”不是 10 位数字", tuple(found[:3]))
    several = len({its for each, its in there if each == name}) > 1
    return Open(name, "在本县有几所同名学校" if several else "没有标识码，本县学校名录中没有这个校名", tuple(found[:3]))
