"""What can become of a delivery: every state, its name and its meaning, from states.yaml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sources.declared import read_yaml


@dataclass(frozen=True)
class State:
    """One state of a delivery; `row`: whether `deliveries` keeps a row in it."""

    id: str
    name: str
    means: str
    row: bool = True


@cache
def states() -> dict[str, State]:
    """The declared states, in their order."""
    declared = read_yaml(Path(__file__).with_name("states.yaml"))
    return {name: State(name, **texts) for name, texts in declared.items()}
