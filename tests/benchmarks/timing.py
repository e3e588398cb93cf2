"""Timing two pieces of work in turn, so that their ratio says something on any machine."""

import time
from collections.abc import Callable
from statistics import median

RUNS = 3
Figures = tuple[float, float, float]


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def paired(first: Callable[[], object], second: Callable[[], object], runs: int = RUNS) -> Figures:
    """Medians of both, run in turn after one warm-up each, and the median of their ratios."""
    first(), second()
    pairs = [(seconds(first), seconds(second)) for _ in range(runs)]
    return median(a for a, _ in pairs), median(b for _, b in pairs), median(a / b for a, b in pairs)


def report(name: str, figures: Figures) -> None:
    first, second, ratio = figures
    print(f"{name:18} {ratio:6.2f}   ({first:.2f} s / {second:.2f} s)")
