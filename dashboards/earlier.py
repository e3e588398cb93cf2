"""What an earlier publication was made of, so that the next one repeats only what changed."""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import duckdb

import expectations
import sources
import warehouse
from dashboards.digests import Told
from dashboards.tables import pages_digest

DATABASE = "warehouse.duckdb"
MANIFEST = "manifest.json"
MADE_OF = "made_of.json"


@dataclass(frozen=True)
class Earlier:
    """The folder of an earlier publication, made by the same programs from the same declarations."""

    folder: Path

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @cached_property
    def made_of(self) -> dict[str, Any]:
        return _read(self.folder / MADE_OF)

    @cached_property
    def files(self) -> dict[str, str]:
        """SHA-256 of its files, by path."""
        found: dict[str, str] = _read(self.folder / MANIFEST)["files"]
        return found

    def lends(self, folder: Path, name: str) -> bool:
        """Whether a file of the publication in `folder` is one with that of this one."""
        path = folder / name
        return path.stat().st_nlink > 1 and name in self.files and path.samefile(self.folder / name)

    @property
    def tables(self) -> dict[str, Told]:
        """What its tables say."""
        return {name: Told(**told) for name, told in self.made_of["tables"].items()}


def earlier_in(folder: Path) -> Earlier | None:
    """The publication in a folder, as far as there is one from which anything can be taken over."""
    found = Earlier(folder.resolve())
    try:
        same = found.made_of["made_by"] == made_by() and bool(found.files)
    except (OSError, ValueError, KeyError):
        return None
    return found if same else None


@cache
def made_by() -> str:
    """Fingerprint of all that makes a publication of tables: the rooms, and the database with its own hashes."""
    rooms = (Path(str(room.__file__)).parent for room in (sources, warehouse, expectations))
    return sources.fingerprint(rooms, sources.MEANING, f"{pages_digest()} {duckdb.__version__}".encode())


def write_made_of(folder: Path, tables: Mapping[str, Told]) -> None:
    """Note what the tables of a publication say, and by what it was made."""
    told = {name: asdict(table) for name, table in tables.items()}
    (folder / MADE_OF).write_text(json.dumps({"made_by": made_by(), "tables": told}), encoding="utf-8")


def link(old: Path, new: Path) -> None:
    """The same file under another name, or a copy where the disk knows no such names."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
