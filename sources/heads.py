"""The words over each column as a path, from the lines of a header: merged and spread headings, 其中, units."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sources.grid import Sheet
from sources.paths import PART_OF, TOTAL, canonical, segment
from sources.text import UNIT_ALONE, UNIT_WORD, column_number, plain, split_unit

ONE_TO = frozenset({"教师人数=1", "教师=1"})  # how yearbooks print the unit of pupils to one teacher


@dataclass(frozen=True)
class Head:
    """What stands over one column.

    `path` its words joined by `/` in their one spelling, `others` further spellings it may be declared under,
    `printed` the words as they stand, `unit` the unit printed over this very column, `group_unit` the one over the
    group it is part of, `bracket` what stands in brackets at the end and is no unit that is known.
    """

    path: str
    printed: str
    others: tuple[str, ...] = ()
    unit: str | None = None
    group_unit: str | None = None
    bracket: str | None = None

    @property
    def spellings(self) -> tuple[str, ...]:
        return (canonical(self.printed), self.path, *self.others)


def heads_of(sheet: Sheet, rows: range, unit_row: Sequence[str]) -> dict[str, Head]:
    """Column letter → what stands over it in the header lines `rows`; columns without a word are left out."""
    letters = sheet.cells.columns
    words = _filled(sheet, rows)
    heads: dict[str, Head] = {}
    siblings: list[tuple[list[str], Head]] = []
    for position, name in enumerate(letters):
        column = [line[position] for line in words if line[position]]
        if not column:
            continue
        unit = unit_row[position] if unit_row and UNIT_WORD.match(unit_row[position]) else None
        head = _head(column, siblings, unit)
        if head.path:
            heads[name] = _split_further(head, sheet, rows, position)
            siblings.append((column, heads[name]))
    return heads


def _filled(sheet: Sheet, rows: range) -> list[list[str]]:
    """The header lines with merged headings repeated over all their columns; others over what stands under them."""
    lines = [[plain(text) for text in sheet.row(number)] for number in rows]
    position_of = {column_number(name): i for i, name in enumerate(sheet.cells.columns)}
    covered: set[tuple[int, int]] = set()
    for merge in sheet.merges:
        if merge.first_row < rows.start or merge.first_row >= rows.stop:
            continue
        across = [position_of[c] for c in range(merge.first_column, merge.last_column + 1) if c in position_of]
        line = lines[merge.first_row - rows.start]
        for position in across:
            line[position] = line[across[0]]
        down = range(merge.first_row - rows.start, min(merge.last_row, rows.stop - 1) - rows.start + 1)
        covered |= {(row, position) for row in down for position in across}
    for row in range(len(lines) - 2, -1, -1):
        lines[row] = _spread(lines, row, covered)
    return lines


def _spread(lines: list[list[str]], row: int, covered: set[tuple[int, int]]) -> list[str]:
    """A heading keeps its text in its first cell only: repeat it over the free columns that have a word below."""
    spread, current = [], ""
    for position, text in enumerate(lines[row]):
        fixed = (row, position) in covered
        current = "" if fixed else text or current
        under = any(below[position] for below in lines[row + 1 :])
        spread.append(text or (current if under and not fixed else ""))
    return spread


def _head(column: list[str], siblings: list[tuple[list[str], Head]], unit: str | None) -> Head:
    """The words over one column, read from the top; `siblings` are the columns on its left."""
    words, alone = _unit_lines(column)
    units = [_unit_off(word)[1] for word in words]
    parent = _parent(column, siblings)
    above = parent.path.removesuffix(f"/{TOTAL}").split("/") if parent and parent.path != TOTAL else []
    stems = [stem for word in words if (stem := segment(_unit_off(word)[0]))]
    marked = next((i for i, word in enumerate(words) if PART_OF.match(word)), 0)
    path = [*above, *(segment(_unit_off(word)[0]) for word in words[marked:])] if above else stems
    over = next((found for found in reversed(units[:-1]) if found), None)
    inherited = (parent.unit or parent.group_unit) if parent else None
    head = Head(
        path="/".join(filter(None, path)),
        printed="/".join(words),
        unit=unit or alone or units[-1],
        group_unit=over or inherited,
        bracket=split_unit(words[-1])[1] if not units[-1] else None,
    )
    return _spelled(head, "/".join(stems))


def _unit_lines(column: list[str]) -> tuple[list[str], str | None]:
    """The words of a column without the lines that are only a unit in brackets, `(人)`; repeated words once."""
    words, alone = column[:1], None
    for word in column[1:]:
        if found := UNIT_ALONE.match(word):
            alone = found["unit"]
        elif word != words[-1]:
            words.append(word)
    return words, alone


def _unit_off(word: str) -> tuple[str, str | None]:
    """The word without the unit at its end, in brackets or as a bare %."""
    stem, bracket = split_unit(word)
    unit = bracket.removeprefix("计量").removeprefix("单位:") if bracket else None
    if unit in ONE_TO:
        return stem, ":1"
    if unit is not None:
        return (stem, unit) if UNIT_WORD.match(unit) else (word, None)
    return (word[:-1], word[-1]) if len(word) > 1 and word[-1] in "%‰" else (word, None)


def _parent(column: list[str], siblings: list[tuple[list[str], Head]]) -> Head | None:
    """Whose part a column with 其中 or # is: the nearest on its left under the same headings without such a mark."""
    line = next((i for i, word in enumerate(column) if PART_OF.match(word)), None)
    if line is None:
        return None
    for other, head in reversed(siblings):
        if other[:line] != column[:line]:
            return None
        if len(other) > line and not PART_OF.match(other[line]):
            return head
    return None


def _spelled(head: Head, bare: str) -> Head:
    """Further spellings: without what 其中 was found to be part of, without a total at the end."""
    others = [text for text in (bare, head.path) if text]
    others += [split_unit(text)[0] for text in others if head.bracket]
    others += [text.removesuffix(f"/{TOTAL}") for text in others]
    return replace(head, others=tuple(dict.fromkeys(text for text in others if text != head.path)))


def _split_further(head: Head, sheet: Sheet, rows: range, position: int) -> Head:
    """A head cut by a diagonal (`项目＼地区`, `项目  地区`) stands for each of its words."""
    raw = " ".join(sheet.row(number)[position] for number in rows)
    parts = [plain(part) for part in raw.replace("＼", " ").replace("\\", " ").replace("／", " ").split()]
    more = [part for part in parts if len(part) > 1 and part not in (head.path, *head.others)]
    return replace(head, others=(*head.others, *more)) if len(parts) == 2 and position < 2 else head
