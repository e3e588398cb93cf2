"""From inbox to archive: every file is kept once, unchanged, named by its sha256."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sources.home import Home, make_durable

BLOCK = 1 << 20
PARTIAL = ".partial-"
Seen = tuple[int, int, int]
BESIDE = (".", "~$")  # hidden files and the lock files office programs leave


@dataclass(frozen=True)
class Arrival:
    """One delivered file, already safe in the archive."""

    delivery_id: str
    sha256: str
    file_name: str
    sender: str
    size: int
    received_at: datetime
    path: Path
    inbox_path: Path
    seen: Seen | None = None

    def forget(self) -> None:
        """Take the file out of the inbox, once the store knows the delivery; one that changed since stays."""
        if self.inbox_path.exists() and _seen(self.inbox_path) == self.seen:
            self.inbox_path.unlink()


def take_in(home: Home) -> Iterator[Arrival]:
    """Archive each file of the inbox (sorted by path) and yield it; the inbox copy stays until `forget`.

    A file that changes while it is being copied has not arrived yet: it waits for the next run.
    """
    for leftover in home.archive.glob(f"{PARTIAL}*"):
        leftover.unlink()
    for path in sorted(home.inbox.rglob("*")):
        delivered = path.is_file() and not path.is_symlink() and not path.name.startswith(BESIDE)
        if delivered and (arrival := _archive(home, path)):
            yield arrival


def archived(home: Home, sha256: str, suffix: str) -> Path:
    """Where the archive keeps the bytes of a delivery."""
    return home.archive / f"{sha256}{suffix}"


def _archive(home: Home, path: Path) -> Arrival | None:
    seen = _seen(path)
    partial = home.archive / f"{PARTIAL}{secrets.token_hex(4)}"
    digest = _copy_hashing(path, partial)
    if _seen(path) != seen:
        partial.unlink()
        return None
    kept = archived(home, digest, path.suffix.lower())
    partial.replace(kept)
    make_durable(home.archive)
    inside = path.relative_to(home.inbox)
    return Arrival(
        delivery_id=digest[:16],
        sha256=digest,
        file_name=path.name,
        sender=inside.parts[0] if len(inside.parts) > 1 else "",
        size=kept.stat().st_size,
        received_at=datetime.now(UTC).replace(tzinfo=None),
        path=kept,
        inbox_path=path,
        seen=seen,
    )


def _seen(path: Path) -> Seen:
    """What tells a file from the one that was there before: its node, size and time of change."""
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def _copy_hashing(source: Path, target: Path) -> str:
    """Copy and hash in one reading, so that the name always tells the bytes kept; returns the sha256."""
    digest = hashlib.sha256()
    with source.open("rb") as reader, target.open("wb") as writer:
        while block := reader.read(BLOCK):
            digest.update(block)
            writer.write(block)
        writer.flush()
        os.fsync(writer.fileno())
    target.chmod(0o444)
    return digest.hexdigest()
