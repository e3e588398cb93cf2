"""Whether the English of a text is complete."""

import re

from dashboards.english.telling import told
from tests.dashboards.spoken import chinese

ASIDE = re.compile(r'"[^"]*"|\([^()]*\)')


def left_in_chinese(text: str) -> bool:
    """Whether its English still has Chinese, what it quotes and what stands in brackets aside."""
    return chinese(ASIDE.sub("", told(text)))
