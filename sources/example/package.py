"""A whole package of the county's files in a folder, with a text that says what they are and what was planted."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from sources.example.county import County, make_county
from sources.example.faults import Planted, plant_all
from sources.example.files import Book, books, pack, school_books, write
from sources.example.plan import plan

DELIVERIES = "报送件"
EXPLANATION = "说明.txt"


@dataclass(frozen=True)
class Order:
    """How large a county, which seed, which faults, which forms (none: all); `books` schools send a workbook of their
    own, `packed`: a zip a year."""

    schools: int
    years: int
    seed: int
    faults: tuple[str, ...] = ()
    books: int = 0
    packed: bool = False
    forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Package:
    """What was written: the county, its files, the planted faults."""

    county: County
    files: tuple[Path, ...]
    planted: tuple[Planted, ...]


def deliver(folder: Path, order: Order) -> Package:
    """Write the files into `folder`/报送件 and 说明.txt beside it; raises NoPlace when a fault finds no room."""
    sent = send(folder / DELIVERIES, order)
    told = explanation(order, sent.files, sent.planted)
    (folder / EXPLANATION).write_text(told, encoding="utf-8-sig", newline="\r\n")
    return sent


def send(folder: Path, order: Order) -> Package:
    """Write the files alone, as they would lie in an inbox."""
    county = make_county(order.schools, order.years, order.seed, plan().last_year)
    last = county.roster.last
    wanted = [book for book in books(county) if not order.forms or book.form in order.forms]
    sent, planted = plant_all(county, wanted, order.faults, order.seed)
    sent += school_books(county, last, order.books)
    files = _written(sent, folder, order.packed)
    return Package(county, tuple(files), tuple(planted))


def _written(sent: Sequence[Book], folder: Path, packed: bool) -> list[Path]:
    if not packed:
        return write(sent, folder)
    by_year = groupby(sorted(sent, key=lambda book: book.year), key=lambda book: book.year)
    name = plan().place["name"]
    return [pack(write(of_year, folder), folder / f"{name}{year}年报表.zip") for year, of_year in by_year]


def explanation(order: Order, files: Sequence[Path], planted: Sequence[Planted]) -> str:
    """说明.txt: that all of it is invented, how to make it again, and every planted fault with its cell."""
    name = plan().place["name"]
    lines = [
        f"{name}的报送件全部是程序按随机种子生成的示例数据，与任何真实地区、学校、个人无关，不得当作真实统计使用。",
        f"学校 {order.schools} 所，{order.years} 年（到 {plan().last_year} 年），种子 {order.seed}；可照此重新生成。",
        f"文件 {len(files)} 个：",
        *(f"  {path.name}" for path in files),
        f"埋下的错误 {len(planted)} 处" + ("：" if planted else "。"),
        *(f"  {line}" for line in map(_told, planted)),
    ]
    return "\n".join(lines) + "\n"


def _told(one: Planted) -> str:
    where = " › ".join(word for word in (one.file, one.sheet, one.cell) if word)
    return f"{one.kind}：{where}，原为 {one.before}，改为 {one.after or '（空）'}，涉及 {one.cells} 格"
