"""The data scripts of the site: what its pages draw themselves from, one call `EduStat.take("<key>", …)` a file.

Codes, numbers and texts as delivered; how they are written down and told in a language is the pages' business.
DuckDB makes the JSON, set-wise from the tables; here it is only written to files.
"""

from dashboards.data.write import write_data

__all__ = ["write_data"]
