"""One sheet of one file on its way to a return: what messages call it, and what its cells are like."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sources.archive import own_name
from sources.grid import Sheet
from sources.problems import Problem, StopDelivery

TEXT_FILES = {".csv", ".txt", ".tsv", ".docx"}  # everything else keeps numbers as binary doubles


@dataclass(frozen=True)
class Page:
    """A sheet, the file it came in, and the years that the file's other sheets and its name print."""

    sheet: Sheet
    file_name: str
    book_years: list[int]

    @property
    def where(self) -> str:
        return f"{self.file_name} › {self.sheet.name}" if self.sheet.name else self.file_name

    @property
    def stem(self) -> str:
        return Path(own_name(self.file_name)).stem

    @property
    def binary(self) -> bool:
        return Path(self.file_name).suffix.lower() not in TEXT_FILES

    @cached_property
    def percent(self) -> dict[str, frozenset[int] | None]:
        """Letter → rows kept as shares and shown as percentages; None: the whole column."""
        rows: dict[str, set[int]] = {}
        for cell in self.sheet.percent:
            letter = cell.rstrip("0123456789")
            if letter != cell:
                rows.setdefault(letter, set()).add(int(cell[len(letter) :]))
        whole = {cell for cell in self.sheet.percent if cell.isalpha()}
        return {name: frozenset(found) for name, found in rows.items()} | dict.fromkeys(whole)

    def stop(self, said: str, fix: str) -> StopDelivery:
        """The exception that stops this sheet with one sentence."""
        return StopDelivery([Problem(self.where, said, fix)])
