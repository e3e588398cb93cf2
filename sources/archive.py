"""From inbox to archive: every file is kept once, unchanged, named by its sha256."""

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

from sources.home import Home, make_durable

BLOCK = 1 << 20
PARTIAL = ".partial-"
INSIDE = " › "  # between a zip and the file in it
Seen = tuple[int, int, int]
BESIDE = (".", "~$")  # hidden files and the lock files office programs leave
ARRIVING = (".crdownload", ".part", ".partial", ".tmp", ".temp", ".download", ".!qb")
SUFFIX = re.compile(r"\.\w{1,8}")


@dataclass(frozen=True)
class Arrival:
    """One delivered file, already safe in the archive; or, with `waits`, why it has not arrived yet."""

    delivery_id: str
    sha256: str
    file_name: str
    sender: str
    size: int
    received_at: datetime
    path: Path
    inbox_path: Path
    seen: Seen | None = None
    container: str = ""
    waits: str = ""

    def forget(self) -> None:
        """Take the file out of the inbox, once the store knows the delivery; one that changed since stays."""
        if not self.waits and self.inbox_path.exists() and _seen(self.inbox_path) == self.seen:
            self.inbox_path.unlink()


def take_in(home: Home) -> Iterator[Arrival]:
    """Archive each file of the inbox (sorted by path) and yield it; the inbox copy stays until `forget`.

    A file that is still being written, or changes while it is being copied, has not arrived yet: it is yielded with
    what it `waits` for and stays for the next run.
    """
    for leftover in home.archive.glob(f"{PARTIAL}*"):
        leftover.unlink()
    for path in sorted(home.inbox.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith(BESIDE):
            yield _archive(home, path)


def archived(home: Home, sha256: str, suffix: str) -> Path:
    """Where the archive keeps the bytes of a delivery."""
    return home.archive / f"{sha256}{suffix}"


def intact(path: Path, sha256: str) -> bool:
    """Whether a file is there with the bytes it had."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == sha256


def own_name(file_name: str) -> str:
    """The name of the file itself, without the zips and folders it came in."""
    return PurePosixPath(file_name.rpartition(INSIDE)[2]).name


def kept(home: Home, stream: IO[bytes], zipped: Arrival, name: str) -> Arrival:
    """Archive a file out of a zip; it comes from the sender of the zip, else of the first folder inside."""
    path, digest = _keep(home, _copied(home, stream), name)
    parts = PurePosixPath(name).parts
    return Arrival(
        delivery_id=digest[:16],
        sha256=digest,
        file_name=f"{zipped.file_name}{INSIDE}{name}",
        sender=zipped.sender or (parts[0] if len(parts) > 1 else ""),
        size=path.stat().st_size,
        received_at=zipped.received_at,
        path=path,
        inbox_path=zipped.inbox_path,
        container=zipped.delivery_id,
    )


def _archive(home: Home, path: Path) -> Arrival:
    if waits := _arriving(path):
        return _waiting(home, path, waits)
    seen = _seen(path)
    with path.open("rb") as stream:
        partial = _copied(home, stream)
    if _seen(path) != seen:
        partial[0].unlink()
        return _waiting(home, path, "读取时文件还在变化")
    copied, digest = _keep(home, partial, path.name)
    return Arrival(
        delivery_id=digest[:16],
        sha256=digest,
        file_name=path.name,
        sender=_sender(home, path),
        size=copied.stat().st_size,
        received_at=_now(),
        path=copied,
        inbox_path=path,
        seen=seen,
    )


def _waiting(home: Home, path: Path, waits: str) -> Arrival:
    """A file that has not arrived yet: known by its place, since its bytes are not final."""
    place = hashlib.sha256(f"waiting {path.relative_to(home.inbox)}".encode()).hexdigest()
    said = f"{path.name}：{waits}，还没有收下。请等文件复制完毕后再运行一次。"
    return Arrival(place[:16], "", path.name, _sender(home, path), path.stat().st_size, _now(), path, path, waits=said)


def _sender(home: Home, path: Path) -> str:
    """The folder of the inbox in which the file lies."""
    inside = path.relative_to(home.inbox)
    return inside.parts[0] if len(inside.parts) > 1 else ""


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _arriving(path: Path) -> str:
    """Why a file can't be complete: its name is that of a download under way, or some program is writing to it."""
    if path.suffix.lower() in ARRIVING:
        return f"文件名以 {path.suffix} 结尾，是尚未完成的下载或复制"
    return "文件正被其他程序写入" if _being_written(path) else ""


def _being_written(path: Path) -> bool:
    """Whether a process has the file open for writing; where the system can't tell, no."""
    lease = getattr(fcntl, "F_SETLEASE", None)
    if lease is None:
        return False
    with path.open("rb") as stream:
        try:
            fcntl.fcntl(stream, lease, fcntl.F_RDLCK)
        except BlockingIOError:
            return True
        except OSError:  # not our file, or a file system without leases
            return False
        with suppress(OSError):
            fcntl.fcntl(stream, lease, fcntl.F_UNLCK)
    return False


def _seen(path: Path) -> Seen:
    """What tells a file from the one that was there before: its node, size and time of change."""
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def _copied(home: Home, stream: IO[bytes]) -> tuple[Path, str]:
    """Bring bytes into a partial file of the archive; returns it and their sha256."""
    partial = home.archive / f"{PARTIAL}{secrets.token_hex(4)}"
    try:
        return partial, _copy_hashing(stream, partial)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _keep(home: Home, partial: tuple[Path, str], name: str) -> tuple[Path, str]:
    """Give copied bytes their place in the archive, named by their sha256."""
    copy, digest = partial
    suffix = Path(name).suffix.lower()
    target = archived(home, digest, suffix if SUFFIX.fullmatch(suffix) else "")
    copy.replace(target)
    make_durable(home.archive)
    return target, digest


def _copy_hashing(reader: IO[bytes], target: Path) -> str:
    """Copy and hash in one reading, so that the name always tells the bytes kept; returns the sha256."""
    digest = hashlib.sha256()
    with target.open("wb") as writer:
        while block := reader.read(BLOCK):
            digest.update(block)
            writer.write(block)
        writer.flush()
        os.fsync(writer.fileno())
    target.chmod(0o444)
    return digest.hexdigest()
