"""One data script: its key, its file, and JSON that no script and no page can mistake for anything else."""

import json
import re
from pathlib import Path
from typing import Any

from dashboards.earlier import link

PART = re.compile(r"[0-9A-Za-z][\w-]{0,79}", re.ASCII)
# Harmless to every reader of JSON, but not to whoever pastes a script into a page or runs it in an old browser.
AWKWARD = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def script_path(site: Path, key: str) -> Path:
    """File of a key; raises ValueError for one that could name anything outside its folder."""
    parts = key.split("/")
    if not all(PART.fullmatch(part) for part in parts):
        raise ValueError(f"{key!r} cannot be the key of a data script")
    return site.joinpath("data", *parts[:-1], f"{parts[-1]}.js")


def write_script(site: Path, key: str, content: Any, earlier: Path | None = None) -> Path:
    """Write `content` (JSON text as it is, anything else turned into it) as the script of `key`; returns the file.

    It is one with the file of an `earlier` site that says the same.
    """
    path, text = script_path(site, key), script(key, content if isinstance(content, str) else as_json(content))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # it may be one with the file of an earlier site
    before = script_path(earlier, key) if earlier else None
    if before and before.is_file() and before.stat().st_size == len(text) and before.read_bytes() == text:
        link(before, path)
    else:
        path.write_bytes(text)
    return path


def script(key: str, text: str) -> bytes:
    """The script that hands JSON `text` over."""
    for character, escaped in AWKWARD.items():
        text = text.replace(character, escaped)
    return f'EduStat.take("{key}",{text});\n'.encode()


def as_json(content: Any) -> str:
    """JSON as the scripts hold it: no spaces, text as it is, no NaN; days and moments as text."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=str)
