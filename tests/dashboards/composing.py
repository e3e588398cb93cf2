"""The sentences that code composes about deliveries, with samples for what it fills in."""

import ast
from collections.abc import Iterator
from pathlib import Path

import sources
from tests.dashboards.spoken import chinese

HOUSE = Path(sources.__file__).parent.parent
CALLS = {"Problem": 1, "stop": 0, "_stop": 1}  # place of the first argument that people read
SAMPLES = {
    "kind": "指标",
    "what": "武昌区2023年小学在校生数",
    "known.unit_of(name)": "元",
    "RESAVE[1:]": "在 WPS 或 Excel 中打开并另存为 .xlsx 再报送",
}


def problems() -> Iterator[str]:
    """What is wrong and how to mend it, of every call in sources and warehouse that says so in place."""
    for path in sorted(path for room in ("sources", "warehouse") for path in (HOUSE / room).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = dict(_constants(tree))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            first = CALLS.get(getattr(call.func, "id", getattr(call.func, "attr", "")))
            texts = [] if first is None else [_sample(node, constants) for node in call.args[first:]]
            yield from (text for text in texts if chinese(text))


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, _sample(node.value, {})


def _sample(node: ast.expr, constants: dict[str, str]) -> str:
    """A text as it may come out; nothing for what is not written in place."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=pieces):
            return "".join(_sample(piece, constants) for piece in pieces)
        case ast.FormattedValue(value=value):
            named = ast.unparse(value)
            return constants.get(named) or SAMPLES.get(named, "7")
        case ast.Name(id=name):
            return constants.get(name, "")
    return ""
