"""Audiences as declared in audiences.yaml, and the one that is asked for."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sources import DeclarationError
from sources.declared import read_yaml

KEYS = {"thresholds", "schools", "documents", "others", "tables"}
KINDS = ("whole", "figures", "documents", "own", "nowhere")
OTHERS = {"above", "beside"}


@dataclass(frozen=True)
class Audience:
    """Who a bundle is for: outsiders, or (with `region`) the people of one region."""

    region: str = ""

    @property
    def id(self) -> str:
        """How it is written on the command line."""
        return f"region:{self.region}" if self.region else "public"

    @property
    def folder(self) -> str:
        """The id as the name of a folder."""
        return self.id.replace(":", "-")


@dataclass(frozen=True)
class Limits:
    """What audiences.yaml says; `own` has the column by which a table is a region's own."""

    thresholds: dict[str, int]
    schools: int
    documents: list[str]
    others: list[str]
    tables: dict[str, str]
    own: dict[str, str]

    def of(self, kind: str) -> list[str]:
        """The tables of one kind."""
        return [name for name, is_ in self.tables.items() if is_ == kind]


@cache
def limits() -> Limits:
    """The declared limits; raises DeclarationError for what is unknown, missing or said twice."""
    declared: dict[str, Any] = read_yaml(Path(__file__).parents[1] / "audiences.yaml")
    tables = declared.get("tables", {})
    named = [name for kind in KINDS for name in tables.get(kind, [])]
    wrong = [f"audiences.yaml：不认识或缺少 {key}" for key in sorted(declared.keys() ^ KEYS)]
    wrong += [f"audiences.yaml › tables：不认识或缺少 {kind}" for kind in sorted(tables.keys() ^ set(KINDS))]
    wrong += [f"audiences.yaml › tables：{name} 写了不止一次" for name in sorted(set(named)) if named.count(name) > 1]
    wrong += [f"audiences.yaml › others：不认识 {each}" for each in declared.get("others", []) if each not in OTHERS]
    if wrong:
        raise DeclarationError(wrong)
    by_table = {name: kind for kind in KINDS for name in tables[kind]}
    return Limits(**{key: declared[key] for key in KEYS - {"tables"}}, tables=by_table, own=tables["own"])
