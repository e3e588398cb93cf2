"""A text of the data told in English outside the browser, by the same catalogue and patterns as in it."""

import re
from functools import cache

from dashboards.english import PLURAL, english, place_names
from dashboards.english.patterns import patterns


@cache
def catalogue() -> dict[str, str]:
    """Every text of the pages, and the names of places."""
    return place_names() | english()


@cache
def told(text: str) -> str:
    """The text in English, as far as the catalogue knows it."""
    if text in catalogue():
        return catalogue()[text]
    said, parts = matched(text)
    return filled(said, {name: _part(name, part) for name, part in parts.items()}) if said else text


def matched(text: str) -> tuple[str, dict[str, str]]:
    """The English of the first pattern that fits, and what its names stand for; nothing where none fits."""
    for like, said in _compiled():
        if found := like.match(text):
            return said, found.groupdict()
    return "", {}


def filled(text: str, fields: dict[str, str]) -> str:
    """The text with its names replaced; a word that has a plural is chosen by its number."""
    chosen = PLURAL.sub(lambda found: found[2].split("|")[1 if fields[found[1]] == "1" else 2], text)
    return chosen.format(**fields)


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(_here(like)), text) for like, text in patterns())


def _here(like: str) -> str:
    """The expression in the words of this language."""
    return re.sub(r"\\k<(\w+)>", r"(?P=\1)", like.replace("(?<", "(?P<"))


def _part(name: str, part: str) -> str:
    return part if name.endswith("_") else told(part)
