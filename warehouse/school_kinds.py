"""Kinds of schools 办学类型, and which schools an evaluation compares with each other."""

from collections.abc import Iterable
from dataclasses import dataclass

COMPARED = {"quality": "compared", "basic": "compared_basic"}  # evaluation → column of `work.settled_facts`
PRIVATE = "民办"  # how a list of schools names who runs them


@dataclass(frozen=True)
class SchoolKind:
    """One kind of school 办学类型; `counts_at`: the level among whose schools it counts.

    教学点 and 附设班 count nowhere, though their pupils do; a school of several levels counts once, at the highest.
    `compared_from`: with how many pupils 优质均衡 compares its conditions with those of other schools (empty: any
    number, `-`: never); `compared_basic`: `-` where 基本均衡 never does.
    """

    code: str
    name: str
    aliases: tuple[str, ...]
    levels: tuple[str, ...]
    counts_at: str
    compared_from: str
    compared_basic: str
    document: str

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.code, self.name, *self.aliases)


def compared(kinds: Iterable[SchoolKind]) -> str:
    """SQL over `homes`: whether a unit's kind and size make it one of the schools that 优质均衡 compares."""
    limits = {kind.code: kind.compared_from for kind in kinds if kind.compared_from}
    cases = " ".join(f"WHEN '{code}' THEN {'false' if n == '-' else f'pupils >= {n}'}" for code, n in limits.items())
    return f"CASE homes.kind {cases} ELSE true END"


def compared_basic(kinds: Iterable[SchoolKind]) -> str:
    """SQL over `homes`: the same for 基本均衡, which compares neither 教学点 of any size nor private schools."""
    never = ", ".join(f"'{kind.code}'" for kind in kinds if kind.compared_basic)
    return f"coalesce(homes.kind, '') NOT IN ({never}) AND NOT contains(coalesce(homes.ownership, ''), '{PRIVATE}')"
