"""`words`, `english` and `site`: what is declared, its English, and what this publication is."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import duckdb

from dashboards.data.rows import Row, rows
from dashboards.english import english
from dashboards.english.patterns import LONGEST, patterns
from dashboards.exports import large_tables
from dashboards.readiness import INVENTED
from dashboards.signing import SHANGHAI, Role, read
from dashboards.views import front, views
from dashboards.words import Sign, words

Con = duckdb.DuckDBPyConnection
SIGNS = ("verdicts", "summaries", "flags")
NAMES = (
    *("growth_basis", "operators", "year_kinds", "states", "subjects", "themes", "indicator_kinds", "severities"),
    *("finding_states", "ledger_states", "parts", "roles", "signing", "signed_parts", "entries"),
)
TABLES = {
    "levels": "FROM levels ORDER BY position, id",
    "releases": "FROM releases ORDER BY rank, id",
    "families": "FROM statutory_families ORDER BY place, id",
    "tests": "FROM statutory_tests ORDER BY {place} id",
    "indicators": "FROM indicators ORDER BY id",
    "measures": "FROM measures ORDER BY id",
    "norms": "FROM norms ORDER BY ALL",
    "breaks": "FROM breaks ORDER BY ALL",
}
COUNTED = f"""SELECT count(*) FILTER (severity = 'hard' AND state IS DISTINCT FROM 'explained') AS hard,
        count(*) FILTER (severity = 'soft' AND state IS DISTINCT FROM 'explained') AS soft_open,
        count(*) FILTER (state = 'explained') AS explained
    FROM findings WHERE coalesce(region, '') {{which}} {INVENTED}"""


def words_content(con: Con) -> Row:
    """Everything declared that pages name things by."""
    known = words()
    signs = {name: {id_: _sign(one) for id_, one in getattr(known, name).items()} for name in SIGNS}
    return {
        **{name: rows(con, query.format(place=_place(con))) for name, query in TABLES.items()},
        "views": [asdict(view) | {"front": set(view.families) <= set(front())} for view in views().values()],
        "front": list(front()),
        **signs,
        **{name: getattr(known, name) for name in NAMES},
        "units": _units(con),
    }


def english_content() -> Row:
    """What only a reader in English needs: the catalogue, and the patterns of what is composed of data."""
    return {"texts": english(), "patterns": patterns(), "longest": LONGEST}


def _place(con: Con) -> str:
    return "place," if "place" in con.table("statutory_tests").columns else ""


def _sign(one: Sign) -> Row:
    return {"icon": one.icon, "word": one.word, "says": one.says}


def _units(con: Con) -> list[str]:
    query = "SELECT unit FROM indicators UNION SELECT unit FROM measures ORDER BY 1"
    return [unit for (unit,) in con.sql(query).fetchall() if unit]


def site_content(con: Con, publication: str, home: str | None, given: Mapping[str, str]) -> Row:
    """What the publication is, who signed it, and what is wrong with the numbers of real places; `given` is added."""
    sign_off = read(con)
    return {
        "publication": publication,
        "made_at": _made_at(publication),
        **given,
        "home": home,
        "sign_off": {
            "state": sign_off.state,
            "sentence": sign_off.sentence,
            "roles": [_role(role) for role in sign_off.roles],
            "withheld": len(sign_off.withheld),
            "left_out": sign_off.withheld,
            "entries": sign_off.entries,
            "digest": sign_off.digest,
        },
        "counts": rows(con, COUNTED.format(which="NOT IN"))[0] | {"example": rows(con, COUNTED.format(which="IN"))[0]},
        "version": _version(con),
        "by_year": large_tables(con),
        "suppressed": _suppressed(con),
    }


def _role(role: Role) -> Row:
    told = {name: getattr(role, name) for name in ("role", "title", "state", "name", "day", "reason")}
    return told | {"changed": list(role.changed)}


def _made_at(publication: str) -> str | None:
    """When it was made, in China, as its name tells."""
    try:
        made = datetime.strptime(publication.split("-", maxsplit=1)[0], "%Y%m%dT%H%M%S")
    except ValueError:
        return None
    return made.replace(tzinfo=SHANGHAI).isoformat()


def _suppressed(con: Con) -> int:
    """How many figures are kept back from the audience of these tables."""
    return int(con.sql("SELECT count(*) FROM withheld").fetchall()[0][0])


def _version(con: Con) -> str | None:
    found = con.sql("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'versions'").fetchall()
    told: list[Any] = con.sql("SELECT max_by(version, position) FROM versions").fetchall() if found != [(0,)] else []
    return str(told[0][0]) if told else None


def moment(at: datetime | None) -> str | None:
    """A moment of the store (UTC) as clocks in China show it."""
    return at.replace(tzinfo=UTC).astimezone(SHANGHAI).isoformat(timespec="seconds") if at else None
