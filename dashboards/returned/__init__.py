"""The return workbooks of `outbox/`: per sender the open findings, to be answered line by line, and the sender's own
sheets with the cells concerned coloured and commented.

`asked` collects what a sender is asked, `book` writes one workbook, `outbox` keeps the folder. What the workbook
prints and how it is read back is in `sources.returned`.
"""

from dashboards.returned.outbox import Outbox, return_workbooks, write_outbox

__all__ = ["Outbox", "return_workbooks", "write_outbox"]
