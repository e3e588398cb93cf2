"""Names that programs accept: of sheets in a workbook, of workbooks in a folder."""

import hashlib
import re

from sources.returned.books import fitting

BARRED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
LONGEST = 60  # signs of a sender's name in the name of a file
PREFIX = "退回表-"
NAMELESS = "未注明报送单位"


def sheet_name(number: int, name: str) -> str:
    """`2 表四`: the number makes it unique, whatever the sender called the sheet."""
    return fitting(f"{number} {name}")


def link_to(sheet: str, cell: str) -> str:
    """A link to a cell of the same workbook."""
    return "internal:'{}'!{}".format(sheet.replace("'", "''"), cell)


def shown_sender(sender: str) -> str:
    return sender or NAMELESS


def file_names(senders: list[str]) -> dict[str, str]:
    """A file name for each sender; of those that would share one, all but the first carry a hash of their own."""
    names: dict[str, str] = {}
    for sender in senders:
        bare = BARRED.sub("_", shown_sender(sender))[:LONGEST].strip(". ") or "_"
        taken = {name.casefold() for name in names.values()}
        name = f"{PREFIX}{bare}.xlsx"
        if name.casefold() in taken or bare != shown_sender(sender):
            name = f"{PREFIX}{bare}-{hashlib.sha256(sender.encode()).hexdigest()[:6]}.xlsx"
        names[sender] = name
    return names
