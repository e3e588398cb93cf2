"""Publishing: database, site and downloads are built whole beside the last ones, then `current` is switched at once.

A reader keeps what it opened; a process killed at any moment leaves `current` as it was.
"""

import hashlib
import json
import secrets
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from dashboards import digests
from dashboards.delivered import Grids, archive_grids
from dashboards.digests import Told, all_told
from dashboards.earlier import DATABASE, MANIFEST, Earlier, earlier_in, write_made_of
from dashboards.exports import exports_beside
from dashboards.signed import signed_content
from dashboards.signing import renew
from dashboards.site import build_site
from dashboards.tables import Changes, content_hash, copy_tables
from sources import Home, make_durable
from warehouse import Entry, enter, transaction, write_revisions
from warehouse.journal import head

UNFINISHED = ".building-"
AT_ONCE = 8  # files that are read or brought to the disk side by side


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


def publish(
    con: duckdb.DuckDBPyConnection, home: Home, grid: Grids | None = None, *, keep: int = 3, lang: str | None = None
) -> Publication:
    """Publish the tables of `con`; content that is already published is not built again, only made current.

    `grid` yields the sheets of a delivery (default: read from the archive); the last `keep` publications stay;
    `lang` is the language in which the pages open (default: that of the publication before, Chinese for the first).
    """
    home.published.mkdir(parents=True, exist_ok=True)
    _clear_unfinished(home)
    content = _settled(con, lang or language(home))
    found = next((one for one in _published(home) if one.content == content.digest), None)
    published = found or _build(con, home, grid or archive_grids(con, home), content)
    if home.current.resolve() != published.folder.resolve():
        _enter(con, published)
        _switch(home, published)
    _forget_old(home, published, keep)
    return published


@dataclass(frozen=True)
class Content:
    """What is to be published: what each table says, and the language in which the pages open."""

    tables: dict[str, Told]
    lang: str

    @cached_property
    def digest(self) -> str:
        return content_hash([*((name, told.digest) for name, told in self.tables.items()), ("lang", self.lang)])


def _settled(con: duckdb.DuckDBPyConnection, lang: str) -> Content:
    """Let the sign-off follow what the tables say by now; all that is published."""
    tables = all_told(con)
    renew(con, signed_content(con, tables))
    return Content(tables | {"sign_off": digests.told(con, "sign_off")}, lang)


def _build(con: duckdb.DuckDBPyConnection, home: Home, grid: Grids, content: Content) -> Publication:
    """A new publication beside the last one; what would be the same as in there is taken over."""
    name = f"{datetime.now(ZoneInfo('Asia/Shanghai')):%Y%m%dT%H%M%S}-{content.digest[:8]}"
    folder, earlier = home.published / f"{UNFINISHED}{secrets.token_hex(4)}", earlier_in(home.current)
    (folder / "site").mkdir(parents=True)
    changes = _changes(earlier, content.tables)
    copy_tables(con, folder / DATABASE, changes)
    version = write_revisions(
        folder / DATABASE, name, _current_database(home), changes.all_regions if changes else None
    )
    with (
        exports_beside(
            folder / DATABASE, folder / "exports", content.lang, earlier.folder / "exports" if earlier else None
        ),
        closing(duckdb.connect(folder / DATABASE, read_only=True)) as published,  # pages tell what readers can read
    ):
        beside = earlier.site if earlier else None
        build_site(
            published,
            folder / "site",
            publication=name,
            grid=grid,
            lang=content.lang,
            earlier=beside,
            tables=content.tables,
        )
    write_made_of(folder, content.tables)
    told = {"publication": name, "content": content.digest, "lang": content.lang, "version": version}
    manifest = {**told, "files": file_digests(folder, earlier)}
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    _to_disk(folder)
    folder.rename(home.published / name)
    make_durable(home.published)
    return Publication(name, home.published / name, content.digest, built=True)


def _changes(earlier: Earlier | None, tables: dict[str, Told]) -> Changes | None:
    """What differs from an earlier publication, where that is little."""
    found = Changes(earlier.folder / DATABASE, tables, earlier.tables) if earlier else None
    return found if found and found.few else None


def file_digests(folder: Path, earlier: Earlier | None = None) -> dict[str, str]:
    """SHA-256 of every file of a publication but its manifest, by its path in there.

    Files taken over are not read again: `verify` tells if one is not what its publication said.
    """
    names = file_names(folder)
    known = {name: earlier.files[name] for name in names if earlier.lends(folder, name)} if earlier else {}
    fresh = [name for name in names if name not in known]
    with ThreadPoolExecutor(AT_ONCE) as at_once:
        read = dict(zip(fresh, at_once.map(file_digest, map(folder.joinpath, fresh)), strict=True))
    return {name: known.get(name) or read[name] for name in names}


def file_names(folder: Path) -> list[str]:
    """Every file of a publication but its manifest, by its path in there."""
    files = (path for path in folder.rglob("*") if path.is_file() and path != folder / MANIFEST)
    return sorted(path.relative_to(folder).as_posix() for path in files)


def file_digest(path: Path) -> str:
    """SHA-256 of one file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def publication_entry(folder: Path) -> Entry:
    """What the journal says of a publication; its manifest, and with it every file, can't be exchanged unnoticed."""
    told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    text = f"发布 {told['publication']}，内容 {told['content']}，清单 SHA-256 {file_digest(folder / MANIFEST)}"
    return Entry("publication", told["publication"], text)


def _enter(con: duckdb.DuckDBPyConnection, published: Publication) -> None:
    """Tell the journal, unless a run did so that was stopped before the switch."""
    last = head(con, "publication")
    if last is None or last.subject != published.id:
        with transaction(con):
            enter(con, [publication_entry(published.folder)])


def language(home: Home) -> str:
    """The language of the publication that is current until now."""
    manifest = home.current / MANIFEST
    told = json.loads(manifest.read_text(encoding="utf-8")) if manifest.exists() else {}
    return str(told.get("lang", "zh"))


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
    """Make every file and folder durable before the rename makes it visible; what was taken over is so already."""
    fresh = [path for path in folder.rglob("*") if path.is_dir() or path.stat().st_nlink == 1]
    with ThreadPoolExecutor(AT_ONCE) as at_once:
        for _ in at_once.map(make_durable, sorted(fresh, reverse=True)):
            pass
    make_durable(folder)
