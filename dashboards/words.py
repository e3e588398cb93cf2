"""The words and signs of the pages, read once from words.yaml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from expectations import verdict_words
from sources.declared import read_yaml
from warehouse import declarations, states


@dataclass(frozen=True)
class Sign:
    """A verdict or flag as people see it; `id` names its colour in the style sheet."""

    id: str
    icon: str
    word: str
    says: str = ""


@dataclass(frozen=True)
class Words:
    """What words.yaml declares, in its order (verdicts worst first), and the names of levels and releases."""

    verdicts: dict[str, Sign]
    summaries: dict[str, Sign]
    flags: dict[str, Sign]
    growth_basis: dict[str, str]
    releases: dict[str, str]
    operators: dict[str, str]
    year_kinds: dict[str, str]
    states: dict[str, str]
    subjects: dict[str, str]
    themes: dict[str, str]
    indicator_kinds: dict[str, str]
    severities: dict[str, str]
    finding_states: dict[str, str]
    ledger_states: dict[str, str]
    parts: dict[str, str]
    roles: dict[str, str]
    signing: dict[str, str]
    signed_parts: dict[str, str]
    entries: dict[str, str]
    levels: dict[str, str]


@cache
def words() -> Words:
    """The declared words."""
    declared = read_yaml(Path(__file__).with_name("words.yaml"))
    known = declarations()
    finality = sorted(known.releases.values(), key=lambda release: release.rank)
    return Words(
        verdicts=_verdicts(declared.pop("verdicts")),
        summaries=_signs(declared.pop("summaries")),
        flags=_signs(declared.pop("flags")),
        **declared,
        states={state.id: state.name for state in states().values()},
        levels={level.id: level.name for level in known.levels.values()},
        releases={release.id: release.name for release in finality},
    )


def _verdicts(declared: dict[str, dict[str, str]]) -> dict[str, Sign]:
    """Verdicts, worst first, with the words by which the room that judges calls them."""
    return {name: Sign(name, word=verdict_words()[name], **texts) for name, texts in declared.items()}


def _signs(declared: dict[str, dict[str, str]]) -> dict[str, Sign]:
    return {name: Sign(name, **texts) for name, texts in declared.items()}
