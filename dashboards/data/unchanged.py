"""Which data scripts say what those of an earlier site say: by digests of the rows they are made of."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from dashboards.data.scripts import script_path
from dashboards.digests import Told, sums, told
from dashboards.earlier import link, made_by

Con = duckdb.DuckDBPyConnection
MADE_OF = "made_of.json"
# Tables on which every script may rest.
SHARED = ("levels", "releases", "statutory_tests", "statutory_families", "regions")
# What is told of a region, by what it is told in: tables that are published as they stand, and what is made of them.
JUDGED = ("verdicts", "verdict_history", "unexplained")
AS_THEY_STAND = ("verdicts", "indicator_values", "evidence", "verdict_scopes", "next_year")
MADE = ("verdict_history", "unexplained", "marked", "family_summaries", "school_shortcomings", "verdict_remarks")
OF_REGIONS = {
    **{name: f"SELECT region AS key, * FROM {name}" for name in MADE},
    "school_conditions": """SELECT region AS key, * FROM school_conditions
        LEFT JOIN (SELECT code AS school, min(name) AS name FROM schools GROUP BY ALL) USING (school)""",
}
OF_INDICATORS = "SELECT indicator AS key, * FROM indicator_values"


@dataclass(frozen=True)
class MadeOf:
    """By what all scripts were made, and what each of them was made of; `sizes`: the sheets of each delivery."""

    shared: str
    scripts: dict[str, str]
    sizes: dict[str, list[list[Any]]]

    def write(self, site: Path) -> None:
        (site / "data" / MADE_OF).write_text(
            json.dumps(vars(self), ensure_ascii=False, sort_keys=True), encoding="utf-8"
        )


def made_of(con: Con, deliveries: Mapping[str, str], tables: Mapping[str, Told]) -> MadeOf:
    """What the scripts of this store are made of, once it is prepared.

    `deliveries`: what each one's sheets are of; `tables`: what tables say, as far as it is known.
    """
    regions = {name: (tables.get(name) or told(con, name)).regions for name in AS_THEY_STAND}
    regions |= {name: sums(con, query) for name, query in OF_REGIONS.items()}
    shown = [region for (region,) in con.execute("SELECT region FROM shown").fetchall()]
    told_of = {region: _hash(of.get(region) for of in regions.values()) for region in shown}
    scripts = {f"{folder}/{region}": told_of[region] for folder in ("regions", "evidence") for region in shown}
    scripts |= _of_groups(con, [regions[name] for name in JUDGED])
    scripts |= {f"indicators/{name}": digest for name, digest in sums(con, OF_INDICATORS).items()}
    scripts |= {f"sheets/{delivery}": digest for delivery, digest in deliveries.items()}
    shared = _hash([made_by(), *(told(con, name).digest for name in SHARED)])
    return MadeOf(shared, scripts, {})


def _of_groups(con: Con, judged: list[dict[str, str]]) -> dict[str, str]:
    members: dict[str, list[str]] = defaultdict(list)
    for head, region in con.execute("SELECT head, region FROM members ORDER BY ALL").fetchall():
        members[head].append(region)
    return {
        f"groups/{head}": _hash(each for region in regions for each in (region, *(of.get(region) for of in judged)))
        for head, regions in members.items()
    }


def _hash(parts: Iterable[str | None]) -> str:
    return sha256(" ".join(map(str, parts)).encode()).hexdigest()[:32]


def read_made_of(site: Path | None) -> MadeOf | None:
    """What the scripts of an earlier site were made of, if it says so."""
    try:
        return MadeOf(**json.loads((site / "data" / MADE_OF).read_text(encoding="utf-8"))) if site else None
    except (OSError, ValueError, TypeError):
        return None


class Unchanged:
    """The scripts that are taken over from an earlier site instead of being made."""

    def __init__(self, site: Path, now: MadeOf, earlier: Path | None) -> None:
        before, self.now = read_made_of(earlier), now
        same = before.scripts.items() & now.scripts.items() if before and before.shared == now.shared else set()
        self.sizes = before.sizes if before else {}
        self.keys = {key for key, _ in same if earlier and self._take(site, earlier, key)}

    def _take(self, site: Path, earlier: Path, key: str) -> bool:
        """Take a script or a folder of scripts over; False where it is not there."""
        if key.startswith("sheets/"):
            return key.removeprefix("sheets/") in self.sizes and _link_all(site, earlier, key)
        return _link(script_path(earlier, key), script_path(site, key))

    def left(self, counted: Iterable[tuple[str, int]], *folders: str) -> Iterator[tuple[str, int]]:
        """Of counted names those of which a script in one of the folders must be made."""
        made = self.now.scripts.keys() - self.keys
        return ((name, count) for name, count in counted if any(f"{folder}/{name}" in made for folder in folders))


def _link_all(site: Path, earlier: Path, key: str) -> bool:
    folder = script_path(earlier, key).with_suffix("")
    return all(_link(path, script_path(site, f"{key}/{path.stem}")) for path in folder.glob("*.js"))


def _link(old: Path, new: Path) -> bool:
    if not old.is_file():
        return False
    new.parent.mkdir(parents=True, exist_ok=True)
    link(old, new)
    return True
