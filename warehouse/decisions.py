"""What people decided about names no register tells: `decisions.csv` in the home, read on every run.

A row says that what is printed in such a delivery means the region or school with this code; `-` means no unit at
all, the row is left out. A row of kind `successor` says that from the year of its `date` the school with the code
`printed` goes on as the school `means` (merged, or a new code for another kind of school), or with `-` no more.
"""

import csv
from dataclasses import dataclass, fields
from io import StringIO
from pathlib import Path

from sources import DeclarationError
from sources.text import plain

FILE = "decisions.csv"
KINDS = ("region", "school", "successor")
LEFT_OUT = "-"


@dataclass(frozen=True)
class Decision:
    """One remembered decision; an empty `context` holds for every delivery."""

    kind: str
    printed: str
    context: str
    means: str
    decided_by: str
    date: str
    note: str


@dataclass(frozen=True)
class Decisions:
    """All remembered decisions, those for a context first."""

    all: tuple[Decision, ...] = ()

    def about(self, kind: str, printed: str, context: str) -> Decision | None:
        """The decision about a printed name; a context is a sender, a form, or words of the title or file name."""
        wanted, said = plain(printed), plain(context)
        same = (one for one in self.all if one.kind == kind and plain(one.printed) == wanted)
        return next((one for one in same if plain(one.context) in said), None)


def read_decisions(path: Path) -> Decisions:
    """The decisions of one file, none where there is no file; raises one DeclarationError with all mistakes."""
    if not path.exists():
        return Decisions()
    rows = rows_of(path, tuple(field.name for field in fields(Decision)))
    mistakes = [f"{path.name} 第 {i} 行：{says}" for i, row in enumerate(rows, 2) for says in _mistakes(row)]
    if mistakes:
        raise DeclarationError(mistakes)
    decided = [Decision(**{name: text.strip() for name, text in row.items()}) for row in rows]
    return Decisions(tuple(sorted(decided, key=lambda one: not one.context)))


def rows_of(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """Rows of a CSV that people keep, in UTF-8 or as office programs save it (GB 18030); short rows are filled up."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    rows = list(csv.DictReader(StringIO(text, newline=""), restval=""))
    strange = sorted({str(name) for row in rows for name in row if name not in columns})
    missing = [name for name in columns[:1] if rows and name not in rows[0]]
    if strange or missing:
        raise DeclarationError([f"{path.name}：列应为 {'、'.join(columns)}，不认识 {'、'.join(strange + missing)}"])
    return [{name: row.get(name) or "" for name in columns} for row in rows if any(row.values())]


def _mistakes(row: dict[str, str]) -> list[str]:
    kind = [] if row["kind"].strip() in KINDS else [f"kind 应为 {' 或 '.join(KINDS)}，现为“{row['kind']}”"]
    needed = [f"缺少 {name}" for name in ("printed", "means", "decided_by") if not row[name].strip()]
    dated = row["kind"].strip() == "successor" and not row["date"].strip()[:4].isdigit()
    return kind + needed + (["date 应以年份开头，如 2023-09-01"] if dated else [])
