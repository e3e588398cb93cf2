"""A text of the data told in English outside the browser, by the same catalogue and patterns as in it."""

import re
from functools import cache

from dashboards.english import PLURAL, english, place_names
from dashboards.english.patterns import LONGEST, patterns

LAST = re.compile(r"([\s\S]*)\{(\w*[^\W_])\}")  # a pattern's English that ends in a name which is told


@cache
def catalogue() -> dict[str, str]:
    """Every text of the pages, and the names of places."""
    return place_names() | english()


@cache
def told(text: str) -> str:
    """The text in English, as far as the catalogue knows it."""
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(text: str) -> str:
    """What stands last in a pattern is told in turn without another call: a list may be longer than calls go deep."""
    before = ""
    while text not in catalogue():
        said, parts = matched(text)
        if not said:
            return before + text
        ends = LAST.fullmatch(said)
        head, last = ends.groups() if ends else (said, "")
        before += filled(head, {name: _part(name, part) for name, part in parts.items() if name != last})
        if not last:
            return before
        text = parts[last]
    return before + catalogue()[text]


def matched(text: str) -> tuple[str, dict[str, str]]:
    """The English of the first pattern that fits, and what its names stand for; nothing where none fits."""
    for like, said in _compiled() if len(text) <= LONGEST else ():
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
