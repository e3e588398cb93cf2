"""Mistakes as people make them, planted into the county's files on purpose, each remembered with its cell.

Every kind is a function, of one page (mistakes.py) or of the list of files; `plant` chooses the place by chance, the
same for the same seed.
"""

import copy
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from sources.example.county import County, make_county
from sources.example.draw import stream
from sources.example.files import Book, books_of
from sources.example.mistakes import OF_PAGES
from sources.example.page import address
from sources.example.spots import pick


@dataclass(frozen=True)
class Planted:
    """One planted fault: where it is, what stood there before and after, and how many cells it touched."""

    kind: str
    file: str
    sheet: str
    cell: str
    field: str
    before: str
    after: str
    cells: int = 1


class NoPlace(Exception):
    """None of the files has a place for this kind of fault."""


def plant(county: County, books: Iterable[Book], kind: str, seed: int) -> tuple[list[Book], Planted]:
    """The same files with one fault of this kind, and what was planted; NoPlace when none of them has room for it."""
    chance, given = stream(seed, "fault", kind), list(books)
    if kind in OF_FILES:
        return OF_FILES[kind](county, given, chance)
    for at in chance.permutation(len(given)):
        book = copy.deepcopy(given[at])
        for sheet in chance.permutation(len(book.pages)):
            page = book.pages[sheet]
            if (told := OF_PAGES[kind](page, chance)) is not None:
                place, before, after, cells = told
                field = next((name for (_, name), where in page.places.items() if where == place), "")
                given[at] = book
                return given, Planted(kind, book.name, page.name, address(place), field, before, after, cells)
    raise NoPlace(kind)


def plant_all(
    county: County, books: Iterable[Book], kinds: Iterable[str], seed: int
) -> tuple[list[Book], list[Planted]]:
    """Several faults, one after the other, never two in the same file."""
    done: list[Planted] = []
    given = list(books)
    for kind in kinds:
        touched = [book for book in given if book.name in {one.file for one in done}]
        changed, one = plant(county, [book for book in given if book not in touched], kind, seed)
        given, done = [*changed, *touched], [*done, one]
    return sorted(given, key=lambda book: (book.year, book.name)), done


def file_missing(county: County, books: list[Book], chance: np.random.Generator) -> tuple[list[Book], Planted]:
    """A file that never came."""
    gone = books[int(chance.integers(len(books)))]
    return [book for book in books if book is not gone], Planted(
        "file_missing", gone.name, "", "", "", gone.name, "", 0
    )


def last_year_again(county: County, books: list[Book], chance: np.random.Generator) -> tuple[list[Book], Planted]:
    """Last year's figures under this year's name and title."""
    dated = [book for book in books if book.form and book.year > county.roster.first]
    book = pick(chance, dated)
    if book is None:
        raise NoPlace("last_year_again")
    old = next(b for b in books_of(county, book.year - 1) if (b.form, b.release) == (book.form, "return"))
    return _replaced(books, book, _retitled(old, book), "last_year_again", f"{book.year - 1}年的数")


def other_region(county: County, books: list[Book], chance: np.random.Generator) -> tuple[list[Book], Planted]:
    """The figures of another county, a smaller one, under this one's name."""
    book = pick(chance, [book for book in books if book.form])
    if book is None:
        raise NoPlace("other_region")
    roster = county.roster
    another = make_county(roster.schools * 2 // 3, len(county.years), roster.seed + 1, roster.last)
    other = next(b for b in books_of(another, book.year) if (b.form, b.release) == (book.form, book.release))
    return _replaced(books, book, _retitled(other, book), "other_region", "另一个县的数")


def _retitled(source: Book, target: Book) -> Book:
    """The pages of one file with the titles of another."""
    pages = copy.deepcopy(source.pages)
    for page, model in zip(pages, target.pages, strict=True):
        page.put(0, 0, model.get(0, 0))
    return replace(target, pages=pages)


def _replaced(books: list[Book], old: Book, new: Book, kind: str, after: str) -> tuple[list[Book], Planted]:
    cells = sum(len(page.places) for page in new.pages)
    told = Planted(kind, old.name, "", "", "", f"{old.year}年的数", after, cells)
    return [new if book is old else book for book in books], told


OF_FILES: dict[str, Callable[[County, list[Book], np.random.Generator], tuple[list[Book], Planted]]] = {
    each.__name__: each for each in (file_missing, last_year_again, other_region)
}
KINDS = (*OF_PAGES, *OF_FILES)
