"""The words of the command line in Chinese and English, read once from messages.yaml."""

from functools import cache
from pathlib import Path

from sources.declared import read_yaml

LANGUAGES = ("zh", "en")


class Speech:
    """The language of this process; Chinese until `--lang` says otherwise."""

    language = "zh"


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Key → language → sentence with {names} to fill in."""
    messages: dict[str, dict[str, str]] = read_yaml(Path(__file__).with_name("messages.yaml"))
    return messages


def say(key: str, /, **values: object) -> str:
    """The sentence of a key in the language of this process."""
    return catalogue()[key][Speech.language].format(**values)


class Refusal(Exception):
    """The command can't do what was asked: one sentence for the user and an exit code."""

    def __init__(self, key: str, /, code: int = 2, **values: object) -> None:
        self.code = code
        super().__init__(say(key, **values))
