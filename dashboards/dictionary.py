"""The page that says what every number means: measures, indicators, norms, statutory tests and rules as declared."""

import re
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import duckdb

from dashboards import numbers
from dashboards.facts import Facts
from dashboards.verdicts import Row, rows
from dashboards.words import words

NAMES = re.compile(r"[a-z][a-z0-9_]*")
Groups = list[tuple[str, list[Row]]]


@dataclass(frozen=True)
class Dictionary:
    """Everything declared, group by group in the order in which it is shown."""

    measures: Groups
    indicators: Groups
    norms: Groups
    tests: Groups
    rules: Groups


def dictionary(con: duckdb.DuckDBPyConnection, facts: Facts) -> Dictionary:
    """What the published tables say of themselves."""
    known = words()
    measures = rows(
        con, "FROM measures ORDER BY list_position(['enrolment', 'teachers', 'facilities', 'funding'], subject)"
    )
    named = {row["id"]: row["name"] for row in measures}
    indicators = [row | {"formula": formula(row, named, facts), "breaks": facts.breaks.get(row["id"], [])}
                  for row in facts.indicators.values()]  # fmt: skip
    norms = [row | {"name": _name(facts, row["indicator"]), "limit": _limit(row)} for row in facts.norms]
    tests = [row | {"looks_at": _looks_at(row, facts)} for row in facts.tests.values()]
    return Dictionary(
        _grouped(measures, "subject", known.subjects),
        _grouped(sorted(indicators, key=itemgetter("theme", "id")), "theme", known.themes),
        _grouped(sorted(norms, key=itemgetter("name", "level", "valid_from")), "name", {}),
        _grouped(tests, "family", {key: row["title"] for key, row in facts.families.items()}),
        _grouped(sorted(facts.rules.values(), key=itemgetter("subject", "id")), "subject", known.subjects),
    )


def _grouped(found: list[Row], key: str, titles: dict[str, str]) -> Groups:
    return [(titles.get(name, name), list(group)) for name, group in groupby(found, key=itemgetter(key))]


def formula(row: Row, measures: dict[str, str], facts: Facts) -> str:
    """How an indicator is made, in the names of what it is made of: `在校生数 ÷ 专任教师数`."""
    if row["parts"]:
        made = "、".join(_name(facts, part) for part in row["parts"])
        return f"{words().indicator_kinds[row['kind']]}：{made}"
    sides = [_named(row[side], measures) for side in ("numerator", "denominator") if row[side]]
    scale = f" × {numbers.plain(int(row['scale']), 0)}" if sides and int(row["scale"] or 1) != 1 else ""
    return " ÷ ".join(f"（{each}）" if " " in each and len(sides) > 1 else each for each in sides) + scale


def _named(text: str, measures: dict[str, str]) -> str:
    """A formula with names for ids, levels and looks back: `初中·毕业班在校生`, `往年（小学·招生数, 8）`."""
    known = {**measures, **words().levels, "ago": "往年"}
    return NAMES.sub(lambda found: known.get(found.group(), found.group()), text).replace(".", "·")


def _name(facts: Facts, indicator: str) -> str:
    return str(facts.indicators.get(indicator, {}).get("name") or indicator)


def _limit(row: Row) -> str:
    value = numbers.plain(row["value"], 4).rstrip("0").rstrip(".")
    return f"{words().operators[row['operator']]} {value}{row['unit'] or ''}"


def _looks_at(row: Row, facts: Facts) -> list[tuple[str, str]]:
    """Id and name of each indicator a test judges by."""
    ids = [row["left_indicator"], row["right_indicator"], *(row["of"] or [])]
    return [(each, _name(facts, each)) for each in ids if each]
