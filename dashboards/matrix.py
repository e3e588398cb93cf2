"""The matrix: districts × tests × years, worst first; one region alone is shown years × tests."""

from collections import Counter
from dataclasses import dataclass

from dashboards.cards import short_gap
from dashboards.facts import Facts
from dashboards.groups import Group
from dashboards.verdicts import Row, Verdict
from dashboards.words import Sign, words

MOST_COLUMNS = 20


@dataclass(frozen=True)
class Column:
    """A test at one level."""

    test: str
    level: str


@dataclass(frozen=True)
class Cell:
    """One verdict of the matrix; `note` numbers the missing inputs named below the table."""

    sign: Sign
    flags: list[Sign]
    gap: str
    note: int
    href: str


@dataclass(frozen=True)
class Line:
    """A row: a region in one year, or a year of one region."""

    name: str
    href: str
    cells: list[Cell | None]
    failed: int


@dataclass(frozen=True)
class Block:
    """Columns that fit side by side; `heads` are the tests and how many columns each has."""

    heads: list[tuple[Row, int]]
    levels: list[str]
    lines: list[Line]


@dataclass(frozen=True)
class Table:
    """One year of a group (or all years of one region), in as many blocks as the page is wide."""

    anchor: str
    title: str
    blocks: list[Block]
    notes: list[str]
    failed: int
    first: str
    folded: bool


def tables(facts: Facts, group: Group) -> list[Table]:
    """A table per year, newest open; a single region gives one table of years."""
    if group.single:
        rows = {str(year): group.of_year(year) for year in group.years}
        return [_table(facts, group, "", rows, folded=False)]
    by_year = {year: _by_region(facts, group, group.of_year(year)) for year in group.years}
    return [_table(facts, group, str(year), rows, folded=year != group.latest) for year, rows in by_year.items()]


def _by_region(facts: Facts, group: Group, verdicts: list[Verdict]) -> dict[str, list[Verdict]]:
    """Verdicts by name of region: the parent itself, then most failed duties first, then the widest gap."""
    rows: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        rows.setdefault(verdict.region, []).append(verdict)

    def order(row: tuple[str, list[Verdict]]) -> tuple[bool, int, tuple[int, float], str]:
        region, of_row = row
        return region != group.code, -sum(v.failed for v in of_row), of_row[0].order, region

    names = {region: facts.name(region) + ("合计" if region == group.code else "") for region in rows}
    return {names[region]: of_row for region, of_row in sorted(rows.items(), key=order)}


def _table(facts: Facts, group: Group, year: str, rows: dict[str, list[Verdict]], *, folded: bool) -> Table:
    verdicts = [v for of_row in rows.values() for v in of_row]
    columns = _columns(facts, verdicts)
    notes = sorted({"、".join(v.missing) for v in verdicts if v.missing})
    return Table(
        anchor=f"g-{group.code}-{year or group.latest}",
        title=f"{year} 年" if year else f"{group.years[-1]}–{group.years[0]} 年",
        blocks=[_block(facts, rows, part, notes) for part in _parts(columns)],
        notes=notes,
        failed=sum(v.failed for v in verdicts),
        first="地区" if year else "年份",
        folded=folded,
    )


def _columns(facts: Facts, verdicts: list[Verdict]) -> list[Column]:
    """Columns in declared order, tests of the whole region before those with a column per level."""
    found = {(v.test, v.level) for v in verdicts}
    columns = [Column(t, level) for t in facts.tests for level in words().levels if (t, level) in found]
    width = Counter(column.test for column in columns)
    return sorted(columns, key=lambda column: width[column.test] > 1)


def _parts(columns: list[Column]) -> list[list[Column]]:
    """Columns in blocks of at most MOST_COLUMNS, never cutting a test in two."""
    parts: list[list[Column]] = [[]]
    for test in dict.fromkeys(column.test for column in columns):
        of_test = [column for column in columns if column.test == test]
        if parts[-1] and len(parts[-1]) + len(of_test) > MOST_COLUMNS:
            parts.append([])
        parts[-1] += of_test
    return parts


def _block(facts: Facts, rows: dict[str, list[Verdict]], columns: list[Column], notes: list[str]) -> Block:
    tests = dict.fromkeys(column.test for column in columns)
    lines = [_line(facts, name, of_row, columns, notes) for name, of_row in rows.items()]
    return Block(
        heads=[(facts.tests[test], sum(c.test == test for c in columns)) for test in tests],
        levels=[words().levels[c.level] for c in columns],
        lines=[line for line in lines if any(line.cells)],
    )


def _line(facts: Facts, name: str, verdicts: list[Verdict], columns: list[Column], notes: list[str]) -> Line:
    cells = {Column(v.test, v.level): _cell(facts, v, notes) for v in verdicts}
    region = verdicts[0].region
    return Line(
        name=name,
        href=f"regions/{region}.html" + (f"#y-{verdicts[0].year}" if any(map(facts.has_card, verdicts)) else ""),
        cells=[cells.get(column) for column in columns],
        failed=sum(v.failed for v in verdicts),
    )


def _cell(facts: Facts, verdict: Verdict, notes: list[str]) -> Cell:
    return Cell(
        sign=verdict.sign,
        flags=[words().flags[flag] for flag in verdict.flags],
        gap=short_gap(verdict),
        note=notes.index("、".join(verdict.missing)) + 1 if verdict.missing else 0,
        href=f"regions/{verdict.region}.html" + (f"#{verdict.anchor}" if facts.has_card(verdict) else ""),
    )
