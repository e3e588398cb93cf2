"""One delivered file → typed returns: every value an exact decimal, every cell with its address."""

from pathlib import Path

import polars as pl

from sources.forms import NAMED_ELSEWHERE, Declared
from sources.grid import Sheet
from sources.numbers import SHOWN, as_numbers, cleaned, digits_shown, not_numbers
from sources.opening import opened
from sources.problems import Problem, StopDelivery
from sources.recognise import Match, recognise
from sources.refusals import fractions, not_computed, too_long, unreadable
from sources.returns import Column, Reading, Return
from sources.text import NOTE, half_width, plain, split_unit, years_in

TITLE_ROWS = 6
RATES = {"%", "‰", "百分点", ":1"}  # what a unit cell for the whole sheet (单位：元) does not speak of
WORDS = {"region", "code", "level", "name", "unit", "scope", "release", "citation"}


def read(path: Path, file_name: str | None = None) -> Reading:
    """Read one file; raises StopDelivery naming every problem of every sheet."""
    shown = file_name or path.name
    book = opened(path, shown)
    sheets = [sheet for sheet in book.sheets if sheet.height]
    book_years = [year for sheet in sheets for year in _years_printed(sheet)] + years_in(Path(shown).stem)
    problems: list[Problem] = []
    returns: list[Return] = []
    for sheet in sheets:
        try:
            returns += _read_sheet(sheet, shown, book_years)
        except StopDelivery as stop:
            problems += stop.problems
    if not returns and not problems:
        problems.append(Problem(shown, "；".join(("没有一张工作表含有数据", *book.notes)), "请核对是否发错文件"))
    if problems:
        raise StopDelivery(problems)
    return Reading(shown, tuple(returns), book.notes)


def _years_printed(sheet: Sheet) -> list[int]:
    """Years in the first rows of a sheet: where another sheet of the workbook says the year for all of them."""
    rows = (sheet.row(number) for number in range(1, min(sheet.height, TITLE_ROWS) + 1))
    return [year for row in (*rows, [sheet.name]) for text in row if "年" in text for year in years_in(text)]


def _read_sheet(sheet: Sheet, file_name: str, book_years: list[int]) -> list[Return]:
    where = f"{file_name} › {sheet.name}" if sheet.name else file_name
    match = recognise(sheet, book_years)
    if match is None:
        if not _has_numbers(sheet):
            return []
        fix = "请核对是否为已声明的表式（见 README“本版的限度”）；新表式请在 sources/forms/ 下声明"
        raise StopDelivery([Problem(where, "认不出是哪一种表式：没有一组表头与已声明的表式相符", fix)])
    if problems := match.problems(where):
        raise StopDelivery(problems)
    return [_typed(sheet, match, where, file_name, book_years)]


def _has_numbers(sheet: Sheet) -> bool:
    columns = sheet.cells.columns
    return any(sheet.cells.select(cleaned(c).str.contains(SHOWN).any() for c in columns).row(0))


def _typed(sheet: Sheet, match: Match, where: str, file_name: str, book_years: list[int]) -> Return:
    title = match.header.title or Path(file_name).stem
    roles = {column.field[1:]: name for name, column in match.columns.items() if column.is_role}
    columns = _columns(match, title, where)
    body = _body(sheet, match.header.last, roles["region"], [column.letter for column in columns])
    footer = _footer(sheet, match.header.last)
    if body.is_empty():
        raise StopDelivery([Problem(where, "表头下没有一行数据", "请核对是否发错了空白表")])
    texts = _words(body, roles).select("row", *sorted(WORDS), "year", *(pl.col(c.letter).alias(c.key) for c in columns))
    keys = [column.key for column in columns]
    notes = not_numbers(texts, keys)
    years = _years(texts, match, book_years, where, roles)
    numbers = as_numbers(texts, keys)
    problems = unreadable(notes, columns, where) + too_long(texts, numbers, columns, where)
    problems += not_computed(sheet, columns, texts["row"], where)
    if Path(file_name).suffix.lower() != ".csv":
        problems += fractions(numbers, columns, where)
    if problems:
        raise StopDelivery(problems)
    return Return(
        form=match.form.id,
        table=match.table.id,
        sheet=sheet.name,
        title=title,
        release=match.form.release,
        citation=footer,
        columns=columns,
        frame=numbers.with_columns(years.alias("year")),
        shown=digits_shown(texts, keys),
        notes=notes,
    )


def _columns(match: Match, title: str, where: str) -> tuple[Column, ...]:
    data = {name: column for name, column in match.columns.items() if not column.is_role}
    return tuple(
        Column(
            key=f"c{i}",
            field=_field(column, match, title, where),
            level=column.level,
            part=column.part,
            unit=_unit(column, match, name),
            letter=name,
            header=match.header.paths[name],
        )
        for i, (name, column) in enumerate(data.items())
    )


def _field(column: Declared, match: Match, title: str, where: str) -> str:
    """The field itself, or the one that the table's title names; a title that names none stops the delivery."""
    if column.field != "@title":
        return "" if column.field in NAMED_ELSEWHERE else column.field
    named = [phrase for phrase in match.table.fields if plain(phrase) in plain(title)]
    if not named:
        known = "、".join(match.table.fields)
        fix = "请在表题（或文件名）中写明"
        raise StopDelivery([Problem(where, f"表题“{title}”没有说明是哪一项数据（{known}）", fix)])
    return match.table.fields[max(named, key=len)]


def _unit(column: Declared, match: Match, name: str) -> str:
    """The unit printed over the column, else the one printed for the sheet, else the one declared for the form."""
    in_header = split_unit(match.header.paths[name])[1]
    for_sheet = match.header.unit if column.part != "growth" and column.unit not in RATES else None
    return in_header or for_sheet or column.unit


def _body(sheet: Sheet, header_last: int, region: str, letters: list[str]) -> pl.DataFrame:
    """Rows under the header that hold anything, notes left out; `row` is the row of the sheet."""
    rows = sheet.cells.with_row_index("row", offset=1).with_columns(pl.col("row").cast(pl.Int64))
    under = rows.filter(pl.col("row") > header_last)
    filled = pl.any_horizontal(half_width(pl.col(name)).fill_null("") != "" for name in (region, *letters))
    told = pl.any_horizontal(cleaned(name).str.contains(SHOWN) for name in letters)
    return under.filter(filled & (told | ~_is_note(sheet)))


def _first_text(sheet: Sheet) -> pl.Expr:
    """The leftmost text of each row, half-width."""
    texts = [pl.col(name).str.normalize("NFKC").str.strip_chars() for name in sheet.cells.columns]
    return pl.coalesce(pl.when(text != "").then(text) for text in texts).fill_null("")


def _is_note(sheet: Sheet) -> pl.Expr:
    return _first_text(sheet).str.contains(NOTE.pattern)


def _footer(sheet: Sheet, header_last: int) -> str:
    """Notes under the table (资料来源 and the like), joined: the document's own citation."""
    below = sheet.cells.slice(header_last).filter(_is_note(sheet)).select(_first_text(sheet)).to_series()
    return " ".join(below.to_list())


def _words(body: pl.DataFrame, roles: dict[str, str]) -> pl.DataFrame:
    """Columns with the words of each row, trimmed; roles that the form does not print are empty text."""
    printed = [
        pl.col(roles[w]).fill_null("").str.strip_chars().alias(w) if w in roles else pl.lit("").alias(w) for w in WORDS
    ]
    year = half_width(pl.col(roles["year"])).fill_null("") if "year" in roles else pl.lit("")
    return body.with_columns(*printed, year=year)


def _years(texts: pl.DataFrame, match: Match, book_years: list[int], where: str, roles: dict[str, str]) -> pl.Series:
    """Year of each row: from its own column, else the latest one printed over the table or in the workbook."""
    if "year" in roles:
        years = texts["year"].str.extract(r"^(\d{4})年?度?$", 1).cast(pl.Int16)
        if years.null_count():
            cells = [
                f"{roles['year']}{row}“{text}”"
                for row, text in texts.filter(years.is_null()).select("row", "year").rows()
            ]
            raise StopDelivery([Problem(where, f"年度读不出来：{'、'.join(cells)}", "请写成四位年份，如 2023")])
        return years
    printed = match.years or book_years
    if not printed:
        raise StopDelivery([Problem(where, "表题、表头和文件名都没有写年度", "请在表题中写明年度，如“2023年……”")])
    if strange := sorted(set(printed) - {max(printed), max(printed) - 1}):
        listed = "、".join(map(str, [*strange, max(printed)]))
        raise StopDelivery(
            [Problem(where, f"写有多个年份（{listed}），分不清数据属于哪一年", "请在表题中只写数据的年度")]
        )
    return pl.Series("year", [max(printed)] * texts.height, dtype=pl.Int16)
