"""The files of the county, year by year, as a bureau would send them; every name and title says 示例."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from sources.example.county import County
from sources.example.page import Caption, Page, list_page, matrix_page
from sources.example.plan import plan
from sources.example.workbook import write_book
from sources.forms import load_forms

RELEASES = {"flash": "（快报）", "return": ""}
LONG_AGO = (2000, 1, 1, 0, 0, 0)
NOTES = ("注：本表为示例数据，由程序按随机种子生成，与任何真实地区、学校无关。",)


@dataclass(frozen=True)
class Book:
    """One file to be: its name without suffix, what it tells, its sheets."""

    name: str
    form: str
    year: int
    release: str
    pages: tuple[Page, ...]


def books(county: County) -> list[Book]:
    """Every file of every year, the first release of the funding table before the final one."""
    years = [told.year for told in county.years]
    return [book for year in years for book in books_of(county, year)]


def books_of(county: County, year: int) -> Iterator[Book]:
    """The files of one year."""
    for form, tables in plan().files.items():
        releases = county.releases(year) if form == "funding_basis" else ["return"]
        for release in releases:
            title = f"{plan().place['name']}{year}年{load_forms()[form].title}{RELEASES[release]}"
            captions = [Caption(form, table, year, name, title) for table, name in tables.items()]
            yield Book(title, form, year, release, tuple(_page(county, caption, release) for caption in captions))


def school_books(county: County, year: int, count: int) -> Iterator[Book]:
    """One workbook with several sheets for those of the first `count` schools, kindergartens aside, that owe any."""
    frame = school_frame(county, year).filter(pl.col("pupils|all") > 0, pl.col("pupils|kindergarten").is_null())
    for values in frame.sort(pl.col("pupils|primary").is_null(), "@school_code").head(count).to_dicts():
        who = (f"学校（机构）名称：{values['@school']}", f"学校（机构）标识码：{values['@school_code']}")
        told = {name: value for name, value in values.items() if name[0] != "@" and name != "full_time_teachers|all"}
        pages = [
            matrix_page(
                Caption(form, table, year, name, f"{year}年{load_forms()[form].tables[table].title}", who), told
            )
            for form, tables in plan().books.items()
            for table, name in tables.items()
            if _asks(form, table, told)
        ]
        if pages:
            yield Book(f"{values['@school']}{year}年报表", "", year, "return", tuple(pages))


def _asks(form: str, table: str, told: dict[str, Any]) -> bool:
    """Whether a school has what the required fields of a table ask for."""
    columns = load_forms()[form].columns_of(table)
    return any(told.get(f"{c.field}|{c.level}") is not None for c in columns if c.need == "required")


def _page(county: County, caption: Caption, release: str) -> Page:
    """A list of the schools, or a matrix about the county."""
    if load_forms()[caption.form].tables[caption.table].layout == "list":
        return list_page(replace(caption, lines=NOTES), school_frame(county, caption.year))
    who = (f"填报单位：{plan().place['name']}", f"行政区划代码：{plan().place['code']}")
    table = load_forms()[caption.form].tables[caption.table].title
    title = f"{plan().place['name']}{caption.year}年{table}{RELEASES[release]}"
    return matrix_page(replace(caption, lines=who, title=title), county.of_county(caption.year, release))


def school_frame(county: County, year: int) -> pl.DataFrame:
    """A row for each school of the year, columns as pages call them."""
    who = county.schools.select(
        pl.col("code").alias("@school_code"),
        pl.col("name").alias("@school"),
        pl.lit(plan().place["name"]).alias("@region"),
        pl.lit(plan().place["code"]).alias("@code"),
        pl.col("kind").alias("@school_kind"),
        pl.col("ownership").alias("@ownership"),
        pl.col("urban_rural").alias("@urban_rural"),
        (pl.lit("示例") + pl.col("code").str.slice(4)).alias("@personal|校长姓名"),
        (pl.lit("000-") + pl.col("code").str.slice(4)).alias("@personal|校长手机号"),
    )
    told = county.of_schools(year).rename({"code": "@school_code"})
    numbered = who.join(told, on="@school_code", how="inner", maintain_order="left")
    return numbered.with_columns(pl.int_range(1, pl.len() + 1).alias("@ignore|序号"))


def write(books: Iterable[Book], folder: Path) -> list[Path]:
    """The books as .xlsx files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return [write_book(folder / f"{book.name}.xlsx", book.pages) for book in books]


def pack(paths: Sequence[Path], path: Path) -> Path:
    """Files packed into one zip, which is the same whenever it is made; the files go."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for each in sorted(paths):
            packed.writestr(zipfile.ZipInfo(each.name, LONG_AGO), each.read_bytes(), zipfile.ZIP_DEFLATED)
            each.unlink()
    return path
