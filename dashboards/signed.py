"""What a signature covers: one hash each of the data, of the rules, and of the norms with all other declarations."""

import hashlib
from collections.abc import Iterable
from functools import cache

import duckdb

from dashboards.tables import table_digest, table_digests
from expectations.declared import HERE as RULES
from sources.forms import FOLDER as FORMS
from warehouse.declarations import FOLDER as MEANINGS

PARTS = ("data", "rules", "norms")
DECLARING = {".yaml", ".csv"}
# Tables that tell what became of the figures afterwards, or what only the day decides. A table nobody names here is
# covered: a signature may lapse too early, never too late.
AFTERWARDS = {
    *("signatures", "sign_off", "journal", "deliveries", "expected_returns", "read_with"),
    *("answers", "explanations", "closed_findings", "checked_until", "reconciliation", "computed"),
}
DECLARED = {
    *("levels", "releases", "regions", "school_kinds", "measures", "indicators", "breaks", "forms"),
    *("rules", "norms", "statutory_families", "statutory_tests"),
}
ANSWERED = {"findings": {"state", "answer", "last_reason"}}  # columns that answers change


def signed_content(con: duckdb.DuckDBPyConnection, digests: dict[str, str]) -> str:
    """The three hashes over the tables of `con` with these digests, joined by hyphens."""
    covered = {name: told for name, told in digests.items() if name not in AFTERWARDS | DECLARED}
    covered |= {name: table_digest(con, name, columns) for name, columns in ANSWERED.items() if name in covered}
    return "-".join((_hash(f"{name}{told}".encode() for name, told in sorted(covered.items())), *_declarations()))


def content_now(con: duckdb.DuckDBPyConnection) -> str:
    """The three hashes of a store as it is."""
    return signed_content(con, table_digests(con))


def changed(then: str, now: str) -> list[str]:
    """Which of PARTS differ between two contents."""
    return [part for part, old, new in zip(PARTS, then.split("-"), now.split("-"), strict=True) if old != new]


@cache
def _declarations() -> tuple[str, str]:
    """Hash of the rules, and of everything else that is declared."""
    rules, folders = RULES / "rules", (FORMS, MEANINGS, RULES)
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in DECLARING]
    parts = ([path for path in files if (rules in path.parents) == wanted] for wanted in (True, False))
    of_rules, others = (_hash(path.name.encode() + path.read_bytes() for path in part) for part in parts)
    return of_rules, others


def _hash(told: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for each in told:
        digest.update(each)
    return digest.hexdigest()[:32]
