"""What must hold: rules (data must be right), norms (official thresholds), statutory tests (duties must be met).

Belongs here: the declarations of rules, norms and statutory tests, the SQL made of them, findings and verdicts.
Does not belong here: what a number means or how an indicator is computed (`warehouse`), how a finding or verdict
looks on a page (`dashboards`), when checks run (`pipelines`). Plausible isn't lawful: a rule failure asks for
correction, a missed threshold is a fact to show; the two never share a list.

The order of a run: facts are loaded → `check` (hard failures fill `held_cells`) → indicators are computed without
the held cells → `judge` → `list_schools`, `tell_effects`.

The door: `check`, `judge`, `list_schools`, `tell_effects`, `check_return` (`screen_return` in dry runs), `answerable`,
and the declarations `declared_rules`, `declared_tests`, `declared_families`, `norms` (`prepare` makes the tables of
this room where they are missing; `check` and `judge` do so themselves).
"""

from expectations.answerable import answerable
from expectations.declared import Rule, declared_rules
from expectations.duties import Norm, StatutoryTest, declared_families, declared_tests, norms, verdict_words
from expectations.effects import tell_effects
from expectations.findings import CheckResult, check
from expectations.returns import check_return, screen_return
from expectations.schools import list_schools
from expectations.statutory import judge
from expectations.tables import prepare

__all__ = [
    "CheckResult",
    "Norm",
    "Rule",
    "StatutoryTest",
    "answerable",
    "check",
    "check_return",
    "declared_families",
    "declared_rules",
    "declared_tests",
    "judge",
    "list_schools",
    "norms",
    "prepare",
    "screen_return",
    "tell_effects",
    "verdict_words",
]
