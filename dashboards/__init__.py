"""What people see: the static site, the downloads and their publication, whole or not at all.

Belongs here: numbers as people read them (万, 亿, 百分点), kinds of chart, pages, exports, return workbooks, the
switch of `published/current`. Does not belong here: reading delivered files (a page asks for their cells through the
`grid` it is given), computing an indicator or judging a duty (they arrive in the tables), or deciding when to publish.

The door: `publish`, `Publication`, `build_site`, `write_outbox`.
"""

from dashboards.publication import Publication, publish
from dashboards.returned import Outbox, return_workbooks, write_outbox
from dashboards.site import build_site

__all__ = ["Outbox", "Publication", "build_site", "publish", "return_workbooks", "write_outbox"]
