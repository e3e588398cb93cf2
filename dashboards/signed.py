"""What a signature covers: one hash each of the data, of the rules, and of the norms with all other declarations."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache

import duckdb

from dashboards.digests import Told, all_told, told
from expectations.declared import HERE as RULES
from sources import fingerprint
from sources.forms import FOLDER as FORMS
from warehouse.declarations import FOLDER as MEANINGS

PARTS = ("data", "rules", "norms")
DECLARING = {".yaml", ".csv"}
LENGTH = 32  # digits of each hash
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


def signed_content(con: duckdb.DuckDBPyConnection, tables: Mapping[str, Told]) -> str:
    """The three hashes over the tables of `con`, which say `tables`, joined by hyphens."""
    covered = {name: table.digest for name, table in tables.items() if name not in AFTERWARDS | DECLARED}
    covered |= {name: told(con, name, columns).digest for name, columns in ANSWERED.items() if name in covered}
    return "-".join((_hash(f"{name}{digest}" for name, digest in sorted(covered.items())), *_declarations()))


def content_now(con: duckdb.DuckDBPyConnection) -> str:
    """The three hashes of a store as it is."""
    return signed_content(con, all_told(con))


def changed(then: str, now: str) -> list[str]:
    """Which of PARTS differ between two contents."""
    return [part for part, old, new in zip(PARTS, then.split("-"), now.split("-"), strict=True) if old != new]


@cache
def _declarations() -> tuple[str, str]:
    """Hash of the rules, and of everything else that is declared."""
    rules = RULES / "rules"
    others = fingerprint((FORMS, MEANINGS, RULES), DECLARING, without=rules)
    return fingerprint((rules,), DECLARING)[:LENGTH], others[:LENGTH]


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:LENGTH]
