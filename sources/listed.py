"""A table with a row per unit → a return: whole columns read at once, rows that are no data set aside."""

import polars as pl

from sources.body import Body, sort_out
from sources.columns import field_of, kinds, unit_of
from sources.forms import WORDS
from sources.held import held_columns
from sources.numbers import Cells, read_cells
from sources.page import Page
from sources.problems import Problem
from sources.refusals import fractions, refused, uncomputed
from sources.returns import Column, Return
from sources.sections import Section
from sources.text import column_number
from sources.understood import understood
from sources.whose import named, reporting, totals
from sources.years import years_of


def listed(page: Page, section: Section) -> Return:
    """Read one table with a row per unit, and say of it every cell that can't enter."""
    match, title = section.match, section.match.context.title or page.stem
    roles = {column.field[1:]: name for name, column in match.columns.items() if column.is_role}
    columns = _columns(section, page, title)
    rows = _filled_down(_rows(page, section), page, list(roles.values()))
    body, rows, read = _body(page, section, rows, columns, roles)
    if rows.is_empty():
        raise page.stop("表头下没有一行数据", "请核对是否发错了空白表")
    words = _words(rows, roles, reporting(page, match))
    years, wrong = years_of(words, roles.get("year"), match, page)
    unmapped = held_columns(rows, match)
    return Return(
        form=match.form.id,
        table=match.table.id,
        sheet=page.sheet.name,
        title=title,
        release=match.form.release,
        citation=body.citation,
        columns=columns,
        frame=pl.concat([words.drop("year"), years.to_frame(), read.numbers], how="horizontal"),
        shown=read.shown,
        notes=read.odd.select("row", "key", "status", "text"),
        unmapped=unmapped,
        aside=body.aside,
        understood=understood(match, rows, columns, read.numbers, unmapped),
        problems=(*wrong, *_problems(page, columns, rows, read)),
    )


def _rows(page: Page, section: Section) -> pl.DataFrame:
    """The rows of the table with their numbers in `row`."""
    numbered = page.sheet.cells.with_row_index("row", offset=1).with_columns(pl.col("row").cast(pl.Int64))
    return pl.concat([numbered.slice(first - 1, last - first + 1) for first, last in section.stretches])


def _filled_down(rows: pl.DataFrame, page: Page, letters: list[str]) -> pl.DataFrame:
    """A name in a range merged downwards stands for all its rows."""
    numbers = {column_number(name): name for name in letters}
    low, high = (rows["row"].min(), rows["row"].max()) if rows.height else (0, -1)
    for merge in page.sheet.merges:
        name = numbers.get(merge.first_column)
        if name and merge.last_row > merge.first_row and low <= merge.first_row <= high:  # type: ignore[operator]
            inside = pl.col("row").is_between(merge.first_row, merge.last_row)
            text = page.sheet.row(merge.first_row)[page.sheet.cells.columns.index(name)]
            rows = rows.with_columns(pl.when(inside).then(pl.lit(text)).otherwise(name).alias(name))
    return rows


def _columns(section: Section, page: Page, title: str) -> tuple[Column, ...]:
    match = section.match
    data = {name: column for name, column in match.columns.items() if not column.is_role}
    return tuple(
        Column(
            key=f"c{i}",
            field=field_of(column, match, title, page.where),
            level=column.level,
            part=column.part,
            unit=unit_of(column, match.header.heads[name], None, match.context.units),
            letter=name,
            header=match.header.heads[name].printed,
        )
        for i, (name, column) in enumerate(data.items())
    )


def _body(
    page: Page, section: Section, rows: pl.DataFrame, columns: tuple[Column, ...], roles: dict[str, str]
) -> tuple[Body, pl.DataFrame, Cells]:
    """The rows that are data and their columns read, and what was set aside."""
    read = _read(page, section, rows, columns, roles)
    empty = read.numbers.select(pl.all_horizontal(pl.all().is_null())).to_series()
    body = sort_out(rows, empty, section.match.header.above, _over_later_headers(section, rows, empty))
    sums = totals(rows.filter(~empty), roles)
    drop = {each.row for each in body.aside} | {each.row for each in sums} | set(body.blank)
    body = body.with_more(sums)
    if not drop:
        return body, rows, read
    keep = ~rows["row"].is_in(list(drop))
    return body, rows.filter(keep), read.kept(keep, drop)


def _read(
    page: Page, section: Section, rows: pl.DataFrame, columns: tuple[Column, ...], roles: dict[str, str]
) -> Cells:
    """Every data column read, in the unit of the column or, where a row prints its own, of the row."""
    units = dict(rows.select("row", roles["unit"]).rows()) if "unit" in roles else {}
    percent = {column.key: page.percent.get(column.letter, frozenset()) for column in columns}
    kind_of = {}
    for column in columns:
        declared = section.match.columns[column.letter]
        own = {} if declared.part == "growth" else units
        kind_of[column.key] = kinds(declared, column.unit, page, percent[column.key], own)
    texts = rows.select(pl.col(column.letter).alias(column.key) for column in columns)
    return read_cells(rows["row"], texts, kind_of, percent)


def _words(rows: pl.DataFrame, roles: dict[str, str], otherwise: dict[str, str]) -> pl.DataFrame:
    """Row, the words of each row trimmed (empty, or what the page says, where the form prints none) and its year."""
    words = [
        named(roles[word], otherwise.get(word, "")).alias(word)
        if word in roles
        else pl.lit(otherwise.get(word, "")).alias(word)
        for word in WORDS
    ]
    year = named(roles["year"], "").alias("year") if "year" in roles else pl.lit("").alias("year")
    return rows.select("row", *words, year)


def _problems(page: Page, columns: tuple[Column, ...], rows: pl.DataFrame, read: Cells) -> list[Problem]:
    """Every kind of cell that must not enter as it stands."""
    letters = {column.key: column.letter for column in columns}
    place = pl.col("key").replace_strict(letters, return_dtype=pl.String) + pl.col("row").cast(pl.String)
    cells = read.odd.filter(pl.col("refused").is_not_null()).select("refused", "text", cell=place)
    there = {f"{name}{row}" for row in rows["row"] for name in letters.values()} if page.sheet.uncomputed else set()
    lost = [cell for cell in page.sheet.uncomputed if cell in there]
    problems = refused(cells, page.where) + uncomputed(lost, page.where)
    return problems + (fractions(read.numbers, columns, page.where) if page.binary else [])


def _over_later_headers(section: Section, rows: pl.DataFrame, bare: pl.Series) -> frozenset[int]:
    """Rows without numbers between the last figures of a stretch and the header that ends it."""
    ends = [last for _, last in (section.stretches if not section.last else section.stretches[:-1])]
    told = rows["row"].filter(~bare)
    over: set[int] = set()
    for first, last in section.stretches:
        if last in ends:
            before = max(told.filter(told.is_between(first, last)).to_list(), default=first - 1)
            over |= set(range(before + 1, last + 1))
    return frozenset(over)
