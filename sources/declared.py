"""Reading declaration files strictly: a typo in a key is a mistake, and all mistakes are told at once."""

import csv
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, TypeVar

import yaml

from sources.problems import DeclarationError

Record = TypeVar("Record")
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml reads ten times as fast, where PyYAML has it


def read_yaml(path: Path) -> Any:
    """Content of one YAML file (safe subset)."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)


def read_csv(path: Path) -> list[dict[str, str]]:
    """Rows of one CSV with a header line; short or long rows are mistakes."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    bad = [
        f"{path.name} 第 {i} 行的列数与表头不符" for i, row in enumerate(rows, 2) if None in row or None in row.values()
    ]
    if bad:
        raise DeclarationError(bad)
    return rows


def records(kind: type[Record], declared: dict[str, dict[str, Any]], origin: str) -> dict[str, Record]:
    """`{id: {key: value}}` → `{id: kind(id=id, **values)}`; unknown and missing keys raise one DeclarationError."""
    known = {field.name for field in fields(kind)} - {"id"}  # type: ignore[arg-type]
    needed = {
        field.name
        for field in fields(kind)  # type: ignore[arg-type]
        if field.default is MISSING and field.default_factory is MISSING and field.name != "id"
    }
    mistakes = [
        f"{origin} › {name}：{word} {', '.join(sorted(keys))}"
        for name, values in declared.items()
        for word, keys in (("不认识的键", values.keys() - known), ("缺少键", needed - values.keys()))
        if keys
    ]
    if mistakes:
        raise DeclarationError(mistakes)
    return {name: kind(id=name, **values) for name, values in declared.items()}  # type: ignore[call-arg]
