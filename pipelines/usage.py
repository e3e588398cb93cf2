"""What the command line says when it is misused, and the settings that may stand anywhere in it."""

from typing import Any

import typer

from pipelines import screens
from pipelines.language import LANGUAGES, Refusal, Speech, catalogue, say

# What the check of a type finds → what the value should have been.
BOUNDS = {"greater_than_equal": "usage.at_least", "less_than_equal": "usage.at_most", "int_parsing": "usage.integer"}


def settings_first(arguments: list[str]) -> list[str]:
    """Let --lang and --debug stand anywhere, and speak the chosen language from here on."""
    Speech.language = LANGUAGES[0]
    rest = [each for each in arguments if each != "--debug"]
    for i, each in enumerate(rest):
        if each == "--lang" or each.startswith("--lang="):
            given = each.partition("=")[2] or "".join(rest[i + 1 : i + 2])
            rest = rest[:i] + rest[i + (1 if "=" in each else 2) :]
            if given not in LANGUAGES:
                raise Refusal("refuse.lang", given=given)
            Speech.language = given
            break
    return rest


def translated(app: typer.Typer) -> Any:
    """The command with its help keys replaced by sentences; made anew, so that no language sticks."""
    group: Any = typer.main.get_command(app)
    for command in (group, *group.commands.values()):
        command.help = say(command.help)
        command.rich_help_panel = say("panel.commands")
        for param in command.params:
            param.help = say(param.help)
            panel = "panel.arguments" if param.param_type_name == "argument" else "panel.options"
            param.rich_help_panel = say(panel)
        asked = command.get_help_option(typer.Context(command))
        asked.help, asked.rich_help_panel = say("help.help"), say("panel.options")
    return group


def explain(misuse: typer.exceptions.TyperException, arguments: list[str]) -> None:
    """One sentence about a command line that can't be understood; a bare `edustat` gets the help instead."""
    key = f"usage.{type(misuse).__name__}"
    if key == "usage.NoArgsIsHelpError":
        return
    key = key if key in catalogue() else "usage.UsageError"
    param = getattr(misuse, "param", None)
    name = max(param.opts, key=len) if param is not None else ""
    told = {"option_name": getattr(misuse, "option_name", ""), "name": name, "given": " ".join(arguments)}
    problem = say(key, **told) + _asked(misuse)
    screens.complain(say("usage.hint", problem=problem))


def _asked(misuse: Exception) -> str:
    """What the value should have been, as far as the check of its type tells."""
    errors: list[dict[str, Any]] = getattr(misuse.__cause__, "errors", list)()
    known = [each for each in errors if each["type"] in BOUNDS]
    return "".join(say(BOUNDS[each["type"]], bound=", ".join(map(str, each.get("ctx", {}).values()))) for each in known)
