"""One delivered file → typed returns: every value an exact decimal, every cell with its address."""

from pathlib import Path

from sources.archive import own_name
from sources.crossed import crossed
from sources.grid import Sheet
from sources.header import is_figure
from sources.listed import listed
from sources.opening import opened
from sources.page import Page
from sources.problems import Problem, StopDelivery
from sources.returned import is_returned, returned
from sources.returns import Reading, Return
from sources.sections import Section, sections
from sources.text import plain, years_in

TITLE_ROWS = 6


def read(path: Path, file_name: str | None = None) -> Reading:
    """Read one file; raises StopDelivery naming every problem of every sheet, with what could be read as `partial`."""
    shown = file_name or path.name
    book = opened(path, shown)
    if is_returned(book.sheets):
        return _returned(path, shown)
    sheets = [sheet for sheet in book.sheets if sheet.height]
    book_years = [year for sheet in sheets for year in _years_printed(sheet)] + years_in(Path(own_name(shown)).stem)
    problems: list[Problem] = []
    returns: list[Return] = []
    for sheet in sheets:
        told, wrong = _read_sheet(Page(sheet, shown, book_years))
        returns += told
        problems += wrong + [each for one in told for each in one.problems]
    if not returns and not problems:
        problems.append(Problem(shown, "；".join(("没有一张工作表含有数据", *book.notes)), "请核对是否发错文件"))
    reading = Reading(shown, tuple(returns), book.notes)
    if problems:
        raise StopDelivery(problems, reading)
    return reading


def _returned(path: Path, shown: str) -> Reading:
    """A return workbook, in which those who signed are named."""
    book = opened(path, shown, named=True)
    answers = returned(book.sheets, shown)
    return Reading(shown, (), (*book.notes, *answers.notes), answers)


def _years_printed(sheet: Sheet) -> list[int]:
    """Years in the first rows of a sheet: where another sheet of the workbook says the year for all of them."""
    rows = (sheet.row(number) for number in range(1, min(sheet.height, TITLE_ROWS) + 1))
    return [year for row in (*rows, [sheet.name]) for text in row if "年" in text for year in years_in(text)]


def _read_sheet(page: Page) -> tuple[list[Return], list[Problem]]:
    """Every table of one sheet read, and what stops the others."""
    found = sections(page.sheet, page.book_years)
    if not found and not page.sheet.hidden and _has_numbers(page.sheet):
        fix = "请核对是否为已声明的表式（见 README“本版的限度”）；新表式请在 sources/forms/ 下声明"
        return [], [Problem(page.where, "认不出是哪一种表式：没有一组表头与已声明的表式相符", fix)]
    returns: list[Return] = []
    problems: list[Problem] = []
    for section in found:
        try:
            returns += _read_section(page, section)
        except StopDelivery as stop:
            problems += stop.problems
    return returns, problems


def _read_section(page: Page, section: Section) -> list[Return]:
    if problems := section.match.problems(page.where):
        raise StopDelivery(problems)
    return [listed(page, section)] if section.match.table.layout == "list" else crossed(page, section)


def _has_numbers(sheet: Sheet) -> bool:
    head = sheet.cells.head(1000)
    return any(is_figure(plain(text)) for row in head.iter_rows() for text in row if text)
