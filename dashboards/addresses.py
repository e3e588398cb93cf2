"""From a cell's address to the link that shows it: file › sheet › cell → deliveries/<id>.html#<sheet>-<cell>."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Grid = list[tuple[str, list[list[str]]]]
Grids = Callable[[str], Grid]  # delivery id → its sheets as (name, rows of text)


@dataclass(frozen=True)
class Address:
    """Where a number stands, in words and (when its delivery is shown) as a link relative to the page."""

    words: str
    href: str | None


@dataclass(frozen=True)
class Library:
    """The delivered sheets of every readable delivery."""

    sheets: dict[str, Grid]

    def address(self, row: dict[str, Any], up: str = "../") -> Address:
        """Address of a row naming file (or file_name), delivery_id, sheet and cell; `up` leads to the site's root."""
        file = row.get("file") or row.get("file_name") or ""
        parts = [str(part) for part in (file, row.get("sheet"), row.get("cell")) if part]
        return Address(" › ".join(parts), self._href(row, up))

    def _href(self, row: dict[str, Any], up: str) -> str | None:
        delivery = row.get("delivery_id")
        if delivery not in self.sheets:
            return None
        page = f"{up}deliveries/{delivery}.html"
        return f"{page}#{self.anchor(delivery, row.get('sheet') or '', row['cell'])}" if row.get("cell") else page

    def anchor(self, delivery: str, sheet: str, cell: str) -> str:
        """Id of a cell on its delivery's page: number of the sheet, counted from 1, and the cell."""
        names = [name for name, _ in self.sheets[delivery]]
        return f"{names.index(sheet) + 1 if sheet in names else 1}-{cell}"
