"""A bundle for an audience: database, pages and downloads with less in them.

`declared` is what audiences.yaml says, `suppressed` finds what must be kept back, `filtered` makes the database,
`bundle` everything that is made of it.
"""

from dashboards.audience.bundle import write_bundle
from dashboards.audience.declared import Audience

__all__ = ["Audience", "write_bundle"]
