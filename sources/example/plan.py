"""county.yaml as arrays: levels, kinds of school and what happens to pupils."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from sources.declared import read_yaml, records
from sources.example.draw import Floats

SPAN = 9  # the longest level has nine grades


@dataclass(frozen=True)
class Level:
    """One level of schooling; see county.yaml for the meaning of the numbers."""

    id: str
    grades: int
    source: str | int
    share: list[float]
    ratio: float
    per_class: float
    size: list[list[float]]


@dataclass(frozen=True)
class Kind:
    """One kind of school; `levels` tells how large each level is in 城区, 镇区 and 乡村."""

    id: str
    code: str
    share: float
    areas: list[float]
    private: float
    opens: float
    closes: float
    levels: dict[str, list[float]]


@dataclass(frozen=True)
class Plan:
    """The whole of county.yaml."""

    last_year: int
    place: dict[str, str]
    first_names: list[str]
    areas: list[str]
    births_per_school: float
    births_trend: float
    births_noise: float
    levels: dict[str, Level]
    kinds: dict[str, Kind]
    moves: dict[str, list[float]]
    money: list[dict[str, Any]]
    per_pupil: list[float]
    quotas: dict[str, dict[int, int]]
    surcharges: dict[str, float]
    files: dict[str, dict[str, str]]
    books: dict[str, dict[str, str]]

    @property
    def grades(self) -> Any:
        """Number of grades by level."""
        return np.array([level.grades for level in self.levels.values()])

    def quota(self, name: str, year: int) -> int:
        """The quota that holds in a year; before the first one, that one."""
        since = self.quotas[name]
        return since[max((start for start in since if start <= year), default=min(since))]

    def rate(self, move: str) -> Floats:
        return np.array(self.moves[move])


@cache
def plan() -> Plan:
    """What county.yaml declares; a misspelt key is an error."""
    written = read_yaml(Path(__file__).with_name("county.yaml"))
    kept = {"levels": Level, "kinds": Kind}
    parsed: dict[str, Any] = {name: records(kind, written[name], "county.yaml") for name, kind in kept.items()}
    return Plan(**written | parsed)
