"""How cells look: concerned ones by colour, border and weight, so that black-and-white paper shows the same."""

from functools import cache
from typing import Any

FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
THIN = {"border": 1, "border_color": "#808080"}
MARKS = {
    "hard": {"bg_color": "#F4B6B6", "bold": True, "border": 5, "border_color": "#8B0000"},  # thick line
    "soft": {"bg_color": "#FFF2CC", "italic": True, "border": 8, "border_color": "#7F6000"},  # broken line
}
TABS = {"hard": "#C00000", "soft": "#BF9000"}
KINDS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "lead": {"text_wrap": True},
    "note": {},
    "heading": {"bold": True, "bg_color": "#D9E1F2", "text_wrap": True, "align": "center", **THIN},
    "said": {"text_wrap": True, "valign": "top", **THIN},
    "link": {"text_wrap": True, "valign": "top", "font_color": "#0000EE", "underline": 1, **THIN},
    "fill": {"text_wrap": True, "valign": "top", "bg_color": "#FFFFE5", **THIN},
    "head": {"bold": True, "text_wrap": True, "align": "center", **THIN},
    "text": {"align": "left", **THIN},
    "long": {"align": "left", "text_wrap": True, **THIN},
    "number": {"align": "right", **THIN},
    "percent": {"align": "right", "num_format": "0.00%", **THIN},
}


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        @cache
        def made(kind: str, mark: str, decimals: int) -> Any:
            shown = {"num_format": f"0.{'0' * decimals}"} if decimals else {}
            return book.add_format({**FONT, **KINDS[kind], **MARKS.get(mark, {}), **shown})

        self._made = made

    def of(self, kind: str, mark: str = "", decimals: int = 0) -> Any:
        """The format of a kind of cell under a mark; `decimals` keeps the zeros that a text printed after its point."""
        return self._made(kind, mark, decimals)
