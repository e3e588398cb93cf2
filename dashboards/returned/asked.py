"""What each sender is asked: open findings with all their failing cells, and the sheets of the deliveries concerned."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import duckdb

from dashboards.signing import read
from sources.returned.printed import KEYS

Row = dict[str, Any]
APART = "{0}.difference || coalesce('（' || {0}.rate || '）', '') AS difference"
OPEN = f"""
SELECT f.finding_id, f.rule, f.severity, f.file_name, f.sheet, f.cell, f.row_label, f.column_label, f.found, f.expected,
  {APART.format("f")}, f.cause_text, f.effect, f.hint, f.message, f.failures, f.state, f.answer, f.delivery_id,
  f.last_reason,
  {", ".join(f"f.{name}" for name in KEYS)}, coalesce(r.title, f.rule) AS title
FROM findings AS f LEFT JOIN rules AS r ON r.id = f.rule
WHERE f.state IS DISTINCT FROM 'explained'
ORDER BY f.severity <> 'hard', f.file_name, f.sheet, f.rule, length(f.cell), f.cell, f.finding_id
"""
FAILING = f"""
SELECT x.finding_id, x.rule, x.severity, x.delivery_id, x.file_name, x.sheet, x.cell, x.row_label, x.column_label,
  x.found, x.expected, {APART.format("x")}, x.message, coalesce(d.sender, '') AS sender
FROM failures AS x SEMI JOIN findings AS f ON f.finding_id = x.finding_id AND f.state IS DISTINCT FROM 'explained'
LEFT JOIN deliveries AS d ON d.delivery_id = x.delivery_id
ORDER BY x.finding_id, x.file_name, x.sheet, length(x.cell), x.cell, x.failure_id
"""
SENT = """SELECT delivery_id, file_name, coalesce(sender, '') AS sender, state, problem, received_at FROM deliveries
ORDER BY file_name, delivery_id"""
CHINA = timedelta(hours=8)


@dataclass(frozen=True)
class Asked:
    """What one sender is asked: findings in the order of the list, the failing cells of each, its deliveries by id.

    `sign_off` says who signed what these findings are about, as the last publication tells it.
    """

    sender: str
    sign_off: str
    findings: list[Row]
    failing: dict[str, list[Row]]
    sent: dict[str, Row]

    @property
    def until(self) -> datetime | None:
        """When the last of its deliveries arrived, in Chinese time."""
        return max((row["received_at"] + CHINA for row in self.sent.values()), default=None)

    @property
    def concerned(self) -> list[Row]:
        """The deliveries that findings are about."""
        cited = {row["delivery_id"] for rows in self.failing.values() for row in rows}
        return [row for key, row in self.sent.items() if key in cited]

    @property
    def digest(self) -> str:
        """Hash of everything a workbook says."""
        said = (self.sender, self.sign_off, self.until, self.findings, self.failing, self.concerned)
        return hashlib.sha256(repr(said).encode()).hexdigest()


def asked_of_senders(con: duckdb.DuckDBPyConnection) -> Iterator[Asked]:
    """Everyone who has an open finding to answer, by name; what nobody sent stands under the empty name."""
    findings = _rows(con, OPEN)
    failing: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows(con, FAILING):
        failing[row["sender"]][row["finding_id"]].append(row)
    sent: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in _rows(con, SENT):
        sent[row["sender"]][row["delivery_id"]] = row
    sign_off = read(con).sentence
    for sender in sorted(failing):
        mine = [row for row in findings if row["finding_id"] in failing[sender]]
        yield Asked(sender, sign_off, mine, dict(failing[sender]), sent[sender])


def _rows(con: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    found = con.sql(query)
    names = found.columns
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
