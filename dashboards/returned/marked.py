"""Which cells of a sheet are concerned by which findings: by the failures, and by what a problem says in words."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from dashboards.returned.asked import Asked, Row
from sources import Sheet
from sources.returned.books import corners, disjoint
from sources.text import column_number, split_cell

CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
NAMED = re.compile(r"(?<![A-Za-z0-9])([A-Z]{1,3}[1-9]\d{0,6})(?=[“、。：（]|$)")
Place = tuple[int, int]  # row and column from 0


@dataclass
class Marks:
    """The concerned cells of one sheet, each with the finding and the failure behind it; the hardest comes first."""

    at: dict[Place, list[tuple[Row, Row]]] = field(default_factory=lambda: defaultdict(list))

    def severity(self, place: Place) -> str:
        """`hard` where one finding of the cell must be corrected, else `soft`; empty where there is none."""
        severities = {finding["severity"] for finding, _ in self.at.get(place, ())}
        return "hard" if "hard" in severities else "soft" if severities else ""

    @property
    def hardest(self) -> str:
        found = {self.severity(place) for place in self.at}
        return "hard" if "hard" in found else "soft" if found else ""


def marks(asked: Asked, delivery: Row, sheets: list[Sheet]) -> list[Marks]:
    """The concerned cells of every sheet of a delivery."""
    by_name: dict[str, Marks] = {}
    found = [by_name.setdefault(sheet.name, Marks()) for sheet in sheets]
    first = {sheet.name: _first_of_merged(sheet) for sheet in sheets}
    for finding in asked.findings:
        for failure in asked.failing[finding["finding_id"]]:
            if failure["delivery_id"] == delivery["delivery_id"]:
                for name, place in _places(failure, delivery, sheets):
                    by_name[name].at[first[name].get(place, place)].append((finding, failure))
    return found


def _first_of_merged(sheet: Sheet) -> dict[Place, Place]:
    """Cell inside a merged range → the cell that is seen."""
    return {
        (row, column): (top, left)
        for top, left, bottom, right in map(corners, disjoint(sheet.merges))
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }


def _places(failure: Row, delivery: Row, sheets: list[Sheet]) -> Iterator[tuple[str, Place]]:
    name = failure["sheet"] or ""
    if failure["cell"] is None:
        yield from _told_in_words(delivery["problem"] or "", delivery["file_name"], sheets)
    elif CELL.fullmatch(failure["cell"]) and any(sheet.name == name for sheet in sheets):
        yield name, place_of(failure["cell"])


def _told_in_words(problem: str, file_name: str, sheets: list[Sheet]) -> Iterator[tuple[str, Place]]:
    """The cells that the problem of a whole delivery names, as far as they lie in its sheets."""
    for line in problem.splitlines():
        for sheet in sheets:
            where = f"{file_name} › {sheet.name}" if sheet.name else file_name
            if line.startswith((f"{where}：", f"{where} › ")):
                places = (place_of(cell) for cell in NAMED.findall(line[len(where) :]))
                yield from ((sheet.name, at) for at in places if at[0] < sheet.height and at[1] < sheet.cells.width)


def place_of(cell: str) -> Place:
    """`C7` → (6, 2)."""
    name, row = split_cell(cell)
    return row - 1, column_number(name) - 1
