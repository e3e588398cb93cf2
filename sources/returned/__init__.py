"""The return workbook as it comes back: recognised by its headings, its filled lines read, its copies compared.

`printed` holds the headings, for those who write it and those who read it; `returned` reads one; `corrected` tells
what was corrected in the copies of the sender's own sheets.
"""

from sources.returned.books import book
from sources.returned.copies import Copy, as_shown, corrected, in_excerpt
from sources.returned.lines import Line
from sources.returned.reading import Returned, is_returned, returned

__all__ = ["Copy", "Line", "Returned", "as_shown", "book", "corrected", "in_excerpt", "is_returned", "returned"]
