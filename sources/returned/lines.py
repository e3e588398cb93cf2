"""The filled lines of a findings sheet, and everything that keeps one from being used, with its cell."""

from collections.abc import Iterator
from dataclasses import dataclass

from sources.grid import Sheet
from sources.personal import in_text
from sources.problems import Problem
from sources.returned.headings import Row, Table, table_with
from sources.returned.printed import FILLED, FINDING_ID, FOUND, KEYS, TREATMENTS
from sources.text import plain

NEEDED = {"finding_id": FINDING_ID, "treatment": FILLED["treatment"]}
SIGNED = {name: heading for name, heading in FILLED.items() if name not in NEEDED}
ASKED = {"rule": FOUND["rule"], **KEYS}
WORDS = {word: name for name, word in TREATMENTS.items()}
CHOICE = "或".join(f"“{word}”" for word in TREATMENTS.values())
Fault = tuple[str, str, str]  # column of the cell, what is wrong, how to put it right


@dataclass(frozen=True)
class Line:
    """One finding answered: what will be done about it, why, who says so and who agrees (nobody yet: empty).

    `place` is its 处理 cell; `asked` repeats what was asked (rule and KEYS), as far as the line still prints it.
    """

    sheet: str
    row: int
    place: str
    finding_id: str
    treatment: str
    text: str
    author: str
    approver: str
    asked: dict[str, str]


def findings_table(sheet: Sheet) -> Table | None:
    """The table of findings in a sheet, known by its headings alone."""
    return table_with(sheet, NEEDED, {**SIGNED, **ASKED})


def read_lines(table: Table, where: str) -> tuple[list[Line], list[Problem]]:
    """Every filled line that can be used, and every problem of the others; lines nobody filled in are passed over."""
    lines: dict[str, Line] = {}
    disputed: set[str] = set()
    problems: list[Problem] = []
    for row in table.rows():
        if not any(row.texts.get(name) for name in ("treatment", "text")):
            continue
        faults, line = list(_faults(row)), _line(table, row)
        if not faults and _contradicts(lines.get(line.finding_id), line):
            disputed.add(line.finding_id)
            faults = [("treatment", f"同一问题已在第 {lines[line.finding_id].row} 行答复，内容不同", "请只留一行")]
        problems += [Problem(f"{where} › {_cell(table, name, row)}", says, fix) for name, says, fix in faults]
        if all(name == "approver" and not line.approver for name, _, _ in faults):
            lines.setdefault(line.finding_id, line)
    return [line for line in lines.values() if line.finding_id not in disputed], problems


def _line(table: Table, row: Row) -> Line:
    texts = row.texts
    return Line(
        sheet=table.sheet.name,
        row=row.number,
        place=table.cell("treatment", row.number),
        finding_id=plain(texts["finding_id"]),
        treatment=WORDS.get(plain(texts["treatment"]), ""),
        text=in_text(texts.get("text", "")),
        author=plain(texts.get("author")),
        approver=plain(texts.get("approver")),
        asked={name: texts[name] for name in ASKED if texts.get(name)},
    )


def _contradicts(earlier: Line | None, line: Line) -> bool:
    def says(each: Line) -> tuple[str, ...]:
        return each.treatment, each.text, each.author, each.approver

    return earlier is not None and says(earlier) != says(line)


def _faults(row: Row) -> Iterator[Fault]:
    """What is wrong with one line by itself."""
    texts = {name: plain(text) for name, text in row.texts.items()}
    if not texts["finding_id"]:
        yield "finding_id", "填写了处理，却没有问题编号", "请把该问题的编号抄回这一行"
    if not texts["treatment"]:
        yield "treatment", "写了说明，没有选“处理”", f"请选{CHOICE}"
    elif texts["treatment"] not in WORDS:
        yield "treatment", f"“处理”填的是“{in_text(row.texts['treatment'])}”", f"请选{CHOICE}"
    if WORDS.get(texts["treatment"]) == "confirm":
        for name, heading in SIGNED.items():
            if not texts.get(name):
                pending = "，暂不生效" if name == "approver" else ""
                yield name, f"选了“{TREATMENTS['confirm']}”，没有填“{heading}”{pending}", f"请填写{heading}"
    if texts.get("author") and texts.get("author") == texts.get("approver"):
        yield "approver", "填报人和审核人是同一人", "请由另一人审核"


def _cell(table: Table, name: str, row: Row) -> str:
    return table.cell(name, row.number) if name in table.columns else f"第 {row.number} 行"
