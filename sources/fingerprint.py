"""One fingerprint of files: what they say and what they are called, whatever folder they lie in."""

import hashlib
from collections.abc import Collection, Iterable
from pathlib import Path

MEANING = (".py", ".sql", ".yaml", ".csv")  # files of a room that decide what it makes of a delivery


def fingerprint(
    folders: Iterable[Path], suffixes: Collection[str] = (), *others: bytes, without: Path | None = None
) -> str:
    """SHA-256 of the files below `folders` (of these suffixes, else all) by their path in there, and of `others`.

    What lies in the folder `without` is passed over.
    """
    digest = hashlib.sha256()
    found = ((folder, path) for folder in folders for path in files_below(folder, suffixes))
    for folder, path in found:
        if without not in path.parents:
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
    for other in others:
        digest.update(hashlib.sha256(other).digest())
    return digest.hexdigest()


def files_below(folder: Path, suffixes: Collection[str] = ()) -> list[Path]:
    """The files below a folder in order, compiled ones left out."""
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sorted(path for path in found if not suffixes or path.suffix in suffixes)
