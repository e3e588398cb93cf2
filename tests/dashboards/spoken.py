"""What scripts and templates say: string literals of JavaScript, those of `t(…)` apart, and the text of templates."""

import re
from collections.abc import Iterator
from pathlib import Path

import dashboards

ROOM = Path(dashboards.__file__).parent
TOKEN = re.compile(
    r"""(?P<comment>/\*.*?\*/|//[^\n]*)
    |(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    |(?P<pattern>(?:(?<=[(,=:\[!&|?;>{}])|(?<=return))\s*/(?![*/])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n])+/[a-z]*)
    |(?P<call>(?<![\w$])t\()
    |(?P<mark>[()\[\]{},`])""",
    re.VERBOSE | re.DOTALL,
)
TEMPLATE = re.compile(r"(?P<chunk>(?:\\.|\$(?!\{)|[^`\\$])*)(?P<end>`|\$\{)", re.DOTALL)
CLOSING = {"(": ")", "[": "]", "{": "}"}
IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)


def scripts() -> dict[str, str]:
    """Path below static → source of every script of ours."""
    static = ROOM / "static"
    return {str(path.relative_to(static)): path.read_text(encoding="utf-8") for path in sorted(static.rglob("*.js"))}


def templates() -> str:
    """The text of all templates."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOM / "templates").rglob("*.html")))


def literals(source: str) -> Iterator[tuple[str, bool]]:
    """Every string literal of a script (a template with expressions: its pieces) and whether `t` is given it."""
    waiting: list[str] = []  # closing marks still to come: T ends the first argument of t(, ` goes on with a template
    at = 0
    while token := TOKEN.search(source, at):
        at = token.end()
        resumes = token.group() == "}" and waiting[-1:] == ["`"]
        if token.lastgroup == "call":
            waiting.append("T")
        elif token.lastgroup == "text":
            yield _value(token.group()[1:-1]), "T" in waiting
        elif token.group() == "`" or resumes:
            chunk = TEMPLATE.match(source, at)
            assert chunk, source[at : at + 80]
            at = chunk.end()
            yield _value(chunk["chunk"]), "T" in waiting
            waiting[len(waiting) - resumes :] = [] if chunk["end"] == "`" else ["`"]
        elif token.lastgroup == "mark":
            _step(waiting, token.group())


def _step(depth: list[str], mark: str) -> None:
    if mark in CLOSING:
        depth.append(CLOSING[mark])
    elif mark == "," and depth and depth[-1] == "T":
        depth[-1] = ")"
    elif depth and (depth[-1] == mark or (depth[-1] == "T" and mark == ")")):
        depth.pop()


def _value(literal: str) -> str:
    return ESCAPE.sub(_unescaped, literal)


def _unescaped(found: re.Match[str]) -> str:
    code = found.group(1)
    if code[0] in "ux" and len(code) > 1:
        return chr(int(code[1:].strip("{}"), 16))
    return {"n": "\n", "t": "\t", "\n": ""}.get(code, code)


def chinese(text: str) -> bool:
    """Whether there is anything to translate in it."""
    return bool(IDEOGRAPH.search(text))
