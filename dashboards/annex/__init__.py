"""The annex tables of a bulletin 公告附表 as a workbook that can be printed, published and read back.

`declared` is what annexes.yaml says, `figures` what the published database tells of one group of regions in one year,
`tables` the cells with signs, notes and sources, `book` the workbook.
"""

from dashboards.annex.book import write_annex
from dashboards.annex.figures import Group, groups

__all__ = ["Group", "groups", "write_annex"]
