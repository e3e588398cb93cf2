"""How the browser tells a text of the data in English, done here with the same patterns."""

import re
from functools import cache

from dashboards.english import english
from dashboards.english.patterns import patterns


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(_here(like)), text) for like, text in patterns())


def _here(like: str) -> str:
    """The expression in the words of this language."""
    return re.sub(r"\\k<(\w+)>", r"(?P=\1)", like.replace("(?<", "(?P<"))


@cache
def told(text: str) -> str:
    """The text in English, as far as the catalogue knows it."""
    if text in english():
        return english()[text]
    for like, said in _compiled():
        if found := like.match(text):
            return said.format(**{name: told(part) for name, part in found.groupdict().items()})
    return text
