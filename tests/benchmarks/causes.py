"""How well faults are found, grouped and named: `python -m tests.benchmarks.causes [seeds] [kind…]`.

Every kind of planted fault goes, one and three at a time, through reading, store and rules on a small county; printed
per kind: how many of those that break an identity a hard rule must find were found, how many came out as exactly one
finding, and precision and recall of the cause that was named (two findings that name one planted cause: one is wrong).
"""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sources.example import KINDS, NoPlace
from tests.expectations.planted import Bench, Trial

SCHOOLS, SEEDS, TOGETHER = 30, 3, 3
UNSEEN = ("file_missing",)  # no rule speaks of a file that never came: the list of expected returns does


@dataclass
class Score:
    """What came of the trials of one kind."""

    planted: int = 0
    must: int = 0
    must_found: int = 0
    found: int = 0
    single: int = 0
    named: int = 0
    right: int = 0
    recalled: int = 0

    def add(self, other: "Score") -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def line(self, name: str) -> str:
        shares = (
            _share(self.must_found, self.must),
            _share(self.found, self.planted),
            _share(self.single, self.found),
            _share(self.right, self.named),
            _share(self.recalled, self.found),
        )
        return f"{name:18} {self.planted:4}  " + "  ".join(f"{share:>14}" for share in shares)


HEAD = f"{'kind':18} {'n':>4}  " + "  ".join(
    f"{word:>14}" for word in ("hard recall", "found", "one finding", "precision", "recall")
)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f} {part}/{whole}" if whole else "-"


def scored(trial: Trial) -> Score:
    """One trial: every planted fault, every finding that was not there before."""
    causes = Counter(finding["cause"] for finding in trial.findings if finding["cause"])
    expected = Counter(one.cause for one in trial.faults)
    must = [one for one in trial.faults if one.must]
    found = len(trial.caught)
    return Score(
        planted=len(trial.faults),
        must=len(must),
        must_found=sum(one in trial.caught_hard for one in must),
        found=found,
        single=max(0, found - abs(len(trial.findings) - found)),
        named=causes.total(),
        right=(causes & expected).total(),
        recalled=(causes & Counter(one.cause for one in trial.caught)).total(),
    )


def run(bench: Bench, rounds: Iterable[tuple[str, ...]], seeds: Iterable[int], name: str, shown: bool) -> Score:
    total = Score()
    for kinds in rounds:
        for seed in seeds:
            try:
                trial = bench.tried(kinds, seed)
            except NoPlace:
                continue
            total.add(scored(trial))
            if shown:
                print(trial.told(), flush=True)
    print(total.line(name), flush=True)
    return total


def main(arguments: list[str]) -> None:
    seeds = range(int(arguments[0]) if arguments else SEEDS)
    kinds = arguments[1:] or [kind for kind in KINDS if kind not in UNSEEN]
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder), SCHOOLS, seed=1)
        print(HEAD)
        whole = Score()
        for kind in kinds:
            whole.add(run(bench, [(kind,)], seeds, kind, bool(arguments[1:])))
        print(whole.line("one at a time"))
        if not arguments[1:]:
            groups = [tuple(kinds[(i + step) % len(kinds)] for step in (0, 5, 11)) for i in range(len(kinds))]
            run(bench, groups, [7], f"{TOGETHER} at a time", shown=False)
        print(f"clean county: {bench.clean_words()}")


if __name__ == "__main__":
    main(sys.argv[1:])
