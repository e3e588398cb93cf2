"""Where the sign-off of a publication stands: who signed, who is still to sign, and why a signature holds no more.

Renewed with every publication (`renew`) as table `sign_off`, a row per role, so that every reader finds it told.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import polars as pl

from dashboards.signed import changed
from dashboards.words import words
from warehouse import replace, transaction
from warehouse.journal import head

SHANGHAI = ZoneInfo("Asia/Shanghai")
Con = duckdb.DuckDBPyConnection
Row = dict[str, Any]


@dataclass(frozen=True)
class Role:
    """One role and its signature: signed, open, lapsed (something in `changed` did) or withdrawn for a reason."""

    role: str
    state: str = "open"
    name: str | None = None
    signed_at: datetime | None = None
    withheld: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def title(self) -> str:
        return words().roles[self.role]

    @property
    def day(self) -> str:
        """The day of the signature in China, empty without one."""
        return f"{local(self.signed_at):%Y-%m-%d}" if self.signed_at else ""

    @property
    def signer(self) -> str:
        return f"{self.title} {self.name}" if self.name else self.title


@dataclass(frozen=True)
class SignOff:
    """The roles in the order in which they sign, and the last digest of the journal."""

    roles: tuple[Role, ...]
    entries: int = 0
    digest: str = ""

    @property
    def signed(self) -> list[Role]:
        return [role for role in self.roles if role.state == "signed"]

    @property
    def awaited(self) -> list[Role]:
        return [role for role in self.roles if role.state != "signed"]

    @property
    def state(self) -> str:
        """`signed` by all, `partly`, or `open`."""
        return "signed" if not self.awaited else "partly" if self.signed else "open"

    @property
    def withheld(self) -> list[str]:
        """Findings whose figures no signature covers."""
        return sorted({finding for role in self.signed for finding in role.withheld})

    @property
    def sentence(self) -> str:
        """The state with names and days, as every page prints it."""
        return f"{words().signing[self.state]}{self._people()}{self._without()}"

    def _people(self) -> str:
        signed = _named(self.signed)
        if self.state == "partly":
            return f"（{signed}；待{'、'.join(role.title for role in self.awaited)}签发）"
        told = signed or "；".join(_no_more(role) for role in self.awaited if role.state != "open")
        return f"（{told}）" if told else ""

    def _without(self) -> str:
        return f"，{len(self.withheld)} 个问题所涉数字不在签发范围" if self.withheld else ""


def _named(roles: list[Role]) -> str:
    """统计人员 张三、审核人 李四，2026-01-02; each with its day where these differ."""
    days = {role.day for role in roles}
    if len(days) == 1:
        return f"{'、'.join(role.signer for role in roles)}，{days.pop()}"
    return "、".join(f"{role.signer} {role.day}" for role in roles)


def _no_more(role: Role) -> str:
    if role.state == "withdrawn":
        return f"{role.signer} {role.day} 的签发已撤回，理由：{role.reason}"
    parts = "、".join(words().signed_parts[each] for each in role.changed)
    return f"{role.signer} {role.day} 的签发不再适用，此后{parts}有变"


def local(moment: datetime) -> datetime:
    """A moment of the store (UTC) as clocks in China show it."""
    return moment.replace(tzinfo=UTC).astimezone(SHANGHAI)


def read(con: Con) -> SignOff:
    """The sign-off as a publication tells it; one made before there were signatures is unsigned."""
    tables = {name for (name,) in con.sql("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()}
    if not {"sign_off", "journal"} <= tables:
        return SignOff(tuple(Role(role) for role in words().roles))
    told = {row["role"]: _role(row) for row in con.sql("FROM sign_off").pl().to_dicts()}
    return _with_journal(con, [told.get(role, Role(role)) for role in words().roles])


def content(con: Con) -> str | None:
    """What a publication offers for signature; None for one made before there were signatures."""
    tables = con.sql("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'sign_off'").fetchall()
    found = con.sql("SELECT DISTINCT content FROM sign_off").fetchall() if tables != [(0,)] else []
    return str(found[0][0]) if found else None


def _role(row: Row) -> Role:
    lists = {name: tuple(row[name] or ()) for name in ("withheld", "changed")}
    return Role(**{name: row[name] for name in Role.__dataclass_fields__} | lists)


def _with_journal(con: Con, roles: list[Role]) -> SignOff:
    last = head(con)
    return SignOff(tuple(roles), *((last.position, last.digest) if last else ()))


def standing(con: Con, content: str) -> SignOff:
    """Where the sign-off of this content stands: a signature holds until it is withdrawn, for its own content."""
    signatures = con.sql("FROM signatures ORDER BY signed_at").pl().to_dicts()
    of_roles = ([row for row in signatures if row["role"] == role] for role in words().roles)
    return _with_journal(con, [_standing(*each, content) for each in zip(words().roles, of_roles, strict=True)])


def _standing(role: str, signatures: list[Row], content: str) -> Role:
    """The signature of a role that holds, else what became of the last one."""
    if not signatures:
        return Role(role)
    holding = [row for row in signatures if row["withdrawn_at"] is None and row["content"] == content]
    last = (holding or signatures)[-1]
    state = "signed" if holding else "lapsed" if last["withdrawn_at"] is None else "withdrawn"
    since = tuple(changed(last["content"], content)) if state == "lapsed" else ()
    told = last["name"], last["signed_at"], tuple(last["withheld"])
    return Role(role, state, *told, since, last["withdrawn_reason"])


def renew(con: Con, content: str) -> None:
    """Write `sign_off` as it stands for this content."""
    rows = [vars(role) | {"content": content} for role in standing(con, content).roles]
    with transaction(con):
        replace(con, "sign_off", pl.DataFrame(rows, schema_overrides=SCHEMA))


SCHEMA: dict[str, Any] = {
    "name": pl.String,
    "signed_at": pl.Datetime("us"),
    "withheld": pl.List(pl.String),
    "changed": pl.List(pl.String),
    "reason": pl.String,
}
