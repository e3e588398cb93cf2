"""Files → sheets of text, whatever kind of file it is: judged by its content, read within limits.

`opened` is the way in; each kind of file has its module, `worker` is the process in which workbooks are opened.
"""

from dataclasses import dataclass
from pathlib import Path

from sources.grid import Sheet
from sources.opening.documents import document
from sources.opening.kinds import DOCX, EMPTY, HTML, LARGE, LOCKED, READABLE, TEXT, TORN, ZIP, Kind, kind_of
from sources.opening.limits import MIB, MOST_FILE
from sources.opening.texts import text_file, too_long
from sources.opening.web import web_page
from sources.opening.workbooks import workbook
from sources.personal import without_people
from sources.problems import Problem, StopDelivery

__all__ = ["Opened", "grids", "opened"]

ANSWERS = {
    EMPTY: ("文件是空的，没有内容", "请重新复制或导出后再报送"),
    LOCKED: ("文件有密码", "请去掉密码后再报送"),
    LARGE: (f"文件超过 {MOST_FILE // MIB:,} MB", "请拆成几个文件报送"),
    TORN: ("文件不完整，打不开", "请重新复制或导出后再报送"),
    ZIP: ("这是一个压缩包", "请把压缩包放入 inbox，其中的文件会逐个读取"),
}


@dataclass(frozen=True)
class Opened:
    """The sheets of one file, and sentences about it that a person should know."""

    sheets: list[Sheet]
    notes: tuple[str, ...]


def grids(path: Path, file_name: str | None = None) -> list[Sheet]:
    """Sheets of one file; raises StopDelivery when the bytes can't be read."""
    return opened(path, file_name).sheets


def opened(path: Path, file_name: str | None = None, *, named: bool = False) -> Opened:
    """Sheets of one file and what is worth knowing about it; raises StopDelivery when the bytes can't be read.

    Personal information is hidden, unless those who signed shall be `named`.
    """
    shown = file_name or path.name
    kind = kind_of(path)
    if kind not in READABLE:
        raise StopDelivery([_unreadable(shown, kind)])
    sheets, notes = _read(path, shown, kind)
    if long := [problem for sheet in sheets for problem in too_long(sheet, _where(shown, sheet))]:
        raise StopDelivery(long)
    seen = [(sheet, 0) if named else without_people(sheet) for sheet in sheets]
    people = sum(hidden for _, hidden in seen)
    said = [f"有 {people:,} 格个人信息，只留在归档的原件里，其他地方一律隐去"] if people else []
    return Opened([sheet for sheet, _ in seen], (*_misnamed(shown, kind), *notes, *_about(sheets), *said))


def _read(path: Path, shown: str, kind: Kind) -> tuple[list[Sheet], list[str]]:
    if kind == TEXT:
        return text_file(path, shown), []
    if kind == HTML:
        return web_page(path, shown), []
    if kind == DOCX:
        return document(path, shown), []
    return workbook(path, shown, kind)


def _unreadable(shown: str, kind: Kind) -> Problem:
    known = "、".join(sorted({suffix for each in READABLE for suffix in each.suffixes[:2]}))
    says, fix = ANSWERS.get(kind, (f"内容是{kind.name}，不能从中读取表格", f"请报送含原始表格的文件（{known}）"))
    return Problem(shown, says, fix)


def _where(shown: str, sheet: Sheet) -> str:
    return f"{shown} › {sheet.name}" if sheet.name else shown


def _misnamed(shown: str, kind: Kind) -> list[str]:
    suffix = Path(shown).suffix.lower()
    if suffix in kind.suffixes:
        return []
    return [f"扩展名是 {suffix or '空'}，内容其实是{kind.name}，已按内容读取"]


def _about(sheets: list[Sheet]) -> list[str]:
    """Hidden sheets and formula results, sheet by sheet."""
    hidden = "、".join(f"“{sheet.name}”" for sheet in sheets if sheet.hidden)
    computed = "、".join(f"“{sheet.name}”{sheet.computed:,} 格" for sheet in sheets if sheet.computed)
    said = [f"有隐藏的工作表 {hidden}，同样读取了"] if hidden else []
    return said + ([f"有公式，采用的是文件保存的计算结果：{computed}"] if computed else [])
