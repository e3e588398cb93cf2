"""Patterns that turn texts composed of data (findings, formulas, conditions) into English, ready for the browser.

A text is told line by line, each in English by the first pattern that matches all of it: its groups are told in the
same way and put into the English, but for those whose name ends in _, which stay as they were written; a line that
nothing matches stays too, and so does one that is longer than LONGEST. A name between braces stands for any text
without ；, but for
  {year}               a year
  {n} {m} {k} {cells}  a number
  {level}              the name of a level, or nothing: the English then drops it with the comma before it
  {stage}              the name of a level
  {name} {unit}        the name of a measure or indicator; a unit
  {role} {signing}     who signs; where the sign-off stands
  {verdict}            what a verdict is called
  {item}               one of several texts between 、 (declared names may hold a 、 themselves)
  {line} {date} {rule} what stands on one line; a day; the id of a rule
  {names} {reason} {problem} {nearest} {says} {fix} {rest}   anything
"""

import re
from collections.abc import Callable
from functools import cache

from dashboards.english import CHINESE, NAME, PLURAL, SCREENS, Text, english, texts
from dashboards.words import words
from expectations import verdict_words
from warehouse import declarations

LONGEST = 2_000  # characters of a line: a list of hundreds takes seconds to be taken apart
NUMBER = r"[−+-]?[\d,.]+"
SENTENCE = re.compile(r"[，。；：（{《]")
ANY = r"[\s\S]+?"
AS_WRITTEN = {
    "reason",
    "file",
    "author",
    "reviewer",
    "header",
    "text",
    "printed",
    "member",
    "error",
    "excuse",
}
AS_WRITTEN |= {"first_file", "second_file", "cell", "year"}
KINDS = {
    "year": r"\d{4}",
    **dict.fromkeys(("n", "m", "k", "cells"), NUMBER),
    **dict.fromkeys(("names", "problem", "reason", "nearest", "rest"), ANY),
    **dict.fromkeys(("sheet", "column"), r"[^；]*?"),
    **dict.fromkeys(("line", "says", "fix"), r"[^\n]+?"),
    "where": r"[^：\n]+",
    "cell": r"[^\s“”；、]+?",
    "text": "[^“”]*",
    "date": r"\d{4}-\d{2}-\d{2}",
    "rule": r"[A-Z]-\d{3}",
    "grade": "[一二三四五六]年级",
    "short": "[^：；（）]+?",
    "first": "[^；]+?",
    **dict.fromkeys(("word", "filed", "outcome"), "[^、；（）]+"),
}


@cache
def patterns() -> tuple[tuple[str, str], ...]:
    """(regular expression in the browser's words, English with {names} to fill in), the most particular first."""
    composed = [each for each in texts() if NAME.search(each.chinese) and not each.file.startswith(SCREENS)]
    told = {(each.chinese, each.english) for text in composed for each in (text, _without_level(text))}
    return tuple((_expression(chinese), _marked(text)) for chinese, text in sorted(told, key=_vagueness))


def _vagueness(pair: tuple[str, str]) -> tuple[int, int, str]:
    """What has few letters of its own, and few names of a known kind, comes last."""
    names = NAME.findall(pair[0])
    return (
        -len(NAME.sub("", pair[0])),
        -sum(name in KINDS or name in LISTED for name in names),
        pair[0],
    )


def _without_level(text: Text) -> Text:
    return Text(text.chinese.replace("{level}", ""), text.english.replace(", {level}", ""))


def _expression(chinese: str) -> str:
    pieces = re.split(r"\{(\w+)\}", chinese)
    said = [_group(piece, pieces[1:place:2]) if place % 2 else _plain(piece) for place, piece in enumerate(pieces)]
    return f"^{''.join(said)}$"


def _group(name: str, before: list[str]) -> str:
    mark = _mark(name)
    return f"\\k<{mark}>" if name in before else f"(?<{mark}>{_kind(name)})"


def _mark(name: str) -> str:
    """What is put into the English as it was written ends in _."""
    return f"{name}_" if name in AS_WRITTEN else name


def _marked(text: str) -> str:
    told = NAME.sub(lambda found: f"{{{_mark(found[1])}}}", text)
    return PLURAL.sub(lambda found: f"{{{_mark(found[1])}{found[2]}}}", told)


def _plain(text: str) -> str:
    return re.sub(r"[.*+?^${}()|\[\]\\/]", r"\\\g<0>", text)


def _kind(name: str) -> str:
    return LISTED[name]() if name in LISTED else KINDS.get(name, "[^；]+?")


def _levels() -> str:
    return _any({level.name for level in declarations().levels.values()})


def _units() -> str:
    return _any({unit.unit for unit in declarations().units.values() if CHINESE.search(unit.unit)})


@cache
def _names() -> str:
    known = declarations()
    return _any({one.name for one in known.measures.values()} | {one.name for one in known.indicators.values()})


@cache
def _item() -> str:
    listing = _any({each for each in english() if "、" in each and not SENTENCE.search(each)})
    whole = f"[^、；]*(?:{listing})"
    return f"{whole}[^、；]*|(?!{whole})[^、；]+"


def _any(words: set[str]) -> str:
    return "|".join(_plain(each) for each in sorted(words, key=lambda word: (-len(word), word)))


def _roles() -> str:
    return _any({*words().roles.values()})


def _signing() -> str:
    return _any({*words().signing.values()})


def _verdicts() -> str:
    return _any({*verdict_words().values()})


LISTED: dict[str, Callable[[], str]] = {
    "level": _levels,
    "stage": _levels,
    "name": _names,
    "unit": _units,
    "item": _item,
    "role": _roles,
    "signing": _signing,
    "verdict": _verdicts,
}
