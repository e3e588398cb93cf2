"""Publishing: database, site and downloads are built whole beside the last ones, then `current` is switched at once.

A reader keeps what it opened; a process killed at any moment leaves `current` as it was.
"""

import json
import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from dashboards.addresses import Grids
from dashboards.delivered import archive_grids
from dashboards.exports import exports_beside
from dashboards.site import build_site
from dashboards.tables import content_hash, copy_tables
from sources import Home, make_durable
from warehouse import write_revisions

UNFINISHED = ".building-"
MANIFEST = "manifest.json"
DATABASE = "warehouse.duckdb"


@dataclass(frozen=True)
class Publication:
    """One whole publication; `site` is its front page, `built` tells whether this call made it."""

    id: str
    folder: Path
    content: str
    built: bool

    @property
    def site(self) -> Path:
        return self.folder / "site" / "index.html"


def publish(con: duckdb.DuckDBPyConnection, home: Home, grid: Grids | None = None, *, keep: int = 3) -> Publication:
    """Publish the tables of `con`; content that is already published is not built again, only made current.

    `grid` yields the sheets of a delivery (default: read from the archive); the last `keep` publications stay.
    """
    home.published.mkdir(parents=True, exist_ok=True)
    _clear_unfinished(home)
    content = content_hash(con)
    found = next((one for one in _published(home) if one.content == content), None)
    published = found or _build(con, home, grid or archive_grids(con, home), content)
    if home.current.resolve() != published.folder.resolve():
        _switch(home, published)
    _forget_old(home, published, keep)
    return published


def _build(con: duckdb.DuckDBPyConnection, home: Home, grid: Grids, content: str) -> Publication:
    name = f"{datetime.now(ZoneInfo('Asia/Shanghai')):%Y%m%dT%H%M%S}-{content[:8]}"
    folder = home.published / f"{UNFINISHED}{secrets.token_hex(4)}"
    (folder / "site").mkdir(parents=True)
    copy_tables(con, folder / DATABASE)
    with exports_beside(folder / DATABASE, folder / "exports"):
        build_site(con, folder / "site", publication=name, grid=grid)
    version = write_revisions(folder / DATABASE, _current_database(home))
    manifest = {"publication": name, "content": content, "version": version}
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    _to_disk(folder)
    folder.rename(home.published / name)
    make_durable(home.published)
    return Publication(name, home.published / name, content, built=True)


def _current_database(home: Home) -> Path | None:
    """The database of the publication that is current until now."""
    database = home.current / DATABASE
    return database.resolve() if database.exists() else None


def _switch(home: Home, published: Publication) -> None:
    """Point `current` at the publication: one rename of a link that is already there."""
    link = home.published / f"{UNFINISHED}{secrets.token_hex(4)}"
    link.symlink_to(published.id, target_is_directory=True)
    link.replace(home.current)
    make_durable(home.published)


def _published(home: Home) -> list[Publication]:
    """Whole publications, newest first."""
    folders = [path for path in home.published.iterdir() if path.is_dir() and not path.is_symlink()]
    found = [_read(path) for path in folders if not path.name.startswith(".")]
    return sorted((one for one in found if one), key=lambda one: one.id, reverse=True)


def _read(folder: Path) -> Publication | None:
    manifest = folder / MANIFEST
    if not manifest.exists():
        return None
    told = json.loads(manifest.read_text(encoding="utf-8"))
    return Publication(told["publication"], folder, told["content"], built=False)


def _forget_old(home: Home, published: Publication, keep: int) -> None:
    """Remove all but the newest; renamed first, so that no half-removed folder looks like a publication."""
    for old in [one for one in _published(home) if one.id != published.id][max(keep - 1, 0) :]:
        doomed = home.published / f"{UNFINISHED}{secrets.token_hex(4)}"
        old.folder.rename(doomed)
        shutil.rmtree(doomed)


def _clear_unfinished(home: Home) -> None:
    """Remove what a killed run left behind."""
    for path in home.published.glob(f"{UNFINISHED}*"):
        if path.is_symlink():
            path.unlink()
        else:
            shutil.rmtree(path)


def _to_disk(folder: Path) -> None:
    """Make every file and folder durable before the rename makes it visible."""
    for path in sorted(folder.rglob("*"), reverse=True):
        make_durable(path)
    make_durable(folder)
