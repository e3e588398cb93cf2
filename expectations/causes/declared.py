"""What causes there are and how each is told (causes.yaml), and how clear a pattern must be (limits.yaml)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from expectations.declared import built, refuse, repeated
from sources.declared import read_yaml

HERE = Path(__file__).parent
# The names a sentence may use, and the column of `groups` that stands for each.
SHEET = "CASE WHEN g.sheet <> '' THEN '工作表“' || g.sheet || '”' END"
PLACEHOLDERS = {
    "sheet": SHEET,
    "column": f"concat({SHEET}, CASE WHEN g.header <> '' THEN '“' || g.header || '”（' || g.cell || '）' END)",
    "cell": "g.cell",
    "found": "figure(g.found_value)",
    "expected": "figure(g.expected_value)",
    "factor": "figure(pow(10, power))",
    "cells": "cells::VARCHAR",
    "of": "of_cells::VARCHAR",
    "first": "first_",
    "until": "until_",
}


@dataclass(frozen=True)
class Cause:
    """One thing that goes wrong: its names, the sentence that tells it, how to mend it."""

    id: str
    name: str
    name_en: str
    sentence: str
    hint: str
    says: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        """The sentence with the place of each name instead of the name."""
        text = self.sentence
        for place, name in enumerate(PLACEHOLDERS):
            text = text.replace(f"{{{name}}}", f"{{{place}}}")
        return text


@cache
def declared_causes() -> tuple[Cause, ...]:
    """All causes in the order of the file; raises DeclarationError naming every mistake."""
    mistakes: list[str] = []
    written = read_yaml(HERE / "causes.yaml")
    causes = [one for record in written for one in built(Cause, record, "causes.yaml", mistakes)]
    mistakes += repeated(one.id for one in causes)
    for one in causes:
        unknown = {name for _, name, _, _ in Formatter().parse(one.sentence) if name} - PLACEHOLDERS.keys()
        mistakes += [f"causes.yaml › {one.id}：句子里不认识的名称 {name}" for name in sorted(unknown)]
    refuse(mistakes)
    return tuple(causes)


@cache
def constants() -> str:
    """The limits as SQL macros without arguments; raises DeclarationError for what is no number."""
    limits = read_yaml(HERE / "limits.yaml")
    refuse([f"limits.yaml › {name}：应为数字" for name, value in limits.items() if not isinstance(value, int | float)])
    return "".join(f"CREATE OR REPLACE TEMP MACRO {name}() AS {value};\n" for name, value in limits.items())
