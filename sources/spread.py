"""One line of columns.csv that stands for several tables or levels → one declared line for each.

`table` may list tables laid out alike. `level` may list levels (`primary junior`); `{level}` in `row` and in the
headers is then every word by which form.yaml (`levels`) says the form calls that level: `{level}/在校生数` →
`小学/在校生数|普通小学/在校生数`.
"""

from collections.abc import Iterator, Mapping
from itertools import product

PLACE = "{level}"
Line = Mapping[str, str]


def spread(line: Line, called: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The line once per table and level it names, told in the form's words; `called` has them, joined by `|`."""
    for table, level in product(line["table"].split() or [""], line["level"].split() or [""]):
        words = called.get(level, level).split("|")
        yield {name: _told(text, words) for name, text in line.items()} | {"table": table, "level": level}


def _told(text: str, words: list[str]) -> str:
    """Every alternative of a header with every word for the level."""
    alternatives = [each.replace(PLACE, word) for each in text.split("|") for word in words]
    return "|".join(dict.fromkeys(alternatives))


def speaks(line: Line) -> bool:
    """Whether a line uses `{level}`."""
    return any(PLACE in text for name, text in line.items() if name == "row" or name.isdigit())


def generalised(header: str, level: str, called: Mapping[str, str]) -> str | None:
    """`小学/在读学生` → `{level}/在读学生`, as a line for several levels has it; None if no level is named."""
    words = called.get(level, "").split("|")
    segments = header.split("/")
    place = next((i for i, segment in enumerate(segments) if segment in words), None)
    if place is None:
        return None
    return "/".join([*segments[:place], PLACE, *segments[place + 1 :]])
