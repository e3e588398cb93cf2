"""The house keeps its order: rooms import only from rooms to their left, and only what is meant to be shared."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ["sources", "warehouse", "expectations", "dashboards", "pipelines"]
FOREIGN = {"dagster": "pipelines", "typer": "pipelines", "great_expectations": "expectations", "plotly": "dashboards"}
KEPT_OUT = {"pipelines": {"polars", "plotly", "great_expectations", "pandas", "fastexcel"}}


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """(module, name) of every import, wherever it stands in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_from_its_left(room: str) -> None:
    right = set(ROOMS[ROOMS.index(room) + 1 :])
    wrong = [f"{p.name}: {m}" for p in modules(room) for m, _ in imports(p) if m.split(".")[0] in right]
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_private_name_crosses_a_wall(room: str) -> None:
    others = set(ROOMS) - {room}
    crossing = [(p.name, f"{m}.{n}") for p in modules(room) for m, n in imports(p) if m.split(".")[0] in others]
    assert [each for each in crossing if re.search(r"\._", each[1])] == []


@pytest.mark.parametrize("room", ROOMS)
def test_each_library_has_its_room(room: str) -> None:
    barred = {library for library, home in FOREIGN.items() if home != room} | KEPT_OUT.get(room, set())
    wrong = [f"{p.name}: {m}" for p in modules(room) for m, _ in imports(p) if m.split(".")[0] in barred]
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_is_for(room: str) -> None:
    told = ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert "Belongs here" in told
    assert "not belong here" in told
    assert "The door" in told


def test_every_module_can_be_held_in_mind() -> None:
    long = [f"{p.relative_to(ROOT)}: {n}" for room in ROOMS for p in modules(room) if (n := lines(p)) > 250]
    assert long == []


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_the_top_level_is_fixed() -> None:
    """What git would take must be one of the agreed names."""
    agreed = {*ROOMS, "tests", "workspace.yaml", "pyproject.toml", "README.md", "README.zh-CN.md", "CHANGELOG.md"}
    agreed |= {"Makefile", "requirements.lock", "LICENSE"}
    made = {"edustat-home", "edustat-demo"}
    found = {p.name for p in ROOT.iterdir() if not p.name.startswith((".", "__")) and not p.name.endswith(".egg-info")}
    assert found - agreed - made == set()
