"""Every text of the declarations that the pages show, by subject; names that have an English of their own left out."""

import re
from collections.abc import Iterator
from dataclasses import fields

from dashboards import screens, views, words, workbook
from expectations import declared_rules, declared_tests, norms
from expectations.causes.declared import declared_causes
from expectations.ledgers import declared_ledgers
from sources import load_forms
from warehouse import declarations, states

HEAD = re.compile(r' AS "?([^\s",]+)')


def declared() -> dict[str, list[str]]:
    """Subject → texts in declared order, each once; placeholders as declared."""
    told = {
        "words": [*_words()],
        "units": [unit.unit for unit in declarations().units.values()],
        "states": [text for state in states().values() for text in (state.name, state.means)],
        "menus": [screen.menu for screen in screens.screens().values()],
        "views": [view.title for view in views.views().values()],
        "charts": [text for chart in views.pages()["charts"].values() for text in (chart["heading"], chart["title"])],
        "profile": [title for part in ("sentences", "like") for title in views.pages()["profile"][part]],
        "indicators": [t for i in declarations().indicators.values() for t in (i.definition, i.document, i.official)],
        "measures": [measure.definition for measure in declarations().measures.values()],
        "tests": [
            text for test in declared_tests() for text in (test.short, test.law, test.article, test.text, test.note)
        ],
        "scopes": [each["scope"] for test in declared_tests() for each in test.alternatives],
        "aliases": [
            alias["scope"] for one in declarations().indicators.values() for alias in one.aliases if "scope" in alias
        ],
        "norms": [text for norm in norms() for text in (norm.title, norm.document)],
        "breaks": [text for each in declarations().breaks for text in (each.reason, each.document)],
        "rules": [text for rule in declared_rules() for text in (rule.headline, rule.hint, rule.source)],
        "messages": [rule.message for rule in declared_rules()],
        "each": [*_values()],
        "causes": [text for cause in declared_causes() for text in (cause.sentence, cause.hint)],
        "ledgers": [*_ledgers()],
        "forms": [form.document for form in load_forms().values()],
        "tables": [table.title for form in load_forms().values() for table in form.tables.values()],
        "workbook": [*workbook.IN_WORDS, *_heads(), *workbook.SIGNERS],
        "school_kinds": [text for kind in declarations().school_kinds.values() for text in (kind.name, kind.document)],
    }
    return {subject: list(dict.fromkeys(text for text in texts if _foreign(text))) for subject, texts in told.items()}


def _heads() -> Iterator[str]:
    for query in workbook.IN_WORDS.values():
        yield from HEAD.findall(query)


def _foreign(text: str) -> bool:
    """Whether the text has anything an English reader could not read."""
    return any(ord(letter) > 0x2FFF for letter in text)


def _words() -> Iterator[str]:
    known = words.words()
    for each in fields(known):
        for said in getattr(known, each.name).values():
            yield from (said.word, said.says) if isinstance(said, words.Sign) else (said,)


def _values() -> Iterator[str]:
    """What the variables of repeated rules say; an expression or an id says nothing to people."""
    for rule in declared_rules():
        yield from (value for one in rule.variables for value in one.values() if not value.startswith("'"))


def _ledgers() -> Iterator[str]:
    for one in declared_ledgers():
        yield from (
            text for text in (one.title, one.left["name"], one.right["name"], one.owner, one.source) if text != "{each}"
        )
