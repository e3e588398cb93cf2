"""A good delivery disturbed at random: each number is read right, or a reason is given; a silent difference fails."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources import Reading, StopDelivery, forms, load_forms, read

FACTORS = {
    "人": 1,
    "万人": 10_000,
    "元": 1,
    "万元": 10_000,
    "亿元": 100_000_000,
    "平方米": 1,
    "万平方米": 10_000,
    "%": 1,
    "个": 1,
}
OTHER_UNITS = {"人": "万人", "万元": "元", "平方米": "万平方米"}
REGIONS = ("甲区", "乙区", "丙县", "丁县", "戊新区", "己县")
FORM = """title: 示例\ntitle_en: Example\nrelease: return\ndocument: 示例
tables:\n  t: {title: 教育事业基本情况}\n"""
COLUMNS = """table,field,level,part,unit,need,row,2015
t,@region,,,,required,,地区
t,pupils,primary,value,人,required,,小学/在校生数
t,pupils_female,primary,value,人,optional,,小学/其中：女
t,classes,primary,value,个,required,,小学/班数
t,pupils,junior,value,人,required,,初中/在校生数
t,classes,junior,value,个,required,,初中/班数
t,floor_area,all,value,平方米,optional,,校舍面积
t,budget,all,value,万元,required,,教育经费/{year}年
t,budget,all,previous,万元,optional,,教育经费/{previous}年
t,budget,all,growth,%,optional,,教育经费/增长率
"""
Value = int | float | str | None


@dataclass(frozen=True)
class Part:
    """One column of the sheet: its two header lines, unit, and what it means (empty: nothing declared)."""

    top: str
    low: str
    unit: str
    means: tuple[str, str, str]
    values: tuple[Decimal | None, ...]
    printed: Callable[[Decimal], Value] = float
    missing: str = ""


@dataclass(frozen=True)
class Sheet:
    """A delivery before it is written: title, columns, and how it is to be laid out."""

    year: int
    parts: tuple[Part, ...]
    regions: tuple[str, ...] = REGIONS
    title: str = "{year}年教育事业基本情况表"
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    index: bool = False
    merged: bool = True
    repeated: bool = False
    indent: str = ""
    mark: bool = False
    total: str = ""
    blank_rows: frozenset[int] = frozenset()
    blank_columns: frozenset[int] = frozenset()
    word: Callable[[str], str] = field(default=str)
    as_csv: bool = False
    percent: bool = False


def good(seed: int) -> Sheet:
    """A plain delivery with figures from a seed."""
    pick = random.Random(seed)
    whole = [tuple(Decimal(pick.randrange(10**k)) for _ in REGIONS) for k in (5, 4, 3, 5, 3, 7)]
    now = tuple(Decimal(pick.randrange(10**8)) / 100 for _ in REGIONS)
    before = tuple(Decimal(pick.randrange(1, 10**8)) / 100 for _ in REGIONS)
    growth = tuple(Decimal(pick.randrange(-3000, 9000)) / 100 for _ in REGIONS)
    names = [("小学", "在校生数", "人", "pupils", "primary"), ("小学", "其中：女", "人", "pupils_female", "primary"),
             ("小学", "班数", "个", "classes", "primary"), ("初中", "在校生数", "人", "pupils", "junior"),
             ("初中", "班数", "个", "classes", "junior"), ("校舍面积", "", "平方米", "floor_area", "all")]  # fmt: skip
    parts = [Part(t, n, u, (f, v, "value"), told) for (t, n, u, f, v), told in zip(names, whole, strict=True)]
    money = [
        ("{year}年", "万元", "value", now),
        ("{previous}年", "万元", "previous", before),
        ("增长率", "%", "growth", growth),
    ]
    parts += [Part("教育经费", low, unit, ("budget", "all", part), told) for low, unit, part, told in money]
    return Sheet(2023, tuple(parts))


def changed(sheet: Sheet, at: int, **changes: object) -> Sheet:
    """The same with one column changed."""
    at %= len(sheet.parts)
    parts = [replace(part, **changes) if i == at else part for i, part in enumerate(sheet.parts)]  # type: ignore[arg-type]
    return replace(sheet, parts=tuple(parts))


def unit_changed(sheet: Sheet, at: int) -> Sheet:
    part = sheet.parts[at % len(sheet.parts)]
    return changed(sheet, at, unit=OTHER_UNITS.get(part.unit, part.unit))


def moved(sheet: Sheet, at: int) -> Sheet:
    """A group goes to the end; its columns stay together."""
    tops = list(dict.fromkeys(part.top for part in sheet.parts))
    top = tops[at % len(tops)]
    return replace(sheet, parts=tuple(sorted(sheet.parts, key=lambda part: part.top == top)))


def inserted(sheet: Sheet, at: int) -> Sheet:
    at %= len(sheet.parts)
    new = Part(
        f"新设项目{len(sheet.parts)}",
        "",
        "人",
        ("", "", ""),
        tuple(Decimal(900_000 + i) for i in range(len(sheet.regions))),
    )
    before = at and sheet.parts[at].top == sheet.parts[at - 1].top  # not into the middle of a group
    return sheet if before else replace(sheet, parts=(*sheet.parts[:at], new, *sheet.parts[at:]))


def renamed(sheet: Sheet, at: int) -> Sheet:
    return changed(sheet, at, top=f"新{sheet.parts[at % len(sheet.parts)].top}")


def dropped(sheet: Sheet, at: int) -> Sheet:
    at %= len(sheet.parts)
    return replace(sheet, parts=sheet.parts[:at] + sheet.parts[at + 1 :])


def emptied(sheet: Sheet, at: int) -> Sheet:
    part = sheet.parts[at % len(sheet.parts)]
    gone = at % len(sheet.regions)
    values = tuple(None if i == gone else value for i, value in enumerate(part.values))
    return changed(sheet, at, values=values, missing=("", "—", "…", "×", "无")[at % 5])


def spelled(sheet: Sheet, at: int) -> Sheet:
    return changed(sheet, at, printed=SPELLINGS[at % len(SPELLINGS)])


def full_width(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def ten_thousands(number: Decimal) -> Value:
    return f"{number / 10_000}万" if number >= 10_000 else float(number)


SPELLINGS: tuple[Callable[[Decimal], Value], ...] = (
    lambda number: f"{number:,}",
    lambda number: full_width(f"{number:,}"),
    lambda number: f" {number}\t",
    lambda number: f"　{number}",
    ten_thousands,
    lambda number: f"约{number}",
    lambda number: f"{number}①",
    lambda number: f"{float(number) + 0.1 - 0.1!r}",
)
WORDS: tuple[Callable[[str], str], ...] = (
    " ".join,
    lambda word: f"{word[:1]}\n{word[1:]}",
    full_width,
    lambda word: f"　{word} ",
)
DISTURBANCES: dict[str, Callable[[Sheet, int], Sheet]] = {
    "unit": unit_changed,
    "move": moved,
    "insert": inserted,
    "rename": renamed,
    "drop": dropped,
    "empty": emptied,
    "spell": spelled,
    "words": lambda sheet, at: replace(sheet, word=WORDS[at % len(WORDS)]),
    "year": lambda sheet, at: replace(sheet, year=2016 + at % 9),
    "above": lambda sheet, at: replace(sheet, above=("填报单位：示例市", "表号：示例1表", "（快报数）")[: 1 + at % 3]),
    "below": lambda sheet, at: replace(
        sheet, below=("注：1.示例。", "资料来源：示例", "填表人：某某  联系电话：13800000000")
    ),
    "index": lambda sheet, at: replace(sheet, index=True),
    "split": lambda sheet, at: replace(sheet, merged=False),
    "repeat": lambda sheet, at: replace(sheet, repeated=True),
    "indent": lambda sheet, at: replace(sheet, indent=" " * (1 + at % 4)),
    "mark": lambda sheet, at: replace(sheet, mark=True),
    "total": lambda sheet, at: replace(sheet, total=("合计", "总　计", "小计", "本页小计")[at % 4]),
    "blank row": lambda sheet, at: replace(sheet, blank_rows=sheet.blank_rows | {at % len(sheet.regions)}),
    "blank column": lambda sheet, at: replace(sheet, blank_columns=sheet.blank_columns | {at % len(sheet.parts)}),
    "csv": lambda sheet, at: replace(sheet, as_csv=True),
    "percent": lambda sheet, at: replace(sheet, percent=True),
}


def laid_out(sheet: Sheet) -> tuple[list[list[Value]], list[tuple[int, int, int, int]], list[tuple[int, int]]]:
    """Rows of cells, merged ranges, cells to be shown as percentages (all counted from 0)."""
    parts: list[Part | None] = []
    for i, part in enumerate(sheet.parts):
        parts += [None, part] if i in sheet.blank_columns else [part]
    width = 1 + len(parts)
    rows: list[list[Value]] = [[sheet.title.format(year=sheet.year)], *([text] for text in sheet.above)]
    merges = [(0, 0, 0, width - 1)]
    shares: list[tuple[int, int]] = []
    header(sheet, parts, rows, merges)
    sums = [sum((v for v in p.values if v is not None), Decimal(0)) if p else None for p in parts]
    for i, region in enumerate(sheet.regions):
        if i in sheet.blank_rows:
            rows.append([])
        if sheet.repeated and i == 3:
            rows.append([f"续表：{sheet.title.format(year=sheet.year)}"])
            header(sheet, parts, rows, merges)
        row: list[Value] = [f"{sheet.indent}{'# ' if sheet.mark and i == 0 else ''}{region}"]
        for part in parts:
            value = part.values[i] if part else None
            share = (
                part is not None and sheet.percent and part.unit == "%" and not sheet.as_csv and part.printed is float
            )
            if share and value is not None:
                shares.append((len(rows), len(row)))
                row.append(float(value / 100))
            else:
                row.append(shown(part, value) if part else None)
        rows.append(row)
    if sheet.total:
        rows.append([sheet.total, *(float(total) if total is not None else None for total in sums)])
    return [*rows, *([text] for text in sheet.below)], merges, shares


def shown(part: Part, value: Decimal | None) -> Value:
    return part.missing or None if value is None else part.printed(value / FACTORS[part.unit] * declared_factor(part))


def declared_factor(part: Part) -> int:
    """Values are kept in the unit that the form declares."""
    return 10_000 if part.means[0] == "budget" and part.unit != "%" else 1


def header(
    sheet: Sheet, parts: list[Part | None], rows: list[list[Value]], merges: list[tuple[int, int, int, int]]
) -> None:
    """Two lines of words, groups merged or printed over each of their columns, and the numbers of the columns."""
    first, top, low = len(rows), [sheet.word("地区")], [""]
    groups: list[list[int]] = []
    for at, part in enumerate(parts, 1):
        unit = f"（{part.unit}）" if part else ""
        name = part.low.format(year=sheet.year, previous=sheet.year - 1) if part else ""
        last = parts[groups[-1][-1] - 1] if groups else None
        begun = part is not None and last is not None and bool(part.low) and part.top == last.top
        top.append("" if part is None or (begun and sheet.merged) else sheet.word(part.top + ("" if name else unit)))
        low.append(sheet.word(name + unit) if name else "")
        if part:
            groups = [*groups[:-1], [*groups[-1], at]] if begun else [*groups, [at]]
    merges.append((first, 0, first + 1, 0))
    if sheet.merged:
        merges += [(first, at[0], first, at[-1]) for at in groups if len(at) > 1]
        merges += [(first, at, first + 1, at) for at, part in enumerate(parts, 1) if part and not part.low]
    rows += [list(top), list(low)]
    if sheet.index:
        rows.append(["甲", *range(1, len(parts) + 1)])


def write(sheet: Sheet, folder: Path) -> Path:
    rows, merges, shares = laid_out(sheet)
    if sheet.as_csv:
        path = folder / "delivery.csv"
        quoted = (",".join(f'"{"" if cell is None else cell}"' for cell in row) for row in rows)
        path.write_text("\n".join(quoted), encoding="utf-8")
        return path
    path = folder / "delivery.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page, share = book.add_worksheet("表"), book.add_format({"num_format": "0.00%"})
        for first_row, first_column, last_row, last_column in merges:
            page.merge_range(first_row, first_column, last_row, last_column, "")
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell not in (None, ""):
                    page.write(r, c, cell, share if (r, c) in shares else None)
    return path


def truth(sheet: Sheet) -> dict[tuple[str, str, str, str], Decimal | None]:
    return {
        (region, *part.means): value * declared_factor(part) if value is not None else None
        for part in sheet.parts
        if part.means[0]
        for region, value in zip(sheet.regions, part.values, strict=True)
    }


def told(reading: Reading, year: int) -> dict[tuple[str, str, str, str], Decimal | None]:
    """Every number read, in base units; twice the same key would be a silent sum."""
    found: dict[tuple[str, str, str, str], Decimal | None] = {}
    for one in reading.returns:
        assert one.frame["year"].unique().to_list() == [year]
        for column in one.columns:
            for region, number in one.frame.select("region", column.key).rows():
                key = (region, column.field, column.level, column.part)
                assert key not in found
                found[key] = number * FACTORS[column.unit] if number is not None else None
    return found


def judge(sheet: Sheet, folder: Path) -> bool:
    """Whether it was read rather than stopped; fails when a number differs or is gone without a word."""
    try:
        reading = read(write(sheet, folder))
    except StopDelivery as stop:
        assert all(problem.says and problem.fix for problem in stop.problems)
        return False
    wanted, found = truth(sheet), told(reading, sheet.year)
    held = [unmapped.header for one in reading.returns for unmapped in one.unmapped]
    wrong = {key: (number, wanted.get(key)) for key, number in found.items() if number != wanted.get(key, "nothing")}
    assert wrong == {}
    lost = {key[1:] for key in wanted if key not in found}
    assert len(lost) <= len(held), (lost, held)
    strange = [part for part in sheet.parts if not part.means[0]]
    assert len(held) >= len(strange)
    return True


@pytest.fixture(scope="module")
def declared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The form of the delivery, alone."""
    folder = tmp_path_factory.mktemp("forms")
    (folder / "f").mkdir()
    (folder / "f" / "form.yaml").write_text(FORM, encoding="utf-8")
    (folder / "f" / "columns.csv").write_text(COLUMNS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forms, "FOLDER", folder)
        load_forms.cache_clear()
        yield tmp_path_factory.mktemp("deliveries")
    load_forms.cache_clear()


STEPS = st.lists(st.tuples(st.sampled_from(sorted(DISTURBANCES)), st.integers(0, 50)), max_size=5)


def disturbed(seed: int, steps: list[tuple[str, int]]) -> Sheet:
    sheet = good(seed)
    for name, at in steps:
        sheet = DISTURBANCES[name](sheet, at) if sheet.parts else sheet
    return sheet


def test_the_good_delivery_is_read(declared: Path) -> None:
    assert judge(good(1), declared) and judge(replace(good(1), as_csv=True), declared)


HARMLESS = ["unit", "move", "insert", "words", "year", "above", "below", "index", "split", "repeat", "indent", "mark",
            "total", "blank row", "blank column", "csv", "percent", "empty"]  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS)
def test_what_changes_no_meaning_stops_nothing(declared: Path, name: str) -> None:
    assert all(judge(disturbed(at, [(name, at)]), declared) for at in range(4))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 999), steps=STEPS)
def test_a_disturbed_delivery_is_read_right_or_answered(
    declared: Path, seed: int, steps: list[tuple[str, int]]
) -> None:
    judge(disturbed(seed, steps), declared)


@pytest.mark.slow
@settings(max_examples=1_200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 9999), steps=STEPS)
def test_a_thousand_disturbed_deliveries(declared: Path, seed: int, steps: list[tuple[str, int]]) -> None:
    judge(disturbed(seed, steps), declared)
