"""Writing the synthetic county for the command line."""

from pathlib import Path

from pipelines.language import Refusal
from sources.example import KINDS, NoPlace, Order, Package, deliver


def write(folder: Path, order: Order) -> Package:
    """The ordered files in a new folder; refused where something is already there or a fault is unknown."""
    if unknown := [kind for kind in order.faults if kind not in KINDS]:
        raise Refusal("refuse.fault", given="、".join(unknown), known="、".join(KINDS))
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise Refusal("refuse.not_empty", folder=folder)
    try:
        return deliver(folder, order)
    except NoPlace as missing:
        raise Refusal("refuse.no_place", given=missing) from None  # the refusal is the whole story
